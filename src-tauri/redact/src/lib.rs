//! Aside: redact.
