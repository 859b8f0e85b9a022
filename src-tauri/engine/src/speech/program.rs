//! The programs that read aloud, and how each is asked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aside_knowledge::{Contained, ContainedLimits};
use serde::Deserialize;

use super::sound::Sound;
use crate::EngineError;
use crate::settings::{SpeechEngine, SpeechSettings};

/// What one reply may take. `espeak-ng` needs well below a second for the longest; Piper loads its voice
/// first. Three minutes of sound are 8 MB.
const LIMITS: ContainedLimits = ContainedLimits {
    deadline: Duration::from_secs(20),
    processor_seconds: 40,
    memory_bytes: 4 << 30,
    output_bytes: 10 << 20,
};

/// How `espeak-ng` is installed, for people.
const INSTALL_ESPEAK: &str = if cfg!(windows) {
    "winget install eSpeak-NG.eSpeak-NG"
} else if cfg!(target_os = "macos") {
    "brew install espeak-ng"
} else {
    "apt install espeak-ng, or your system's package of it"
};

/// Where the program is that the settings name; else what to do.
pub(crate) fn find(settings: &SpeechSettings) -> Result<PathBuf, String> {
    let (name, install) = match settings.engine {
        SpeechEngine::Off => {
            return Err(format!(
                "nothing is read aloud on this machine: install espeak-ng ({INSTALL_ESPEAK}), and write engine = \"espeak-ng\" under [speech] of settings.toml"
            ));
        }
        SpeechEngine::EspeakNg => ("espeak-ng", INSTALL_ESPEAK),
        SpeechEngine::Piper => ("piper", "pip install piper-tts, or a release of Piper"),
    };
    if !settings.program.is_empty() {
        let program = PathBuf::from(&settings.program);
        return match program.is_file() {
            true => Ok(program),
            false => Err(format!(
                "the file that speech.program names is not there: install {name} ({install}), or set it right"
            )),
        };
    }
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(&file));
    found.into_iter().find(|program| program.is_file()).ok_or_else(|| {
        format!(
            "{name} is not installed: install it ({install}), or name its file in speech.program"
        )
    })
}

/// The sound of a text by `espeak-ng`, and its phonemes, a clause on each line. Both runs take milliseconds.
pub(super) fn espeak(
    program: &Path,
    text: &str,
    voice: &str,
) -> Result<(Sound, String), EngineError> {
    let ask = |args: &[&str]| {
        // The text is UTF-8.
        let asked = Contained::new(program, LIMITS).args(["-v", voice, "-b", "1", "--stdin"]);
        run("espeak-ng", &asked.args(args), text)
    };
    let sound = Sound::from_wav(&ask(&["--stdout"])?)
        .ok_or_else(|| failed("espeak-ng", &"it gave no sound of one channel and 16 bits"))?;
    let told = ask(&["-q", "--ipa", "--sep=_"])?;
    Ok((sound, String::from_utf8_lossy(&told).into_owned()))
}

/// What Piper's voices say of themselves, in the file beside them.
#[derive(Deserialize)]
struct PiperVoice {
    audio: PiperAudio,
}

#[derive(Deserialize)]
struct PiperAudio {
    sample_rate: u32,
}

/// The sound of a text by Piper, whose `voice` is a file.
pub(super) fn piper(program: &Path, text: &str, voice: &str) -> Result<Sound, EngineError> {
    let described = format!("{voice}.json");
    let wrong = |error: &dyn std::fmt::Display| {
        tracing::warn!(%described, %error, "a voice has no description");
        EngineError::NoSpeech(
            "the voice that is set has no description beside it: put its .onnx.json where the .onnx is"
                .to_owned(),
        )
    };
    let told = std::fs::read(&described).map_err(|error| wrong(&error))?;
    let PiperVoice { audio } = serde_json::from_slice(&told).map_err(|error| wrong(&error))?;
    // Without a pause nothing tells where a sentence ends.
    let told = ["--model", voice, "--output-raw", "--sentence-silence", "0.25"];
    let mut asked = Contained::new(program, LIMITS).args(told);
    // One of its makes is written in Python, which reads text as the environment says.
    asked.environment.push(("PYTHONUTF8".into(), "1".into()));
    let samples = run("piper", &asked, text)?;
    Sound::from_samples(&samples, audio.sample_rate)
        .ok_or_else(|| failed("piper", &"it gave no sound"))
}

fn run(name: &str, asked: &Contained<'_>, text: &str) -> Result<Vec<u8>, EngineError> {
    asked.run(text.as_bytes(), &|| false).map_err(|error| failed(name, &error))
}

fn failed(name: &str, reason: &dyn std::fmt::Display) -> EngineError {
    EngineError::Speech(format!("{name}: {reason}"))
}
