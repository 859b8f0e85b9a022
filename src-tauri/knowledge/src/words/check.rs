//! A look at a word index that changes nothing in it.

use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, ReloadPolicy, TantivyError, Term};

/// How many chunks are looked up by their number.
const LOOKED_UP: usize = 64;

/// What a word index holds.
#[derive(Debug, Default)]
pub(crate) struct WordsLook {
    /// The store's word generation that it was made from.
    pub(crate) generation: Option<u64>,
    /// The numbers of its chunks in rising order; one that stands there twice comes twice.
    pub(crate) chunks: Vec<u32>,
    /// Files whose content is not what was written.
    pub(crate) damaged: Vec<String>,
    /// Chunks that it holds and does not find.
    pub(crate) not_found: Vec<u32>,
}

/// Looks at the index in `folder`; `None` if there is none.
///
/// # Errors
/// It cannot be read.
pub(crate) fn look(folder: &Path) -> Result<Option<WordsLook>, TantivyError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let directory = MmapDirectory::open(folder)?;
    if !Index::exists(&directory)? {
        return Ok(None);
    }
    let index = Index::open(directory)?;
    let generation = index.load_metas()?.payload.and_then(|payload| payload.parse().ok());
    let damaged = index.validate_checksum()?;
    let mut damaged: Vec<String> = damaged.iter().map(|file| file.display().to_string()).collect();
    damaged.sort();
    let mut look = WordsLook { generation, damaged, ..WordsLook::default() };
    if !look.damaged.is_empty() {
        return Ok(Some(look));
    }
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let searcher: tantivy::Searcher = tantivy::IndexReader::searcher(&reader);
    for segment in searcher.segment_readers() {
        let numbers = segment.fast_fields().u64("chunk")?;
        let held = segment.doc_ids_alive().filter_map(|document| numbers.first(document));
        look.chunks.extend(held.filter_map(|number| u32::try_from(number).ok()));
    }
    look.chunks.sort_unstable();
    let field = index.schema().get_field("chunk")?;
    let step = look.chunks.len().div_ceil(LOOKED_UP).max(1);
    for &number in look.chunks.iter().step_by(step) {
        if searcher.doc_freq(&Term::from_field_u64(field, u64::from(number)))? == 0 {
            look.not_found.push(number);
        }
    }
    Ok(Some(look))
}
