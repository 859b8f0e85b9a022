//! Which program of this machine reads replies aloud.

use std::path::Path;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The section `[speech]`. It names programs that are run, so no route of the API changes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SpeechSettings {
    /// The kind of program.
    pub engine: SpeechEngine,
    /// Its file, where it is not found on `PATH`; empty otherwise.
    pub program: String,
    /// The voice for English: a name of `espeak-ng --voices`, or the file of a voice of Piper.
    pub voice_en: String,
    /// The same for German.
    pub voice_de: String,
}

/// A program that reads aloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpeechEngine {
    /// Nothing is read aloud on this machine.
    #[default]
    Off,
    /// `espeak-ng`, which tells its phonemes.
    EspeakNg,
    /// Piper, whose voices are files.
    Piper,
}

impl SpeechSettings {
    /// The voice that is set for a language; none where there is none.
    pub(crate) fn voice(&self, language: &str) -> Option<&str> {
        let voice = match language {
            "en" => &self.voice_en,
            "de" => &self.voice_de,
            _ => return None,
        };
        Some(voice.as_str()).filter(|voice| !voice.is_empty())
    }

    /// What makes no sense, if anything. Whether the files are there is looked at with each use.
    pub(super) fn check(&self) -> Result<(), String> {
        if !self.program.is_empty() && !Path::new(&self.program).is_absolute() {
            return Err(format!(
                "speech.program: `{}` is no whole path; write it from the root, such as /usr/bin/espeak-ng",
                self.program
            ));
        }
        for (name, voice) in [("voice_en", &self.voice_en), ("voice_de", &self.voice_de)] {
            let fits = match self.engine {
                _ if voice.is_empty() => true,
                SpeechEngine::Off => true,
                SpeechEngine::EspeakNg => is_name(voice),
                SpeechEngine::Piper => Path::new(voice).is_absolute(),
            };
            if !fits {
                let kind = match self.engine {
                    SpeechEngine::Piper => "a whole path of an .onnx file",
                    _ => "a name of `espeak-ng --voices`, such as en-gb",
                };
                return Err(format!("speech.{name}: `{voice}` is no voice; write {kind}"));
            }
        }
        if self.engine == SpeechEngine::Piper
            && self.voice_en.is_empty()
            && self.voice_de.is_empty()
        {
            return Err(
                "speech: Piper needs voice_en or voice_de, each the whole path of an .onnx file"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// A voice's name begins with a letter: it never becomes an option of the program.
fn is_name(voice: &str) -> bool {
    voice.starts_with(|first: char| first.is_ascii_alphabetic())
        && voice.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_voices_and_whole_paths_are_taken() {
        let checked = |engine, program: &str, voice: &str| {
            let voice_en = voice.to_owned();
            SpeechSettings { engine, program: program.to_owned(), voice_en, ..Default::default() }
                .check()
        };
        let (espeak, piper) = (SpeechEngine::EspeakNg, SpeechEngine::Piper);
        let root = if cfg!(windows) { "C:\\voices\\" } else { "/voices/" };
        assert_eq!(checked(espeak, "", ""), Ok(()));
        assert_eq!(checked(espeak, &format!("{root}espeak-ng"), "en-gb+f2"), Ok(()));
        assert_eq!(checked(piper, "", &format!("{root}amy.onnx")), Ok(()));
        for (engine, program, voice) in [
            (espeak, "espeak-ng", ""),
            (espeak, "", "-w/tmp/out.wav"),
            (espeak, "", "en gb"),
            (piper, "", ""),
            (piper, "", "amy.onnx"),
            (piper, "", "--help"),
        ] {
            assert!(checked(engine, program, voice).is_err(), "{engine:?} {program} {voice}");
        }
    }
}
