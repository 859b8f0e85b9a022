//! `aside customer`.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::process::ExitCode;

use anyhow::{Result, bail};
use aside_contract::{CustomerMemory, FactSource, Forgotten, NewFact};

use crate::args::{self, CustomerCommand, OneCustomer};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::Customer) -> Result<ExitCode> {
    match &args.command {
        CustomerCommand::Show { customer: OneCustomer { customer, folders, json }, find } => {
            let memory = Reader::open(folders)?.customer_memory(customer, find.clone())?;
            if *json {
                print::json(&memory)?;
            } else {
                print::text(&told(&memory))?;
            }
        }
        CustomerCommand::Remember { customer: OneCustomer { customer, folders, json }, fact } => {
            let new =
                NewFact { text: fact.clone(), source: FactSource::Agent, ..NewFact::default() };
            let kept = Reader::open(folders)?.keep_fact(customer, &new)?;
            if *json {
                print::json(&kept)?;
            } else {
                print::text(&format!("Kept as {}.\n", kept.id))?;
            }
        }
        CustomerCommand::Export { customer: OneCustomer { customer, folders, .. } } => {
            print::json(&Reader::open(folders)?.export_customer(customer)?)?;
        }
        CustomerCommand::Forget { customer: OneCustomer { customer, folders, json }, yes } => {
            if !yes && !is_confirmed(customer)? {
                bail!("nothing was erased");
            }
            let gone = Reader::open(folders)?.forget_customer(customer)?;
            if *json {
                print::json(&gone)?;
            } else {
                print::text(&format!(
                    "Erased {} conversations, {} facts and what {} entries of the ledger said. Entry {} says so, and names nobody.\n{}",
                    gone.conversations,
                    gone.facts,
                    gone.entries,
                    gone.sequence,
                    left(gone)
                ))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks whoever sits there. Nobody does where the input is no terminal.
fn is_confirmed(customer: &str) -> Result<bool> {
    let customer = print::tame(customer);
    if !io::stdin().is_terminal() {
        bail!(
            "this erases all that is stored of {customer}, and nothing brings it back: say --yes to do it"
        );
    }
    let question =
        format!("Erase all that is stored of {customer}? Nothing brings it back. Type yes: ");
    io::stderr().write_all(question.as_bytes())?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}

/// What the store's file may still hold.
fn left(gone: Forgotten) -> &'static str {
    match gone.pending {
        false => "",
        true => {
            "Free pages of the store may keep it until Aside starts next: the file could not be written anew now.\n"
        }
    }
}

/// Profile, facts, what is not done, and how many conversations there are.
fn told(memory: &CustomerMemory) -> String {
    let mut out = String::new();
    let mut line = |what: &str, text: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{what:<14}{}", print::tame(text));
    };
    line("Customer", memory.profile.name.as_deref().unwrap_or(&memory.customer));
    if let Some(language) = &memory.profile.language {
        line("Language", language);
    }
    for preference in &memory.profile.preferences {
        line("Prefers", preference);
    }
    for found in &memory.facts {
        let source = format!("{:?}", found.fact.source).to_lowercase();
        line("Fact", &format!("{} ({source}, {})", found.fact.text, found.fact.id));
    }
    for matter in &memory.unresolved {
        line("Not done", &format!("{} ({})", matter.about, matter.conversation_id));
    }
    line("Conversations", &memory.conversations.len().to_string());
    out
}
