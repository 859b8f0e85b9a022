//! Log files: one that grows, and those that are full beside it.
//!
//! A log never takes the program down. Where the file cannot be written, because the disk is full or the folder
//! is gone, lines go to standard error, and the file is tried again after a while.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tracing_subscriber::fmt::MakeWriter;

/// How long a file that cannot be written is left alone.
const RETRY: Duration = Duration::from_secs(30);

/// The log of one process. A line is written whole or not at all.
#[derive(Clone)]
pub(super) struct LogFile(Arc<Mutex<State>>);

struct State {
    path: PathBuf,
    /// Bytes from which on a new file begins.
    most: u64,
    /// How many full files are kept.
    kept: u32,
    open: Option<(File, u64)>,
    /// When it could not be written.
    failed: Option<Instant>,
}

impl LogFile {
    /// Appends to `path` until it has `most` bytes; `kept` full files stay beside it.
    pub(super) fn new(path: PathBuf, most: u64, kept: u32) -> Self {
        Self(Arc::new(Mutex::new(State { path, most, kept, open: None, failed: None })))
    }
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for LogFile {
    /// Takes a line, which comes in one piece.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().put(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl State {
    fn put(&mut self, line: &[u8]) {
        let rests = self.failed.is_some_and(|failed| failed.elapsed() < RETRY);
        if !rests {
            match self.append(line) {
                Ok(()) => {
                    self.failed = None;
                    return;
                }
                Err(error) => {
                    self.open = None;
                    self.failed = Some(Instant::now());
                    let file = self.path.display();
                    // Nobody may read standard error either.
                    let _ = writeln!(
                        io::stderr(),
                        "aside: the log file {file} cannot be written: {error}. The log goes on here; the file is tried again every {} s",
                        RETRY.as_secs()
                    );
                }
            }
        }
        let _ = io::stderr().write_all(line);
    }

    fn append(&mut self, line: &[u8]) -> io::Result<()> {
        let length = line.len() as u64;
        let (mut file, mut size) = match self.open.take() {
            Some(open) => open,
            None => {
                let file = open(&self.path)?;
                let size = file.metadata()?.len();
                (file, size)
            }
        };
        if size > 0 && size + length > self.most {
            drop(file);
            self.turn()?;
            (file, size) = (open(&self.path)?, 0);
        }
        if let Err(error) = file.write_all(line) {
            // No half line is left for those who read one object a line.
            let _ = file.set_len(size);
            return Err(error);
        }
        self.open = Some((file, size + length));
        Ok(())
    }

    /// Makes place for a new file.
    fn turn(&self) -> io::Result<()> {
        let numbered = |number: u32| -> PathBuf {
            let mut name = self.path.clone().into_os_string();
            name.push(format!(".{number}"));
            name.into()
        };
        if self.kept == 0 {
            return removed(&self.path);
        }
        removed(&numbered(self.kept))?;
        for number in (1..self.kept).rev() {
            moved(&numbered(number), &numbered(number + 1))?;
        }
        moved(&self.path, &numbered(1))
    }
}

/// Opens it for this user alone, with its folder where that is missing.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn removed(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn moved(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &Path, name: &str) -> Option<String> {
        fs::read_to_string(folder.join(name)).ok()
    }

    #[test]
    fn full_files_move_on_and_the_oldest_goes() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("logs");
        let log = |lines: &[&str]| {
            // Each run goes on where the one before ended.
            let mut file = LogFile::new(folder.join("aside.log"), 11, 2);
            lines.iter().for_each(|line| file.write_all(line.as_bytes()).unwrap());
        };
        log(&["one\n", "two\n"]);
        log(&["three\n", "four\n", "five is longer than a file\n", "six\n"]);
        assert_eq!(read(&folder, "aside.log").as_deref(), Some("six\n"));
        assert_eq!(read(&folder, "aside.log.1").as_deref(), Some("five is longer than a file\n"));
        assert_eq!(read(&folder, "aside.log.2").as_deref(), Some("three\nfour\n"));
        assert_eq!(read(&folder, "aside.log.3"), None);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_no_failure() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        // Below a file there is no folder.
        let mut log = LogFile::new(file.join("aside.log"), 10, 2);
        for _ in 0..3 {
            log.write_all(b"one\n").unwrap();
        }
        #[cfg(target_os = "linux")]
        LogFile::new("/dev/full".into(), 10, 0).write_all(b"one\n").unwrap();
    }
}
