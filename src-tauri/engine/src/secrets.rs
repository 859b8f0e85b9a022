//! The keys of services that the user set up. They are in no file of Aside's, in no log and no answer.

/// The key of this name: the environment variable that is called so.
pub(crate) fn find(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|key| !key.is_empty())
}
