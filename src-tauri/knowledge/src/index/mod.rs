//! The vectors: stored by arroy, searched in memory.
//!
//! [`stored`] keeps them as they are, in the truth's own environment and transactions. arroy's trees
//! are not built: a scan of bits found more of the nearest in less time, without their minutes of building.
//! [`matrix`] has all rows in memory as whole numbers ([`rows`]) and, above a few thousand, one bit
//! of each number as well ([`bits`]): the bits of all rows are compared with the question's, and the few
//! thousand that differ least are looked at again. Each commit brings it up to date.
//! [`kernels`] are the inner loops, and `parts` of the crate spreads the longest over threads. No other file names arroy.

mod bits;
mod kernels;
mod matrix;
mod rows;
mod stored;

pub use kernels::kernel_name;
pub(crate) use matrix::{Matrix, MatrixEdit};
pub(crate) use stored::{VectorDatabase, clear, contains, for_each, get, put, remove};
