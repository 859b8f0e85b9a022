//! Text to token ids, with the limits of the reference implementation.

use tokenizers::Tokenizer;

use crate::InferenceError;

/// Bytes that are tokenised at a time. 254 tokens of ordinary text are some 1,200 bytes, so nearly
/// every text is done after one window, and a text of megabytes costs no more than its beginning.
const WINDOW_BYTES: usize = 4096;

/// Windows that are read before the rest of a text is given up. Only a text that gives no tokens
/// (blanks, control characters, combining marks by the megabyte) comes here.
const MAX_WINDOWS: usize = 64;

/// The tokenizer of the model.
pub(super) struct Tokens {
    tokenizer: Tokenizer,
    /// At most this many tokens of a text are read, the two special ones included.
    most: usize,
    first: u32,
    last: u32,
}

impl Tokens {
    /// Reads tokenizer.json for a model that knows `vocabulary` tokens and reads `most` of a text. Its
    /// own truncation and padding settings are switched off.
    pub(super) fn new(json: &[u8], vocabulary: usize, most: usize) -> Result<Self, String> {
        let mut tokenizer = Tokenizer::from_bytes(json).map_err(|error| error.to_string())?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| error.to_string())?;
        let largest = tokenizer.get_vocab(true).into_values().max().unwrap_or_default();
        if largest as usize >= vocabulary {
            return Err(format!("it has a token {largest}, and the model {vocabulary} tokens"));
        }
        let around = tokenizer.encode_fast("", true).map_err(|error| error.to_string())?;
        let [first, last] = around.get_ids() else {
            let count = around.get_ids().len();
            return Err(format!("it puts {count} special tokens around a text, not 2"));
        };
        let (first, last) = (*first, *last);
        Ok(Self { tokenizer, most, first, last })
    }

    /// The ids of `text`: the first special one, as many of its own as the model reads, the last special one.
    ///
    /// Read window by window. Tokenizers of this kind split at blanks before anything else, so cutting
    /// before one gives the same ids as the whole text; only a run of 4,096 bytes without a blank is
    /// cut inside.
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
            if ids.len() >= self.most - 1 || rest.is_empty() {
                break;
            }
        }
        ids.truncate(self.most - 1);
        ids.push(self.last);
        Ok(ids)
    }
}

/// Where the first window of `text` ends: before its last blank within the limit, at the limit if
/// there is none but the first.
fn window_end(text: &str) -> usize {
    if text.len() <= WINDOW_BYTES {
        return text.len();
    }
    let limit =
        (0..=WINDOW_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    // Only blanks that tokenizers keep as blanks: they drop other control characters.
    let blank = text[..limit].rfind([' ', '\n', '\t', '\r']);
    blank.filter(|blank| *blank > 0).unwrap_or(limit)
}
