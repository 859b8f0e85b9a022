//! Glyphs to words, and words to the lines that they stand on.

use unicode_normalization::UnicodeNormalization;

use super::glyphs::Mark;

/// A gap of this share of the font's size parts two words where no space was painted.
const WORD_GAP: f64 = 0.15;
/// With a painted space this little is enough: some files paint spaces inside of words, back to back.
const SPACED_GAP: f64 = 0.04;
/// Words of one line stand within this share of the size of its baseline.
const SAME_LINE: f64 = 0.3;
/// How far letters rise above and hang below their baseline, as a share of the size.
const CAPITALS: f64 = 0.72;
const DESCENDERS: f64 = 0.2;

/// A word with its place, in points.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its characters in reading order.
    pub text: String,
    /// Its left end.
    pub x0: f64,
    /// Its right end.
    pub x1: f64,
    /// The line that it stands on.
    pub baseline: f64,
    /// The size of its font.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is monospaced.
    pub mono: bool,
    /// Whether a space was painted before it.
    pub spaced: bool,
    /// The ruled table that it stands for, as a place in the page's list of tables.
    pub table: Option<usize>,
}

impl Word {
    /// A word without text that holds the place of a table.
    pub(super) fn of_table(index: usize, (x0, y0, x1, y1): (f64, f64, f64, f64)) -> Self {
        let size = (y1 - y0) / (CAPITALS + DESCENDERS);
        let baseline = y1 - DESCENDERS * size;
        let text = String::new();
        Self {
            text,
            x0,
            x1,
            baseline,
            size,
            bold: false,
            mono: false,
            spaced: true,
            table: Some(index),
        }
    }

    /// The top of its capitals.
    pub(super) fn top(&self) -> f64 {
        self.baseline - CAPITALS * self.size
    }

    /// The foot of its descenders.
    pub(super) fn bottom(&self) -> f64 {
        self.baseline + DESCENDERS * self.size
    }

    /// The middle of its letters.
    pub(super) fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.x0, self.x1), self.baseline - 0.25 * self.size)
    }
}

/// Words in the order in which they are painted.
pub(super) fn words(marks: &[Mark]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open: Vec<&Mark> = Vec::new();
    let (mut space, mut spaced) = (false, false);
    for mark in marks {
        if mark.text.chars().all(char::is_whitespace) {
            space = true;
            continue;
        }
        if open.last().is_some_and(|last| parted(last, mark, space)) {
            words.push(word(&open, spaced));
            open.clear();
        }
        if open.is_empty() {
            spaced = space;
        }
        space = false;
        open.push(mark);
    }
    if !open.is_empty() {
        words.push(word(&open, spaced));
    }
    words
}

/// Whether a new word begins at `next`.
fn parted(last: &Mark, next: &Mark, space: bool) -> bool {
    let size = last.size.max(next.size);
    if last.direction != next.direction || (last.baseline - next.baseline).abs() > SAME_LINE * size
    {
        return true;
    }
    // Right-to-left text is painted towards the left by some programs, to the right by others.
    let forward = next.x0 - last.x1;
    let gap = if is_rtl_text(&next.text) && next.x1 <= last.x0 + 0.3 * size {
        last.x0 - next.x1
    } else {
        forward
    };
    gap > if space { SPACED_GAP } else { WORD_GAP } * size
        || gap < -0.6 * size.max(last.x1 - last.x0)
}

/// One word of its glyphs.
fn word(marks: &[&Mark], spaced: bool) -> Word {
    let rtl = marks.iter().filter(|mark| is_rtl_text(&mark.text)).count();
    let mut ordered: Vec<&&Mark> = marks.iter().collect();
    if rtl * 2 > marks.len() {
        ordered.sort_by(|a, b| b.x0.total_cmp(&a.x0));
    }
    let size = marks.iter().map(|mark| mark.size).fold(0.0, f64::max);
    Word {
        text: tidy(ordered.iter().map(|mark| mark.text.as_str())),
        x0: marks.iter().map(|mark| mark.x0).fold(f64::INFINITY, f64::min),
        x1: marks.iter().map(|mark| mark.x1).fold(f64::NEG_INFINITY, f64::max),
        baseline: marks[0].baseline,
        size,
        bold: marks.iter().filter(|mark| mark.bold).count() * 2 > marks.len(),
        mono: marks.iter().all(|mark| mark.mono),
        spaced,
        table: None,
    }
}

/// Ligatures and presentation forms to plain letters; no characters of private or control use.
fn tidy<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for one in texts.flat_map(str::chars) {
        match one {
            '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{2F00}'..='\u{2FD5}' => {
                out.extend(std::iter::once(one).nfkc());
            }
            // Symbol fonts put their bullet there.
            '\u{F0B7}' | '\u{F0A7}' | '\u{F06C}' | '\u{F076}' | '\u{F0D8}' => out.push('•'),
            '\u{F0FC}' => out.push('✓'),
            '\u{E000}'..='\u{F8FF}' | '\u{200B}' | '\u{FEFF}' => {}
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{A0}' | '\t' => out.push(' '),
            one if one.is_control() => {}
            one => out.push(one),
        }
    }
    // Accents that were painted by themselves join their letter.
    if out.is_ascii() { out } else { out.nfc().collect() }
}

/// Whether the text is written from right to left.
pub(super) fn is_rtl_text(text: &str) -> bool {
    text.chars().any(|one| {
        matches!(one, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
            && one.is_alphabetic()
    })
}

/// Words that stand on one line, in their visual order.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// From left to right.
    pub words: Vec<Word>,
}

impl Line {
    /// Its left end.
    pub(super) fn x0(&self) -> f64 {
        self.words.iter().map(|word| word.x0).fold(f64::INFINITY, f64::min)
    }

    /// Its right end.
    pub(super) fn x1(&self) -> f64 {
        self.words.iter().map(|word| word.x1).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The size that most of its characters have.
    pub(super) fn size(&self) -> f64 {
        typical_size(&self.words)
    }

    /// Where its main words stand.
    pub(super) fn baseline(&self) -> f64 {
        let size = self.size();
        let main = self.words.iter().find(|word| (word.size - size).abs() < 0.3);
        main.or(self.words.first()).map_or(0.0, |word| word.baseline)
    }

    /// Whether another line beside it stands on the same baseline.
    pub(super) fn is_level_with(&self, other: &Self) -> bool {
        (self.baseline() - other.baseline()).abs() < SAME_LINE * self.size().max(other.size())
    }

    /// The top of its tallest word.
    pub(super) fn top(&self) -> f64 {
        self.words.iter().map(Word::top).fold(f64::INFINITY, f64::min)
    }

    /// The foot of its lowest word.
    pub(super) fn bottom(&self) -> f64 {
        self.words.iter().map(Word::bottom).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether all of it is bold.
    pub(super) fn bold(&self) -> bool {
        let mut lettered =
            self.words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric));
        self.words.iter().any(|word| word.bold) && lettered.all(|word| word.bold)
    }

    /// Whether all of it is monospaced.
    pub(super) fn mono(&self) -> bool {
        self.words.iter().all(|word| word.mono)
    }

    /// Its text in reading order.
    pub(super) fn text(&self) -> String {
        let rtl = self.words.iter().filter(|word| is_rtl_text(&word.text)).count();
        let mut out = String::new();
        if rtl * 2 > self.words.len() {
            let mut right: Vec<&Word> = self.words.iter().rev().collect();
            // Numbers and Latin words inside keep their own order.
            let mut start = 0;
            while start < right.len() {
                let run = right[start..].iter().take_while(|word| !is_rtl_text(&word.text)).count();
                right[start..start + run].reverse();
                start += run.max(1);
            }
            for word in right {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&word.text);
            }
            return out;
        }
        let mut last: Option<&Word> = None;
        for word in &self.words {
            if let Some(last) = last {
                let touching =
                    !word.spaced && word.x0 - last.x1 < WORD_GAP * last.size.min(word.size);
                if !touching {
                    out.push(' ');
                }
            }
            out.push_str(&word.text);
            last = Some(word);
        }
        out
    }
}

/// The lines that `words` stand on, from top to bottom.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<Line> = Vec::new();
    let mut small = Vec::new();
    let typical = typical_size(&words);
    for word in words {
        // Raised and lowered small print is fitted in afterwards.
        if word.size < 0.75 * typical {
            small.push(word);
            continue;
        }
        add(&mut lines, word);
    }
    for word in small {
        let (middle, size) = (word.middle().1, word.size);
        let beside = lines.iter_mut().filter(|line| {
            line.size() > 1.2 * size
                && middle > line.top() - 0.35 * size
                && middle < line.bottom()
                && line
                    .words
                    .iter()
                    .any(|other| word.x0 - other.x1 < 1.5 * size && other.x0 - word.x1 < 1.5 * size)
        });
        let nearest = beside.min_by(|a, b| {
            (a.baseline() - word.baseline).abs().total_cmp(&(b.baseline() - word.baseline).abs())
        });
        match nearest {
            Some(line) => line.words.push(word),
            None => add(&mut lines, word),
        }
    }
    for line in &mut lines {
        line.words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    lines.sort_by(|a, b| a.baseline().total_cmp(&b.baseline()));
    lines
}

/// Puts `word` on its line, or on a new one.
fn add(lines: &mut Vec<Line>, word: Word) {
    let near = lines.iter_mut().rev().take(8).find(|line| {
        line.words.last().is_some_and(|last| {
            (last.baseline - word.baseline).abs() <= SAME_LINE * last.size.min(word.size)
        })
    });
    match near {
        Some(line) => line.words.push(word),
        None => lines.push(Line { words: vec![word] }),
    }
}

/// The size that most characters have.
pub(super) fn typical_size(words: &[Word]) -> f64 {
    let mut counts = std::collections::HashMap::<i64, usize>::new();
    for word in words {
        *counts.entry((word.size * 2.0).round() as i64).or_default() += word.text.chars().count();
    }
    let most = counts.into_iter().max_by_key(|&(size, count)| (count, size));
    most.map_or(10.0, |(size, _)| size as f64 / 2.0)
}
