//! How the team speaks: `.aside/voice.toml` in the first knowledge folder.

use aside_assist::{HandOffWords, Refusal, Voice};
use serde::Deserialize;

use crate::team_file::{TeamFile, read_toml};
use crate::{Engine, Places};

/// Below the first knowledge folder.
const FILE: &str = ".aside/voice.toml";
/// The longest of its texts, in characters: a closing is no article.
const LONGEST: usize = 1_000;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct VoiceFile {
    team: Option<String>,
    opening: ByMood,
    hand_off: HandOff,
    closing: Option<String>,
    signature: Option<String>,
    forbidden_topics: Vec<String>,
    refusal: Vec<RefusalRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ByMood {
    angry: Option<String>,
    negative: Option<String>,
    neutral: Option<String>,
    positive: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct HandOff {
    angry: Option<String>,
    negative: Option<String>,
    neutral: Option<String>,
    positive: Option<String>,
    self_harm: Option<String>,
    threat: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalRow {
    when: String,
    say: String,
}

fn parse(content: &str) -> Result<Voice, String> {
    let file: VoiceFile = read_toml(content)?;
    let text = |name: &str, text: Option<String>| match text.map(|text| text.trim().to_owned()) {
        Some(text) if text.is_empty() => Ok(None),
        Some(text) if text.chars().count() > LONGEST => {
            Err(format!("`{name}` has more than {LONGEST} characters"))
        }
        text => Ok(text),
    };
    Ok(Voice {
        team: text("team", file.team)?,
        angry: text("opening.angry", file.opening.angry)?,
        negative: text("opening.negative", file.opening.negative)?,
        neutral: text("opening.neutral", file.opening.neutral)?,
        positive: text("opening.positive", file.opening.positive)?,
        hand_off: HandOffWords {
            angry: text("hand_off.angry", file.hand_off.angry)?,
            negative: text("hand_off.negative", file.hand_off.negative)?,
            neutral: text("hand_off.neutral", file.hand_off.neutral)?,
            positive: text("hand_off.positive", file.hand_off.positive)?,
            self_harm: text("hand_off.self_harm", file.hand_off.self_harm)?,
            threat: text("hand_off.threat", file.hand_off.threat)?,
        },
        closing: text("closing", file.closing)?,
        signature: text("signature", file.signature)?,
        forbidden_topics: file.forbidden_topics,
        refusals: file
            .refusal
            .into_iter()
            .map(|row| Refusal { when: row.when, say: row.say })
            .collect(),
    })
}

/// How many texts, topics and refusals a voice has.
pub(crate) fn texts(voice: &Voice) -> usize {
    let hand_off = &voice.hand_off;
    let texts = [
        &voice.team,
        &voice.angry,
        &voice.negative,
        &voice.neutral,
        &voice.positive,
        &voice.closing,
        &voice.signature,
        &hand_off.angry,
        &hand_off.negative,
        &hand_off.neutral,
        &hand_off.positive,
        &hand_off.self_harm,
        &hand_off.threat,
    ];
    texts.into_iter().flatten().count() + voice.forbidden_topics.len() + voice.refusals.len()
}

/// The team's voice, as the file has it.
pub(crate) struct OwnVoice(pub(crate) TeamFile<Voice>);

impl OwnVoice {
    pub(crate) fn new(places: &Places) -> Self {
        Self(TeamFile::new(places, FILE, "voice", parse))
    }
}

impl Engine {
    /// The team's voice, read anew where its file changed.
    pub fn voice(&self) -> Voice {
        self.voice.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_read_and_what_it_leaves_out_is_built_in() {
        let voice = parse(
            "team = \"Fernwatt\"\nclosing = \"Just reply if it does not work.\"\n[opening]\nangry = \"We let you down.\"\n[hand_off]\nangry = \"Ticket {ticket}.\"\n[[refusal]]\nwhen = \"legal advice\"\nsay = \"We cannot advise on law.\"",
        )
        .unwrap();
        assert_eq!(voice.team.as_deref(), Some("Fernwatt"));
        assert_eq!(voice.angry.as_deref(), Some("We let you down."));
        assert_eq!(voice.hand_off.angry.as_deref(), Some("Ticket {ticket}."));
        assert_eq!(voice.negative, None);
        assert_eq!(voice.end().as_deref(), Some("Just reply if it does not work."));
        assert_eq!(voice.refusals[0].when, "legal advice");
        assert_eq!(parse("").unwrap(), Voice::default());
    }

    #[test]
    fn what_is_no_voice_is_refused() {
        for content in
            ["close = \"x\"", "closing = 3", &format!("closing = \"{}\"", "x".repeat(1_001))]
        {
            assert!(parse(content).is_err(), "{content}");
        }
    }
}
