//! Products of matrices, by the `gemm` crate.

use gemm::{Parallelism, gemm};

/// A matrix inside a slice: how far the next row and the next column are.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) numbers: &'a [f32],
    pub(crate) row: usize,
    pub(crate) column: usize,
}

impl<'a> View<'a> {
    /// The rows of `numbers`, each of `width`.
    pub(crate) fn rows(numbers: &'a [f32], width: usize) -> Self {
        Self { numbers, row: width, column: 1 }
    }

    /// The rows of `numbers`, each of `width`, as columns.
    pub(crate) fn columns(numbers: &'a [f32], width: usize) -> Self {
        Self { numbers, row: 1, column: width }
    }

    /// Whether a matrix of this many rows and columns lies inside the slice.
    fn holds(&self, rows: usize, columns: usize) -> bool {
        rows == 0
            || columns == 0
            || (rows - 1) * self.row + (columns - 1) * self.column < self.numbers.len()
    }
}

/// What becomes of the numbers that stand where a product goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onto {
    /// They are overwritten.
    Nothing,
    /// The product is added to them.
    Sum,
    /// The product is taken from them.
    Difference,
}

/// Puts `left × right` into `product`. `[m, k, n]` are the rows of `left`, its columns, and the
/// columns of `right`; rows of `product` are `stride` numbers apart.
///
/// # Panics
/// Where a matrix is larger than its slice.
pub(crate) fn multiply(
    left: View<'_>,
    right: View<'_>,
    product: &mut [f32],
    stride: usize,
    [m, k, n]: [usize; 3],
    onto: Onto,
) {
    let target = View::rows(product, stride);
    assert!(
        left.holds(m, k) && right.holds(k, n) && target.holds(m, n),
        "a matrix is larger than its memory"
    );
    // SAFETY: every element that gemm reads or writes lies inside its slice, as asserted above, and
    // `product` is borrowed for writing, so it overlaps neither operand.
    unsafe {
        gemm(
            m,
            n,
            k,
            product.as_mut_ptr(),
            1,
            stride as isize,
            onto != Onto::Nothing,
            left.numbers.as_ptr(),
            left.column as isize,
            left.row as isize,
            right.numbers.as_ptr(),
            right.column as isize,
            right.row as isize,
            1.0,
            if onto == Onto::Difference { -1.0 } else { 1.0 },
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}
