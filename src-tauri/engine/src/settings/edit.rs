//! Changing the file, with its comments left as they are.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use super::Settings;
use crate::toml_file::is_commented;

/// What a new file begins with.
const HEAD: &str = "\
# Aside's settings on this machine: only what differs from the defaults.
# A change holds at once, of [knowledge] from the next start on. docs/models.md, docs/desk.md, docs/chat.md and
# docs/knowledge-folder.md tell what can be set.
# The key to a model is never here: `aside model key` keeps it in the system's keyring.

";

/// Writes what differs from the defaults.
pub(super) fn save(settings: &Settings, path: &Path) -> Result<(), String> {
    let (head, content) = match fs::read_to_string(path) {
        Ok(content) => ("", content),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (HEAD, String::new()),
        Err(error) => return Err(error.to_string()),
    };
    let mut document: DocumentMut =
        content.parse().map_err(|error| format!("mend the file first: {error}"))?;
    put(&mut document, "model", &settings.model)?;
    put(&mut document, "chat", &settings.chat)?;
    put(&mut document, "beside", &settings.beside)?;
    put(&mut document, "speech", &settings.speech)?;
    put(&mut document, "knowledge", &settings.knowledge)?;
    write(path, &format!("{head}{document}")).map_err(|error| error.to_string())
}

/// Puts what differs from the defaults into the section `name`, which is made where it is needed.
fn put<S: Serialize + Default>(
    document: &mut DocumentMut,
    name: &str,
    settings: &S,
) -> Result<(), String> {
    let (now, usual) = (section(settings)?, section(&S::default())?);
    let is_usual = |key: &str, value: &Item| usual.get(key).is_some_and(|usual| same(usual, value));
    if !document.contains_key(name) && now.iter().all(|(key, value)| is_usual(key, value)) {
        return Ok(());
    }
    let section = document.entry(name).or_insert_with(|| Item::Table(Table::new()));
    let there = section
        .as_table_mut()
        .ok_or_else(|| format!("`{name}` is no section: write it as [{name}]"))?;
    // What is set no longer, such as a limit.
    there.retain(|key, _| now.contains_key(key));
    for (key, value) in &now {
        // What somebody wrote about stays with what they wrote.
        if is_usual(key, value) && !is_commented(there, key) {
            there.remove(key);
            continue;
        }
        match there.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) if same(&Item::Value(old.clone()), value) => {}
            Some(old) => {
                let decor = old.decor().clone();
                if let Some(value) = value.as_value() {
                    *old = value.clone();
                    *old.decor_mut() = decor;
                }
            }
            None => {
                there.insert(key, value.clone());
            }
        }
    }
    let above = there.decor().prefix().and_then(|said| said.as_str()).unwrap_or_default();
    if there.is_empty() && above.trim().is_empty() {
        document.remove(name);
    }
    Ok(())
}

/// A section as TOML has it.
fn section(settings: &impl Serialize) -> Result<Table, String> {
    let mut table = Table::new();
    let value = serde_json::to_value(settings).map_err(|error| error.to_string())?;
    for (key, value) in value.as_object().into_iter().flatten() {
        table.insert(key, Item::Value(toml(value)));
    }
    Ok(table)
}

fn toml(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number),
            None => Value::from(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::Array(items) => Value::Array(items.iter().map(toml).collect()),
        serde_json::Value::Bool(value) => Value::from(*value),
        other => Value::from(other.as_str().unwrap_or_default()),
    }
}

/// Whether two values say the same, however they are written: 8 and 8.0 do, and lists in one line and in
/// several.
fn same(a: &Item, b: &Item) -> bool {
    if let (Some(a), Some(b)) = (a.as_array(), b.as_array()) {
        let plain = |array: &Array| array.iter().map(plain).collect::<Vec<_>>();
        return plain(a) == plain(b);
    }
    let number = |item: &Item| item.as_float().or(item.as_integer().map(|number| number as f64));
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.as_value().map(plain) == b.as_value().map(plain),
    }
}

/// A value without what stands around it.
fn plain(value: &Value) -> String {
    value.clone().decorated("", "").to_string()
}

/// Writes beside it, and puts it in its place once it is on the disk.
fn write(path: &Path, content: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
