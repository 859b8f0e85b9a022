//! The limit of memory, which holds for all questions of a process: so this has one of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![allow(dead_code, reason = "each test file uses its own part of the support")]

mod support;

use std::time::Duration;

use aside_contract::QueryRequest;
use aside_query::{Limits, QueryFault, run};
use support::{NOW, limits, sources};

#[test]
fn memory_is_limited() {
    let limits = Limits { time: Duration::from_secs(60), memory_bytes: 24 << 20, ..limits() };
    for sql in [
        "SELECT a.n, printf('%2000d', b.n) AS p FROM numbers a, numbers b ORDER BY p, a.n DESC",
        "WITH RECURSIVE wide(t) AS (SELECT printf('%100000d', 1) UNION SELECT t || '1' FROM wide) SELECT count(*) FROM wide",
    ] {
        let request = QueryRequest { sql: sql.to_owned(), ..QueryRequest::default() };
        let error = run(&request, &sources(), &limits, NOW).unwrap_err();
        assert!(matches!(error.fault, QueryFault::Memory(_)), "{sql}: {error}");
    }
}
