//! Measures the desk on this machine's disk: `cargo run --release -p aside-desk --example throughput`.
#![expect(clippy::print_stdout, reason = "a measurement for the one who started it")]

use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use aside_contract::{Channel, IncomingMessage};
use aside_desk::Desk;

const TEXT: &str = "Hello, since yesterday my router shows a red light and the connection drops every few minutes. \
    I have restarted it twice already. What else can I do?";

fn message(customer: &str, channel: Channel) -> Result<IncomingMessage, Box<dyn Error>> {
    Ok(IncomingMessage::new(customer, channel, TEXT, None)?)
}

/// Receives `each` messages from each of `callers` at once; how long each took, and all of it.
fn receive(desk: &Desk, callers: usize, each: usize) -> (Vec<Duration>, Duration) {
    let start = Instant::now();
    let threads: Vec<_> = (0..callers)
        .map(|caller| {
            let desk = desk.clone();
            thread::spawn(move || {
                let incoming = message(&format!("caller {caller}"), Channel::Chat)
                    .map_err(|e| e.to_string())?;
                let timed = |_| {
                    let start = Instant::now();
                    desk.receive(&incoming).map(|_| start.elapsed()).map_err(|e| e.to_string())
                };
                (0..each).map(timed).collect::<Result<Vec<_>, String>>()
            })
        })
        .collect();
    let mut times: Vec<_> =
        threads.into_iter().filter_map(|thread| thread.join().ok()?.ok()).flatten().collect();
    times.sort();
    (times, start.elapsed())
}

fn main() -> Result<(), Box<dyn Error>> {
    let dir = tempfile::tempdir_in(".")?;
    let mut file = File::create(dir.path().join("flush"))?;
    let mut flushes = Vec::new();
    for _ in 0..200 {
        file.write_all(&[0; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        flushes.push(start.elapsed());
    }
    flushes.sort();
    println!("one flush of 4 KiB by itself: p50 {:?}", flushes[flushes.len() / 2]);

    let desk = Desk::open(&dir.path().join("desk"))?;
    for callers in [1, 8, 64] {
        let (times, total) = receive(&desk, callers, 4000 / callers);
        let (p50, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        let rate = times.len() as f64 / total.as_secs_f64();
        println!("{callers} callers: {rate:.0} messages a second, p50 {p50:?}, p99 {p99:?}");
    }
    thread::scope(|scope| {
        for caller in 0..64 {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..150 {
                    if let Ok(incoming) = message(&format!("customer {caller} {n}"), Channel::Desk)
                    {
                        drop(desk.receive(&incoming));
                    }
                }
            });
        }
    });
    let start = Instant::now();
    let listed = desk.conversations()?.len();
    println!("list of {listed} conversations: {:?}", start.elapsed());
    let start = Instant::now();
    let report = desk.verify_ledger()?;
    let took = start.elapsed();
    let rate = report.sound as f64 / took.as_secs_f64();
    println!("verified: {report}, in {took:?}, {rate:.0} entries a second");
    Ok(())
}
