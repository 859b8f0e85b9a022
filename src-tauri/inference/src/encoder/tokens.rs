//! Text to token ids, with the limits of the reference implementation.

use tokenizers::Tokenizer;

use crate::InferenceError;

/// At most this many tokens of a text are read, the two special ones included.
pub(super) const MAX_TOKENS: usize = 256;

/// Bytes that are tokenised at a time. 254 tokens of ordinary text are some 1,200 bytes, so nearly
/// every text is done after one window, and a text of megabytes costs no more than its beginning.
const WINDOW_BYTES: usize = 4096;

/// Windows that are read before the rest of a text is given up. Only a text that gives no tokens
/// (blanks, control characters, combining marks by the megabyte) comes here.
const MAX_WINDOWS: usize = 64;

/// The lower-casing WordPiece tokenizer of the model.
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    first: u32,
    last: u32,
}

impl Tokens {
    /// Reads tokenizer.json. Its own truncation (128) and padding settings are switched off.
    pub(super) fn new(json: &[u8]) -> Result<Self, String> {
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(|error| error.to_string())?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| error.to_string())?;
        let special = |token| tokenizer.token_to_id(token).ok_or(format!("no token {token}"));
        let (first, last) = (special("[CLS]")?, special("[SEP]")?);
        Ok(Self { tokenizer, first, last })
    }

    /// The ids of `text`: the first special one, at most 254 of its own, the last special one.
    ///
    /// Read window by window. The tokenizer splits at blanks before anything else, so cutting at
    /// one gives the same ids as the whole text; only a run of 4,096 bytes without a blank is cut
    /// inside, where a word that long is one unknown token anyway.
    pub(super) fn ids(&self, text: &str) -> Result<Vec<u32>, InferenceError> {
        let mut ids = vec![self.first];
        let mut rest = text.trim();
        for _ in 0..MAX_WINDOWS {
            let (window, after) = rest.split_at(window_end(rest));
            let encoding = self
                .tokenizer
                .encode_fast(window, false)
                .map_err(|error| InferenceError::Tokenize(error.to_string()))?;
            ids.extend_from_slice(encoding.get_ids());
            rest = after;
            if ids.len() >= MAX_TOKENS - 1 || rest.is_empty() {
                break;
            }
        }
        ids.truncate(MAX_TOKENS - 1);
        ids.push(self.last);
        Ok(ids)
    }
}

/// Where the first window of `text` ends: after its last blank within the limit, at the limit if
/// there is none.
fn window_end(text: &str) -> usize {
    if text.len() <= WINDOW_BYTES {
        return text.len();
    }
    let limit =
        (0..=WINDOW_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    // Only blanks that the tokenizer keeps as blanks: it drops other control characters.
    text[..limit].rfind([' ', '\n', '\t', '\r']).map_or(limit, |blank| blank + 1)
}
