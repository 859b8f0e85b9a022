//! The promise that a value went through redaction, as a type.

use std::fmt;
use std::ops::Deref;

/// A value without the personal data and secrets that this crate recognises. Only this crate can make
/// one.
///
/// ```compile_fail
/// let raw = aside_redact::Redacted("ann@example.org".to_owned());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, no longer marked as redacted.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Deref> Deref for Redacted<T> {
    type Target = T::Target;
    fn deref(&self) -> &T::Target {
        &self.0
    }
}

impl<T: AsRef<str>> AsRef<str> for Redacted<T> {
    fn as_ref(&self) -> &str {
        self.0.as_ref()
    }
}

impl<T: fmt::Display> fmt::Display for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
