//! Systems of equations with a symmetric, positive definite matrix, by Cholesky's factors, worked
//! on in blocks so that nearly all the time is spent in products of matrices.

use crate::matrix::{Onto, View, multiply};

/// Columns of a block.
const BLOCK: usize = 128;

/// The lower triangular factor `L` of a matrix `L × Lᵀ` with `size` rows.
pub(crate) struct Cholesky {
    size: usize,
    /// `L` by blocks of columns; a block begins with its rows on the diagonal.
    blocks: Vec<Block>,
}

struct Block {
    first: usize,
    width: usize,
    /// `size - first` rows of `width`.
    numbers: Vec<f32>,
    /// The inverse of the part on the diagonal, `width × width`.
    inverse: Vec<f32>,
}

impl Cholesky {
    /// Factors the matrix of `size` rows. `fill(first, width, part)` writes the rows from `first` on
    /// of the columns `first..first + width`, row by row.
    ///
    /// `None` where the matrix is not positive definite.
    pub(crate) fn factor(size: usize, fill: impl Fn(usize, usize, &mut [f32])) -> Option<Self> {
        let mut blocks: Vec<Block> = Vec::with_capacity(size.div_ceil(BLOCK));
        for first in (0..size).step_by(BLOCK) {
            let width = BLOCK.min(size - first);
            let rows = size - first;
            let mut numbers = vec![0.0; rows * width];
            fill(first, width, &mut numbers);
            for before in &blocks {
                let part = &before.numbers[(first - before.first) * before.width..];
                let (left, right) =
                    (View::rows(part, before.width), View::columns(part, before.width));
                let shape = [rows, before.width, width];
                multiply(left, right, &mut numbers, width, shape, Onto::Difference);
            }
            let inverse = factor_diagonal(&mut numbers[..width * width], width)?;
            let below = numbers[width * width..].to_vec();
            let (left, right) = (View::rows(&below, width), View::columns(&inverse, width));
            let shape = [rows - width, width, width];
            multiply(left, right, &mut numbers[width * width..], width, shape, Onto::Nothing);
            blocks.push(Block { first, width, numbers, inverse });
        }
        Some(Self { size, blocks })
    }

    /// Puts the solution `Z` of `L × Z = B` in the place of `B`, which has `columns` columns.
    pub(crate) fn forward(&self, right_side: &mut [f32], columns: usize) {
        for block in &self.blocks {
            let (done, below) =
                right_side[block.first * columns..].split_at_mut(block.width * columns);
            let own = done.to_vec();
            let shape = [block.width, block.width, columns];
            let inverse = View::rows(&block.inverse, block.width);
            multiply(inverse, View::rows(&own, columns), done, columns, shape, Onto::Nothing);
            let factor = View::rows(&block.numbers[block.width * block.width..], block.width);
            let shape = [self.size - block.first - block.width, block.width, columns];
            multiply(factor, View::rows(done, columns), below, columns, shape, Onto::Difference);
        }
    }

    /// Puts the solution `X` of `Lᵀ × X = Z` in the place of `Z`, which has `columns` columns.
    pub(crate) fn backward(&self, right_side: &mut [f32], columns: usize) {
        for block in self.blocks.iter().rev() {
            let (own, below) =
                right_side[block.first * columns..].split_at_mut(block.width * columns);
            let factor = View::columns(&block.numbers[block.width * block.width..], block.width);
            let shape = [block.width, self.size - block.first - block.width, columns];
            multiply(factor, View::rows(below, columns), own, columns, shape, Onto::Difference);
            let rest = own.to_vec();
            let shape = [block.width, block.width, columns];
            let inverse = View::columns(&block.inverse, block.width);
            multiply(inverse, View::rows(&rest, columns), own, columns, shape, Onto::Nothing);
        }
    }
}

/// Factors a block on the diagonal in place and gives the inverse of its factor.
fn factor_diagonal(numbers: &mut [f32], width: usize) -> Option<Vec<f32>> {
    for row in 0..width {
        for column in 0..=row {
            let dot: f64 = (0..column)
                .map(|k| {
                    f64::from(numbers[row * width + k]) * f64::from(numbers[column * width + k])
                })
                .sum();
            let rest = f64::from(numbers[row * width + column]) - dot;
            numbers[row * width + column] = if row == column {
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                rest.sqrt() as f32
            } else {
                (rest / f64::from(numbers[column * width + column])) as f32
            };
        }
        numbers[row * width + row + 1..(row + 1) * width].fill(0.0);
    }
    let mut inverse = vec![0.0_f32; width * width];
    for column in 0..width {
        for row in column..width {
            let unit = if row == column { 1.0 } else { 0.0 };
            let dot: f64 = (column..row)
                .map(|k| {
                    f64::from(numbers[row * width + k]) * f64::from(inverse[k * width + column])
                })
                .sum();
            inverse[row * width + column] =
                ((unit - dot) / f64::from(numbers[row * width + row])) as f32;
        }
    }
    Some(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `I + v × vᵀ` with a wavy `v`.
    fn matrix(row: usize, column: usize) -> f32 {
        let wave = |index: usize| (index as f32 * 0.37).sin();
        wave(row) * wave(column) + f32::from(u8::from(row == column))
    }

    #[test]
    fn solves_a_system_of_several_blocks() {
        let size = 2 * BLOCK + 37;
        let factors = Cholesky::factor(size, |first, width, part| {
            for (index, number) in part.iter_mut().enumerate() {
                *number = matrix(first + index / width, first + index % width);
            }
        })
        .expect("positive definite");
        let wanted: Vec<f32> = (0..size * 2).map(|index| (index as f32 * 0.11).cos()).collect();
        let mut solved = vec![0.0; size * 2];
        for row in 0..size {
            for column in 0..2 {
                solved[row * 2 + column] =
                    (0..size).map(|k| matrix(row, k) * wanted[k * 2 + column]).sum();
            }
        }
        factors.forward(&mut solved, 2);
        factors.backward(&mut solved, 2);
        for (found, wanted) in solved.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-3, "{found} is not {wanted}");
        }
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_refused() {
        assert!(Cholesky::factor(3, |_, _, part| part.fill(-1.0)).is_none());
    }
}
