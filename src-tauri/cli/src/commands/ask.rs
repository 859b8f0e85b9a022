//! `aside ask`.

use std::fmt::Write;
use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, Result};
use aside_contract::{Advice, Channel, IncomingMessage, OwnKind};

use crate::{args, open, print};

pub(crate) fn run(args: &args::Ask) -> Result<ExitCode> {
    let mut text = args.message.clone();
    if text == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .context("cannot read the message from standard input")?;
    }
    let incoming = IncomingMessage::new(&args.customer, Channel::Cli, &text, args.conversation)?;
    let engine = open::open(&args.folders)?;
    open::index(&engine)?;
    engine.await_taxonomy();
    let advice = engine.receive(&incoming)?;
    if args.json {
        print::json(&advice)?;
    } else {
        print::text(&show(&advice)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The advice for people.
fn show(advice: &Advice) -> Result<String> {
    let mut out = String::new();
    let analysis = &advice.analysis;
    for own in &analysis.own {
        let kind = match own.kind {
            OwnKind::Intent => "intent",
            OwnKind::Category => "category",
        };
        if own.in_scope {
            writeln!(out, "own {kind}: {} ({:.0} %)", own.name, own.confidence * 100.0)?;
        } else {
            writeln!(out, "own {kind}: none of them, nearest {}", own.name)?;
        }
    }
    writeln!(
        out,
        "{} ({:.0} %)   {} ({:.0} %)   {} ({:.0} %)   priority {}",
        analysis.intent.label,
        analysis.intent.confidence * 100.0,
        analysis.category.label,
        analysis.category.confidence * 100.0,
        analysis.sentiment.label,
        analysis.sentiment.confidence * 100.0,
        analysis.priority
    )?;
    if !analysis.slots.is_empty() {
        let slots = analysis.slots.iter().map(|slot| format!("{} {}", slot.kind, slot.value));
        writeln!(out, "names {}", slots.collect::<Vec<_>>().join(", "))?;
    }
    if advice.escalation.recommended {
        writeln!(out, "Escalation recommended ({:.2}):", advice.escalation.score)?;
    }
    for reason in &advice.escalation.reasons {
        writeln!(out, "  - {}: {}", reason.explanation, reason.evidence)?;
    }
    for abstention in &advice.abstentions {
        let question = abstention.question.as_ref().map(|text| format!("{text} \u{2192} "));
        writeln!(out, "\n{}{}", question.unwrap_or_default(), abstention.reason)?;
    }
    if advice.suggestions.is_empty() && advice.abstentions.is_empty() {
        writeln!(out, "\nNo reply is suggested: the message asks nothing new.")?;
    }
    for (index, suggestion) in advice.suggestions.iter().enumerate() {
        writeln!(out, "\n{}. {}", index + 1, suggestion.text.replace('\n', "\n   "))?;
        for citation in &suggestion.citations {
            let page = citation.page.map(|page| format!(", page {page}")).unwrap_or_default();
            let section = if citation.section.is_empty() {
                String::new()
            } else {
                format!(" > {}", citation.section)
            };
            writeln!(out, "   [{}{section}, {}{page}]", citation.title, citation.document)?;
        }
        for found in &suggestion.contradictions {
            let (one, other) = (&found.one, &found.other);
            writeln!(
                out,
                "   Documents disagree: {} says {}, {} says {}",
                one.citation.document, one.value, other.citation.document, other.value
            )?;
        }
    }
    writeln!(
        out,
        "\n{:.1} ms; continue with --conversation {}",
        advice.timing_ms.total, advice.conversation_id
    )?;
    Ok(out)
}
