//! `aside user`.

use std::fmt::Write;
use std::io::{IsTerminal, stdin};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use aside_contract::{NewUser, User, UserEdit};
use console::Term;
use serde_json::json;

use crate::args::{self, OneUser, UserCommand};
use crate::print;
use crate::reader::Reader;

pub(crate) fn run(args: &args::User) -> Result<ExitCode> {
    match &args.command {
        UserCommand::List { folders, json } => {
            let users = Reader::open(folders)?.users()?;
            if *json {
                print::json(&json!({ "users": users }))?;
            } else {
                print::text(&listed(&users))?;
            }
        }
        UserCommand::Add { user: OneUser { name, folders, json }, role } => {
            let reader = Reader::open(folders)?;
            let new = NewUser { name: name.clone(), role: (*role).into(), password: asked()? };
            told(&reader.add_user(&new)?, *json)?;
        }
        UserCommand::Change {
            user: OneUser { name, folders, json },
            role,
            rename,
            password,
            off,
            on,
        } => {
            let reader = Reader::open(folders)?;
            let known = named(&reader, name)?;
            let edit = UserEdit {
                name: rename.clone(),
                role: role.map(Into::into),
                password: password.then(asked).transpose()?,
                enabled: (*on || *off).then_some(*on),
            };
            told(&reader.change_user(known.id, &edit)?, *json)?;
        }
        UserCommand::Remove { user: OneUser { name, folders, json } } => {
            let reader = Reader::open(folders)?;
            let known = named(&reader, name)?;
            reader.remove_user(known.id)?;
            if *json {
                print::json(&json!({ "removed": known }))?;
            } else {
                print::text(&format!("Removed {}.\n", print::tame(&known.name)))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The user of this name, in any case.
fn named(reader: &Reader, name: &str) -> Result<User> {
    let wanted = name.trim().to_lowercase();
    let found = reader.users()?.into_iter().find(|user| user.name.to_lowercase() == wanted);
    found.with_context(|| format!("there is no user {name}: `aside user list` shows them"))
}

/// A new password: twice from a terminal, which does not show it, else a line of standard input.
fn asked() -> Result<String> {
    if !stdin().is_terminal() {
        let mut line = String::new();
        stdin().read_line(&mut line).context("cannot read the password from standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let terminal = Term::stderr();
    let ask = |what: &str| -> Result<String> {
        terminal.write_str(what)?;
        Ok(terminal.read_secure_line()?)
    };
    let password = ask("Password: ")?;
    if ask("Again: ")? != password {
        bail!("the two passwords differ: nothing was changed");
    }
    Ok(password)
}

fn told(user: &User, json: bool) -> Result<()> {
    if json {
        return print::json(user);
    }
    print::text(&format!("{} is {}{}.\n", print::tame(&user.name), user.role, off(user)))
}

/// What is said of one who cannot sign in.
fn off(user: &User) -> &'static str {
    if user.enabled { "" } else { ", switched off" }
}

/// A line for each.
fn listed(users: &[User]) -> String {
    if users.is_empty() {
        return "No users: everybody on this machine may do everything.\n".to_owned();
    }
    let mut out = String::new();
    for user in users {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{:<13}  {}{}",
            user.role.to_string(),
            print::tame(&user.name),
            off(user)
        );
    }
    out
}
