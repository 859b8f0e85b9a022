//! Processes that are killed, and disks that are full: the test starts itself as another process.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use aside_contract::{ConversationId, MessageId, NewFact, WebhookEvent};
use aside_desk::Desk;

use crate::memory::holds;
use crate::support::{chatted, conversation, webhook};

const STORE: &str = "ASIDE_DESK_TEST_STORE";

/// Starts one of the ignored tests below as a process of its own on the store in `dir`.
fn start(test: &str, dir: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads", "1"])
        .env(STORE, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The store that this process was started for; none where somebody runs all ignored tests.
fn store() -> Option<Desk> {
    Some(Desk::open(env::var_os(STORE)?.as_ref()).unwrap())
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

#[test]
#[ignore = "the process that the next test kills"]
fn appends_until_killed() {
    let Some(desk) = store() else { return };
    thread::scope(|scope| {
        for caller in 0..4 {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0.. {
                    let (message, ..) = desk
                        .receive(&chatted(&format!("caller {caller}"), &format!("message {n}")))
                        .unwrap();
                    say(&format!("stored {} {}", message.conversation_id, message.id));
                }
            });
        }
    });
}

#[test]
fn no_acknowledged_message_is_lost_when_the_process_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let hook = webhook(&[WebhookEvent::MessageCreated]);
    Desk::open(dir.path()).unwrap().add_webhook(&hook).unwrap();
    let mut acknowledged: Vec<(ConversationId, MessageId)> = Vec::new();
    for round in 0..10 {
        let mut child = start("crash::appends_until_killed", dir.path());
        let out = BufReader::new(child.stdout.take().unwrap());
        let (first, began) = mpsc::channel();
        let reader = thread::spawn(move || {
            let stored = out.lines().map_while(Result::ok).filter_map(|line| {
                // The test's name may stand before the first one.
                let mut words = line.split_once("stored ")?.1.split(' ');
                // The last line may be cut where the process was killed.
                Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
            });
            stored.inspect(|_| first.send(()).unwrap_or_default()).collect::<Vec<_>>()
        });
        began.recv().unwrap();
        let mut random = [0];
        getrandom::fill(&mut random).unwrap();
        thread::sleep(Duration::from_millis(random[0].into()));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());

        let desk = Desk::open(dir.path()).unwrap();
        let report = desk.verify_ledger().unwrap();
        assert!(report.is_sound(), "round {round}: {report}");
        let stored: Vec<_> = desk
            .conversations()
            .unwrap()
            .iter()
            .flat_map(|summary| conversation(&desk, summary.id).messages)
            .map(|message| (message.conversation_id, message.id))
            .collect();
        for message in &acknowledged {
            assert!(stored.contains(message), "round {round}: {message:?} is lost");
        }
        // What webhooks are told is stored with what it tells: neither is there without the other.
        let told = desk.webhook(hook.id).unwrap();
        assert_eq!(told.waiting + told.failed, stored.len() as u64, "round {round}");
        // Four callers may each have had one message stored and not yet acknowledged, in each round.
        let most = acknowledged.len() + 4 * (round + 1);
        assert!(
            stored.len() <= most,
            "round {round}: {} messages, at most {most} were sent",
            stored.len()
        );
    }
}

#[test]
#[ignore = "the process that the next test kills"]
fn forgets_until_killed() {
    let Some(desk) = store() else { return };
    let mut customers: Vec<_> =
        desk.conversations().unwrap().into_iter().map(|one| one.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    say("began");
    for customer in customers.into_iter().filter(|one| one.starts_with("goes ")) {
        desk.forget(&customer).unwrap();
        say(&format!("forgot {customer}"));
    }
}

#[test]
fn a_store_is_whole_when_the_process_is_killed_while_it_forgets() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(dir.path()).unwrap();
    for n in 0..200 {
        desk.receive(&chatted("stays", &format!("message {n} {}", "word ".repeat(200)))).unwrap();
    }
    let name = |n: usize| format!("goes {n:03}");
    const GOING: usize = 100;
    for n in 0..GOING {
        desk.receive(&chatted(&name(n), &format!("planted-{n:03}"))).unwrap();
        desk.keep_fact(
            &name(n),
            &NewFact { text: format!("planted-{n:03}"), ..NewFact::default() },
        )
        .unwrap();
    }
    let stays = conversation(&desk, desk.chat("stays").unwrap().unwrap());
    drop(desk);
    let mut forgotten = 0;
    for round in 0..20 {
        let mut child = start("crash::forgets_until_killed", dir.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("began")));
        let reader = thread::spawn(move || lines.filter(|line| line.contains("forgot ")).count());
        let mut random = [0];
        getrandom::fill(&mut random).unwrap();
        thread::sleep(Duration::from_micros(u64::from(random[0]) * 400));
        child.kill().unwrap();
        child.wait().unwrap();
        forgotten += reader.join().unwrap();

        let desk = Desk::open(dir.path()).unwrap();
        let report = desk.verify_ledger().unwrap();
        assert!(report.is_sound(), "round {round}: {report}");
        assert_eq!(conversation(&desk, stays.summary.id), stays, "round {round}");
        // Forgotten in order: who is gone is gone wholly, in the file too, and who is not is there wholly.
        let left = desk.conversations().unwrap().len() - 1;
        assert!(GOING - left >= forgotten, "round {round}: {forgotten} told, {left} left");
        for n in 0..GOING {
            let is_there = n >= GOING - left;
            let facts = desk.facts(&name(n)).unwrap().len();
            assert_eq!(facts, usize::from(is_there), "round {round}: customer {n}");
            let found = holds(dir.path(), &format!("planted-{n:03}"));
            assert_eq!(found, is_there, "round {round}: customer {n}");
        }
        // One that was forgotten may not have been told.
        forgotten = GOING - left;
    }
    assert!(forgotten > 0);
}

// Elsewhere LMDB's lock does not notice that its holder has died while others use the store.
#[cfg(target_os = "linux")]
#[test]
fn two_programs_write_one_store_and_the_death_of_one_does_not_stop_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(dir.path()).unwrap();
    let send = |n| desk.receive(&chatted("ours", &format!("message {n}"))).unwrap().0;
    for round in 0..3 {
        let mut child = start("crash::appends_until_killed", dir.path());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("stored ")));
        let drain = thread::spawn(move || lines.count());
        let ours = send(round * 40).conversation_id;
        for n in 1..20 {
            send(round * 40 + n);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        drain.join().unwrap();
        for n in 20..40 {
            send(round * 40 + n);
        }
        let report = desk.verify_ledger().unwrap();
        assert!(report.is_sound() && report.sound > 40, "{report}");
        let texts = conversation(&desk, ours).messages.into_iter().map(|message| message.text);
        assert!(texts.eq((0..(round + 1) * 40).map(|n| format!("message {n}"))));
    }
}

#[cfg(unix)]
mod full_disk {
    use aside_contract::{Channel, IncomingMessage};
    use aside_desk::DeskError;

    use super::{Desk, say, start, store};

    /// Lets this process write files up to this size only, as a disk that is full.
    fn limit_files_to(bytes: libc::rlim_t) {
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the calls get a valid structure and known constants; ignoring the signal turns
        // the limit into an error of the write.
        unsafe {
            libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
            libc::getrlimit(libc::RLIMIT_FSIZE, &mut limit);
            limit.rlim_cur = bytes.min(limit.rlim_max);
            libc::setrlimit(libc::RLIMIT_FSIZE, &limit);
        }
    }

    #[test]
    #[ignore = "the process with the full disk of the next test"]
    fn meets_a_full_disk() {
        let Some(desk) = store() else { return };
        let text = "x".repeat(10_000);
        let message =
            |customer| IncomingMessage::new(customer, Channel::Chat, &text, None).unwrap();
        desk.receive(&message("before")).unwrap();
        limit_files_to(256 << 10);
        let mut stored = 1;
        let refusal = loop {
            match desk.receive(&message("while")) {
                Ok(_) => stored += 1,
                Err(refusal) => break refusal,
            }
        };
        assert!(
            matches!(&refusal, DeskError::Storage { reason, .. } if reason.contains("try again")),
            "{refusal}"
        );
        assert!(desk.receive(&message("still")).is_err());
        assert_eq!(desk.verify_ledger().unwrap().sound, stored);

        limit_files_to(libc::RLIM_INFINITY);
        desk.receive(&message("after")).unwrap();
        let report = desk.verify_ledger().unwrap();
        assert_eq!((report.sound, report.fault), (stored + 1, None));
        say("went on");
    }

    #[test]
    fn a_full_disk_is_an_error_and_work_goes_on_when_there_is_space() {
        let dir = tempfile::tempdir().unwrap();
        let output =
            start("crash::full_disk::meets_a_full_disk", dir.path()).wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("went on"), "{said}");
        let desk = Desk::open(dir.path()).unwrap();
        assert!(desk.verify_ledger().unwrap().is_sound());
        let customers: Vec<_> =
            desk.conversations().unwrap().into_iter().map(|summary| summary.customer).collect();
        assert!(!customers.contains(&"still".to_owned()));
    }
}
