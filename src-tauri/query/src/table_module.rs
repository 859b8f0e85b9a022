//! A [`Source`] as a virtual table of SQLite.

use std::borrow::Cow;
use std::ffi::{CStr, CString, c_int};
use std::fmt::Write;
use std::sync::Arc;

use aside_contract::{QueryKind, QueryValue};
use parking_lot::Mutex;
use rusqlite::ffi;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::vtab::{
    Context, Filters, IndexConstraintOp, IndexInfo, Module, VTab, VTabConnection, VTabCursor,
};

use crate::rewrite::match_column;
use crate::source::{Row, Rows, Scan, Source, SourceError, Stop};

pub(crate) const MODULE: Module<'static, TableModule> = Module::eponymous_only_module();

/// What a virtual table of a question is made of.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) source: Arc<dyn Source>,
    /// The texts that its rows are compared with.
    pub(crate) matches: Arc<[String]>,
    pub(crate) stop: Stop,
    /// Why a source failed: SQLite hands on only a sentence.
    pub(crate) failure: Arc<Mutex<Option<SourceError>>>,
}

impl Origin {
    pub(crate) fn scan(&self, scan: &Scan) -> rusqlite::Result<Rows> {
        if self.stop.is_over() {
            return Err(interrupted());
        }
        self.source.scan(scan).map_err(|error| self.failed(error))
    }

    pub(crate) fn failed(&self, error: SourceError) -> rusqlite::Error {
        *self.failure.lock() = Some(error);
        rusqlite::Error::ModuleError("the rows cannot be read".to_owned())
    }
}

pub(crate) fn interrupted() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None)
}

#[repr(C)]
pub(crate) struct TableModule {
    /// SQLite's part. Must be first.
    base: ffi::sqlite3_vtab,
    origin: Origin,
}

// SAFETY: the struct is `repr(C)` and begins with `sqlite3_vtab`, as SQLite wants it.
unsafe impl VTab<'_> for TableModule {
    type Aux = Origin;
    type Cursor = TableCursor;

    fn connect(
        _db: &mut VTabConnection,
        aux: Option<&Origin>,
        _module_name: &[u8],
        _database_name: &[u8],
        _table_name: &[u8],
        _args: &[&[u8]],
    ) -> rusqlite::Result<(Cow<'static, CStr>, Self)> {
        let origin = aux
            .cloned()
            .ok_or_else(|| rusqlite::Error::ModuleError("a table without rows".to_owned()))?;
        let mut columns: Vec<String> = origin
            .source
            .table()
            .columns
            .iter()
            .map(|column| format!("{} {}", column.name, declared(column.kind)))
            .collect();
        columns
            .extend((0..origin.matches.len()).map(|n| format!("{} REAL HIDDEN", match_column(n))));
        let declaration = CString::new(format!("CREATE TABLE x({})", columns.join(", ")))
            .map_err(|error| rusqlite::Error::ModuleError(error.to_string()))?;
        Ok((Cow::Owned(declaration), Self { base: ffi::sqlite3_vtab::default(), origin }))
    }

    fn best_index(&self, info: &mut IndexInfo) -> rusqlite::Result<bool> {
        let table = self.origin.source.table();
        let columns = table.columns.len();
        let mut plan = Plan::default();
        let mut taken = Vec::new();
        for (place, constraint) in info.constraints().enumerate() {
            let Ok(column) = usize::try_from(constraint.column()) else { continue };
            if !constraint.is_usable() {
                continue;
            }
            match constraint.operator() {
                IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_EQ
                    if table.columns.get(column).is_some_and(|column| column.lookup)
                        && info.collation(place)? == "BINARY" =>
                {
                    plan.equal.push(column);
                    taken.push((place, true));
                }
                IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_GT
                | IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_GE
                    if column >= columns =>
                {
                    plan.at_least.push(column - columns);
                    taken.push((place, false));
                }
                _ => {}
            }
        }
        // Equalities first, in the order in which `filter` reads its arguments.
        taken.sort_by_key(|(_, equal)| !equal);
        for (argument, (place, _)) in (1..).zip(&taken) {
            info.constraint_usage(*place).set_argv_index(argument);
        }
        let mut orders = info.order_bys();
        if let (Some(order), None) = (orders.next(), orders.next())
            && order.is_order_by_desc()
            && let Ok(column) = usize::try_from(order.column())
            && column >= columns
        {
            plan.best_first = Some(column - columns);
        }
        let consumed = plan.best_first.is_some();
        let all = self.origin.source.rows().max(1) as f64;
        // A look-up finds few rows, and a floor under the score lets few pass.
        let rows = match (plan.equal.len(), plan.at_least.len()) {
            (0, 0) => all,
            (0, _) => (all / 10.0).max(1.0),
            _ => all.sqrt(),
        };
        info.set_order_by_consumed(consumed);
        info.set_estimated_rows(rows as i64);
        info.set_estimated_cost(rows * 2.0 + 10.0);
        info.set_idx_str(&plan.write());
        Ok(true)
    }

    fn open(&mut self) -> rusqlite::Result<TableCursor> {
        Ok(TableCursor {
            base: ffi::sqlite3_vtab_cursor::default(),
            origin: self.origin.clone(),
            rows: Box::new(std::iter::empty()),
            row: None,
            number: 0,
        })
    }
}

/// What the planner decided on, on its way from `best_index` to `filter`.
#[derive(Default)]
struct Plan {
    equal: Vec<usize>,
    at_least: Vec<usize>,
    best_first: Option<usize>,
}

impl Plan {
    fn write(&self) -> String {
        let mut text = String::new();
        for (mark, numbers) in [
            ('=', self.equal.as_slice()),
            ('>', self.at_least.as_slice()),
            ('v', self.best_first.as_slice()),
        ] {
            for number in numbers {
                // Writing to a string cannot fail.
                let _ = write!(text, "{mark}{number} ");
            }
        }
        text
    }

    fn read(text: &str) -> Self {
        let mut plan = Self::default();
        for word in text.split_whitespace() {
            let mut rest = word.chars();
            match (rest.next(), rest.as_str().parse()) {
                (Some('='), Ok(number)) => plan.equal.push(number),
                (Some('>'), Ok(number)) => plan.at_least.push(number),
                (Some('v'), Ok(number)) => plan.best_first = Some(number),
                _ => {}
            }
        }
        plan
    }
}

#[repr(C)]
pub(crate) struct TableCursor {
    /// SQLite's part. Must be first.
    base: ffi::sqlite3_vtab_cursor,
    origin: Origin,
    rows: Rows,
    row: Option<Row>,
    number: i64,
}

// SAFETY: the struct is `repr(C)` and begins with `sqlite3_vtab_cursor`, as SQLite wants it.
unsafe impl VTabCursor for TableCursor {
    fn filter(
        &mut self,
        _idx_num: c_int,
        idx_str: Option<&str>,
        args: &Filters<'_>,
    ) -> rusqlite::Result<()> {
        let plan = Plan::read(idx_str.unwrap_or_default());
        let mut values = args.iter();
        let equal: Vec<(usize, QueryValue)> = plan
            .equal
            .iter()
            .zip(&mut values)
            .map(|(column, value)| (*column, read(value)))
            .collect();
        let at_least =
            plan.at_least.iter().zip(&mut values).filter_map(|(text, value)| match value {
                ValueRef::Real(floor) => Some((*text, floor)),
                ValueRef::Integer(floor) => Some((*text, floor as f64)),
                _ => None,
            });
        let scan = Scan {
            at_least: at_least.collect(),
            equal,
            matches: self.origin.matches.clone(),
            best_first: plan.best_first,
            stop: self.origin.stop,
        };
        // Nothing equals NULL.
        let nothing = scan.equal.iter().any(|(_, value)| *value == QueryValue::Null);
        self.rows = if nothing { Box::new(std::iter::empty()) } else { self.origin.scan(&scan)? };
        self.number = 0;
        self.next()
    }

    fn next(&mut self) -> rusqlite::Result<()> {
        if self.origin.stop.is_over() {
            return Err(interrupted());
        }
        self.number += 1;
        self.row = self.rows.next().transpose().map_err(|error| self.origin.failed(error))?;
        Ok(())
    }

    fn eof(&self) -> bool {
        self.row.is_none()
    }

    fn column(&self, ctx: &mut Context, i: c_int) -> rusqlite::Result<()> {
        let value = usize::try_from(i).ok().and_then(|column| self.row.as_ref()?.get(column));
        ctx.set_result(value.map_or(ToSqlOutput::Owned(Value::Null), written))
    }

    fn rowid(&self) -> rusqlite::Result<i64> {
        Ok(self.number)
    }
}

/// The word for a kind in the declaration of a table. It decides how SQLite compares.
pub(crate) fn declared(kind: QueryKind) -> &'static str {
    match kind {
        QueryKind::Text | QueryKind::Time => "TEXT",
        QueryKind::Integer => "INTEGER",
        QueryKind::Real => "REAL",
        QueryKind::Boolean => BOOLEAN,
    }
}

/// By its declaration a column of the answer is known to be true or false; SQLite has numbers there.
pub(crate) const BOOLEAN: &str = "BOOLEAN";

/// A value as SQLite takes it.
pub(crate) fn written(value: &QueryValue) -> ToSqlOutput<'_> {
    match value {
        QueryValue::Null => ToSqlOutput::Owned(Value::Null),
        QueryValue::Boolean(value) => ToSqlOutput::Owned(Value::Integer(i64::from(*value))),
        QueryValue::Integer(value) => ToSqlOutput::Owned(Value::Integer(*value)),
        QueryValue::Real(value) => ToSqlOutput::Owned(Value::Real(*value)),
        QueryValue::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
    }
}

/// A value as SQLite gives it. Bytes are shown in hexadecimal.
pub(crate) fn read(value: ValueRef<'_>) -> QueryValue {
    match value {
        ValueRef::Null => QueryValue::Null,
        ValueRef::Integer(value) => QueryValue::Integer(value),
        ValueRef::Real(value) => QueryValue::Real(value),
        ValueRef::Text(text) => QueryValue::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => {
            QueryValue::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
        }
    }
}
