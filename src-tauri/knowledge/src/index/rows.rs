//! Rows of numbers, each number as one of 65,535 steps.
//!
//! A step is a row's largest number ÷ 32,767, so a cosine is wrong by less than 0.0001: half the
//! memory of the stored vectors, and no difference to what is nearest (`docs/performance.md`).

use super::kernels::dot;

/// The largest number of steps.
const STEPS: f32 = i16::MAX as f32;

/// Rows of equal length. The place of a row changes when others are removed.
#[derive(Debug, Default)]
pub(super) struct Rows {
    dimensions: usize,
    /// Row after row.
    steps: Vec<i16>,
    /// The size of a row's steps.
    step: Vec<f32>,
}

impl Rows {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.step.len()
    }

    /// How many numbers a row has; 0 before the first row.
    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Makes room for so many more rows.
    pub(super) fn reserve(&mut self, rows: usize, dimensions: usize) {
        self.steps.reserve_exact(rows * dimensions);
        self.step.reserve_exact(rows);
    }

    /// Whether such a row may stand here: the first one decides the length.
    pub(super) fn takes(&self, row: &[f32]) -> bool {
        !row.is_empty() && (self.step.is_empty() || row.len() == self.dimensions)
    }

    /// Adds a row at the end. The caller has asked [`Rows::takes`].
    pub(super) fn push(&mut self, row: &[f32]) {
        self.dimensions = row.len();
        let step = step_of(row);
        self.steps.extend(steps(row, step));
        self.step.push(step);
    }

    /// Puts a row in the place of another.
    pub(super) fn set(&mut self, place: usize, row: &[f32]) {
        let step = step_of(row);
        for (held, new) in self.steps[place * self.dimensions..].iter_mut().zip(steps(row, step)) {
            *held = new;
        }
        self.step[place] = step;
    }

    /// Removes a row; the last one takes its place.
    pub(super) fn swap_remove(&mut self, place: usize) {
        self.step.swap_remove(place);
        let last = self.step.len() * self.dimensions;
        self.steps.copy_within(last.., place * self.dimensions);
        self.steps.truncate(last);
    }

    /// The dot product of `query` (as many numbers as a row) and a row.
    pub(super) fn dot(&self, query: &[f32], place: usize) -> f32 {
        dot(query, self.steps_at(place)) * self.step[place]
    }

    /// The numbers of a row.
    pub(super) fn numbers(&self, place: usize) -> impl Iterator<Item = f32> {
        let step = self.step[place];
        self.steps_at(place).iter().map(move |&steps| f32::from(steps) * step)
    }

    fn steps_at(&self, place: usize) -> &[i16] {
        &self.steps[place * self.dimensions..][..self.dimensions]
    }
}

fn step_of(row: &[f32]) -> f32 {
    let largest = row.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
    if largest > 0.0 { largest / STEPS } else { 1.0 }
}

fn steps(row: &[f32], step: f32) -> impl Iterator<Item = i16> {
    row.iter().map(move |number| (number / step).round() as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_is_as_good_as_that_of_the_numbers_themselves() {
        let row = |seed: usize| -> Vec<f32> {
            let numbers: Vec<f32> = (0..384).map(|n| ((n * seed) as f32 * 0.7).sin()).collect();
            let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
            numbers.iter().map(|number| number / length).collect()
        };
        let mut rows = Rows::default();
        for seed in 1..20 {
            rows.push(&row(seed));
        }
        rows.set(3, &row(77));
        rows.swap_remove(0);
        let query = row(5);
        let exact = |seed| row(seed).iter().zip(&query).map(|(a, b)| a * b).sum::<f32>();
        assert!((rows.dot(&query, 3) - exact(77)).abs() < 1e-4);
        assert!((rows.dot(&query, 0) - exact(19)).abs() < 1e-4, "the last took the first's place");
        assert_eq!(rows.len(), 18);
    }
}
