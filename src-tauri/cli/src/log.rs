//! The log: what `ASIDE_LOG` lets through, for people or as JSON, to standard error or into files.

mod file;

use std::io;
use std::path::PathBuf;

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use file::LogFile;

/// What is logged where `ASIDE_LOG` says nothing.
const USUAL: &str = "warn,tantivy=error,async_openai=off";
/// Libraries that write down what people ask, whatever `ASIDE_LOG` says.
const NEVER: [&str; 1] = ["sqlparser=off"];

/// Where the log goes, and how it looks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Log")]
pub(crate) struct Log {
    /// How a line of the log looks
    #[arg(long, global = true, value_enum, default_value = "text", env = "ASIDE_LOG_FORMAT")]
    log_format: Format,
    /// Write the log into this file instead of standard error
    #[arg(long, global = true, value_name = "PATH", env = "ASIDE_LOG_FILE")]
    log_file: Option<PathBuf>,
    /// Begin a new file at this size, in MB (10^6 bytes)
    #[arg(long, global = true, value_name = "MB", default_value_t = 10, env = "ASIDE_LOG_FILE_MB",
        value_parser = clap::value_parser!(u64).range(1..=10_000))]
    log_file_mb: u64,
    /// Keep so many full files beside it: PATH.1 is the newest
    #[arg(long, global = true, value_name = "N", default_value_t = 5, env = "ASIDE_LOG_FILES",
        value_parser = clap::value_parser!(u32).range(0..=1_000))]
    log_files: u32,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

impl Log {
    /// Begins to log.
    pub(crate) fn begin(&self) {
        let wanted = EnvFilter::try_from_env("ASIDE_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
        let never = NEVER.iter().filter_map(|directive| directive.parse().ok());
        let filter = never.fold(wanted, EnvFilter::add_directive);
        let writer = match &self.log_file {
            Some(path) => {
                let most = self.log_file_mb * 1_000_000;
                BoxMakeWriter::new(LogFile::new(path.clone(), most, self.log_files))
            }
            None => BoxMakeWriter::new(io::stderr),
        };
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            // A file that cannot be written says so itself.
            .log_internal_errors(self.log_file.is_none())
            .with_writer(writer);
        match (self.log_format, &self.log_file) {
            (Format::Json, _) => log.json().flatten_event(true).init(),
            (Format::Text, None) => log.init(),
            // Colours are for terminals.
            (Format::Text, Some(_)) => log.with_ansi(false).init(),
        }
    }
}
