//! Aside: knowledge.
