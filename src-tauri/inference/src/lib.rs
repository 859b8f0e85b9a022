//! Aside: inference.
