//! Wrapped lines joined to paragraphs: where a line ends says nothing about the text, but a quoted
//! passage would show it.

/// A line below this width was not wrapped, it ends there: an address, a poem, a signature.
const WRAPPED_WIDTH: usize = 45;

/// Joins the lines of paragraphs. Headings, lists, tables, quotes, code, HTML and lines that were
/// broken on purpose (two blanks or a backslash) stay as they are.
pub(super) fn reflow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    // Whether the next line may go on in the last one.
    let mut open = false;
    for line in text.split('\n') {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            _ => {}
        }
        let plain = fence.is_none() && mark.is_none() && is_prose(line);
        if open && plain {
            out.truncate(out.trim_end().len());
            out.push(' ');
            out.push_str(trimmed);
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
        let broken = line.ends_with("  ")
            || line.ends_with('\\')
            || line.ends_with("<br>")
            || line.ends_with("<br/>");
        open = plain && !broken && line.trim().chars().count() >= WRAPPED_WIDTH;
    }
    // The first line may be empty, which then wrote no line end.
    if text.starts_with('\n') && !out.starts_with('\n') { format!("\n{out}") } else { out }
}

/// Whether a line is nothing but words of a paragraph.
fn is_prose(line: &str) -> bool {
    let indent = line.len() - line.trim_start().len();
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0
        && line[digits..]
            .strip_prefix(['.', ')'])
            .is_some_and(|rest| rest.starts_with([' ', '\t']));
    let marked =
        line.starts_with(['#', '|', '>', '<', '-', '*', '+', '=', '•', '·', '[', '!', ':', '\\']);
    // Bold or emphasised words may begin a line of prose.
    let emphasised = line.starts_with("**") || (line.starts_with('*') && !line.starts_with("* "));
    // `[words](target)` may, too; `[note]: target` may not.
    let linked = line.starts_with('[') && line.contains("](");
    let columns = line.contains("   ") || line.contains('\t');
    !line.is_empty() && indent < 4 && !numbered && !columns && (!marked || emphasised || linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_and_others_are_not() {
        let long = "This line was wrapped by an editor at some width and";
        let cases = [
            (format!("{long}\ngoes on here.\n\nNext."), format!("{long} goes on here.\n\nNext.")),
            (format!("{long}  \nbroken on purpose"), format!("{long}  \nbroken on purpose")),
            ("Lamp Street 1\n12345 Town".into(), "Lamp Street 1\n12345 Town".into()),
            (format!("{long}\n- item"), format!("{long}\n- item")),
            (format!("- {long}\n- item"), format!("- {long}\n- item")),
            (
                format!("```\n{long}\ncode\n```\n{long}\ntext"),
                format!("```\n{long}\ncode\n```\n{long} text"),
            ),
            (format!("# {long}\ntext"), format!("# {long}\ntext")),
            (format!("{long}\n==="), format!("{long}\n===")),
            (format!("\n{long}\n**bold** words"), format!("\n{long} **bold** words")),
        ];
        for (text, expected) in cases {
            assert_eq!(reflow(&text), expected);
        }
    }
}
