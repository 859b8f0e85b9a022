//! Questions through the public door, on plain tables.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should panic")]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use aside_contract::{ErrorCode, QueryKind, QueryRequest, QueryValue};
use aside_query::{Column, Limits, LoadedTable, QueryFault, Source, Stop, Table, run};
use support::{NOW, ask, ask_with, limits, rows, shown, sources};

#[test]
fn a_score_can_be_named_filtered_ordered_and_limited() {
    let found = rows(
        "SELECT document, title, semantic_match('invoice missing') AS s FROM chunks WHERE category = 'billing' \
         AND updated > now() - interval '90 days' AND s > 0.6 ORDER BY s DESC LIMIT 5",
    );
    assert_eq!(found, ["billing/invoices.md|Find a missing invoice|1"]);
    let all =
        rows("SELECT id, semantic_match('invoice missing') s FROM chunks c ORDER BY s DESC, id");
    assert_eq!(all, ["c1|1", "c3|1", "c2|0.5", "c4|0.5", "c5|0"]);
    // Each category is read by itself, and the order still is that of all.
    let either = "SELECT semantic_match('missing parcel') FROM chunks WHERE category IN ('billing', 'orders') ORDER BY 1 DESC";
    assert_eq!(rows(either), ["1", "0.5", "0.5", "0.5", "0"]);
    assert_eq!(
        rows("SELECT id FROM chunks WHERE semantic_match('parcel') >= 1 ORDER BY id"),
        ["c4", "c5"]
    );
    assert_eq!(
        rows(
            "SELECT category, round(avg(semantic_match('invoice')), 2) FROM chunks GROUP BY category HAVING max(semantic_match('missing')) > 0 ORDER BY semantic_match('invoice') DESC"
        ),
        ["billing|1", "orders|0"]
    );
}

#[test]
fn the_best_rows_are_a_table_to_join() {
    let joined = rows(
        "SELECT chunks.id, m.score, m.document FROM chunks JOIN semantic_match('invoice missing', 2) AS m ON m.chunk = chunks.id ORDER BY chunks.id",
    );
    assert_eq!(joined, ["c1|1|billing/invoices.md", "c3|1|billing/old.pdf"]);
    assert_eq!(rows("SELECT count(*) FROM semantic_match('parcel')"), ["5"]);
    assert_eq!(rows("SELECT count(*) FROM semantic_match(NULL)"), ["0"]);
}

#[test]
fn two_texts_and_two_tables_keep_their_own_scores() {
    let found = rows(
        "WITH best AS (SELECT id, semantic_match('parcel') AS p, semantic_match('invoice') AS i FROM chunks) \
         SELECT a.id FROM best a JOIN chunks b USING (id) WHERE a.p > a.i AND semantic_match('missing') = 1",
    );
    assert_eq!(found, ["c4"]);
    let united = rows(
        "SELECT id FROM chunks WHERE semantic_match('invoice') = 1 UNION SELECT id FROM chunks WHERE semantic_match('parcel') = 1 ORDER BY id",
    );
    assert_eq!(united, ["c1", "c2", "c3", "c4", "c5"]);
    assert_eq!(
        rows(
            "SELECT customer, (SELECT max(semantic_match('parcel')) FROM chunks) FROM customers WHERE vip"
        ),
        ["Ada|1"]
    );
}

#[test]
fn times_are_compared_moved_and_cut() {
    assert_eq!(rows("SELECT now()"), ["2026-11-21T10:30:00.000Z"]);
    assert_eq!(rows("SELECT id FROM chunks WHERE updated >= current_date"), ["c5"]);
    assert_eq!(
        rows(
            "SELECT id FROM chunks WHERE updated > now() - interval 1 day - interval '2 hours' ORDER BY 1"
        ),
        ["c4", "c5"]
    );
    assert_eq!(
        rows(
            "SELECT date_trunc('month', updated), count(*) FROM chunks GROUP BY 1 ORDER BY 1 DESC LIMIT 1"
        ),
        ["2026-11-01T00:00:00.000Z|2"]
    );
    assert_eq!(
        rows("SELECT DISTINCT extract(year FROM updated) FROM chunks ORDER BY 1"),
        ["2019", "2026"]
    );
    assert_eq!(
        rows("SELECT '2026-02-01'::date, '7'::int + 1, DATE '2026-01-01' + interval '1 month'"),
        ["2026-02-01|8|2026-02-01T00:00:00.000Z"]
    );
    assert!(ask("SELECT interval '1 day'").unwrap_err().to_string().contains("now() - interval"));
}

#[test]
fn unnamed_columns_are_called_as_they_were_written() {
    let answer = ask("SELECT id, count(*), upper('x'), chunks.title FROM chunks").unwrap();
    assert_eq!(answer.columns, ["id", "count(*)", "upper('x')", "title"]);
    assert_eq!(ask("SELECT * FROM customers").unwrap().columns, ["customer", "vip", "messages"]);
    assert_eq!(rows("SELECT * FROM customers ORDER BY customer"), ["Ada|true|3", "Bo|false|1"]);
    assert_eq!(
        rows("SELECT *, semantic_match('parcel') FROM chunks WHERE id = 'c4'")[0]
            .split('|')
            .count(),
        7
    );
}

#[test]
fn parameters_are_values_whatever_they_hold() {
    let text = |text: &str| QueryValue::Text(text.to_owned());
    for evil in [
        "' OR 1=1 --",
        "\\' OR 1=1 --",
        "'; DROP TABLE chunks; --",
        "o'hara",
        "%",
        "\0",
        "\u{1F600}''",
    ] {
        let answer =
            ask_with("SELECT :it, id FROM chunks WHERE title = :it", &[("it", text(evil))])
                .unwrap();
        assert!(answer.rows.is_empty(), "{evil}");
        let answer = ask_with("SELECT ?", &[("1", text(evil))]).unwrap();
        assert_eq!(answer.rows[0][0], text(evil));
    }
    let answer = ask_with(
        "SELECT id FROM chunks WHERE semantic_match(:what) > ? AND category = ? ORDER BY id LIMIT :n",
        &[
            ("what", text("parcel")),
            ("1", QueryValue::Real(0.5)),
            ("2", text("orders")),
            ("n", QueryValue::Integer(1)),
        ],
    );
    assert_eq!(shown(&answer.unwrap()), ["c4"]);
    assert!(ask("SELECT :it").unwrap_err().to_string().contains(":it has no value"));
    let unused = ask_with("SELECT 1", &[("it", text("x"))]).unwrap_err();
    assert!(unused.to_string().contains("no parameter `it`"), "{unused}");
}

#[test]
fn texts_in_a_question_are_what_they_say() {
    assert_eq!(rows(r#"SELECT id FROM chunks WHERE title = 'It''s O''Hara''s "parcel"'"#), ["c5"]);
    assert_eq!(rows(r"SELECT '\', 'a\''b', '''', 'a''''b', '--', '/*'"), [r"\|a\'b|'|a''b|--|/*"]);
    assert_eq!(
        rows("SELECT id FROM chunks WHERE title ILIKE '%PARCEL%' AND title NOT ILIKE 'it%'"),
        ["c4"]
    );
    assert_eq!(rows(r"SELECT count(*) FROM chunks WHERE title LIKE '%\%%' ESCAPE '\'"), ["0"]);
}

#[test]
fn whatever_would_change_something_is_refused() {
    for (sql, says) in [
        ("DELETE FROM chunks", "DELETE is not allowed"),
        ("INSERT INTO chunks VALUES (1)", "INSERT is not allowed"),
        ("PRAGMA table_info(chunks)", "PRAGMA is not allowed"),
        ("ATTACH DATABASE '/etc/passwd' AS p", "ATTACH is not allowed"),
        ("VACUUM INTO '/tmp/x'", "VACUUM is not allowed"),
        ("EXPLAIN SELECT 1", "EXPLAIN is not allowed"),
        ("CREATE TABLE x (y)", "CREATE is not allowed"),
        ("BEGIN", "BEGIN is not allowed"),
        ("SELECT 1; DROP TABLE chunks", "only one question"),
        ("SELECT 1; SELECT 2", "only one question"),
        ("WITH x AS (SELECT 1) INSERT INTO chunks SELECT * FROM x", "INSERT is not allowed"),
        ("WITH x AS (DELETE FROM chunks RETURNING id) SELECT * FROM x", "not"),
        ("SELECT * INTO x FROM chunks", "INTO is not allowed"),
        ("SELECT * FROM chunks FOR UPDATE", "FOR UPDATE is not allowed"),
        ("SELECT load_extension('/tmp/x.so')", "not"),
        ("SELECT * FROM sqlite_master", "no table"),
        ("SELECT * FROM sqlite_schema", "no table"),
        ("SELECT * FROM main.chunks", "no table"),
        ("SELECT * FROM pragma_database_list", "no table"),
        ("SELECT * FROM pragma_table_info('chunks')", "no table"),
        ("SELECT * FROM fts5vocab('main', 'x')", "no table"),
        ("SELECT readfile('/etc/passwd')", "no function"),
        ("SELECT writefile('/tmp/x', 'y')", "no function"),
        ("", "empty"),
        ("-- nothing", "empty"),
        ("WITH chunks AS (SELECT 1) SELECT * FROM chunks", "already"),
    ] {
        let error = ask(sql).map(|answer| shown(&answer)).unwrap_err();
        assert!(error.to_string().contains(says), "{sql}: {error}");
        assert_eq!(error.code(), ErrorCode::InvalidQuery, "{sql}");
    }
    assert_eq!(rows("SELECT 1;"), ["1"]);
}

#[test]
fn an_error_names_the_place_and_the_nearest_name() {
    for (sql, says, at) in [
        ("SELECT titel FROM chunks", "no column `titel`: did you mean `title`?", (1, 8, 5)),
        ("SELECT id\nFROM chunk", "no table `chunk`: did you mean `chunks`?", (2, 6, 5)),
        ("SELECT c.categry FROM chunks c", "did you mean `category`?", (1, 10, 7)),
        ("SELECT cuont(*) FROM chunks", "no function `cuont`: did you mean `count`?", (1, 8, 5)),
        ("SELECT id FROM chunks WHERE", "not understood", (1, 28, 1)),
        ("SELECT id FROM chunks ORDER id", "`ORDER` does not belong here", (1, 23, 5)),
        ("SELECT 'open FROM chunks", "not understood", (1, 8, 1)),
        ("SELECT id FROM chunks, semantic_match('x') m, chunks d", "several tables", (1, 8, 2)),
        ("SELECT semantic_match('x') FROM customers", "semantic_match works on chunks", (1, 8, 14)),
        ("SELECT semantic_match(title) FROM chunks", "takes one text", (1, 8, 14)),
        ("SELECT now() - interval '3 moons'", "`3 moons` is no interval", (1, 25, 9)),
        ("SELECT :who", "has no value", (1, 8, 1)),
        ("DROP TABLE chunks", "DROP is not allowed", (1, 1, 4)),
        ("SELECT 1; SELECT 2", "only one", (1, 11, 6)),
    ] {
        let error = ask(sql).map(|answer| shown(&answer)).unwrap_err();
        assert!(error.to_string().contains(says), "{sql}: {error}");
        let place = error.place.unwrap_or_else(|| panic!("{sql}: no place"));
        assert_eq!((place.line, place.column), (at.0, at.1), "{sql}");
    }
}

#[test]
fn time_is_limited_however_it_is_spent() {
    for sql in [
        "SELECT count(*) FROM numbers a, numbers b, numbers c",
        "WITH RECURSIVE bomb(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM bomb) SELECT count(*) FROM bomb",
        "SELECT sum(length(replace(printf('%100000d', n), ' ', 'ab'))) FROM numbers a, (SELECT 1 FROM numbers)",
        "SELECT count(*) FROM numbers a, numbers b WHERE printf('%1000d', a.n + b.n) LIKE '%a%b%c%d%e%f%g%'",
    ] {
        let start = Instant::now();
        let request = QueryRequest { sql: sql.to_owned(), ..QueryRequest::default() };
        let limits = Limits { time: Duration::from_millis(200), ..limits() };
        let error = run(&request, &sources(), &limits, NOW).unwrap_err();
        assert!(matches!(error.fault, QueryFault::Time(_)), "{sql}: {error}");
        assert_eq!(error.code(), ErrorCode::QueryLimit);
        assert!(start.elapsed() < Duration::from_secs(20), "{sql}");
    }
}

/// A table whose records take this long to read.
fn slow(reading: Duration) -> Vec<Arc<dyn Source>> {
    static SLOW: Table = Table {
        name: "slow",
        about: "Numbers that take long to read.",
        matchable: false,
        columns: &[Column::new("n", QueryKind::Integer, "A number.")],
    };
    let load = move |stop: Stop| {
        let start = Instant::now();
        while start.elapsed() < reading && !stop.is_over() {
            std::thread::yield_now();
        }
        Ok(vec![vec![QueryValue::Integer(7)]])
    };
    vec![Arc::new(LoadedTable::new(&SLOW, load))]
}

#[test]
fn reading_the_tables_is_no_part_of_the_question_s_time_and_has_its_own_limit() {
    let request = QueryRequest { sql: "SELECT n FROM slow".to_owned(), ..QueryRequest::default() };
    let time = Duration::from_millis(100);
    let limits = Limits { time, ..limits() };
    let answer = run(&request, &slow(time * 3), &limits, NOW).unwrap();
    assert_eq!(answer.rows, [[QueryValue::Integer(7)]]);
    let short = Limits { reading: time, ..limits };
    let error = run(&request, &slow(time * 3), &short, NOW).unwrap_err();
    assert!(matches!(error.fault, QueryFault::Reading(_)), "{error}");
    assert_eq!(error.code(), ErrorCode::QueryLimit);
}

#[test]
fn one_value_is_limited() {
    let long = ask("SELECT group_concat(printf('%10000d', n)) FROM numbers").unwrap_err();
    assert!(matches!(long.fault, QueryFault::TooBig), "{long}");
    assert!(matches!(ask("SELECT zeroblob(100000000)").unwrap_err().fault, QueryFault::TooBig));
}

#[test]
fn rows_and_texts_are_cut_and_it_is_said() {
    let answer = ask("SELECT n FROM numbers").unwrap();
    assert_eq!((answer.rows.len(), answer.cut), (1_000, true));
    let answer = ask("SELECT n FROM numbers LIMIT 1000").unwrap();
    assert_eq!((answer.rows.len(), answer.cut), (1_000, false));
    let answer = ask("SELECT printf('%9000d', 1) FROM numbers LIMIT 2").unwrap();
    assert_eq!((answer.rows.len(), answer.shortened), (2, 2));
    let QueryValue::Text(text) = &answer.rows[0][0] else { panic!("no text") };
    assert_eq!(text.chars().count(), 4_001);
    let request = QueryRequest {
        sql: "SELECT printf('%4000d', n) FROM numbers".into(),
        ..QueryRequest::default()
    };
    let answer =
        run(&request, &sources(), &Limits { answer_bytes: 10_000, ..limits() }, NOW).unwrap();
    assert_eq!((answer.rows.len(), answer.cut), (3, true));
}

#[test]
fn hostile_shapes_are_answered_or_refused_but_never_crash() {
    let in_list = format!("SELECT count(*) FROM numbers WHERE n IN ({}1)", "7,".repeat(2_000));
    assert_eq!(rows(&in_list), ["2"]);
    let deep = |open: &str, close: &str, times: usize| {
        format!("SELECT {}1{}", open.repeat(times), close.repeat(times))
    };
    for sql in [
        deep("(", ")", 7_000),
        deep("(SELECT ", ")", 1_500),
        deep("NOT ", "", 3_900),
        deep("-", "", 15_000),
        format!("SELECT {}1", "1|".repeat(8_000)),
        format!("SELECT {}1", "1 OR ".repeat(3_000)),
        format!("SELECT 1 {}", "UNION SELECT 1 ".repeat(1_000)),
        format!("SELECT CASE {}END", "WHEN 1 THEN 2 ".repeat(1_000)),
        format!("SELECT '{}'", "x".repeat(16_000)),
        format!("SELECT {}1", "1,".repeat(8_000)),
        "SELECT ".repeat(2_000),
        "(".repeat(16_000),
        format!("SELECT 1{}", " ".repeat(20_000)),
        "SELECT \"a\\\"\" FROM chunks".to_owned(),
        "SELECT 1 AS \"x\"\"y\"".to_owned(),
        "SELECT x'00', N'x', U&'x', $$x$$, E'\\''".to_owned(),
        "SELECT \0 FROM chunks".to_owned(),
        "SELECT json_each.value FROM json_each('[1,2]')".to_owned(),
    ] {
        // Whatever comes back, it comes back.
        let _ = ask(&sql);
    }
    assert_eq!(rows("SELECT 1"), ["1"]);
}

#[test]
fn what_keeps_a_table_from_being_read_is_told() {
    let error = ask("SELECT * FROM broken").unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.code()),
        ("the disk is gone", ErrorCode::Storage)
    );
    assert_eq!(rows("SELECT count(*) FROM customers"), ["2"]);
}
