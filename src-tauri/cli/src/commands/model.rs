//! `aside model`.

use std::fmt::Write;
use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use aside_engine::{ModelKeySource, ModelSettings, ModelSetup, ModelTask, Places};
use serde_json::json;

use crate::args::{self, ModelCommand};
use crate::print;

/// Exit code of a test that failed.
const FAILED: u8 = 1;

pub(crate) fn run(args: &args::Model) -> Result<ExitCode> {
    let setup = |data: &args::Data| -> Result<ModelSetup> {
        Ok(ModelSetup::new(&Places::data_folder(data.data.clone())?))
    };
    match &args.command {
        ModelCommand::Show { data, json } => show(&setup(data)?, *json)?,
        ModelCommand::Set(set) => {
            let setup = setup(&set.data)?;
            let file = setup.set(|model| change(model, set))?;
            let model = setup.settings()?;
            println!("Written to {}.", file.display());
            if model.is_on() {
                println!(
                    "From now on, {} {} is asked for {}, with personal data masked. `aside model test` tries it.",
                    model.name,
                    at(&model),
                    tasks(&model)
                );
            } else {
                println!("Nothing is asked before both --base-url and --name are set.");
            }
        }
        ModelCommand::Test { data, json } => {
            let test = setup(data)?.test()?;
            if *json {
                print::json(&test)?;
            } else if test.works {
                print::text(&format!(
                    "{}: first token after {:.0} ms, whole after {:.0} ms, {} tokens.\n",
                    print::tame(&test.detail),
                    test.first_token_ms,
                    test.whole_ms,
                    test.tokens
                ))?;
            } else {
                bail!("{}", print::tame(&test.detail));
            }
            return Ok(if test.works { ExitCode::SUCCESS } else { ExitCode::from(FAILED) });
        }
        ModelCommand::Find { data, json } => {
            let found = setup(data)?.find();
            if *json {
                print::json(&found)?;
            } else if found.is_empty() {
                println!(
                    "No model server answers on this machine's usual ports (11434, 8080, 1234, 8000)."
                );
            }
            for server in found.iter().filter(|_| !*json) {
                let models = server.models.join(", ");
                println!("{} ({}): {}", server.base_url, server.usually, print::tame(&models));
                if let Some(name) = server.models.first() {
                    println!(
                        "    aside model set --base-url {} --name '{}'",
                        server.base_url,
                        print::tame(name)
                    );
                }
            }
        }
        ModelCommand::Key { data, forget } => {
            let setup = setup(data)?;
            let key = if *forget { String::new() } else { asked()? };
            if key.trim().is_empty() && !forget {
                bail!("no key was given: nothing is changed");
            }
            setup.set_key(&key)?;
            let host = setup.settings()?.host();
            let what = if *forget { "is forgotten" } else { "is kept in the system's keyring" };
            println!("The key to {host} {what}.");
        }
        ModelCommand::Off { data } => {
            let file = setup(data)?.off()?;
            println!("Written to {}: no language model is asked any more.", file.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn change(model: &mut ModelSettings, set: &args::ModelSet) {
    if let Some(base_url) = &set.base_url {
        model.base_url = base_url.trim().to_owned();
    }
    if let Some(name) = &set.name {
        model.name = name.trim().to_owned();
    }
    if let Some(tokens) = set.max_tokens {
        model.max_tokens = tokens;
    }
    if let Some(seconds) = set.first_token_seconds {
        model.first_token_seconds = seconds;
    }
    if let Some(seconds) = set.whole_seconds {
        model.whole_seconds = seconds;
    }
    if let Some(tokens) = set.monthly_tokens {
        model.monthly_tokens = (tokens > 0).then_some(tokens);
    }
    if let Some(tasks) = &set.tasks {
        model.tasks = tasks.iter().copied().filter_map(task).collect();
        model.tasks.dedup();
    }
}

fn task(task: args::Task) -> Option<ModelTask> {
    match task {
        args::Task::Drafts => Some(ModelTask::Drafts),
        args::Task::Rewriting => Some(ModelTask::Rewriting),
        args::Task::Summaries => Some(ModelTask::Summaries),
        args::Task::Classification => Some(ModelTask::Classification),
        args::Task::None => None,
    }
}

/// What it may be asked for, in words.
fn tasks(model: &ModelSettings) -> String {
    let name = |task: &ModelTask| match task {
        ModelTask::Drafts => "drafts",
        ModelTask::Rewriting => "rewriting",
        ModelTask::Summaries => "summaries",
        ModelTask::Classification => "classification",
    };
    let names: Vec<&str> = model.tasks.iter().map(name).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn show(setup: &ModelSetup, json: bool) -> Result<()> {
    let model = setup.settings()?;
    let key = if model.is_on() { setup.key() } else { Ok(None) };
    let tokens = setup.tokens();
    let key = match &key {
        Ok(Some(ModelKeySource::Environment)) => "from ASIDE_MODEL_KEY".to_owned(),
        Ok(Some(ModelKeySource::Keyring)) => "in the system's keyring".to_owned(),
        Ok(None) => "none".to_owned(),
        Err(error) => error.to_string(),
    };
    if json {
        return print::json(&json!({
            "on": model.is_on(), "settings": model, "key": key,
            "month": {"prompt_tokens": tokens.prompt, "answer_tokens": tokens.answer, "calls": tokens.calls},
        }));
    }
    let mut out = String::new();
    if model.is_on() {
        writeln!(out, "{} {}", print::tame(&model.name), at(&model))?;
    } else {
        writeln!(out, "No language model is set: nothing leaves this machine.")?;
    }
    writeln!(out, "key: {key}")?;
    writeln!(out, "asked for: {}", tasks(&model))?;
    writeln!(
        out,
        "limits: {} tokens a draft, first token within {} s, whole within {} s",
        model.max_tokens, model.first_token_seconds, model.whole_seconds
    )?;
    let budget = model.monthly_tokens.map_or("no limit".to_owned(), |most| format!("of {most}"));
    writeln!(out, "this month: {} tokens in {} calls ({budget})", tokens.total(), tokens.calls)?;
    print::text(&out)
}

/// Where a model is.
fn at(model: &ModelSettings) -> String {
    format!("at {}", print::tame(&model.base_url))
}

/// The key, from standard input: an argument would stand in the shell's history.
fn asked() -> Result<String> {
    if std::io::stdin().is_terminal() {
        eprint!("Key (it is shown while you type; or use: aside model key < FILE): ");
    }
    let mut key = String::new();
    std::io::stdin().read_line(&mut key).context("cannot read the key from standard input")?;
    Ok(key)
}
