//! From the start of the program to a desk that can be used. Not a test: `cargo xtask bench window` asks
//! for it.

use std::time::Duration;

use serde_json::json;

use crate::QUESTION;
use crate::desk::{Desk, Result, Workplace};

/// How often the program is started; odd, so that one of them is the median.
const STARTS: usize = 11;
/// Enough for a full list.
const CONVERSATIONS: usize = 30;

#[tokio::test]
#[allow(clippy::print_stdout, reason = "the figure is what it is run for")]
#[ignore = "a measurement: `cargo xtask bench window`"]
async fn measure_the_start() -> Result<()> {
    let desk = Desk::open(Workplace::with_sample_knowledge()?).await?;
    desk.until_indexed().await?;
    for number in 0..CONVERSATIONS {
        let body = json!({ "customer": format!("Customer {number}"), "text": QUESTION });
        desk.request("POST", "/api/v1/conversations", body).await?;
    }
    let mut place = desk.leave().await?;
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let desk = Desk::open(place).await?;
        times.push(desk.time_to_usable().await?);
        assert!(desk.all("conversation-item").await?.len() > 1, "a usable list has rows");
        place = desk.leave().await?;
    }
    times.sort_unstable();
    let in_ms = |time: Duration| time.as_millis();
    println!(
        "program start to usable list, {CONVERSATIONS} conversations: {STARTS} starts, shortest {} ms, median {} ms, longest {} ms",
        in_ms(times[0]),
        in_ms(times[STARTS / 2]),
        in_ms(times[STARTS - 1]),
    );
    Ok(())
}
