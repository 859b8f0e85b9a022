//! Questions in SQL: what is asked, what comes back, and what can be asked of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A question in SQL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueryRequest {
    /// One `SELECT`, with or without `WITH`.
    pub sql: String,
    /// The values of its parameters: `name` for `:name`, `1` for the first `?`.
    #[serde(default)]
    pub params: BTreeMap<String, QueryValue>,
}

/// One value of a row, or of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum QueryValue {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// A text. Times are texts such as `2026-11-21T10:30:00.000Z`, in UTC.
    Text(String),
}

impl From<bool> for QueryValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}
impl From<i64> for QueryValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}
impl From<u32> for QueryValue {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}
impl From<f64> for QueryValue {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}
impl From<String> for QueryValue {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&str> for QueryValue {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl<T: Into<Self>> From<Option<T>> for QueryValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// What a column of a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum QueryKind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Real,
    /// True or false.
    Boolean,
    /// A time in UTC, as a text such as `2026-11-21T10:30:00.000Z`.
    Time,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QueryAnswer {
    /// The names of the columns, as asked for.
    pub columns: Vec<String>,
    /// The rows, each with a value for every column.
    pub rows: Vec<Vec<QueryValue>>,
    /// There were more rows than are given out.
    pub cut: bool,
    /// How many texts were longer than is given out, and end in `…`.
    pub shortened: u32,
    /// How long it took, in milliseconds.
    pub elapsed_ms: f64,
}

/// A table that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryTable {
    /// Its name.
    pub name: String,
    /// What a row of it is.
    pub about: String,
    /// `semantic_match` can be asked of its rows.
    pub matchable: bool,
    /// Its columns, in order.
    pub columns: Vec<QueryColumn>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: QueryKind,
    /// What it means.
    pub about: String,
}

/// A question that shows what can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryExample {
    /// What it asks, in words.
    pub title: String,
    /// The question in SQL.
    pub sql: String,
}

/// Everything that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueryCatalog {
    /// The tables.
    pub tables: Vec<QueryTable>,
    /// Questions to begin with.
    pub examples: Vec<QueryExample>,
}
