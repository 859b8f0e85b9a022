//! Prints what the recognisers of slots find in texts, one a line of standard input, for reading how
//! often they are right: `cargo run --release -p aside-assist --example slots < texts.txt`.
#![allow(clippy::print_stdout, reason = "this is its purpose")]

use std::io::{self, BufRead};
use std::time::{Duration, Instant};

use aside_assist::{Products, SlotContext, named_slots};
use aside_contract::{Author, ConversationId, Message, MessageId, Timestamp};

fn main() -> io::Result<()> {
    let products = Products::default();
    let context = SlotContext { products: &products, utc_offset_seconds: 0 };
    let mut times: Vec<Duration> = Vec::new();
    for line in io::stdin().lock().lines() {
        let message = Message {
            id: MessageId::new(),
            conversation_id: ConversationId::new(),
            author: Author::Customer,
            text: line?.replace("\\n", "\n"),
            at: Timestamp::now(),
            suggestion_id: None,
            attachments: Vec::new(),
            by: None,
        };
        let start = Instant::now();
        let named = named_slots(std::slice::from_ref(&message), &context);
        times.push(start.elapsed());
        let line = message.text.replace('\n', " ");
        for slot in named.newest {
            println!("{}\t{}\t{}\t{line}", slot.kind, slot.text.replace('\n', " "), slot.value);
        }
    }
    let first = times.first().copied().unwrap_or_default();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("messages {}, first {first:?}, p50 {:?}, p99 {:?}", times.len(), at(50), at(99));
    Ok(())
}
