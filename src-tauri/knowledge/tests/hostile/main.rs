//! A folder of hostile files beside good ones, through a real knowledge base: each ends as indexed or
//! as failed with a reason, the good ones are found, and nothing outside is touched.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod files;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use aside_knowledge::convert_file;
use files::{Bait, Hostile};
use support::*;

/// A word that stands in the bait only.
const SECRET: &str = "zyxwvutsecret";
/// What the engine may take for reading hostile files: two at a time, each with its bytes, its text
/// and its passages.
const MAX_RESIDENT_BYTES: u64 = 1 << 30;

/// The bait with what keeps it.
struct Trap {
    bait: Bait,
    listener: TcpListener,
    _outside: tempfile::TempDir,
}

impl Trap {
    fn new() -> Self {
        let outside = tempfile::tempdir().unwrap();
        let secret = outside.path().join("secret.txt");
        std::fs::write(&secret, SECRET).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let bait = Bait { secret, nothing: outside.path().join("nothing.md"), port };
        Self { bait, listener, _outside: outside }
    }

    fn assert_untouched(&self) {
        assert_eq!(std::fs::read_to_string(&self.bait.secret).unwrap(), SECRET);
        for place in [self.bait.nothing.as_path(), Path::new("/tmp/aside-escaped.md")] {
            assert!(!place.exists(), "{} was written", place.display());
        }
        assert!(!Path::new("escaped").exists() && !Path::new("escaped.md").exists());
        assert!(self.listener.accept().is_err(), "somebody called the listener");
    }
}

fn write(folder: &Path, file: &Hostile) {
    let mut out = std::fs::File::create(folder.join(&file.name)).unwrap();
    for _ in 0..file.repeated {
        out.write_all(&file.content).unwrap();
    }
}

/// Names, sizes and times of everything below a folder.
fn listing(folder: &Path) -> BTreeMap<String, (u64, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            let data = entry.metadata().unwrap();
            if data.is_dir() {
                folders.push(entry.path());
            }
            let name = entry.path().display().to_string();
            found.insert(name, (data.len(), data.modified().unwrap()));
        }
    }
    found
}

/// The most bytes of this process that were in memory at once; 0 where the system does not say.
fn peak_resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().map_or(0, |kilobytes| kilobytes.parse::<u64>().unwrap() << 10)
}

#[test]
fn hostile_files_end_with_a_reason_and_hurt_nobody() {
    let trap = Trap::new();
    let desk = Desk::new();
    let mut fixtures = Vec::new();
    for entry in std::fs::read_dir(support::fixtures()).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && convert_file(&entry.path(), &worker()).is_ok() {
            desk.copy(&name, &format!("good/{name}"));
            fixtures.push(name);
        }
    }
    assert!(fixtures.len() >= 4, "{fixtures:?}");
    desk.write("good/fruit.md", "# Fruit\n\nApples and pears.\n");
    std::fs::create_dir_all(desk.place("hostile")).unwrap();
    let mut names = Vec::new();
    for file in files::all(&trap.bait).into_iter().filter(|file| !file.slow) {
        write(&desk.place("hostile"), &file);
        names.push(file.name);
    }
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "two have one name");
    let before = listing(desk.folder.path());
    // What was needed to make the files does not count.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let resident = peak_resident();

    let knowledge = desk.open();
    knowledge.scan().unwrap();
    assert!(knowledge.wait_until_indexed(PATIENCE * 2), "{:?}", knowledge.status().indexing);

    let grown = peak_resident().saturating_sub(resident);
    assert!(grown < MAX_RESIDENT_BYTES, "the engine grew by {} MB", grown >> 20);
    let status = knowledge.status();
    assert_eq!(status.pending, 0);
    let failed: HashSet<&str> =
        status.failures.iter().map(|failure| failure.path.as_str()).collect();
    assert!(status.failures.iter().all(|failure| failure.reason.len() > 20), "{status:?}");
    let dump = knowledge.dump().unwrap();
    let (taken, left): (Vec<_>, Vec<_>) = names.iter().partition(|name| {
        let path = format!("hostile/{name}");
        let indexed = knowledge.document(&path).unwrap().is_some();
        indexed || failed.contains(path.as_str()) || dump.contains(&format!("\n  {path}#"))
    });
    // The rest has names that no converter takes, so that nobody looked into them.
    let known = (status.files as usize) + failed.len() - fixtures.len() - 1;
    assert_eq!(taken.len(), known, "without a state: {left:?}");
    assert!(taken.len() >= 100, "only {} of {} were looked at", taken.len(), names.len());

    assert_eq!(documents(&knowledge, "pears"), ["good/fruit.md"]);
    for name in &fixtures {
        let path = format!("good/{name}");
        let found =
            knowledge.document(&path).unwrap().is_some() || dump.contains(&format!("\n  {path}#"));
        assert!(found, "{path} is not found: {:?}", status.failures);
    }
    let odd_names: Vec<&String> = names
        .iter()
        .filter(|name| {
            knowledge
                .document(&format!("hostile/{name}"))
                .unwrap()
                .is_some_and(|page| page.title == files::ODD)
        })
        .collect();
    assert_eq!(odd_names.len(), files::odd_names().len(), "{odd_names:?}");
    assert!(documents(&knowledge, SECRET).is_empty(), "the bait was read");
    trap.assert_untouched();
    assert_eq!(listing(desk.folder.path()), before, "nothing is written into the folder");

    knowledge.close();
    drop(knowledge);
    let knowledge = desk.open();
    // What a busy machine did not get done, or no program was there to recognise, is no fault of the file.
    let again = ["is tried again", "then start Aside anew"];
    let blameless = |reason: &str| again.iter().any(|words| reason.contains(words));
    let waiting = status.failures.iter().filter(|failure| blameless(&failure.reason));
    assert_eq!(
        knowledge.scan().unwrap().queued,
        waiting.count() as u64,
        "nothing else is tried again"
    );
}

/// Longer files are too slow to be changed a thousand times a second.
const MAX_SEED_BYTES: u64 = 64 << 10;

#[test]
#[ignore = "minutes long: each hostile file alone, the slow ones too; prints a table"]
#[allow(clippy::print_stdout, reason = "a measurement is read by a person")]
fn every_hostile_file_alone_with_its_time() {
    let trap = Trap::new();
    let folder = tempfile::tempdir().unwrap();
    let mut longest = (Duration::ZERO, String::new());
    let mut ends = BTreeMap::<String, usize>::new();
    let only = std::env::var("ASIDE_TEST_HOSTILE").unwrap_or_default();
    // Small ones are the seeds of the fuzz targets.
    let seeds = std::env::var_os("ASIDE_TEST_SEEDS").map(std::path::PathBuf::from);
    for (number, file) in
        files::all(&trap.bait).iter().filter(|file| file.name.contains(&only)).enumerate()
    {
        write(folder.path(), file);
        let place = folder.path().join(&file.name);
        if let Some(seeds) = &seeds
            && std::fs::metadata(&place).unwrap().len() <= MAX_SEED_BYTES
        {
            let ending = place.extension().unwrap_or_default();
            let folder = seeds.join(ending);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::copy(&place, folder.join(format!("hostile-{number}"))).unwrap();
        }
        let begun = Instant::now();
        let converted = convert_file(&place, &worker());
        let took = begun.elapsed();
        let end = match &converted {
            Ok(file) => format!("{} bytes of text {:?}", file.markdown.len(), file.left_out),
            Err(error) => error.to_string(),
        };
        println!("{:>8.2} s  {:?}: {end}", took.as_secs_f64(), file.name);
        let kind = match &converted {
            Ok(_) => "converted".to_owned(),
            Err(error) => format!("{error:?}").split(['(', ' ', '{']).next().unwrap().to_owned(),
        };
        *ends.entry(kind).or_default() += 1;
        longest = longest.max((took, file.name.clone()));
        std::fs::remove_file(place).unwrap();
    }
    trap.assert_untouched();
    println!("{ends:?}; the longest: {:.1} s, {:?}", longest.0.as_secs_f64(), longest.1);
}
