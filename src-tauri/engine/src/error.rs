//! What can go wrong in a command, with its code for machines.

use std::io;
use std::path::PathBuf;

use aside_contract::{ErrorBody, ErrorCode, InvalidMessage, TaxonomyProblem, WebhookId};
use aside_desk::DeskError;
use aside_inference::taxonomy::TaxonomyError;
use aside_inference::{InferenceError, ModelError};
use aside_knowledge::KnowledgeError;
use aside_query::QueryError;

use crate::lock::Holder;

/// A command that failed. Its text says what happened, to what, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// No knowledge folder was named and none is at hand.
    #[error(
        "no knowledge folder: name one with --knowledge DIR or ASIDE_KNOWLEDGE, write its whole path as folders = [\"…\"] under [knowledge] of settings.toml in the data folder, or start in a folder that has one called `knowledge`"
    )]
    NoKnowledgeFolder,
    /// The knowledge folder is not there.
    #[error(
        "the knowledge folder {0} does not exist: create it, connect its drive, or name another with --knowledge DIR or under [knowledge] of settings.toml in the data folder"
    )]
    KnowledgeFolderMissing(PathBuf),
    /// The knowledge folder is something else.
    #[error(
        "{0} is no folder: name the folder of documents with --knowledge DIR or under [knowledge] of settings.toml in the data folder"
    )]
    KnowledgeFolderIsNone(PathBuf),
    /// A search without words.
    #[error("the query is empty: write what to search for")]
    EmptyQuery,
    /// The home of the user is unknown, so there is no default data folder.
    #[error("no data folder: name one with --data DIR or ASIDE_DATA")]
    NoDataFolder,
    /// The data folder cannot be used.
    #[error(
        "the data folder {path} cannot be used: {source}. Check its permissions, or name another with --data DIR"
    )]
    DataFolder {
        /// The folder or a file in it.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another process has the data folder open.
    #[error(
        "another Aside ({holder}) is using the data folder {path}: close it, or name another folder with --data DIR"
    )]
    InUse {
        /// The folder.
        path: PathBuf,
        /// Who has it.
        holder: Holder,
    },
    /// The system does not tell which file this program runs from.
    #[error("cannot find the file of this program, which converts documents: {0}")]
    Program(io::Error),
    /// A message that was refused.
    #[error(transparent)]
    Message(#[from] InvalidMessage),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    /// Something else that was refused, with what to do.
    #[error("{0}")]
    Refused(String),
    /// A conversation, document or message that does not exist.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// Its id or path.
        name: String,
    },
    /// A label that a message cannot be given.
    #[error("there is no {kind} `{label}`: choose one of {}", known.join(", "))]
    Label {
        /// What was asked for.
        label: String,
        /// Which kind of label.
        kind: &'static str,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A dataset that cannot be read.
    #[error("{}{}: {reason}", path.display(), if *line == 0 { String::new() } else { format!(", line {line}") })]
    Dataset {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 for the file as a whole.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A file that cannot be converted.
    #[error("{path} gives no document: {reason}")]
    Convert {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A measurement that cannot be made.
    #[error("cannot measure: {reason}")]
    Bench {
        /// What is in the way.
        reason: String,
    },
    /// A measurement that was ended before its time.
    #[error("interrupted: nothing was left behind")]
    Interrupted,
    /// The model is needed and not there.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// From the store of conversations.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// From the knowledge base.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// A question in SQL that was not answered.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Other questions in SQL are being worked on.
    #[error("other questions are being worked on: ask again in a few seconds")]
    TooManyQueries,
    /// Nothing is read aloud here, or not in this language; says what to do.
    #[error("{0}")]
    NoSpeech(String),
    /// Other messages are being read aloud.
    #[error("other messages are being read aloud: ask again in a few seconds")]
    SpeechBusy,
    /// The program that reads aloud failed.
    #[error("the message could not be read aloud: {0}")]
    Speech(String),
    /// Too many messages wait for their answers.
    #[error("{waiting} messages wait for their answers already: send this one again in a minute")]
    Busy {
        /// How many.
        waiting: usize,
    },
    /// A message is stored, and Aside ended or failed before it was answered.
    #[error("the message is stored and not answered yet: it is answered when Aside starts again")]
    Unanswered,
    /// From the encoder.
    #[error(transparent)]
    Inference(#[from] InferenceError),
    /// The team's own taxonomy cannot be read.
    #[error("the taxonomy {} cannot be learnt: {}{}. Mend the file; until then the labels of before go on", path.display(), problem.detail, at_line(problem))]
    TaxonomyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: TaxonomyProblem,
    },
    /// What should sign the ledger's head is no key.
    #[error(
        "the key to the ledger in {place} is not 64 hexadecimal digits: set it right or remove it"
    )]
    LedgerKey {
        /// Where it stands.
        place: &'static str,
    },
    /// There is nothing to sign the ledger's head with.
    #[error(
        "there is no key to sign the ledger with: unlock the system's keyring, or set ASIDE_LEDGER_KEY to 64 hexadecimal digits"
    )]
    NoLedgerKey,
    /// What should sign deliveries to webhooks is no key.
    #[error(
        "the key to webhooks in {place} is not 64 hexadecimal digits: set it right or remove it"
    )]
    WebhookKey {
        /// Where it stands.
        place: &'static str,
    },
    /// An article was changed by somebody else meanwhile.
    #[error("article `{0}` was changed meanwhile: read it anew, and change that")]
    ArticleChanged(String),
    /// An article's file cannot be read or written.
    #[error("the article {}: {source}. Check the permissions of its folder, and its disk", path.display())]
    ArticleFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of the team's was changed by somebody else meanwhile.
    #[error("{} was changed meanwhile: read it anew, and make your changes again", .0.display())]
    TeamFileChanged(PathBuf),
    /// A file of the team's cannot be read or written.
    #[error("{}: {source}. Check the permissions of its folder, and its disk", path.display())]
    TeamFile {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is nothing to make the secrets of webhooks of.
    #[error(
        "there is no key to make secrets of webhooks of: unlock the system's keyring, or start Aside with ASIDE_WEBHOOK_KEY set to 64 hexadecimal digits, as `openssl rand -hex 32` prints them, and keep them"
    )]
    NoWebhookKey,
    /// The secret of a webhook was made with another key than the one that is there.
    #[error(
        "the secret of webhook {0} was made with another key than the one that is there now: put that one back, or make a new secret with `aside webhook change {0} --new-secret`"
    )]
    OtherWebhookKey(WebhookId),
    /// Nothing can be sent to webhooks.
    #[error("nothing can be sent to webhooks: {0}")]
    WebhookClient(String),
    /// The settings cannot be read or written.
    #[error("the settings {}: {reason}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line where it has one.
        reason: String,
    },
    /// The system's keyring does not do what it is asked.
    #[error(
        "the system's keyring cannot be used ({reason}): set {variable} in the environment of Aside instead"
    )]
    Keyring {
        /// What can be set in its place.
        variable: &'static str,
        /// What it says.
        reason: String,
    },
    /// A backup that cannot be made or brought back.
    #[error("the backup {}: {reason}", folder.display())]
    Backup {
        /// The backup.
        folder: PathBuf,
        /// What is in the way, and what to do.
        reason: String,
    },
    /// No language model is set.
    #[error("no language model is set: see `aside model set --help`")]
    NoLanguageModel,
    /// Who asks is not known, with what to do.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Who asks may not do this, with why.
    #[error("{0}")]
    Forbidden(&'static str),
    /// A password cannot be hashed or compared.
    #[error("the password cannot be looked at: {0}")]
    Password(String),
    /// No token can be made.
    #[error("the access token cannot be made: {0}")]
    Token(String),
    /// A note that is too long.
    #[error("the note has more than {most} characters: shorten it")]
    Note {
        /// The most characters.
        most: usize,
    },
    /// The language model that is set may not be asked for this.
    #[error(
        "{what} needs a language model that may do it: `aside model set --base-url URL --name NAME` sets one, and `aside model set --tasks drafts,rewriting,summaries` says what it may be asked for"
    )]
    NoTask {
        /// What was asked for.
        what: &'static str,
    },
    /// The language model gave no answer that can be used.
    #[error("the language model wrote nothing that can be used: {reason}")]
    LanguageModel {
        /// Why, as a sentence without its full stop.
        reason: String,
    },
    /// A rewrite that lacks something.
    #[error("{0}")]
    Rewrite(&'static str),
    /// No prompt can be written.
    #[error("the prompt cannot be written: {0}")]
    Prompt(String),
    /// A taxonomy that cannot be learnt.
    #[error(transparent)]
    Taxonomy(#[from] TaxonomyError),
}

/// `, line N`, where the line is known.
pub(crate) fn at_line(problem: &TaxonomyProblem) -> String {
    problem.place.map(|place| format!(", line {}", place.line)).unwrap_or_default()
}

impl EngineError {
    /// The code that an API answers with.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Message(invalid) => invalid.code(),
            Self::Refused(_)
            | Self::Label { .. }
            | Self::Dataset { .. }
            | Self::Taxonomy(_)
            | Self::TaxonomyFile { .. }
            | Self::Settings { .. }
            | Self::Note { .. }
            | Self::Rewrite(_)
            | Self::EmptyQuery => ErrorCode::InvalidInput,
            Self::ArticleChanged(_) => ErrorCode::Conflict,
            Self::ArticleFile { .. } | Self::TeamFile { .. } => ErrorCode::Storage,
            Self::NoWebhookKey | Self::WebhookKey { .. } | Self::OtherWebhookKey(_) => {
                ErrorCode::Conflict
            }
            Self::Backup { .. } => ErrorCode::InvalidInput,
            Self::Keyring { .. } | Self::TeamFileChanged(_) => ErrorCode::Conflict,
            Self::NoLanguageModel | Self::NoTask { .. } => ErrorCode::NoLanguageModel,
            Self::LanguageModel { .. } => ErrorCode::LanguageModel,
            Self::NotFound { .. } => ErrorCode::NotFound,
            Self::Unauthenticated(_) => ErrorCode::Unauthenticated,
            Self::Forbidden(_) => ErrorCode::Forbidden,
            Self::Desk(error) => error.code(),
            Self::Query(error) => error.code(),
            Self::NoSpeech(_) => ErrorCode::NoSpeech,
            Self::TooManyQueries | Self::SpeechBusy | Self::Busy { .. } | Self::Unanswered => {
                ErrorCode::Overloaded
            }
            Self::Inference(InferenceError::Overloaded { .. }) => ErrorCode::Overloaded,
            Self::Knowledge(_) | Self::DataFolder { .. } => ErrorCode::Storage,
            _ => ErrorCode::Internal,
        }
    }

    /// The body that an API answers with.
    pub fn body(&self) -> ErrorBody {
        let place = match self {
            Self::Query(error) => error.place,
            _ => None,
        };
        ErrorBody { detail: self.to_string(), code: self.code(), place }
    }
}
