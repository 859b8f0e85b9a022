//! What the command line takes.

mod access;
mod articles;
mod desk;
mod golden;
mod webhooks;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::log::Log;

pub(crate) use access::{Key, KeyCommand, OneUser, Token, TokenCommand, User, UserCommand};
pub(crate) use articles::{About, Article, ArticleCommand, OneArticle, ShownTo};
pub(crate) use desk::{
    Customer, CustomerCommand, Note, OneCustomer, OneTicket, Ticket, TicketCommand,
};
pub(crate) use golden::{Golden, GoldenCommand};
pub(crate) use webhooks::{OneWebhook, Webhook, WebhookCommand};

const EXIT_CODES: &str = "Exit codes: 0 done; 1 failed, with the reason on standard error; 2 wrong arguments; \
3 done, but some files could not be read (index) or problems are left (doctor), the ledger was altered (ledger verify), \
or a golden question was found before and is not any more (golden run).";

/// A copilot beside a support agent: answers customers' messages from a folder of documents, offline.
#[derive(Debug, Parser)]
#[command(name = "aside", version, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) log: Log,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Bring the index up to date with the knowledge folder
    Index(Index),
    /// Find passages by meaning and words
    Search(Search),
    /// Analyse a customer's message and suggest replies with citations
    Ask(Ask),
    /// Ask in SQL over documents, passages, conversations, messages, tickets and customers
    Query(Query),
    /// Serve the desk and the chat on this machine, and watch the knowledge folder
    Serve(Serve),
    /// Give other assistants tools, by the Model Context Protocol over standard input and output
    Mcp(Mcp),
    /// Look whether all that is stored is whole, and mend what can be made again
    Doctor(Doctor),
    /// Copy conversations, customers, the ledger and the settings into a new folder; a desk may run meanwhile
    Backup(Backup),
    /// Put a backup in the place of what is there, which is renamed and stays
    Restore(Backup),
    /// List the files with where they stand and why
    Files(Files),
    /// Ask the golden questions and tell what is not found any more; list or add them
    Golden(Golden),
    /// List, show, add, change or remove articles: documents that are written through Aside
    Article(Article),
    /// Show, keep, export or forget what is stored of a customer
    Customer(Customer),
    /// List, show, approve, assign, return or resolve tickets: conversations handed to a supervisor
    Ticket(Ticket),
    /// List, add, change or remove the people who sign in, and say what each may do
    User(User),
    /// Make, list and revoke the tokens of programs
    Token(Token),
    /// Have other programs told what happens: add, list, change, test webhooks
    Webhook(Webhook),
    /// List, make or remove the keys of pages that hold the customer chat
    Key(Key),
    /// Check, replay or export the ledger of what was said and decided
    Ledger(Ledger),
    /// Set, test or switch off the language model that writes drafts
    Model(Model),
    /// Show exactly what a language model would be sent about a conversation
    Prompt(Prompt),
    /// Measure quality on labelled data
    Eval(Eval),
    /// Measure how fast documents are indexed and found on this machine
    Bench(Bench),
    /// Print the Markdown that the engine sees in a file
    Convert(Convert),
    /// Print the OpenAPI description of the endpoint
    #[command(hide = true)]
    Openapi,
}

/// Which folders to work with.
#[derive(Debug, clap::Args)]
pub(crate) struct Folders {
    /// A folder of documents; named again, one more [default: ASIDE_KNOWLEDGE, those of the settings, those opened last with a named data folder, ./knowledge, or those opened last]
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Vec<PathBuf>,
    /// Where Aside stores its index and the conversations [default: ASIDE_DATA, or the user's data folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

impl Folders {
    /// Whether somebody said which documents are meant, here or in the environment.
    pub(crate) fn are_named(&self) -> bool {
        !self.knowledge.is_empty()
            || std::env::var_os("ASIDE_KNOWLEDGE").is_some_and(|value| !value.is_empty())
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Index {
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// First build the word index and the vectors in memory anew from what is stored
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The folder of the backup
    #[arg(value_name = "BACKUP")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) data: Data,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Mend what is made from the documents; conversations are never touched
    #[arg(long)]
    pub(crate) repair: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Look at one store and say what is in it: the command runs itself anew so, because a damaged
    /// file can end the process that reads it
    #[arg(long, hide = true, num_args = 2, value_names = ["KIND", "DIR"])]
    pub(crate) look: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Search {
    /// The words or the question
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Only documents of this category
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    /// Only documents with this tag; repeat it for documents with each of several
    #[arg(long = "tag", value_name = "NAME")]
    pub(crate) tags: Vec<String>,
    /// Only documents below this folder of the knowledge folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<String>,
    /// Only documents changed on this day (UTC) or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) since: Option<aside_contract::Timestamp>,
    /// Only documents that these may be shown
    #[arg(long)]
    pub(crate) visibility: Option<Visibility>,
    /// Passages at most
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) limit: u8,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Who documents may be shown to.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Visibility {
    /// Everybody
    Public,
    /// Agents only
    Internal,
}

/// The first moment of a day.
fn day(text: &str) -> Result<aside_contract::Timestamp, String> {
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| "write the day as 2026-03-31".to_owned())?;
    Ok(aside_contract::Timestamp(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()))
}

#[derive(Debug, clap::Args)]
pub(crate) struct Files {
    /// A part of their paths, or a pattern with * and ?
    #[arg(default_value = "")]
    pub(crate) pattern: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Only those that stand here
    #[arg(long)]
    pub(crate) state: Option<Stage>,
    /// Only those with a document that says the same as another one, or nearly
    #[arg(long)]
    pub(crate) duplicates: bool,
    /// Only those with a document that seems to give orders to a language model
    #[arg(long)]
    pub(crate) marked: bool,
    /// First allow such a document to be handed to language models as it reads now
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) allow: Vec<String>,
    /// First take that back
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) hold_back: Vec<String>,
    /// First read those of them again that could not be read
    #[arg(long)]
    pub(crate) retry: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Stage {
    /// It waits to be read
    Queued,
    /// It is being read
    Reading,
    /// Its pictures of text wait to be recognised
    Ocr,
    /// It is found by its words; its meaning follows
    Words,
    /// It is found by words and meaning
    Indexed,
    /// It could not be read
    Failed,
    /// It is left out on purpose
    Skipped,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Ask {
    /// What the customer wrote; `-` reads it from standard input
    pub(crate) message: String,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// The conversation that the message continues, as an earlier answer named it
    #[arg(long, value_name = "ID")]
    pub(crate) conversation: Option<aside_contract::ConversationId>,
    /// Who wrote it
    #[arg(long, value_name = "NAME", default_value = "Customer")]
    pub(crate) customer: String,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Query {
    /// One SELECT; `-` reads it from standard input
    #[arg(required_unless_present = "tables")]
    pub(crate) sql: Option<String>,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// The value of a parameter: `name=value` for :name, `1=value` for the first ?
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) param: Vec<String>,
    /// List the tables and their columns, with examples
    #[arg(long, conflicts_with_all = ["sql", "csv"])]
    pub(crate) tables: bool,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Print comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub(crate) csv: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = aside_endpoint::DEFAULT_PORT)]
    pub(crate) port: u16,
    /// Answer other machines too, at this address and port, such as 0.0.0.0:8443: see docs/network.md
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) address: Option<std::net::SocketAddr>,
    /// A host name that it is reached under; named again, one more
    #[arg(long, value_name = "HOST", requires = "address")]
    pub(crate) name: Vec<String>,
    /// The certificate of that address, with those that vouch for it, as PEM
    #[arg(long, value_name = "FILE", requires_all = ["address", "tls_key"], group = "shield")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Its key, as PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Make a certificate and keep it; clients know it by the fingerprint that is printed
    #[arg(long, requires = "address", group = "shield")]
    pub(crate) self_signed: bool,
    /// Answer there without TLS: a reverse proxy has it, and nobody else reaches the address
    #[arg(long, requires = "address", group = "shield")]
    pub(crate) behind_proxy: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Mcp {
    #[command(flatten)]
    pub(crate) folders: Folders,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    pub(crate) command: LedgerCommand,
}

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Walk all of it, and name the first entry that was changed, removed, moved or added
    Verify {
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Tell what happened in a conversation, step by step
    Show {
        /// Its id, as an answer or the address of its page names it
        conversation: aside_contract::ConversationId,
        #[command(flatten)]
        folders: Folders,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Sign it as it is, after somebody has looked into why it is not the one that was signed
    Sign {
        #[command(flatten)]
        folders: Folders,
    },
    /// Print every entry as a line of JSON, which a script can check: see docs/ledger.md
    Export {
        #[command(flatten)]
        folders: Folders,
        /// Print what customers and agents wrote as it is, instead of masked
        #[arg(long)]
        clear: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Model {
    #[command(subcommand)]
    pub(crate) command: ModelCommand,
}

/// Which data folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Data {
    /// Where Aside stores its settings [default: ASIDE_DATA, or the user's data folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

/// What to do with the language model. Works beside a running desk, which takes a change up at once.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Show the settings, where the key stands, and this month's tokens
    Show {
        #[command(flatten)]
        data: Data,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Change the settings
    Set(ModelSet),
    /// Ask the model for one word, and say exactly what is wrong
    Test {
        #[command(flatten)]
        data: Data,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Look for model servers on this machine's usual ports; uses none of them
    Find {
        #[command(flatten)]
        data: Data,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Keep the key to the model's host in the system's keyring, read from standard input
    Key {
        #[command(flatten)]
        data: Data,
        /// Forget it instead
        #[arg(long)]
        forget: bool,
    },
    /// Name no model any more
    Off {
        #[command(flatten)]
        data: Data,
    },
}

/// Something that a language model may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Task {
    /// A draft of the reply to each customer message
    Drafts,
    /// A text of the agent's rewritten
    Rewriting,
    /// A summary of a conversation
    Summaries,
    /// The labels of a message that the classifiers are unsure of
    Classification,
    /// Nothing: the settings are kept
    None,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ModelSet {
    #[command(flatten)]
    pub(crate) data: Data,
    /// Of an OpenAI-compatible server, such as `https://api.openai.com/v1`
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The model's name there
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The most tokens of a draft
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<u32>,
    /// Within how many seconds the first token has to come
    #[arg(long, value_name = "N")]
    pub(crate) first_token_seconds: Option<f64>,
    /// Within how many seconds the whole draft has to be there
    #[arg(long, value_name = "N")]
    pub(crate) whole_seconds: Option<f64>,
    /// The most tokens of a calendar month; 0 for no limit
    #[arg(long, value_name = "N")]
    pub(crate) monthly_tokens: Option<u64>,
    /// What it may be asked for, with commas between
    #[arg(long, value_name = "TASKS", value_delimiter = ',')]
    pub(crate) tasks: Option<Vec<Task>>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Prompt {
    /// Its id, as an answer or the address of its page names it
    pub(crate) conversation: aside_contract::ConversationId,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to measure.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum EvalTask {
    /// Rows {text, label}: question, problem, action, feedback, escalate
    Intent,
    /// Rows {text, label}: technical, billing, account, orders, general
    Category,
    /// Rows {text, label}: positive, neutral, negative, angry
    Sentiment,
    /// Rows {text, label}: none, ordinary, soon, now
    Urgency,
    /// Rows {text, label, split?}, learnt from --train; the label oos is out of scope
    Taxonomy,
    /// Rows {question, history?, gold: documents}; indexes the knowledge folder first
    Retrieval,
    /// Rows {question, history?, says?: texts, gold?: documents}: what the chat answers without a person
    Chat,
    /// Rows {text, spans: [{start, end, type}]}, offsets in characters: personal data
    Redaction,
    /// Rows {text, label, source?}: injection, benign
    Injection,
    /// Rows {sentence, kind, passage?, passages: [{document, section?, text}], split?}: whether passages
    /// carry the sentences of a reply
    Grounding,
    /// Rows {text, history?: [{author, text}], vip?, rules, escalate, split?}: when a supervisor is wanted
    Escalation,
    /// Rows {text, label}: whether questions with one label are grouped as one gap; a thousand are drawn
    Gaps,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
    /// What to measure
    pub(crate) task: EvalTask,
    /// JSON Lines, plain or .gz
    #[arg(required_unless_present = "test")]
    pub(crate) file: Option<PathBuf>,
    /// The same as FILE
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) test: Option<PathBuf>,
    /// For taxonomy: what the labels are learnt from; the same file, where it is not named
    #[arg(long, value_name = "FILE")]
    pub(crate) train: Option<PathBuf>,
    /// For taxonomy: learn from so many examples of each label
    #[arg(long, value_name = "COUNT")]
    pub(crate) per_class: Option<usize>,
    /// For taxonomy: chooses the examples
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Also what changes once agents have corrected these messages: rows {text, label}
    #[arg(long, value_name = "FILE")]
    pub(crate) corrections: Option<PathBuf>,
    /// Write the charts as a page: the calibration and the confusion
    #[arg(long, value_name = "FILE.html")]
    pub(crate) plot: Option<PathBuf>,
    /// Instead of measuring retrieval, write what its ranking is trained on to this file
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) features: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) folders: Folders,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to measure the speed of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum BenchTask {
    /// Indexing a folder, and searching synthetic corpora that are modelled on it
    Knowledge,
    /// A desk with very many conversations: its list, its messages, and questions in SQL
    Desk,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Bench {
    /// What to measure
    pub(crate) task: BenchTask,
    /// The folder of documents that is indexed [default: ASIDE_KNOWLEDGE, those of the settings, or ./knowledge]
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Chunks of the synthetic corpora, such as 10k or 1m
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = size, default_value = "1k,10k,100k")]
    pub(crate) sizes: Vec<usize>,
    /// Questions of customers, JSON Lines with `question` [default: sentences of the folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) questions: Option<PathBuf>,
    /// Of the desk: the data folder, which is filled and kept [default: a temporary one]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Of the desk: how many conversations there should be, such as 50k
    #[arg(long, value_name = "N", value_parser = size, default_value = "50k")]
    pub(crate) conversations: usize,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the figures as tables between the marks `<!-- bench -->` and `<!-- /bench -->` of a file
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,
}

/// A number: `5000`, `10k`, `1m`.
fn size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.to_lowercase().strip_suffix(['k', 'm']) {
        Some(digits) if text.ends_with(['k', 'K']) => (digits.to_owned(), 1_000),
        Some(digits) => (digits.to_owned(), 1_000_000),
        None => (text.to_owned(), 1),
    };
    match digits.parse::<usize>() {
        Ok(number @ 1..=10_000_000) if number * unit <= 10_000_000 => Ok(number * unit),
        _ => Err("write a number up to 10m, such as 5000, 10k or 1m".to_owned()),
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Convert {
    /// The document
    pub(crate) file: PathBuf,
}
