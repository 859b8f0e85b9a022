//! Aside: assist.
