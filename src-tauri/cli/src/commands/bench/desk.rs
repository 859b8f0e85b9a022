//! The figures of `aside bench desk` for people, as a table of Markdown.

use std::fmt::Write;

use anyhow::Result;
use aside_engine::bench::{DeskReport, Machine, Memory};

pub(super) fn text(report: &DeskReport) -> Result<String> {
    let DeskReport {
        machine: Machine { processor, cores, system, .. },
        load,
        conversations,
        messages,
        fill_seconds,
        disk_bytes,
        first_look_ms,
        before_list,
        with_list,
        window_ms,
        middle_ms,
        words_ms,
        place_ms,
        open_ms,
        customer_ms,
        stats_ms,
        message_ms,
        after_message_ms,
        sql_first_ms,
        with_history,
        sql_messages_ms,
        sql_conversations_ms,
    } = report;
    let own = |memory: &Option<Memory>| match memory {
        Some(memory) => format!("{} MB", memory.own >> 20),
        None => "unknown".to_owned(),
    };
    let load = load.map(|load| format!(", load {load:.1}")).unwrap_or_default();
    let mut out = String::new();
    writeln!(out, "Machine: {processor}, {cores} cores, {system}{load}.\n")?;
    writeln!(
        out,
        "{conversations} conversations with {messages} messages, {} MB on the disk, written in {fill_seconds:.0} s. \
The first look at the list reads all of them: {first_look_ms:.0} ms. The first question in SQL reads the ledger: \
{sql_first_ms:.0} ms. Memory of the process itself before the first look {}, after it {}, after the first question {}.\n",
        disk_bytes >> 20,
        own(before_list),
        own(with_list),
        own(with_history),
    )?;
    writeln!(out, "| milliseconds | p50 | p95 | p99 |\n|---|---:|---:|---:|")?;
    for (what, took) in [
        ("a window of 300 at the beginning of the list", window_ms),
        ("one in the middle", middle_ms),
        ("one of those with two words", words_ms),
        ("the place of a conversation", place_ms),
        ("opening a conversation", open_ms),
        ("a customer's memory with all conversations", customer_ms),
        ("how much there is", stats_ms),
        ("storing a message", message_ms),
        ("the first window right after that", after_message_ms),
        ("a question in SQL about every message, right after one", sql_messages_ms),
        ("one about every conversation", sql_conversations_ms),
    ] {
        writeln!(out, "| {what} | {:.2} | {:.2} | {:.2} |", took.p50, took.p95, took.p99)?;
    }
    Ok(out)
}
