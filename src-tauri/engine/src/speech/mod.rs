//! Replies read aloud by a program of this machine, with what a mouth does meanwhile.
//!
//! The program is `espeak-ng` or Piper, where the settings name one. It is run for each reply, contained as
//! `tesseract` is: the text goes in by a pipe and sound comes out by a pipe. Neither program tells when it
//! speaks what, so that is reckoned: the pauses in the sound say where each clause begins and ends, and within
//! a clause each sound of speech gets its usual share of the time. `docs/chat.md` says how near that comes.

mod mouth;
mod phonemes;
mod program;
mod sound;

use crate::EngineError;
use crate::settings::{SpeechEngine, SpeechSettings};
use crate::turns::Turns;

pub use mouth::{Mouth, Viseme};
pub(crate) use program::find;
use program::{espeak, piper};

/// The longest text that is read aloud, in characters: some two minutes.
const MAX_CHARS: usize = 2_000;
/// So many are spoken at once: it takes a processor.
const AT_ONCE: usize = 2;
/// The languages with a voice of `espeak-ng` that has the same name.
const VOICES: &[&str] = &[
    "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pl", "pt", "ro", "ru",
    "sv", "tr", "uk",
];

/// A text as it sounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// A WAV file of one channel and 16 bits.
    pub sound: Vec<u8>,
    /// How long it takes, in milliseconds.
    pub duration_ms: u32,
    /// What the mouth does, in the order of time; the last one is at rest.
    pub visemes: Vec<Viseme>,
}

/// Reads texts aloud, a few at a time.
pub(crate) struct Speech(Turns);

impl Default for Speech {
    fn default() -> Self {
        Self(Turns::new(AT_ONCE))
    }
}

impl Speech {
    /// Reads a text aloud in a language, given as its code (ISO 639-1).
    ///
    /// # Errors
    /// [`EngineError::NoSpeech`] where it is not set up for this language, [`EngineError::Refused`] where the
    /// text has nothing to say or too much, [`EngineError::SpeechBusy`] while others are read, and
    /// [`EngineError::Speech`] where the program fails.
    pub(crate) fn speak(
        &self,
        settings: &SpeechSettings,
        text: &str,
        language: &str,
    ) -> Result<Spoken, EngineError> {
        let program = find(settings).map_err(EngineError::NoSpeech)?;
        if text.chars().count() > MAX_CHARS {
            let refused = format!("messages of up to {MAX_CHARS} characters are read aloud");
            return Err(EngineError::Refused(refused));
        }
        let text = plain(text);
        if !text.contains(char::is_alphanumeric) {
            return Err(EngineError::Refused("there are no words to read aloud".to_owned()));
        }
        let no_voice = || EngineError::NoSpeech(format!("there is no voice for `{language}`"));
        let _turn = self.0.take().ok_or(EngineError::SpeechBusy)?;
        let (sound, clauses) = match settings.engine {
            SpeechEngine::Piper => {
                let voice = settings.voice(language).ok_or_else(no_voice)?;
                (piper(&program, &text, voice)?, phonemes::of_letters(&text))
            }
            _ => {
                let own = VOICES.iter().find(|code| **code == language).copied();
                let voice = settings.voice(language).or(own).ok_or_else(no_voice)?;
                let (sound, told) = espeak(&program, &text, voice)?;
                (sound, phonemes::of_ipa(&told))
            }
        };
        let visemes = mouth::move_along(&sound.stretches(clauses.len()), &clauses);
        Ok(Spoken { duration_ms: sound.duration_ms(), visemes, sound: sound.into_wav() })
    }
}

/// A text on one line, as one utterance, without marks and without what a program would take for phonemes.
fn plain(text: &str) -> String {
    let text = aside_assist::spoken(text);
    let says = |character: char| !character.is_control() && !matches!(character, '[' | ']');
    let text: String = text.chars().map(|one| if says(one) { one } else { ' ' }).collect();
    format!("{}\n", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(engine: SpeechEngine) -> SpeechSettings {
        SpeechSettings { engine, ..SpeechSettings::default() }
    }

    #[test]
    fn what_is_not_set_up_says_what_to_do() {
        let speech = Speech::default();
        let off = speech.speak(&SpeechSettings::default(), "Hello", "en").unwrap_err();
        assert!(matches!(&off, EngineError::NoSpeech(_)) && off.to_string().contains("[speech]"));
        let away =
            SpeechSettings { program: "/nowhere/espeak-ng".into(), ..on(SpeechEngine::EspeakNg) };
        let away = speech.speak(&away, "Hello", "en").unwrap_err().to_string();
        assert!(away.contains("speech.program") && away.contains("install"), "{away}");
    }

    #[test]
    fn a_reply_is_heard_and_the_mouth_follows_it() {
        let settings = on(SpeechEngine::EspeakNg);
        if find(&settings).is_err() {
            // The checks have to pass on a machine without it, too.
            return;
        }
        let speech = Speech::default();
        let reply =
            "Hello! Your parcel arrives on Tuesday, between nine and eleven. [[k]] Thank you.";
        let spoken = speech.speak(&settings, reply, "en").unwrap();
        assert_eq!(&spoken.sound[..4], b"RIFF");
        assert!((3_000..12_000).contains(&spoken.duration_ms), "{}", spoken.duration_ms);
        let times: Vec<u32> = spoken.visemes.iter().map(|viseme| viseme.at_ms).collect();
        assert!(times.is_sorted() && times.last().is_some_and(|last| *last <= spoken.duration_ms));
        assert_eq!(spoken.visemes.last().map(|viseme| viseme.shape), Some(Mouth::Rest));
        let shut = spoken.visemes.iter().filter(|viseme| viseme.shape == Mouth::Rest).count();
        // After "Hello!", "Tuesday", "eleven." and at the end, at least.
        assert!(shut >= 4, "{:?}", spoken.visemes);
        let german = speech.speak(&settings, "Ihr Paket kommt am Dienstag.", "de").unwrap();
        assert!(german.duration_ms > 1_000);
        let options = speech.speak(&settings, "--help -w out.wav --voices", "en").unwrap();
        assert!(options.duration_ms > 500);
        let wrong = SpeechSettings { voice_en: "nobody".into(), ..settings.clone() };
        assert!(matches!(speech.speak(&wrong, "Hello", "en"), Err(EngineError::Speech(_))));
        assert!(matches!(speech.speak(&settings, "Hello", "xx"), Err(EngineError::NoSpeech(_))));
        for refused in ["…", &"word ".repeat(500)] {
            assert!(matches!(speech.speak(&settings, refused, "en"), Err(EngineError::Refused(_))));
        }
    }
}
