//! `semantic_match('text', 50)` as a table: the rows that answer best, for joining.

use std::borrow::Cow;
use std::ffi::{CStr, c_int};

use aside_contract::QueryValue;
use rusqlite::ffi;
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::vtab::{
    Context, Filters, IndexConstraintOp, IndexInfo, Module, VTab, VTabConnection, VTabCursor,
};

use crate::source::{Row, Rows, Scan};
use crate::table_module::{Origin, interrupted, written};

pub(crate) const MODULE: Module<'static, MatchModule> = Module::eponymous_only_module();

/// Rows where none are asked for.
const DEFAULT_TOP: i64 = 10;
const QUERY: c_int = 3;
const TOP: c_int = 4;

#[repr(C)]
pub(crate) struct MatchModule {
    /// SQLite's part. Must be first.
    base: ffi::sqlite3_vtab,
    origin: Origin,
}

// SAFETY: the struct is `repr(C)` and begins with `sqlite3_vtab`, as SQLite wants it.
unsafe impl VTab<'_> for MatchModule {
    type Aux = Origin;
    type Cursor = MatchCursor;

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
        let declaration =
            c"CREATE TABLE x(chunk TEXT, document TEXT, score REAL, query TEXT HIDDEN, top INTEGER HIDDEN)";
        Ok((Cow::Borrowed(declaration), Self { base: ffi::sqlite3_vtab::default(), origin }))
    }

    fn best_index(&self, info: &mut IndexInfo) -> rusqlite::Result<bool> {
        let (mut query, mut top) = (None, None);
        for (place, constraint) in info.constraints().enumerate() {
            let equal = constraint.operator() == IndexConstraintOp::SQLITE_INDEX_CONSTRAINT_EQ;
            match constraint.column() {
                QUERY | TOP if !equal || !constraint.is_usable() => return Ok(false),
                QUERY => query = Some(place),
                TOP => top = Some(place),
                _ => {}
            }
        }
        let Some(query) = query else { return Ok(false) };
        for (argument, place) in (1..).zip(std::iter::once(query).chain(top)) {
            let mut usage = info.constraint_usage(place);
            usage.set_argv_index(argument);
            usage.set_omit(true);
        }
        // Few rows that are costly to begin with: this table is best read first, and once.
        info.set_estimated_rows(50);
        info.set_estimated_cost(10_000.0);
        Ok(true)
    }

    fn open(&mut self) -> rusqlite::Result<MatchCursor> {
        Ok(MatchCursor {
            base: ffi::sqlite3_vtab_cursor::default(),
            origin: self.origin.clone(),
            rows: Box::new(std::iter::empty()),
            row: None,
            number: 0,
            top: 0,
        })
    }
}

#[repr(C)]
pub(crate) struct MatchCursor {
    /// SQLite's part. Must be first.
    base: ffi::sqlite3_vtab_cursor,
    origin: Origin,
    rows: Rows,
    row: Option<Row>,
    number: i64,
    top: i64,
}

// SAFETY: the struct is `repr(C)` and begins with `sqlite3_vtab_cursor`, as SQLite wants it.
unsafe impl VTabCursor for MatchCursor {
    fn filter(
        &mut self,
        _idx_num: c_int,
        _idx_str: Option<&str>,
        args: &Filters<'_>,
    ) -> rusqlite::Result<()> {
        let query: Option<String> = args.get(0)?;
        self.top = if args.len() > 1 { args.get(1)? } else { DEFAULT_TOP };
        self.number = 0;
        self.rows = match query {
            None => Box::new(std::iter::empty()),
            Some(query) => self.origin.scan(&Scan {
                equal: Vec::new(),
                matches: [query].into(),
                at_least: Vec::new(),
                best_first: Some(0),
                stop: self.origin.stop,
            })?,
        };
        self.next()
    }

    fn next(&mut self) -> rusqlite::Result<()> {
        if self.origin.stop.is_over() {
            return Err(interrupted());
        }
        self.number += 1;
        self.row = if self.number > self.top {
            None
        } else {
            self.rows.next().transpose().map_err(|error| self.origin.failed(error))?
        };
        Ok(())
    }

    fn eof(&self) -> bool {
        self.row.is_none()
    }

    fn column(&self, ctx: &mut Context, i: c_int) -> rusqlite::Result<()> {
        // The score stands after the columns of the table.
        let score = self.origin.source.table().columns.len();
        let value: Option<&QueryValue> = self.row.as_ref().and_then(|row| match i {
            0 | 1 => row.get(usize::try_from(i).ok()?),
            2 => row.get(score),
            _ => None,
        });
        ctx.set_result(value.map_or(ToSqlOutput::Owned(Value::Null), written))
    }

    fn rowid(&self) -> rusqlite::Result<i64> {
        Ok(self.number)
    }
}
