//! Running heads, feet and page numbers: what stands at the edge of page after page.

use std::collections::HashMap;

use super::words::{Line, Word, lines};

/// The share of the page's height, above and below, where they stand.
const EDGE: f64 = 0.11;
/// The most lines of a head or foot.
const MAX_LINES: usize = 4;

/// Takes them out of the pages. The first of each is kept, so that its words are found, unless it is
/// only a page's number. Each page comes with its height, in points.
pub(super) fn remove(pages: &mut [(Vec<Word>, f64)]) {
    if pages.len() < 2 {
        return;
    }
    let edges: Vec<Vec<(Line, Vec<String>)>> = pages
        .iter()
        .enumerate()
        .map(|(index, (words, height))| {
            edge_lines(words, *height)
                .into_iter()
                .map(|line| (keys(&line, index), line))
                .map(|(keys, line)| (line, keys))
                .collect()
        })
        .collect();
    let mut counts = HashMap::<&str, usize>::new();
    for page in &edges {
        let mut seen: Vec<&str> =
            page.iter().flat_map(|(_, keys)| keys).map(String::as_str).collect();
        seen.sort_unstable();
        seen.dedup();
        for key in seen {
            *counts.entry(key).or_default() += 1;
        }
    }
    let enough = if pages.len() < 4 { 2 } else { 3 };
    let mut kept = std::collections::HashSet::new();
    for ((words, _), edge) in pages.iter_mut().zip(&edges) {
        for (line, keys) in edge {
            let Some(key) = keys
                .iter()
                .find(|key| counts.get(key.as_str()).is_some_and(|&count| count >= enough))
            else {
                continue;
            };
            let number_only = !line
                .text()
                .to_lowercase()
                .replace("page", "")
                .replace("of", "")
                .chars()
                .any(char::is_alphabetic);
            if number_only || !kept.insert(key.as_str()) {
                words.retain(|word| !line.words.iter().any(|gone| same(word, gone)));
            }
        }
    }
}

fn same(a: &Word, b: &Word) -> bool {
    a.text == b.text && (a.x0 - b.x0).abs() < 0.01 && (a.baseline - b.baseline).abs() < 0.01
}

/// The outermost lines of a page.
fn edge_lines(words: &[Word], height: f64) -> Vec<Line> {
    let near =
        |word: &&Word| word.baseline < EDGE * height || word.baseline > (1.0 - EDGE) * height;
    let all = lines(words.iter().filter(near).cloned().collect());
    let above = all.iter().filter(|line| line.baseline() < height / 2.0).take(MAX_LINES);
    let below = all.iter().rev().filter(|line| line.baseline() > height / 2.0).take(MAX_LINES);
    above.chain(below).cloned().collect()
}

/// What a line says at a place, with one number told by its distance from the page's own number:
/// "Page 3" on the third page and "Page 4" on the fourth are the same, "Chapter 3" and "4" are not.
fn keys(line: &Line, page: usize) -> Vec<String> {
    let text = line.text();
    let place = (line.baseline() / 6.0).round() as i64;
    let mut keys = vec![format!("{place}\t{text}")];
    let numbers: Vec<(usize, usize)> = numbers(&text);
    for &(from, to) in numbers.first().into_iter().chain(numbers.last()) {
        if let Ok(number) = text[from..to].parse::<i64>() {
            let off = number - page as i64;
            keys.push(format!("{place}\t{}#{off}{}", &text[..from], &text[to..]));
        }
    }
    keys
}

/// Where the numbers of at most four digits stand in `text`.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, one) in text.char_indices().chain([(text.len(), ' ')]) {
        match (one.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if at - from <= 4 {
                    found.push((from, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
