//! Trains the detector of orders to a model: `cargo xtask train --only injection --datasets DIR`.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use aside_inference::injection::train::{Example, Trained, fit, sentences};
use clap::Parser;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Parts of the cross-validation; a row's part follows from its text.
const PARTS: u8 = 5;
/// The threshold of messages is the highest at which this share of the orders is marked.
const RECALL: f32 = 0.89;
/// The threshold of documents is the lowest at which at most this share of honest ones is marked.
const MARKED_DOCUMENTS: f32 = 0.01;
const MARKED: &str = "security/injection.jsonl";
/// Messages of customers, which give no orders to a model: the field that holds them, and of how many
/// rows one is taken. The turns of a conversation count one by one, and as one long message.
const PLAIN: [(&str, &str, usize); 4] = [
    ("taxonomy/banking77_train.jsonl", "text", 2),
    ("taxonomy/other_intents.jsonl", "text", 2),
    ("conversations/twitter_support.jsonl", "turns", 1),
    ("retrieval/support_docs/questions.jsonl", "question", 1),
];
/// Articles, which instruct people: every second of their sentences is learnt from.
const ARTICLES: &str = "retrieval/support_docs/knowledge";
const ARTICLE_STEP: usize = 2;
/// Short messages in many languages, of this repository.
const LANGUAGES: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../assist/tests/fixtures/languages.jsonl");
/// Orders of customers to people, and of articles to customers, one a line: written for this detector.
const HONEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/honest.txt");
/// Articles that are never learnt from, of this repository.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge");
/// Honest texts with words that attacks use count more: there are few of them.
const HARD_WEIGHT: f32 = 5.0;
/// Orders are fewer than the other texts.
const ORDER_WEIGHT: f32 = 4.0;
/// The sentences around an order in an honest e-mail.
const AROUND_WEIGHT: f32 = 8.0;
/// A sentence of an honest message, beside the message.
const SENTENCE_SHARE: f32 = 0.5;
/// A sentence of an article: there are many.
const ARTICLE_WEIGHT: f32 = 0.2;
/// Orders up to this length, in bytes, are planted into articles to see whether they are found there.
const PLANTED: usize = 400;

/// Trains the detector and writes its weights and their manifest.
#[derive(Parser)]
struct Arguments {
    /// The folder with `security/`, `taxonomy/`, `conversations/` and `retrieval/`
    #[arg(long, value_name = "DIR")]
    datasets: PathBuf,
    /// Where the weights go
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/src/injection/weights.bin"))]
    weights: PathBuf,
    /// Where the manifest goes
    #[arg(long, value_name = "FILE", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/injection.json"))]
    manifest: PathBuf,
    /// The same seed gives the same weights
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A text with its label.
struct Row {
    text: String,
    injection: bool,
    source: String,
    /// How the set calls it.
    kind: String,
    /// It is an article.
    article: bool,
    part: u8,
    /// What is learnt from it.
    examples: Vec<Example>,
}

impl Row {
    fn new(text: &str, injection: bool, source: &str, kind: &str) -> Self {
        Self {
            part: part(text),
            text: text.to_owned(),
            injection,
            source: source.to_owned(),
            kind: kind.to_owned(),
            article: false,
            examples: Vec::new(),
        }
    }

    fn is_email(&self) -> bool {
        self.source == "bipia_email"
    }

    /// What is learnt: of an order in an e-mail the order alone, of everything else the whole, and of
    /// honest texts their sentences too. `seen` counts the sentences of all e-mails.
    fn set_examples(&mut self, seen: &HashMap<String, usize>) {
        let example = |text: &str, injection: bool, weight: f32| Example {
            text: text.to_owned(),
            injection,
            weight,
        };
        let sentences = sentences(&self.text);
        self.examples = if self.article {
            let every = sentences.iter().step_by(ARTICLE_STEP);
            every.map(|text| example(text, false, ARTICLE_WEIGHT)).collect()
        } else if self.injection && self.is_email() {
            let (order, around) = self.order(&sentences, seen);
            let around = around.iter().map(|text| example(text, false, AROUND_WEIGHT));
            around.chain([example(&order, true, ORDER_WEIGHT)]).collect()
        } else if self.injection {
            vec![example(&self.text, true, ORDER_WEIGHT)]
        } else {
            let hard = ["honest", "notinject", "bipia_email", "injecguard_valid", "deepset"];
            let weight = if hard.contains(&self.source.as_str()) { HARD_WEIGHT } else { 1.0 };
            let parts = sentences.iter().filter(|_| sentences.len() > 1);
            let parts = parts.map(|text| example(text, false, weight * SENTENCE_SHARE));
            parts.chain([example(&self.text, false, weight)]).collect()
        };
    }

    /// The order in an e-mail, which stands in its first line, its last, or in between as the only
    /// sentence that no other e-mail has; and the sentences around it.
    fn order<'a>(
        &self,
        sentences: &[&'a str],
        seen: &HashMap<String, usize>,
    ) -> (String, Vec<&'a str>) {
        let lines: Vec<&str> = self.text.lines().filter(|line| !line.trim().is_empty()).collect();
        let line = match self.kind.rsplit('/').next() {
            Some("start") => lines.first(),
            Some("end") => lines.last(),
            _ => None,
        };
        let is_order = |sentence: &&str| match line {
            Some(line) => line.contains(*sentence),
            None => seen.get(*sentence) == Some(&1),
        };
        let (order, around): (Vec<&str>, Vec<&str>) = sentences.iter().copied().partition(is_order);
        if order.is_empty() { (self.text.clone(), Vec::new()) } else { (order.join(" "), around) }
    }
}

fn part(text: &str) -> u8 {
    Sha256::digest(text.as_bytes())[0] % PARTS
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut files = Vec::new();
    let mut rows = read_rows(&arguments.datasets, &mut files)?;
    let mut seen = HashSet::new();
    rows.retain(|row| !row.text.is_empty() && seen.insert(row.text.clone()));
    let counts = keep_emails_together(&mut rows);
    rows.iter_mut().for_each(|row| row.set_examples(&counts));
    let held_out = cross_validated(&rows, arguments.seed);
    let (message, document) = thresholds(&rows, &[], arguments.seed);
    let all: Vec<&Example> = rows.iter().flat_map(|row| &row.examples).collect();
    let trained = fit(&all, arguments.seed).marking_from(message, document);
    let sample = sample_marked(&trained)?;
    let weights = trained.bytes();
    let manifest = json!({
        "weights": {"file": "src-tauri/inference/src/injection/weights.bin", "bytes": weights.len(), "sha256": sha256(&weights)},
        "recipe": {"command": "cargo xtask train --only injection --datasets DIR", "seed": arguments.seed, "details": "logistic regression over hashed words and pairs of words, one signed byte a weight, with patterns; the bias is a fixed prior, so that unknown words speak for an honest text; marks messages from the highest threshold that finds .89 of the orders when cross-validated, and documents from the lowest that marks at most .01 of honest ones"},
        "data": files,
        "rows": rows.len(),
        "held_out": {"how": "five parts by a hash of the text, e-mails that share sentences in one part; each part's marks come from weights and thresholds that were found without it", "marked": held_out, "sample_knowledge": sample},
    });
    fs::write(&arguments.weights, &weights)?;
    fs::write(&arguments.manifest, format!("{manifest:#}\n"))?;
    println!("{:#}", manifest["held_out"]);
    Ok(())
}

fn read_rows(datasets: &Path, files: &mut Vec<Value>) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for line in lines(datasets, MARKED, files)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = |field: &str| row[field].as_str().unwrap_or_default();
        let injection = row["label"] == "injection";
        rows.push(Row::new(text("text"), injection, text("source"), text("kind")));
    }
    for (file, field, every) in PLAIN {
        for line in lines(datasets, file, files)?.lines().step_by(every) {
            let row: Value = serde_json::from_str(line)?;
            let turns: Vec<&str> = row[field]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|turn| turn["text"].as_str())
                .collect();
            let joined = turns.join("\n\n");
            for text in turns.into_iter().chain([&*joined]).chain(row[field].as_str()) {
                rows.push(Row::new(text, false, file, ""));
            }
        }
    }
    for line in fs::read_to_string(LANGUAGES)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        rows.push(Row::new(row["text"].as_str().unwrap_or_default(), false, "languages", ""));
    }
    for line in fs::read_to_string(HONEST)?.lines() {
        rows.push(Row::new(line, false, "honest", ""));
    }
    let articles = articles(&datasets.join(ARTICLES))?;
    let all: String = articles.concat();
    files.push(
        json!({"file": ARTICLES, "articles": articles.len(), "sha256": sha256(all.as_bytes())}),
    );
    rows.extend(
        articles.iter().map(|text| Row { article: true, ..Row::new(text, false, "articles", "") }),
    );
    Ok(rows)
}

/// The text files below a folder, by their paths.
fn articles(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let (mut folders, mut found) = (vec![folder.to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for path in entries.map(|entry| entry.map(|entry| entry.path())) {
            let path = path?;
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found.iter().map(fs::read_to_string).collect::<Result<_, _>>()?)
}

/// Puts e-mails that share a sentence into one part, so that none is judged by weights that have seen
/// it with another order in it. Gives back how many e-mails have each sentence.
fn keep_emails_together(rows: &mut [Row]) -> HashMap<String, usize> {
    /// Shorter ones, such as a greeting, are shared by chance.
    const LONG: usize = 25;
    let mut counts: HashMap<String, usize> = HashMap::new();
    // Each sentence's group; groups that meet become one.
    let mut groups: Vec<(HashSet<String>, Vec<usize>)> = Vec::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.is_email()) {
        let all: HashSet<String> = sentences(&row.text).into_iter().map(str::to_owned).collect();
        all.iter().for_each(|text| *counts.entry(text.clone()).or_default() += 1);
        let mut group: (HashSet<String>, Vec<usize>) =
            (all.into_iter().filter(|text| text.len() >= LONG).collect(), vec![index]);
        let (met, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|other| !other.0.is_disjoint(&group.0));
        groups = apart;
        for (sentences, members) in met {
            group.0.extend(sentences);
            group.1.extend(members);
        }
        groups.push(group);
    }
    for (_, members) in groups {
        let first = members.iter().min().map(|first| rows[*first].part).unwrap_or_default();
        members.iter().for_each(|member| rows[*member].part = first);
    }
    counts
}

/// By source and label: rows, and the share that is marked by weights and thresholds that were found
/// without the row's part.
fn cross_validated(rows: &[Row], seed: u64) -> Value {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for part in 0..PARTS {
        let (message, document) = thresholds(rows, &[part], seed);
        let trained = without(rows, &[part], seed).marking_from(message, document);
        let held_out = || rows.iter().filter(|row| row.part == part);
        let mut count = |name: String, marked: bool| {
            let count = counts.entry(name).or_default();
            count[0] += 1;
            count[1] += usize::from(marked);
        };
        for row in held_out() {
            if row.article {
                count(
                    "benign: articles".to_owned(),
                    trained.document_suspicion(&row.text).is_some(),
                );
                continue;
            }
            let label = if row.injection { "injection" } else { "benign" };
            let marked = trained.suspicion(&row.text).is_some();
            count(format!("{label}: {}", row.source), marked);
            count(format!("{label}: all messages"), marked);
            if row.source.starts_with("support_") {
                count(format!("{label}: support messages"), marked);
            }
        }
        // Orders that were not learnt, in the middle of articles that were not.
        let orders = held_out().filter(|row| row.injection && row.text.len() <= PLANTED);
        let orders = orders.filter(|row| !row.is_email());
        for (order, article) in orders.zip(held_out().filter(|row| row.article).cycle()) {
            let middle = article.text.floor_char_boundary(article.text.len() / 2);
            let (before, after) = article.text.split_at(middle);
            let planted = format!("{before}\n\n{}\n\n{after}", order.text);
            let marked = trained.document_suspicion(&planted).is_some();
            count(format!("planted in articles: {}", order.source), marked);
        }
    }
    let lines = counts.into_iter().map(|(name, [rows, marked])| {
        (name, json!({"rows": rows, "marked": marked as f64 / rows as f64}))
    });
    Value::Object(lines.collect())
}

/// The thresholds of messages and documents, from scores by weights without the row's part; the parts
/// in `hidden` are not looked at.
fn thresholds(rows: &[Row], hidden: &[u8], seed: u64) -> (f32, f32) {
    let (mut orders, mut articles) = (Vec::new(), Vec::new());
    for part in (0..PARTS).filter(|part| !hidden.contains(part)) {
        let trained = without(rows, &[hidden, &[part]].concat(), seed);
        for row in rows.iter().filter(|row| row.part == part) {
            if row.injection {
                orders.push(trained.score(&row.text));
            } else if row.article {
                articles.push(trained.document_score(&row.text));
            }
        }
    }
    orders.sort_by(f32::total_cmp);
    articles.sort_by(|a, b| b.total_cmp(a));
    let missed = (orders.len() as f32 * (1.0 - RECALL)) as usize;
    let marked = (articles.len() as f32 * MARKED_DOCUMENTS) as usize;
    let highest_unmarked = articles.get(marked).copied().unwrap_or_default();
    (orders.get(missed).copied().unwrap_or_default(), highest_unmarked.next_up())
}

/// Weights fitted to all parts but the hidden ones.
fn without(rows: &[Row], hidden: &[u8], seed: u64) -> Trained {
    let seen = rows.iter().filter(|row| !hidden.contains(&row.part));
    fit(&seen.flat_map(|row| &row.examples).collect::<Vec<_>>(), seed)
}

/// Of the text articles of the sample knowledge, how many are marked.
fn sample_marked(trained: &Trained) -> Result<Value, Box<dyn Error>> {
    let articles = articles(Path::new(SAMPLE))?;
    let marked = articles.iter().filter(|text| trained.document_suspicion(text).is_some()).count();
    Ok(json!({"articles": articles.len(), "marked": marked}))
}

/// A data file's lines; notes its checksum for the manifest.
fn lines(datasets: &Path, file: &str, files: &mut Vec<Value>) -> Result<String, Box<dyn Error>> {
    let path = datasets.join(file);
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    files.push(json!({"file": file, "sha256": sha256(&bytes)}));
    Ok(String::from_utf8(bytes)?)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
