//! Why a file has no text here, in parts that each language can make its own sentence of.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a file, or a part of it, could not be read. The sentence beside it says the same in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum FileCause {
    /// The system would not let us read it.
    Forbidden {
        /// What the system said.
        said: String,
    },
    /// There is no such file.
    Missing,
    /// A folder, a device, a pipe.
    NoFile,
    /// Nothing here reads such files.
    Unsupported,
    /// A format that is known and not supported.
    OldFormat {
        /// Its ending.
        old: String,
        /// The ending of the format to save it as.
        new: String,
    },
    /// Its content is not what its name says.
    Mislabelled {
        /// Its ending.
        extension: String,
        /// What it holds, by a stable name such as `text` or `html`.
        content: String,
    },
    /// It has more bytes than are read.
    TooLarge {
        /// The most, in MB.
        megabytes: u64,
    },
    /// Nothing to find in it.
    NoText,
    /// A picture of text, and nothing here to recognise it.
    NeedsOcr {
        /// What installs that on this system.
        install: String,
    },
    /// A customer's picture of text, and nothing here to recognise it.
    Picture,
    /// It opens with a password only.
    Protected,
    /// The content is broken.
    Malformed {
        /// What the reader of the format said.
        said: String,
    },
    /// It would take more memory, time or output than one file may.
    OverLimit {
        /// What it needs, in English.
        needs: String,
    },
    /// It took longer by the clock than one file may.
    TooSlow {
        /// How long that is.
        seconds: u64,
    },
    /// The process that reads files could not start.
    NotStarted {
        /// What the system said.
        said: String,
    },
    /// That process was ended from outside.
    Interrupted {
        /// By what.
        said: String,
    },
    /// That process died over it.
    Crashed {
        /// How.
        said: String,
    },
}
