//! Aside: desk.
