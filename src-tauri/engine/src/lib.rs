//! Aside: engine.
