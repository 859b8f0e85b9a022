//! Changing TOML that people wrote: comments and the order of what is there stay.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value};

/// Makes `[[kind]]` the tables of these entries, each put into the one that had its name before.
///
/// # Errors
/// A sentence where they stand in another form.
pub(crate) fn put_tables<E>(
    document: &mut DocumentMut,
    kind: &str,
    entries: &[E],
    was: fn(&E) -> Option<&str>,
    put: fn(&mut Table, &E) -> Result<(), String>,
) -> Result<(), String> {
    if entries.is_empty() {
        document.remove(kind);
        return Ok(());
    }
    let item = document.entry(kind).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let tables = item.as_array_of_tables_mut().ok_or_else(|| {
        format!("`{kind}` stands in one line: write each as `[[{kind}]]` in an editor first.")
    })?;
    // Each entry's table is found before any is renamed: a name may pass from one to another.
    let mut names: Vec<Option<String>> = tables
        .iter()
        .map(|table| table.get("name").and_then(Item::as_str).map(|name| name.trim().to_owned()))
        .collect();
    let before = names.len();
    let places: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let was = was(entry)?;
            let at = names.iter().position(|name| name.as_deref() == Some(was))?;
            names[at] = None;
            Some(at)
        })
        .collect();
    for (entry, place) in entries.iter().zip(&places) {
        match place.and_then(|at| tables.get_mut(at)) {
            Some(table) => put(table, entry)?,
            None => {
                let mut table = Table::new();
                put(&mut table, entry)?;
                tables.push(table);
            }
        }
    }
    for at in (0..before).rev().filter(|at| !places.contains(&Some(*at))) {
        tables.remove(at);
    }
    Ok(())
}

/// As [`put_number`], of one that has a usual value: none is that. It is taken out, unless somebody wrote about it.
pub(crate) fn put_usual_number(table: &mut Table, key: &str, number: Option<f64>, usual: f64) {
    let number = number.or_else(|| is_commented(table, key).then_some(usual));
    put_number(table, key, number);
}

/// Whether a comment stands above a key or behind its value, which would go with it.
pub(crate) fn is_commented(table: &Table, key: &str) -> bool {
    let Some((key, item)) = table.get_key_value(key) else { return false };
    let behind = item.as_value().and_then(|value| value.decor().suffix());
    let around = [key.leaf_decor().prefix(), behind];
    around.into_iter().flatten().filter_map(|said| said.as_str()).any(|said| said.contains('#'))
}

/// Changes the number and leaves what stands around it; none is taken out.
pub(crate) fn put_number(table: &mut Table, key: &str, number: Option<f64>) {
    let Some(number) = number else {
        table.remove(key);
        return;
    };
    let there = table.get(key).and_then(Item::as_value);
    let is_same = |value: &Value| {
        value.as_float().or(value.as_integer().map(|whole| whole as f64)) == Some(number)
    };
    if there.is_some_and(is_same) {
        return;
    }
    let new = match number.fract() == 0.0 && number.abs() < 1e15 {
        #[allow(clippy::cast_possible_truncation, reason = "it is whole, and far below the most")]
        true => Value::from(number as i64),
        false => Value::from(number),
    };
    put(table, key, new);
}

/// Changes the text and leaves what stands around it.
pub(crate) fn put_text(table: &mut Table, key: &str, text: &str) {
    if table.get(key).and_then(Item::as_str) == Some(text) {
        return;
    }
    put(table, key, Value::from(text));
}

/// Puts the value in the place of the one that is there: inserted anew, the key would lose the comment above it.
fn put(table: &mut Table, key: &str, mut new: Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        _ => {
            table.insert(key, Item::Value(new));
        }
    }
}

/// Takes away and adds what differs; what stays keeps its comments and line breaks.
pub(crate) fn put_list(item: &mut Item, items: &[&str]) -> Result<(), String> {
    let array = item.as_array_mut().ok_or("What should be a list is none.")?;
    array.retain(|one| one.as_str().is_some_and(|text| items.contains(&text)));
    let indent = array.get(0).map(|first| first.decor().clone());
    let broken = indent
        .as_ref()
        .and_then(|decor| decor.prefix()?.as_str())
        .is_some_and(|prefix| prefix.contains('\n'));
    for text in items {
        if array.iter().any(|one| one.as_str() == Some(text)) {
            continue;
        }
        if broken {
            let mut new = Value::from(*text);
            // A comment above the first one is not about the new one.
            let prefix = indent.as_ref().and_then(|decor| decor.prefix()?.as_str()).unwrap_or("\n");
            let last_line = &prefix[prefix.rfind('\n').unwrap_or(0)..];
            new.decor_mut().set_prefix(last_line);
            array.push_formatted(new);
        } else {
            array.push(*text);
        }
    }
    Ok(())
}

/// The texts without blank ones and blanks around them, each once.
pub(crate) fn texts(lines: &[String]) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::with_capacity(lines.len());
    for text in lines.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}
