//! Changing the file, with its comments left as they are.

use std::fs;
use std::io::Write;
use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::{ModelSettings, Settings};

/// What a new file begins with.
const HEAD: &str = "\
# Aside's settings on this machine: only what differs from the defaults.
# A change holds at once. docs/models.md tells what can be set.
# The key to a model is never here: `aside model key` keeps it in the system's keyring.
";

/// Writes what differs from the defaults.
pub(super) fn save(settings: &Settings, path: &Path) -> Result<(), String> {
    let content = match fs::read_to_string(path) {
        Ok(content) => content,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HEAD.to_owned(),
        Err(error) => return Err(error.to_string()),
    };
    let mut document: DocumentMut =
        content.parse().map_err(|error| format!("mend the file first: {error}"))?;
    let (now, usual) = (section(&settings.model)?, section(&ModelSettings::default())?);
    let model = document.entry("model").or_insert_with(|| Item::Table(Table::new()));
    let model = model.as_table_mut().ok_or("`model` is no section: write it as [model]")?;
    // What is set no longer, such as a limit.
    model.retain(|key, _| now.contains_key(key));
    for (key, value) in &now {
        if usual.get(key).is_some_and(|usual| same(usual, value)) {
            model.remove(key);
            continue;
        }
        match model.get_mut(key).and_then(Item::as_value_mut) {
            Some(there) if same(&Item::Value(there.clone()), value) => {}
            Some(there) => {
                let decor = there.decor().clone();
                if let Some(value) = value.as_value() {
                    *there = value.clone();
                    *there.decor_mut() = decor;
                }
            }
            None => {
                model.insert(key, value.clone());
            }
        }
    }
    write(path, &document.to_string()).map_err(|error| error.to_string())
}

/// A section as TOML has it.
fn section(model: &ModelSettings) -> Result<Table, String> {
    let mut table = Table::new();
    let value = serde_json::to_value(model).map_err(|error| error.to_string())?;
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
        other => Value::from(other.as_str().unwrap_or_default()),
    }
}

/// Whether two values say the same, however they are written: 8 and 8.0 do.
fn same(a: &Item, b: &Item) -> bool {
    let number = |item: &Item| item.as_float().or(item.as_integer().map(|number| number as f64));
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.to_string().trim() == b.to_string().trim(),
    }
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
