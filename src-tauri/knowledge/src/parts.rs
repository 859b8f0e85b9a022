//! One long loop on several threads.

use std::ops::Range;
use std::sync::OnceLock;
use std::thread;

/// More threads wait for the memory more than they help.
const MOST: usize = 8;

/// Does `work` on all of `0..len`, part by part at the same time where each part gets at least `least` of
/// it: a thread costs 0.05 ms. What the parts give comes in their order.
pub(crate) fn in_parts<T: Send>(
    len: usize,
    least: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let count = (len / least.max(1)).clamp(1, processors().min(MOST));
    let size = len.div_ceil(count).max(1);
    let part = |number: usize| (number * size).min(len)..((number + 1) * size).min(len);
    if count == 1 {
        return vec![work(0..len)];
    }
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> =
            (1..count).map(|number| scope.spawn(move || work(part(number)))).collect();
        let first = work(part(0));
        let others = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(first).chain(others).collect()
    })
}

/// How many processors the program may use; asking the system reads files.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_whole_in_order() {
        for len in [0, 1, 7, 8, 1_000, 1_001] {
            for least in [1, 3, 400, 5_000] {
                let parts = in_parts(len, least, |part| part.collect::<Vec<_>>());
                assert_eq!(parts.concat(), (0..len).collect::<Vec<_>>(), "{len} by {least}");
            }
        }
    }
}
