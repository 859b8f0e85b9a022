//! The nearest name that exists.

/// From this likeness on (Jaro–Winkler, 0 to 1) a name is worth asking about; below it the names of
/// our tables and columns are taken for each other.
const LIKENESS: f64 = 0.75;

/// The name that is most like `wrong`, if any is like it.
pub(crate) fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wrong = wrong.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&wrong, name);
    names
        .into_iter()
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name.to_owned())
}
