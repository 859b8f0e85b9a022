//! Looks at an answer's bytes on their way to the reader of its events. That reader skips every line that
//! is no event, as the format wants, so a proxy's error page would look like an answer that just ends.

use std::sync::Arc;

use parking_lot::Mutex;

use super::LlmError;
use super::http::{said, shortened};

/// The most bytes of a line that are kept to tell what it is.
const KEPT: usize = 2 << 10;
/// The most characters of it that are shown.
const SHOWN: usize = 80;

tokio::task_local! {
    static WATCH: Watch;
}

/// What was seen of one answer. Clones see the same.
#[derive(Clone, Default)]
pub(super) struct Watch(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// The beginning of the line that is being read.
    line: Vec<u8>,
    fault: Option<LlmError>,
}

impl Watch {
    /// Runs what sends a request; its answer is looked at.
    pub(super) async fn over<F: Future>(&self, sending: F) -> F::Output {
        WATCH.scope(self.clone(), sending).await
    }

    /// The one that looks at the answer to the request that is being sent, if any does.
    pub(super) fn current() -> Option<Self> {
        WATCH.try_with(Self::clone).ok()
    }

    /// Looks at the next bytes of the answer.
    pub(super) fn look(&self, bytes: &[u8]) {
        let mut seen = self.0.lock();
        for byte in bytes {
            match byte {
                b'\n' | b'\r' => seen.end_line(),
                _ if seen.line.len() < KEPT => seen.line.push(*byte),
                _ => {}
            }
        }
    }

    /// The answer is longer than any.
    pub(super) fn found_too_long(&self) {
        self.0.lock().fault = Some(LlmError::TooLong);
    }

    /// What is wrong with the answer, which came to no good end: the first line that is no event's.
    pub(super) fn fault(&self) -> Option<LlmError> {
        let mut seen = self.0.lock();
        seen.end_line();
        seen.fault.clone()
    }
}

impl Seen {
    fn end_line(&mut self) {
        let line = String::from_utf8_lossy(&self.line);
        let line = line.trim_start_matches('\u{feff}').trim();
        if self.fault.is_none() && !is_of_events(line) {
            self.fault = Some(LlmError::Foreign(what(line)));
        }
        self.line.clear();
    }
}

/// Whether a line can be one of a stream of events: a comment, or a field, which has a name and a colon.
/// Fields of other names are allowed and mean nothing; one that is called an error does.
fn is_of_events(line: &str) -> bool {
    let (name, _) = line.split_once(':').unwrap_or((line, ""));
    let known = ["", "data", "event", "id", "retry"].contains(&name);
    let named = line.contains(':') && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    known || (named && !name.eq_ignore_ascii_case("error"))
}

/// What a line is that is no event's.
fn what(line: &str) -> String {
    let told = line.split_once(':').map_or(line, |(_, told)| told);
    if line.starts_with('<') {
        "it sent a web page".to_owned()
    } else if let Some(error) = said(line).or_else(|| said(told)) {
        format!("it said: {error}")
    } else {
        let line = shortened(line);
        let end = line.char_indices().nth(SHOWN).map_or(line.len(), |(end, _)| end);
        format!("it sent “{}”", &line[..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a body, however its bytes come.
    fn found(body: &str) -> Option<LlmError> {
        let all = |size: usize| {
            let watch = Watch::default();
            body.as_bytes().chunks(size).for_each(|bytes| watch.look(bytes));
            watch.fault()
        };
        let found = all(1);
        assert_eq!((all(7), all(4096)), (found.clone(), found.clone()));
        found
    }

    #[test]
    fn streams_of_events_pass() {
        for body in [
            "",
            "data: {\"choices\":[]}\n\ndata: [DONE]\n\n",
            "\u{feff}: hello\r\nevent: x\r\nid\r\nretry: 3\r\ndata:{}\r\n\r\n",
            ": OPENROUTER PROCESSING\n\ndata: {\"a\": \"<html>\"}\n\n",
            "data: {\"cut\": \"in the mid",
            "trace: 4\ndata: {}\n\n",
        ] {
            assert_eq!(found(body), None, "{body}");
        }
    }

    #[test]
    fn what_is_no_event_is_named() {
        for (body, what) in [
            ("<html>\n<p>502</p>", "it sent a web page"),
            ("data: {}\n\n<!DOCTYPE html><html>", "it sent a web page"),
            ("{\"error\":{\"message\":\"no GPU\"}}", "it said: no GPU"),
            ("error: {\"code\":500,\"message\":\"no slot\"}\n\n", "it said: no slot"),
            ("Bad Gateway\n", "it sent “Bad Gateway”"),
            ("{\"id\": 1}", "it sent “{\"id\": 1}”"),
        ] {
            assert_eq!(found(body), Some(LlmError::Foreign(what.to_owned())), "{body}");
        }
    }
}
