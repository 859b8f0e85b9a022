//! Jupyter notebooks: the text, the code, and what the code said.

use serde_json::Value;

use super::{ConvertError, Converted, Converter, Kind, Source, decode};

/// `.ipynb`.
pub(super) struct Notebook;

/// The most characters of one cell's output: progress and dumps go on for long and say little.
const MAX_OUTPUT_CHARS: usize = 2_000;

impl Converter for Notebook {
    fn extensions(&self) -> &'static [&'static str] {
        &["ipynb"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Text]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let notebook: Value = serde_json::from_str(&decode::text(source.bytes))
            .map_err(|error| ConvertError::Malformed(format!("it is no notebook: {error}")))?;
        // Before version 4 the cells stood in worksheets.
        let cells =
            notebook["cells"].as_array().or_else(|| notebook["worksheets"][0]["cells"].as_array());
        let cells = cells.ok_or_else(|| ConvertError::Malformed("it has no cells".to_owned()))?;
        let language = notebook["metadata"]["language_info"]["name"]
            .as_str()
            .or_else(|| notebook["metadata"]["kernelspec"]["language"].as_str())
            .unwrap_or_default();
        let mut markdown = String::new();
        for cell in cells {
            let text = joined(cell.get("source").or_else(|| cell.get("input")));
            if cell["cell_type"] == "code" {
                push_code(&mut markdown, language, &text);
                for output in cell["outputs"].as_array().into_iter().flatten() {
                    push_code(&mut markdown, "text", &output_text(output));
                }
            } else if !text.trim().is_empty() {
                markdown.push_str(text.trim_end());
                markdown.push_str("\n\n");
            }
        }
        Ok(vec![Converted { markdown: markdown.trim_end().to_owned(), ..Converted::default() }])
    }
}

/// A fenced block, its fence longer than any in it.
fn push_code(out: &mut String, language: &str, code: &str) {
    if code.trim().is_empty() {
        return;
    }
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    out.push_str(&format!("{fence}{language}\n{}\n{fence}\n\n", code.trim_end()));
}

/// What a cell printed or returned, as text. Pictures and tracebacks are none.
fn output_text(output: &Value) -> String {
    let text = match output["output_type"].as_str() {
        Some("stream") => joined(output.get("text")),
        Some("execute_result" | "display_data" | "pyout") => {
            joined(output["data"].get("text/plain").or_else(|| output.get("text")))
        }
        _ => String::new(),
    };
    match text.char_indices().nth(MAX_OUTPUT_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Text that is one string or a list of lines.
fn joined(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_code_and_output_are_kept() {
        let notebook = r##"{"metadata": {"language_info": {"name": "python"}}, "cells": [
            {"cell_type": "markdown", "source": ["# Refunds\n", "How many."]},
            {"cell_type": "code", "source": "print(3)", "outputs": [
                {"output_type": "stream", "text": ["3\n"]},
                {"output_type": "display_data", "data": {"image/png": "AAAA"}}]}]}"##;
        let text = Notebook
            .convert(&Source::new(notebook.as_bytes(), "a.ipynb"))
            .unwrap()
            .remove(0)
            .markdown;
        assert_eq!(text, "# Refunds\nHow many.\n\n```python\nprint(3)\n```\n\n```text\n3\n```");
    }
}
