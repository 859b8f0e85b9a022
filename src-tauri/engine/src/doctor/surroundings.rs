//! What the stores need around them: folders, room, model files, the converter.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aside_inference::{Encoder, Heads, Precision};
use aside_knowledge::WorkerCommand;

use super::{Finding, Verdict};
use crate::error::at_line;
use crate::model::{open_endpoint, open_own};
use crate::redaction::OwnRedaction;
use crate::{Places, Settings, SpeechEngine, taxonomy};

/// Less room than this is a problem: the index of some ten thousand chunks, and its copy at an upgrade.
const LEAST_ROOM_BYTES: u64 = 256 << 20;
/// A document that needs the contained converter, and what has to come out of it.
const PROBE: &str = "<html><body><h1>Probe</h1><p>the converter works</p></body></html>";
const PROBE_TEXT: &str = "the converter works";

pub(super) fn look(places: &Places, worker: &WorkerCommand) -> Vec<Finding> {
    let mut findings = vec![data_folder(&places.data), documents(&places.knowledge)];
    findings.extend(disk(&places.data));
    findings.push(model(places));
    findings.extend(labels(places));
    findings.push(converter(&places.data, worker));
    findings.push(ocr());
    findings.push(speech(places));
    findings
}

/// Nobody has to have it: what it would read says so itself.
fn ocr() -> Finding {
    let text = match aside_knowledge::ocr_program() {
        Some(program) => format!("{} reads pictures of text and scanned pages", program.display()),
        None => format!(
            "tesseract is not installed: pictures of text and scanned pages are not read. To have them read, install it ({})",
            aside_knowledge::ocr_installation()
        ),
    };
    Finding::new("ocr", Verdict::Fine, text)
}

/// Nobody has to have it, either; but what is set should be there.
fn speech(places: &Places) -> Finding {
    // What is wrong with the file is told where it is used.
    let settings = Settings::load(&places.data).unwrap_or_default().speech;
    let (verdict, text) = match crate::speech::find(&settings) {
        Ok(program) => (Verdict::Fine, format!("{} reads replies aloud", program.display())),
        Err(reason) if settings.engine == SpeechEngine::Off => (Verdict::Fine, reason),
        Err(reason) => (Verdict::Problem, reason),
    };
    Finding::new("speech", verdict, text)
}

fn data_folder(data: &Path) -> Finding {
    let probe = data.join("doctor-probe");
    let written = fs::File::create(&probe).and_then(|mut file| {
        file.write_all(&[0; 4096])?;
        file.sync_all()
    });
    // A probe that could not be written is told below.
    let _ = fs::remove_file(&probe);
    match written {
        Ok(()) => Finding::new("data folder", Verdict::Fine, data.display().to_string()),
        Err(error) => {
            let text = format!(
                "{} cannot be written: {error}. Let this user write there and make room, or name another folder with --data DIR",
                data.display()
            );
            Finding::new("data folder", Verdict::Problem, text)
        }
    }
}

fn documents(folders: &[PathBuf]) -> Finding {
    for folder in folders {
        if let Err(error) = fs::read_dir(folder) {
            let text =
                format!("{} cannot be read: {error}. Check its permissions", folder.display());
            return Finding::new("documents", Verdict::Problem, text);
        }
    }
    let names: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
    Finding::new("documents", Verdict::Fine, names.join(", "))
}

#[cfg(unix)]
fn disk(data: &Path) -> Option<Finding> {
    let system = rustix::fs::statvfs(data).ok()?;
    let free = system.f_bavail.saturating_mul(system.f_frsize);
    let text = format!("{} MB are free", free >> 20);
    Some(if free >= LEAST_ROOM_BYTES {
        Finding::new("disk", Verdict::Fine, text)
    } else {
        let text = format!(
            "{text} on the disk of {}: make room, so that {} MB are free",
            data.display(),
            LEAST_ROOM_BYTES >> 20
        );
        Finding::new("disk", Verdict::Problem, text)
    })
}

/// The system says that itself where a write fails.
#[cfg(not(unix))]
fn disk(_data: &Path) -> Option<Finding> {
    None
}

/// Loading checks the built-in files against their checksums. An endpoint that embeds is asked for a few
/// vectors.
fn model(places: &Places) -> Finding {
    let own = places.own_encoder();
    let built_in = Encoder::load(&places.built_in_encoder(), Precision::Auto);
    let redaction = Arc::new(OwnRedaction::new(places));
    // What is wrong with its files is told below.
    let endpoint = own.as_ref().and_then(|folder| open_endpoint(folder, &redaction).ok().flatten());
    if let Some(Err(error)) = endpoint.map(|endpoint| endpoint.try_out()) {
        let text = format!("{error}. Until then, words alone are searched");
        return Finding::new("model", Verdict::Problem, text);
    }
    let own = own.map(|folder| open_own(&folder, &redaction)).transpose();
    let heads = Heads::load(&places.models);
    let encoder = built_in.and(own);
    match (encoder, heads) {
        (Ok(own), Ok(_)) => {
            let mut text = "its files are whole, and so are the trained heads".to_owned();
            if let Some(own) = own {
                text.push_str(&format!("; documents are searched with {}", own.name()));
            }
            Finding::new("model", Verdict::Fine, text)
        }
        (Err(error), _) | (_, Err(error)) => {
            let text = format!("{error}. Until then, words alone are searched");
            Finding::new("model", Verdict::Problem, text)
        }
    }
}

/// The team's own labels, where it has some.
fn labels(places: &Places) -> Option<Finding> {
    Some(match taxonomy::examine(places)? {
        Ok(count) => Finding::new("labels", Verdict::Fine, format!("{count} of the team's own")),
        Err(problem) => {
            let text = format!(
                "taxonomy.toml cannot be learnt: {}{}. Mend it on the screen of labels or in an editor; until then the labels of before go on",
                problem.detail,
                at_line(&problem)
            );
            Finding::new("labels", Verdict::Problem, text)
        }
    })
}

fn converter(data: &Path, worker: &WorkerCommand) -> Finding {
    let probe = data.join("doctor-probe.html");
    let converted = fs::write(&probe, PROBE)
        .map_err(|error| format!("{} cannot be written: {error}", probe.display()))
        .and_then(|()| {
            aside_knowledge::convert_file(&probe, worker).map_err(|error| error.to_string())
        });
    // A probe that could not be written is told below.
    let _ = fs::remove_file(&probe);
    match converted {
        Ok(file) if file.markdown.contains(PROBE_TEXT) => {
            let fence = match file.fence.as_deref() {
                None | Some("none") => {
                    "limits of time and memory hold it; this system offers no fence around files and network".to_owned()
                }
                Some(fence) => format!("a fence keeps it from files and network: {fence}"),
            };
            let text = format!("it starts, and converts a page; {fence}");
            Finding::new("converter", Verdict::Fine, text)
        }
        Ok(_) => {
            let text = "it gave something else than the page says: install Aside anew";
            Finding::new("converter", Verdict::Problem, text)
        }
        Err(reason) => Finding::new(
            "converter",
            Verdict::Problem,
            format!("a page was not converted: {reason}"),
        ),
    }
}
