//! Reads queued files, converts them, and cuts them into chunks, on threads of its own.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aside_contract::Visibility;
use aside_inference::InferenceQueue;
use aside_inference::injection::document_suspicion;
use crossbeam_channel::Sender;

use crate::board::{Board, Job};
use crate::chunk;
use crate::convert::{
    CONVERTER_VERSION, Content, Conversion, ConvertError, Converted, LeftOut, MAX_FILE_BYTES,
    Pictures, Pool, convert_content, read_bounded,
};
use crate::memory::{Ahead, Held};
use crate::path::{extension, first_folder, in_internal_folder, spoken_name};
use crate::record::{Mark, PreparedChunk, PreparedDocument, input};
use crate::roots::Roots;
use crate::scan::{millis, modified, status_changed};
use crate::store::Store;
use crate::subject;
use crate::writer::Order;

/// A file that changed less than this ago may still be being written.
const SETTLE: Duration = Duration::from_millis(120);
/// Where times of change are whole seconds, a change this soon after another one may not show.
const COARSE: Duration = Duration::from_secs(2);
/// A file that is written without pause is read all the same after this many delays.
const MAX_DELAYS: u32 = 25;

/// What one file may make of this process: lines and passages in all its documents. 100,000 passages
/// are some 60 MB of prose.
const MAX_LINES: usize = 2_000_000;
const MAX_PASSAGES: usize = 100_000;
/// The longest title, category, tag or article id in characters, and the most tags.
const MAX_TITLE_CHARS: usize = 300;
const MAX_TAGS: usize = 100;

/// What became of reading one file.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) path: String,
    /// The file's size and times of change as it was read; see `FileRecord`.
    pub(crate) size: u64,
    pub(crate) modified: i64,
    pub(crate) touched: i64,
    /// BLAKE3 of its content, in hexadecimal; empty if it could not be read.
    pub(crate) hash: String,
    pub(crate) outcome: Outcome,
    /// What it weighs in memory.
    pub(crate) held: Held,
}

/// See [`Reading`].
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It is not there any more.
    Gone,
    /// It has the content that its documents were made of.
    Unchanged,
    /// It could not be read.
    Failed(ConvertError),
    /// Its documents, and what of it could not be read. Where it has pictures of text, these are still to
    /// be recognised, and there may be no document yet.
    Documents { documents: Vec<PreparedDocument>, left_out: Vec<LeftOut>, has_pictures: bool },
}

/// What a reading thread needs.
pub(crate) struct Reader {
    pub(crate) roots: Arc<Roots>,
    pub(crate) store: Arc<Store>,
    pub(crate) board: Arc<Board>,
    pub(crate) workers: Arc<Pool>,
    pub(crate) orders: Sender<Order>,
    pub(crate) ahead: Arc<Ahead>,
    /// Whose live work goes first.
    pub(crate) queue: Option<InferenceQueue>,
}

impl Reader {
    /// Reads files until it is over. Pictures of text are left to [`Reader::recognise`].
    pub(crate) fn run(&self) {
        aside_inference::lower_priority();
        while let Some(job) = self.board.next() {
            self.queue.iter().for_each(InferenceQueue::make_way);
            if let Some(reading) = self.read(job, Pictures::Later)
                && self.orders.send(Order::Store(Box::new(reading))).is_err()
            {
                return;
            }
        }
    }

    /// Reads the files with pictures of text, until it is over: a thread of its own, so that no text
    /// waits behind a picture.
    pub(crate) fn recognise(&self) {
        aside_inference::lower_priority();
        while let Some(job) = self.board.next_pictured() {
            let again = job.clone();
            let cancelled = || self.board.is_unwanted(&again.path);
            let reading = self.read(job, Pictures::Recognise(&cancelled));
            if cancelled() {
                self.board.put_back(again);
                continue;
            }
            if let Some(reading) = reading
                && self.orders.send(Order::Store(Box::new(reading))).is_err()
            {
                return;
            }
        }
    }

    /// Reads one file; `None` if it was put off.
    fn read(&self, job: Job, pictures: Pictures<'_>) -> Option<Reading> {
        // A link may have been turned to the outside since it was sighted, so it is the real place
        // that is read.
        let place = match std::fs::canonicalize(self.roots.place_of(&job.path)) {
            Ok(place) if self.roots.hold(&place) => place,
            Ok(_) => return Some(Reading::new(job.path, Outcome::Gone)),
            Err(error) => return Some(gone_or_unreadable(job, &error)),
        };
        let before = match std::fs::symlink_metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) => return Some(gone_or_unreadable(job, &error)),
        };
        if !before.is_file() {
            return Some(Reading::new(job.path, Outcome::Gone));
        }
        let may_wait = job.delays < MAX_DELAYS;
        let age = age(modified(&before));
        if may_wait && age.is_some_and(|age| age < SETTLE) {
            self.board.delay(job, SETTLE);
            return None;
        }
        let coarse = modified(&before) % 1_000_000_000 == 0 && age.is_none_or(|age| age < COARSE);
        let reading = Reading {
            size: before.len(),
            modified: modified(&before),
            // Not known for sure, so the next walk looks at the content again.
            touched: if coarse { 0 } else { status_changed(&before) },
            ..Reading::new(job.path.clone(), Outcome::Gone)
        };
        let bytes = usize::try_from(before.len().min(MAX_FILE_BYTES)).unwrap_or(usize::MAX);
        let mut held = self.ahead.wait(bytes, &self.board);
        let content = match read_bounded(&place) {
            Ok(content) => content,
            Err(error) => return Some(Reading { outcome: Outcome::Failed(error), ..reading }),
        };
        let after = std::fs::symlink_metadata(&place).ok();
        let same = |after: &std::fs::Metadata| {
            after.len() == before.len() && modified(after) == modified(&before)
        };
        if may_wait && !after.as_ref().is_some_and(same) {
            self.board.delay(job, SETTLE);
            return None;
        }
        // Of a file that is read in part, what follows makes no difference.
        let hash = blake3::hash(&content.bytes).to_hex().to_string();
        let outcome = self.outcome(&job.path, modified(&before), &content, &hash, pictures);
        drop(content);
        held.turn_into(match &outcome {
            Outcome::Documents { documents, .. } => {
                documents.iter().map(PreparedDocument::bytes).sum()
            }
            _ => 0,
        });
        Some(Reading { hash, outcome, held, ..reading })
    }

    fn outcome(
        &self,
        path: &str,
        modified: i64,
        content: &Content,
        hash: &str,
        pictures: Pictures<'_>,
    ) -> Outcome {
        let record = self.store.read(|snapshot| snapshot.file(path)).ok().flatten();
        let known = |record: &crate::record::FileRecord| {
            record.hash == hash
                && record.version == CONVERTER_VERSION
                && !record.documents.is_empty()
        };
        if record.as_ref().is_some_and(known) {
            return Outcome::Unchanged;
        }
        if let Ok(Some(error)) = self.store.read(|snapshot| snapshot.quarantined(hash)) {
            return Outcome::Failed(error);
        }
        let file_name = path.rsplit('/').next().unwrap_or(path);
        match convert_content(content, file_name, &self.workers, pictures) {
            Ok(Conversion { documents, mut left_out, has_pictures }) => {
                let documents = match prepare_all(path, modified, documents) {
                    Ok((documents, rest)) => {
                        left_out.extend(rest);
                        documents
                    }
                    Err(error) => return Outcome::Failed(error),
                };
                if !has_pictures && documents.iter().all(|document| document.chunks.is_empty()) {
                    return Outcome::Failed(ConvertError::NoText(
                        "write something into it, or leave it out".to_owned(),
                    ));
                }
                Outcome::Documents { documents, left_out, has_pictures }
            }
            Err(error) => Outcome::Failed(error),
        }
    }
}

fn gone_or_unreadable(job: Job, error: &std::io::Error) -> Reading {
    if error.kind() == std::io::ErrorKind::NotFound || is_below_file(error) {
        Reading::new(job.path, Outcome::Gone)
    } else {
        Reading::new(job.path, Outcome::Failed(ConvertError::Unreadable(error.to_string())))
    }
}

/// A folder of the path became a file, so nothing is below it.
fn is_below_file(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotADirectory
}

impl Reading {
    fn new(path: String, outcome: Outcome) -> Self {
        let held = Held::default();
        Self { path, size: 0, modified: 0, touched: 0, hash: String::new(), outcome, held }
    }
}

/// How long ago `modified` (nanoseconds since 1970) was; `None` in the future.
fn age(modified: i64) -> Option<Duration> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    now.checked_sub(Duration::from_nanos(u64::try_from(modified).ok()?))
}

/// Documents with their titles, categories and chunks. Articles of a file that share an id are passages
/// of one: each gets its place among them added, `id-p00` and on.
///
/// `modified` is the file's time of change, in nanoseconds since 1970. Of a file that would take more
/// of this process than one file may, the first documents are taken, and the rest is said; it is
/// [`ConvertError::OverLimit`] if the first alone is too much.
fn prepare_all(
    path: &str,
    modified: i64,
    mut documents: Vec<Converted>,
) -> Result<(Vec<PreparedDocument>, Option<LeftOut>), ConvertError> {
    let count = documents.len();
    documents.iter_mut().for_each(bound);
    let ids = ids(path, &documents);
    let subjects = subjects(&documents);
    let (mut lines, mut passages) = (0, 0);
    let mut prepared = Vec::with_capacity(count);
    for ((id, subject), document) in ids.into_iter().zip(subjects).zip(documents) {
        lines += line_count(&document.markdown);
        if lines > MAX_LINES {
            return cut_off(prepared, count, &format!("{MAX_LINES} lines"));
        }
        let document = PreparedDocument { subject, ..prepare(path, modified, id, document) };
        passages += document.chunks.len();
        if passages > MAX_PASSAGES {
            return cut_off(prepared, count, &format!("{MAX_PASSAGES} passages"));
        }
        prepared.push(document);
    }
    Ok((prepared, None))
}

/// The documents up to a limit, and what is said of those after it.
fn cut_off(
    prepared: Vec<PreparedDocument>,
    count: usize,
    limit: &str,
) -> Result<(Vec<PreparedDocument>, Option<LeftOut>), ConvertError> {
    if prepared.is_empty() {
        return Err(ConvertError::OverLimit(format!("more than {limit}: split it")));
    }
    let reason = format!(
        "the first {} of its {count} parts are as much as one file may have ({limit}): split it",
        prepared.len()
    );
    Ok((prepared, Some(LeftOut { member: String::new(), reason, cause: None })))
}

/// An id for each of a file's documents, each different.
fn ids(path: &str, documents: &[Converted]) -> Vec<String> {
    let mut articles: HashMap<Option<&str>, usize> = HashMap::new();
    for document in documents {
        *articles.entry(document.article.as_deref()).or_default() += 1;
    }
    let mut places: HashMap<Option<&str>, usize> = HashMap::new();
    let mut used: HashSet<String> = HashSet::new();
    let mut ids = Vec::with_capacity(documents.len());
    for document in documents {
        let article = document.article.as_deref();
        let place = places.entry(article).or_default();
        let mut id = match article {
            None => path.to_owned(),
            Some(article) => format!("{path}#{article}"),
        };
        if articles[&article] > 1 {
            id.push_str(&format!("-p{place:02}"));
        }
        *place += 1;
        // Another article may have just this id of its own.
        while !used.insert(id.clone()) {
            id.push('+');
        }
        ids.push(id);
    }
    ids
}

/// What each of a file's articles is about, as its title says in front; empty for none.
fn subjects(documents: &[Converted]) -> Vec<String> {
    let title = |document: &Converted| {
        document.article.as_ref().and(document.meta.title.clone()).unwrap_or_default()
    };
    subject::subjects(&documents.iter().map(title).collect::<Vec<_>>())
}

fn line_count(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

/// Cuts what stands beside every passage of a document to a length that a person would write.
fn bound(document: &mut Converted) {
    let clip = |text: &mut String, longest: usize| {
        if let Some((end, _)) = text.char_indices().nth(longest) {
            text.truncate(end);
        }
    };
    let Converted { article, meta, .. } = document;
    for text in [&mut meta.title, &mut meta.category].into_iter().flatten() {
        clip(text, MAX_TITLE_CHARS);
    }
    meta.tags.truncate(MAX_TAGS);
    meta.tags.iter_mut().for_each(|tag| clip(tag, MAX_TITLE_CHARS));
    if let Some(article) = article {
        // Two long ids that begin alike stay two.
        let whole = blake3::hash(article.as_bytes()).to_hex();
        let before = article.len();
        clip(article, MAX_TITLE_CHARS);
        if article.len() < before {
            article.push_str(&whole[..16]);
        }
    }
}

fn prepare(path: &str, modified: i64, id: String, document: Converted) -> PreparedDocument {
    // An article of a collection has no file or heading of its own that says what it is about. Files
    // have, and are found a little worse with a category in front (sample: hit@1 .704 against .728).
    let own_category = document.meta.category.clone().filter(|_| document.article.is_some());
    let own_title = document.meta.title.or_else(|| chunk::first_heading(&document.markdown));
    let title = own_title.clone().or(document.article).unwrap_or_else(|| spoken_name(path));
    let category = document.meta.category.unwrap_or_else(|| first_folder(path));
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut chunks = Vec::new();
    for cut in chunk::chunks(&document.markdown, &title, &document.pages) {
        let text = &document.markdown[cut.span];
        // A title that is only the file's name is not embedded, so that renaming a file costs nothing.
        let input = input(own_category.as_deref(), own_title.as_deref(), &cut.section, text);
        let repeats = seen.entry(input.clone()).or_default();
        let chunk_id = chunk_id(&id, &cut.section, text, *repeats);
        *repeats += 1;
        chunks.push(PreparedChunk {
            id: chunk_id,
            section: cut.section,
            page: cut.page,
            text: text.to_owned(),
            input,
        });
    }
    let mark = mark(&title, &document.markdown, &document.hidden.text);
    let visibility =
        if in_internal_folder(path) { Visibility::Internal } else { document.meta.visibility };
    PreparedDocument {
        id,
        title,
        subject: String::new(),
        category,
        tags: document.meta.tags,
        updated: document.meta.updated.unwrap_or_else(|| millis(modified)),
        visibility,
        file: path.to_owned(),
        format: extension(path),
        hidden: document.hidden.pieces,
        mark,
        chunks,
    }
}

/// Looks through all that a document says, hidden text too, for orders to a language model.
fn mark(title: &str, text: &str, hidden: &str) -> Option<Mark> {
    let found = document_suspicion(text, hidden).or_else(|| document_suspicion(title, ""));
    found.map(|suspicion| {
        let mut hasher = blake3::Hasher::new();
        for part in [title, text, hidden] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Mark { suspicion, content: hasher.finalize().to_hex().to_string() }
    })
}

/// Names a passage by where it stands and what it says, so that the name stays while both do.
fn chunk_id(document: &str, section: &str, text: &str, repeats: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [document.as_bytes(), section.as_bytes(), text.as_bytes(), &repeats.to_le_bytes()] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..24].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front_matter::Meta;

    fn converted(markdown: &str) -> Converted {
        Converted { markdown: markdown.into(), ..Converted::default() }
    }

    #[test]
    fn titles_and_categories_come_from_the_text_before_the_path() {
        let title = |path: &str, document| {
            let mut all = prepare_all(path, 0, vec![document]).unwrap().0;
            let first = all.remove(0);
            (first.title, first.category)
        };
        assert_eq!(
            title("Billing/gift-cards.txt", converted("Words.")),
            ("gift cards".into(), "billing".into())
        );
        assert_eq!(title("x.md", converted("# Gift\n\nWords.")), ("Gift".into(), String::new()));
        let meta =
            Meta { title: Some("T".into()), category: Some("orders".into()), ..Meta::default() };
        assert_eq!(
            title("billing/x.md", Converted { meta, ..converted("# Gift\n\nWords.") }),
            ("T".into(), "orders".into())
        );
    }

    #[test]
    fn chunk_ids_stay_when_other_passages_change() {
        let ids = |markdown: &str| {
            let chunks =
                prepare_all("a.md", 0, vec![converted(markdown)]).unwrap().0.remove(0).chunks;
            chunks.into_iter().map(|chunk| chunk.id).collect::<Vec<_>>()
        };
        let before = ids("# T\n\n## A\nsame\n\n## B\nold");
        let after = ids("# T\n\n## New\nfirst\n\n## A\nsame\n\n## B\nnew");
        assert_eq!(before[0], after[1]);
        assert!(!after.contains(&before[1]));
    }

    #[test]
    fn the_same_passage_twice_has_two_ids() {
        let chunks = prepare_all("a.md", 0, vec![converted("## A\nsame\n\n## A\nsame")])
            .unwrap()
            .0
            .remove(0)
            .chunks;
        assert_ne!(chunks[0].id, chunks[1].id);
        assert_eq!(chunks[0].input, chunks[1].input);
    }

    #[test]
    fn what_stands_beside_every_passage_is_bounded() {
        let long = "long ".repeat(100_000);
        let meta =
            Meta { title: Some(long.clone()), tags: vec![long.clone(); 1_000], ..Meta::default() };
        let article = |end: &str| Converted {
            article: Some(format!("{long}{end}")),
            meta: meta.clone(),
            ..converted(&format!("# {long}\n\n{}", "words\n\n## More\n\n".repeat(50)))
        };
        let documents = prepare_all("a.json", 0, vec![article("a"), article("b")]).unwrap().0;
        assert_ne!(documents[0].id, documents[1].id);
        for document in documents {
            assert!(document.id.len() < 400 && document.title.len() < 400);
            assert!(document.tags.iter().map(String::len).sum::<usize>() < 40_000);
            for chunk in document.chunks.iter().skip(1) {
                assert!(chunk.section.len() < 1_000 && chunk.input.len() < 8_000, "{chunk:?}");
            }
        }
        let blank = converted(&"\n".repeat(MAX_LINES + 1));
        let alone = prepare_all("a.txt", 0, vec![blank.clone()]);
        assert!(matches!(alone, Err(ConvertError::OverLimit(_))));
        let (documents, rest) = prepare_all("a.txt", 0, vec![converted("Words."), blank]).unwrap();
        assert_eq!((documents.len(), rest.unwrap().member.as_str()), (1, ""));
    }
}
