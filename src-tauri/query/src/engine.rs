//! SQLite as a question sees it: nothing but the tables that are handed in, and no way to write.

use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, Result};

use crate::rewrite::{MATCH, Rewritten};
use crate::source::{Source, SourceError, Stop};
use crate::table_module::Origin;
use crate::{Limits, match_module, table_module, time};

/// How many of SQLite's steps go by between two looks at the clock: some tens of microseconds.
const STEPS_BETWEEN_LOOKS: i32 = 2_000;
/// The longest text, list or row that a question can make, in bytes.
const MAX_VALUE_BYTES: i32 = 4 << 20;

/// Opens an empty database in memory with the tables, the functions and the limits of a question.
pub(crate) fn open(
    rewritten: &Rewritten,
    sources: &[Arc<dyn Source>],
    limits: &Limits,
    stop: Stop,
    failure: &Arc<Mutex<Option<SourceError>>>,
) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    harden(&connection, limits)?;
    for source in sources {
        let name = source.table().name;
        let matches = rewritten.matches.get(name).cloned().unwrap_or_default();
        let origin = Origin {
            source: source.clone(),
            matches: matches.into(),
            stop,
            failure: failure.clone(),
        };
        connection.create_module(name, &table_module::MODULE, Some(origin))?;
    }
    if let Some(source) = sources.iter().find(|source| source.table().matchable) {
        let origin = Origin {
            source: source.clone(),
            matches: Arc::default(),
            stop,
            failure: failure.clone(),
        };
        connection.create_module(MATCH, &match_module::MODULE, Some(origin))?;
    }
    add_functions(&connection)?;
    connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || stop.is_over()))?;
    connection.authorizer(Some(authorize))?;
    Ok(connection)
}

fn harden(connection: &Connection, limits: &Limits) -> Result<()> {
    // Sorting stays in memory: what a question reads is never written to a temporary file. The
    // limit of memory holds for all of SQLite in this process, and the first one stays.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection
        .query_row(&format!("PRAGMA hard_heap_limit={}", limits.memory_bytes), [], |_| Ok(()))?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        // A word in double quotes is a name and never a text.
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    Ok(())
}

fn add_functions(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("shift_time", 3, flags, |context| {
        let at: Option<String> = context.get(0)?;
        let span = time::Span { months: context.get(1)?, milliseconds: context.get(2)? };
        Ok(at.and_then(|at| time::shift(&at, span)))
    })?;
    connection.create_scalar_function("date_trunc", 2, flags, |context| {
        let (unit, at): (Option<String>, Option<String>) = (context.get(0)?, context.get(1)?);
        let Some((unit, at)) = unit.zip(at) else { return Ok(None) };
        let unit = time::Unit::read(&unit)
            .map_err(|reason| rusqlite::Error::UserFunctionError(reason.into()))?;
        Ok(time::truncate(unit, &at))
    })
}

/// Reading our own tables and calling functions is all that is allowed. Their names were checked
/// before; SQLite's own tables are kept out here.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Read { table_name, .. } if !table_name.starts_with("sqlite_") => {
            Authorization::Allow
        }
        AuthAction::Function { function_name }
            if !function_name.eq_ignore_ascii_case("load_extension") =>
        {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}
