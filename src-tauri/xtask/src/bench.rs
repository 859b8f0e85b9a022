//! `cargo xtask bench`.

use anyhow::Result;

use crate::setup::{self, Purpose};
use crate::{shell, test};

/// Where the figures of the knowledge base are kept, and the questions that are asked for them.
const FIGURES: &str = "docs/performance.md";
const QUESTIONS: &str = "tests/fixtures/sample/questions.jsonl";

/// Arguments of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What to measure.
    #[arg(value_enum, default_value_t = Subject::Encoder)]
    subject: Subject,
    /// Handed on to the measurement.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Subject {
    /// The time of a short message, and chunks a second.
    Encoder,
    /// Indexing and search from a thousand to a million chunks, kept in docs/performance.md; some
    /// twenty minutes and 7 GB in the temporary folder.
    Knowledge,
    /// A desk with 50,000 conversations: its list, its messages, and questions in SQL; some minutes and
    /// 2 GB in the temporary folder.
    Desk,
    /// How soon the real window can be used after the program's start; a release build of it, and a minute.
    Window,
}

/// Measures.
///
/// # Errors
/// The set-up or the measurement fails.
pub fn bench(arguments: &Arguments) -> Result<()> {
    if arguments.subject == Subject::Window {
        setup::prepare(Purpose::Test)?;
        return test::measure_window_start();
    }
    setup::prepare(Purpose::Serve)?;
    if arguments.subject == Subject::Encoder {
        let mut bench =
            shell::cargo(&["bench", "--package", "aside-inference", "--bench", "encoder", "--"]);
        return shell::run(bench.args(&arguments.rest).current_dir(std::env::current_dir()?));
    }
    shell::run(&mut shell::cargo(&["build", "--release", "--bin", "aside"]))?;
    let root = shell::root();
    let mut bench = shell::command(shell::built(true)?.join("aside"));
    match arguments.subject {
        Subject::Desk => bench.args(["bench", "desk"]),
        _ => bench.args(["bench", "knowledge", "--markdown"]).arg(root.join(FIGURES)),
    };
    let given = |name: &str| arguments.rest.iter().any(|argument| argument.starts_with(name));
    if !given("--questions") {
        bench.arg("--questions").arg(root.join(QUESTIONS));
    }
    if !given("--sizes") && arguments.subject == Subject::Knowledge {
        bench.args(["--sizes", "1k,10k,100k,1m"]);
    }
    if !given("--folder") {
        bench.arg("--folder").arg(root.join("knowledge"));
    }
    shell::run(bench.args(&arguments.rest).current_dir(std::env::current_dir()?))
}
