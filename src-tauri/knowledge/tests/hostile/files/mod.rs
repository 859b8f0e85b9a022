//! Hostile files, made by code and the same each time. One list for each family of formats.

mod archives;
mod damaged;
mod mail;
mod markup;
mod names;
mod office;
mod pdf;
mod pictures;
mod text;
pub mod zips;

use std::path::PathBuf;

pub use names::{ODD, odd_names};

/// What hostile files try to reach, all of which must stay untouched.
pub struct Bait {
    /// A file with a secret word, outside of the knowledge folder.
    pub secret: PathBuf,
    /// A place, outside too, where nothing is.
    pub nothing: PathBuf,
    /// The port of a listener on this machine that nobody may call.
    pub port: u16,
}

/// One hostile file.
pub struct Hostile {
    /// Its name below the folder of hostile files.
    pub name: String,
    /// The bytes that are written, this many times over.
    pub content: Vec<u8>,
    pub repeated: usize,
    /// It runs into the limit of processor time, so that only the full run has it.
    pub slow: bool,
}

impl Hostile {
    fn new(name: &str, content: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), content: content.into(), repeated: 1, slow: false }
    }

    fn repeated(self, repeated: usize) -> Self {
        Self { repeated, ..self }
    }

    fn slow(self) -> Self {
        Self { slow: true, ..self }
    }
}

/// All of them.
pub fn all(bait: &Bait) -> Vec<Hostile> {
    [
        archives::files(bait),
        office::files(bait),
        markup::files(bait),
        text::files(),
        pdf::files(bait),
        pictures::files(),
        mail::files(bait),
        names::files(),
        damaged::files(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `opening` so many times, then `inside`, then `closing` as often.
fn nested(opening: &str, inside: &str, closing: &str, times: usize) -> String {
    [opening.repeat(times).as_str(), inside, closing.repeat(times).as_str()].concat()
}

/// A document type whose last entity `&i;` unfolds to thousands of millions of words.
fn laughs() -> String {
    let mut entities = "<!ENTITY a \"laugh \">".to_owned();
    for (above, below) in ('b'..='i').zip('a'..) {
        entities += &format!("<!ENTITY {above} \"{}\">", format!("&{below};").repeat(15));
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE x [{entities}]>")
}

/// A document type whose entities `&file;` and `&net;` lie outside of the document.
fn outside(bait: &Bait) -> String {
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x SYSTEM \"http://127.0.0.1:{port}/dtd\" [<!ENTITY file SYSTEM \"file://{}\"><!ENTITY net SYSTEM \"http://127.0.0.1:{port}/entity\"><!ENTITY % p SYSTEM \"http://127.0.0.1:{port}/parameter\">%p;]>",
        bait.secret.display(),
        port = bait.port
    )
}
