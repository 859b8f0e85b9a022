//! The question as SQLite understands it. Works on the syntax tree, never on text.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use aside_contract::{QueryValue, TextPlace};
use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, DateTimeField, Expr, Function, FunctionArg,
    FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident, Interval, ObjectName, Query,
    Select, SelectItem, SetExpr, Spanned, TableFactor, TableWithJoins, Value, ValueWithSpan,
    VisitMut, VisitorMut,
};
use sqlparser::tokenizer::{Location, Span};

use crate::parse::{Words, place_of};
use crate::suggest::nearest;
use crate::{QueryError, QueryFault, Table, time};

/// The function that scores, and the table that lists the best rows.
pub(crate) const MATCH: &str = "semantic_match";
/// Tables that SQLite itself makes of a value.
const BUILT_IN_TABLES: [&str; 2] = ["json_each", "json_tree"];
/// A question compares rows with at most so many texts: each costs a pass over all vectors.
const MAX_MATCHES: usize = 8;
/// The prefix of the names that unnamed columns of the answer have meanwhile.
const UNNAMED: &str = "_column_";

/// A question that SQLite can be handed.
pub(crate) struct Rewritten {
    /// The text, without any string of the question's.
    pub(crate) sql: String,
    /// The values of `?1`, `?2` and so on.
    pub(crate) values: Vec<QueryValue>,
    /// By table, the texts that its rows are compared with: hidden columns of that table.
    pub(crate) matches: HashMap<&'static str, Vec<String>>,
    names: Vec<String>,
}

impl Rewritten {
    /// The name of a column of the answer, as it was asked for.
    pub(crate) fn column_name(&self, name: &str) -> String {
        name.strip_prefix(UNNAMED)
            .and_then(|number| number.parse::<usize>().ok())
            .and_then(|number| self.names.get(number))
            .map_or_else(|| name.to_owned(), Clone::clone)
    }
}

/// The name of the hidden column with the scores of the `number`th text.
pub(crate) fn match_column(number: usize) -> String {
    format!("_match_{number}")
}

/// Checks a question and makes it one for SQLite.
///
/// # Errors
/// Where it would write, names something that does not exist, or lacks the value of a parameter.
pub(crate) fn rewrite(
    mut query: Query,
    words: &Words,
    params: &BTreeMap<String, QueryValue>,
    tables: &[&'static Table],
    now: String,
) -> Result<Rewritten, QueryError> {
    let mut rewriter = Rewriter {
        tables,
        params,
        now,
        marks: words.question_marks(),
        used: HashSet::new(),
        values: Vec::new(),
        numbers: HashMap::new(),
        matches: HashMap::new(),
        scopes: Vec::new(),
        with: HashSet::new(),
        names: Vec::new(),
    };
    if let Some(select) = first_select(&mut query.body) {
        rewriter.name_columns(select);
    }
    if let ControlFlow::Break(error) = query.visit(&mut rewriter) {
        return Err(error);
    }
    if let Some(name) = params.keys().find(|name| !rewriter.used.contains(*name)) {
        return Err(QueryFault::NoParameter(name.clone()).into());
    }
    let Rewriter { values, matches, names, .. } = rewriter;
    Ok(Rewritten { sql: query.to_string(), values, matches, names })
}

/// The `SELECT` that names the columns of the answer.
fn first_select(body: &mut SetExpr) -> Option<&mut Select> {
    match body {
        SetExpr::Select(select) => Some(select),
        SetExpr::Query(query) => first_select(&mut query.body),
        SetExpr::SetOperation { left, .. } => first_select(left),
        _ => None,
    }
}

/// A table that a scope names: the name that its columns go by, and the table.
type Named = (Ident, &'static Table);
type Checked = ControlFlow<QueryError>;

struct Rewriter<'a> {
    tables: &'a [&'static Table],
    params: &'a BTreeMap<String, QueryValue>,
    now: String,
    marks: Vec<Location>,
    used: HashSet<String>,
    values: Vec<QueryValue>,
    /// The numbers that texts and parameters have among the values.
    numbers: HashMap<String, usize>,
    matches: HashMap<&'static str, Vec<String>>,
    /// The tables that each `SELECT` around the present place names.
    scopes: Vec<Vec<Named>>,
    /// Tables that the question makes itself.
    with: HashSet<String>,
    names: Vec<String>,
}

impl VisitorMut for Rewriter<'_> {
    type Break = QueryError;

    fn pre_visit_query(&mut self, query: &mut Query) -> Checked {
        if let Some(what) = written_by(&query.body) {
            return refuse(QueryFault::NotAQuestion(what.to_owned()), query.span());
        }
        if !query.locks.is_empty() {
            return refuse(QueryFault::NotAQuestion("FOR UPDATE".to_owned()), query.span());
        }
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let name = cte.alias.name.value.to_lowercase();
            if self.table(&name).is_some() || name == MATCH {
                let sentence =
                    format!("there is a table `{name}` already: call this one otherwise");
                return refuse(QueryFault::Unsupported(sentence), cte.alias.name.span);
            }
            self.with.insert(name);
        }
        // For its ORDER BY, which stands outside of its SELECT.
        let named = query.body.as_select().map(|select| self.named(&select.from));
        self.scopes.push(named.unwrap_or_default());
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _query: &mut Query) -> Checked {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> Checked {
        if select.into.is_some() {
            return refuse(QueryFault::NotAQuestion("INTO".to_owned()), select.span());
        }
        let named = self.named(&select.from);
        self.scopes.push(named);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, _select: &mut Select) -> Checked {
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> Checked {
        let TableFactor::Table { name, args, .. } = factor else {
            return ControlFlow::Continue(());
        };
        let text = name.to_string().to_lowercase();
        let known = match args {
            Some(_) => text == MATCH || BUILT_IN_TABLES.contains(&text.as_str()),
            None => self.table(&plain(name)).is_some() || self.with.contains(&plain(name)),
        };
        if known {
            return ControlFlow::Continue(());
        }
        if text == MATCH {
            let sentence = format!("{MATCH} needs a text here: {MATCH}('invoice missing', 50)");
            return refuse(QueryFault::Unsupported(sentence), name.span());
        }
        let names = self.tables.iter().map(|table| table.name);
        let nearest = nearest(&text, names.chain(self.with.iter().map(String::as_str)));
        refuse(QueryFault::Unknown { what: "table", name: name.to_string(), nearest }, name.span())
    }

    fn pre_visit_ident(&mut self, ident: &mut Ident) -> Checked {
        if ident.value.contains(['\'', '"', '`', '\\', '[', ']', '\0']) {
            let sentence = "names must not contain quotes, brackets or backslashes".to_owned();
            return refuse(QueryFault::Unsupported(sentence), ident.span);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> Checked {
        let span = expr.span();
        let rewritten = match expr {
            Expr::BinaryOp { left, op, right } => self.shifted(left, op, right),
            Expr::Interval(_) => Err(QueryError::at(
                QueryFault::Unsupported(
                    "an interval can only be added to a time or taken from one, as in now() - interval '90 days'"
                        .to_owned(),
                ),
                place_of(span),
            )),
            Expr::Function(function) => self.called(function, span),
            Expr::ILike { negated, any: false, expr, pattern, escape_char } => {
                Ok(Some(Expr::Like {
                    negated: *negated,
                    any: false,
                    expr: expr.clone(),
                    pattern: pattern.clone(),
                    escape_char: escape_char.clone(),
                }))
            }
            Expr::Cast { kind, expr, data_type, .. } => Ok(cast(kind, expr, data_type)),
            Expr::Extract { field, expr, .. } => extracted(field, expr, span),
            Expr::TypedString(typed) => Ok(Some(Expr::Value(typed.value.clone()))),
            _ => Ok(None),
        };
        match rewritten {
            Ok(None) => ControlFlow::Continue(()),
            Ok(Some(new)) => {
                *expr = new;
                ControlFlow::Continue(())
            }
            Err(error) => ControlFlow::Break(error),
        }
    }

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> Checked {
        let number = match &value.value {
            Value::Placeholder(_) => match self.parameter(value) {
                Ok((name, bound)) => self.bind(format!(":{name}"), bound),
                Err(error) => return ControlFlow::Break(error),
            },
            Value::SingleQuotedString(text) => {
                self.bind(format!("'{text}"), QueryValue::Text(text.clone()))
            }
            Value::Number(..) | Value::Boolean(_) | Value::Null => {
                return ControlFlow::Continue(());
            }
            _ => {
                let sentence = "write texts in single quotes: 'text'".to_owned();
                return refuse(QueryFault::Unsupported(sentence), value.span);
            }
        };
        value.value = Value::Placeholder(format!("?{number}"));
        ControlFlow::Continue(())
    }
}

impl Rewriter<'_> {
    fn table(&self, name: &str) -> Option<&'static Table> {
        self.tables.iter().find(|table| table.name == name).copied()
    }

    /// Unnamed columns of the answer get the names that they are written as.
    fn name_columns(&mut self, select: &mut Select) {
        for item in &mut select.projection {
            let SelectItem::UnnamedExpr(expr) = item else { continue };
            if matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_)) {
                continue;
            }
            let alias = Ident::new(format!("{UNNAMED}{}", self.names.len()));
            self.names.push(expr.to_string());
            *item = SelectItem::ExprWithAlias { expr: expr.clone(), alias };
        }
    }

    /// The tables of ours in a FROM.
    fn named(&self, from: &[TableWithJoins]) -> Vec<Named> {
        let mut found = Vec::new();
        for entry in from {
            self.add_named(entry, &mut found);
        }
        found
    }

    fn add_named(&self, entry: &TableWithJoins, found: &mut Vec<Named>) {
        let joined = entry.joins.iter().map(|join| &join.relation);
        for factor in std::iter::once(&entry.relation).chain(joined) {
            match factor {
                TableFactor::Table { name, alias, args: None, .. } => {
                    if let Some(table) = self.table(&plain(name)) {
                        let alias = alias.as_ref().map(|alias| alias.name.clone());
                        found.push((alias.unwrap_or_else(|| Ident::new(table.name)), table));
                    }
                }
                TableFactor::NestedJoin { table_with_joins, .. } => {
                    self.add_named(table_with_joins, found);
                }
                _ => {}
            }
        }
    }

    fn called(&mut self, function: &Function, span: Span) -> Result<Option<Expr>, QueryError> {
        match function.name.to_string().to_lowercase().as_str() {
            "now" | "current_timestamp" => Ok(Some(string(self.now.clone(), span))),
            "current_date" => Ok(Some(string(self.now.chars().take(10).collect(), span))),
            MATCH => self.matched(function, span).map(Some),
            _ => Ok(None),
        }
    }

    /// `semantic_match('text')` is a hidden column of the table that it is asked of.
    fn matched(&mut self, function: &Function, span: Span) -> Result<Expr, QueryError> {
        let place = place_of(span);
        let text = match arguments(function).as_slice() {
            [only] => self.constant_text(only),
            _ => None,
        };
        let Some(text) = text else {
            let sentence =
                format!("{MATCH} takes one text or parameter: {MATCH}('invoice missing')");
            return Err(QueryError::at(QueryFault::Unsupported(sentence), place));
        };
        let text = text?;
        let of = self.scopes.iter().rev().flatten().find(|(_, table)| table.matchable);
        let Some((name, table)) = of.cloned() else {
            let names: Vec<_> = self
                .tables
                .iter()
                .filter(|table| table.matchable)
                .map(|table| table.name)
                .collect();
            return Err(QueryError::at(QueryFault::NoMatch(names.join(" and ")), place));
        };
        let texts = self.matches.entry(table.name).or_default();
        let number = texts.iter().position(|known| *known == text).unwrap_or(texts.len());
        if number == MAX_MATCHES {
            let sentence = format!("at most {MAX_MATCHES} different texts can be compared at once");
            return Err(QueryError::at(QueryFault::Unsupported(sentence), place));
        }
        if number == texts.len() {
            texts.push(text);
        }
        Ok(Expr::CompoundIdentifier(vec![name, Ident::new(match_column(number))]))
    }

    /// `time + interval '…'` and `time - interval '…'`.
    fn shifted(
        &mut self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
    ) -> Result<Option<Expr>, QueryError> {
        let (at, interval, sign) = match (left, op, right) {
            (at, BinaryOperator::Plus, Expr::Interval(interval))
            | (Expr::Interval(interval), BinaryOperator::Plus, at) => (at, interval, 1),
            (at, BinaryOperator::Minus, Expr::Interval(interval)) => (at, interval, -1),
            _ => return Ok(None),
        };
        let place = place_of(interval.value.span());
        let wrong = |sentence| QueryError::at(QueryFault::Unsupported(sentence), place);
        let text = self.interval_text(interval, place)?;
        let span = time::span(&text).map_err(wrong)?;
        Ok(Some(call(
            "shift_time",
            vec![at.clone(), number(sign * span.months), number(sign * span.milliseconds)],
        )))
    }

    fn interval_text(
        &mut self,
        interval: &Interval,
        place: TextPlace,
    ) -> Result<String, QueryError> {
        let value = match (self.constant_text(&interval.value), &*interval.value) {
            (Some(text), _) => text?,
            (None, Expr::Value(ValueWithSpan { value: Value::Number(number, _), .. })) => {
                number.clone()
            }
            _ => {
                let sentence = "write an interval as a text: interval '90 days'".to_owned();
                return Err(QueryError::at(QueryFault::Unsupported(sentence), place));
            }
        };
        Ok(match &interval.leading_field {
            Some(unit) => format!("{value} {unit}"),
            None => value,
        })
    }

    /// The text that an expression is or a parameter stands for; `None` for anything else.
    fn constant_text(&mut self, expr: &Expr) -> Option<Result<String, QueryError>> {
        let Expr::Value(value) = expr else { return None };
        match &value.value {
            Value::SingleQuotedString(text) => Some(Ok(text.clone())),
            Value::Placeholder(_) => {
                Some(self.parameter(value).and_then(|(name, bound)| match bound {
                    QueryValue::Text(text) => Ok(text),
                    QueryValue::Integer(number) => Ok(number.to_string()),
                    _ => {
                        let sentence = format!("the parameter {name} must be a text here");
                        Err(QueryError::at(QueryFault::Unsupported(sentence), place_of(value.span)))
                    }
                }))
            }
            _ => None,
        }
    }

    /// The name and the value of a parameter.
    fn parameter(&mut self, value: &ValueWithSpan) -> Result<(String, QueryValue), QueryError> {
        let written = value.value.to_string();
        let name = if written == "?" {
            let place = self.marks.iter().position(|mark| *mark == value.span.start);
            place.map_or_else(String::new, |place| (place + 1).to_string())
        } else {
            written.trim_start_matches([':', '$', '?', '@']).to_owned()
        };
        match self.params.get(&name) {
            Some(bound) => {
                self.used.insert(name.clone());
                Ok((name, bound.clone()))
            }
            None => {
                let how = format!(", named `{name}`");
                Err(QueryError::at(QueryFault::NoValue(written, how), place_of(value.span)))
            }
        }
    }

    /// The number of a value; the same one for the same `key`.
    fn bind(&mut self, key: String, value: QueryValue) -> usize {
        let values = &mut self.values;
        *self.numbers.entry(key).or_insert_with(|| {
            values.push(value);
            values.len()
        })
    }
}

/// The statement that hides where a question belongs.
fn written_by(body: &SetExpr) -> Option<&'static str> {
    match body {
        SetExpr::Insert(_) => Some("INSERT"),
        SetExpr::Update(_) => Some("UPDATE"),
        SetExpr::Delete(_) => Some("DELETE"),
        SetExpr::Merge(_) => Some("MERGE"),
        SetExpr::Table(_) => Some("TABLE"),
        SetExpr::SetOperation { left, right, .. } => written_by(left).or_else(|| written_by(right)),
        SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::Values(_) => None,
    }
}

fn refuse(fault: QueryFault, span: Span) -> Checked {
    ControlFlow::Break(QueryError { fault, place: (span.start.line > 0).then(|| place_of(span)) })
}

/// The name of a table without a schema, lower-case; the whole name where it has one.
fn plain(name: &ObjectName) -> String {
    match name.0.as_slice() {
        [part] => part.as_ident().map(|ident| ident.value.to_lowercase()).unwrap_or_default(),
        _ => name.to_string().to_lowercase(),
    }
}

fn arguments(function: &Function) -> Vec<&Expr> {
    let FunctionArguments::List(list) = &function.args else { return Vec::new() };
    list.args
        .iter()
        .filter_map(|argument| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
            _ => None,
        })
        .collect()
}

/// `x::type`, and the types that SQLite has no word for.
fn cast(kind: &CastKind, expr: &Expr, data_type: &DataType) -> Option<Expr> {
    match (kind, data_type) {
        (_, DataType::Date) => Some(call("date", vec![expr.clone()])),
        (_, DataType::Timestamp(..) | DataType::Datetime(_)) => {
            Some(call("shift_time", vec![expr.clone(), number(0), number(0)]))
        }
        (CastKind::DoubleColon, _) => Some(Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(expr.clone()),
            data_type: data_type.clone(),
            format: None,
        }),
        _ => None,
    }
}

/// `EXTRACT(year FROM time)` as a number.
fn extracted(field: &DateTimeField, expr: &Expr, span: Span) -> Result<Option<Expr>, QueryError> {
    let form = match field {
        DateTimeField::Year => "%Y",
        DateTimeField::Month => "%m",
        DateTimeField::Day => "%d",
        DateTimeField::Hour => "%H",
        DateTimeField::Minute => "%M",
        DateTimeField::Second => "%S",
        DateTimeField::Dow => "%w",
        DateTimeField::Epoch => "%s",
        other => {
            let sentence = format!(
                "{other} cannot be extracted: take year, month, day, hour, minute, second, dow or epoch"
            );
            return Err(QueryError::at(QueryFault::Unsupported(sentence), place_of(span)));
        }
    };
    Ok(Some(Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(call("strftime", vec![string(form.to_owned(), span), expr.clone()])),
        data_type: DataType::Integer(None),
        format: None,
    }))
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    let args = args.into_iter().map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)));
    Expr::Function(Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: args.collect(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

fn string(text: String, span: Span) -> Expr {
    Expr::Value(Value::SingleQuotedString(text).with_span(span))
}

fn number(number: i64) -> Expr {
    Expr::Value(Value::Number(number.to_string(), false).with_empty_span())
}
