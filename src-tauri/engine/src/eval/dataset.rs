//! Reading datasets: JSON Lines, plain or gzip.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;

use crate::EngineError;

/// Every row of a file. A name that ends in `.gz` is unpacked.
///
/// # Errors
/// [`EngineError::Dataset`] names the file, the line and what is wrong with it.
pub(crate) fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, EngineError> {
    let failed = |line: usize, reason: String| EngineError::Dataset {
        path: path.to_path_buf(),
        line,
        reason,
    };
    let file = File::open(path).map_err(|error| failed(0, format!("cannot be opened: {error}")))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|ext| ext == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut rows = Vec::new();
    for (index, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(|error| failed(index + 1, format!("cannot be read: {error}")))?;
        if line.trim().is_empty() {
            continue;
        }
        rows.push(
            serde_json::from_str(&line).map_err(|error| failed(index + 1, error.to_string()))?,
        );
    }
    if rows.is_empty() {
        return Err(failed(0, "holds no rows".to_owned()));
    }
    Ok(rows)
}
