//! arroy's trees, for the choice between them and a scan: build time, and the time and recall of a
//! search, at one size of clustered vectors with 384 numbers.
//!
//! `cargo bench -p aside-knowledge --bench trees -- 10000`. What the scan does on the same kind of
//! vectors is measured by `aside bench knowledge`; `docs/performance.md` has both.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::num::NonZeroUsize;
use std::time::Instant;

use arroy::distances::{BinaryQuantizedCosine, Cosine};
use arroy::{Database, Distance, Reader, Writer};
use heed::{CommitOrAbort, EnvOpenOptions};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const DIMENSIONS: usize = 384;
const CLUSTERS: usize = 250;
const QUESTIONS: usize = 100;
const NEAREST: usize = 10;
/// How many candidates the trees are asked for.
const LOOKS: [usize; 4] = [1_000, 4_000, 10_000, 40_000];

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let size = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let mut lot = StdRng::seed_from_u64(1);
    let centres: Vec<Vec<f32>> = (0..CLUSTERS).map(|_| direction(&mut lot)).collect();
    let mut vector = || {
        let near = &centres[lot.random_range(0..CLUSTERS)];
        let (from, to) = (&centres[lot.random_range(0..CLUSTERS)], direction(&mut lot));
        unit(near.iter().zip(from).zip(&to).map(|((near, from), to)| near + 0.5 * (from + to)))
    };
    let rows: Vec<Vec<f32>> = (0..size).map(|_| vector()).collect();
    let questions: Vec<Vec<f32>> = (0..QUESTIONS).map(|_| vector()).collect();
    let truth: Vec<Vec<u32>> = questions.iter().map(|question| nearest(&rows, question)).collect();
    trees::<Cosine>("Cosine", &rows, &questions, &truth)?;
    trees::<BinaryQuantizedCosine>("BinaryQuantizedCosine", &rows, &questions, &truth)
}

fn trees<D: Distance>(
    name: &str,
    rows: &[Vec<f32>],
    questions: &[Vec<f32>],
    truth: &[Vec<u32>],
) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let mut options = EnvOpenOptions::new();
    options.map_size(rows.len() * 40_000 + (64 << 20)).max_dbs(1);
    // SAFETY: the folder is new and ours alone.
    let env = unsafe { options.open(folder.path()) }?;
    let mut txn = env.write_txn()?;
    let database: Database<'static, D> = env
        .create_databases_and_commit(txn, |opener, txn| {
            Ok::<_, heed::Error>(CommitOrAbort::<_, ()>::Commit(opener.create_database(txn, None)?))
        })?
        .unwrap_commit();
    txn = env.write_txn()?;
    let writer = Writer::new(database, 0, DIMENSIONS);
    for (number, row) in (0..).zip(rows) {
        writer.add_item(&mut txn, number, row)?;
    }
    let start = Instant::now();
    writer.builder(&mut StdRng::seed_from_u64(2)).build(&mut txn)?;
    txn.commit()?;
    let build = start.elapsed().as_secs_f64();
    let txn = env.read_txn()?;
    let reader = Reader::<D>::open(&txn, 0, database)?;
    let megabytes = std::fs::metadata(folder.path().join("data.mdb"))?.len() / 1_000_000;
    println!(
        "{name}: {} rows, {} trees in {build:.1} s, {megabytes} MB",
        rows.len(),
        reader.n_trees()
    );
    for looks in LOOKS {
        let (mut times, mut found) = (Vec::new(), 0);
        for (question, truth) in questions.iter().zip(truth) {
            let start = Instant::now();
            let mut query = reader.nns(NEAREST);
            if let Some(looks) = NonZeroUsize::new(looks) {
                query.search_k(looks);
            }
            let hits = query.by_vector(&txn, question)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            found += hits.iter().filter(|hit| truth.contains(&hit.0)).count();
        }
        times.sort_by(f64::total_cmp);
        let recall = found as f64 / (truth.len() * NEAREST) as f64;
        println!(
            "  {looks} candidates: recall@10 {recall:.3}, p50 {:.2} ms, p95 {:.2} ms",
            times[times.len() / 2],
            times[times.len() * 95 / 100]
        );
    }
    Ok(())
}

fn direction(lot: &mut StdRng) -> Vec<f32> {
    unit((0..DIMENSIONS).map(|_| (0..4).map(|_| lot.random_range(-1.0_f32..1.0)).sum::<f32>()))
}

fn unit(numbers: impl Iterator<Item = f32>) -> Vec<f32> {
    let row: Vec<f32> = numbers.collect();
    let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
    row.iter().map(|number| number / length).collect()
}

fn nearest(rows: &[Vec<f32>], question: &[f32]) -> Vec<u32> {
    let cosine = |row: &Vec<f32>| row.iter().zip(question).map(|(a, b)| a * b).sum::<f32>();
    let mut all: Vec<(f32, u32)> = rows.iter().map(cosine).zip(0..).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.into_iter().take(NEAREST).map(|one| one.1).collect()
}
