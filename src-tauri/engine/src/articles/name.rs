//! The names of articles: made of their titles, safe on every system.

/// The most letters that a title gives its name.
const LONGEST: usize = 60;
/// The longest name, with the number that tells articles of one title apart.
const LONGEST_ID: usize = LONGEST + 8;
/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name for an article of this title.
pub(super) fn of_title(title: &str) -> String {
    let mut name = String::new();
    for letter in title.to_lowercase().chars() {
        if name.len() == LONGEST {
            break;
        }
        match letter {
            'a'..='z' | '0'..='9' => name.push(letter),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('-');
    match name {
        "" => "article".to_owned(),
        device if is_device(device) => format!("article-{device}"),
        name => name.to_owned(),
    }
}

/// Whether this is a name that [`of_title`] could have given, perhaps with a number.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_ID).contains(&text.len())
        && text.bytes().all(plain)
        && !text.starts_with('-')
        && !is_device(text)
}

fn is_device(name: &str) -> bool {
    DEVICES.contains(&name.trim_end_matches(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_has_a_safe_name() {
        for (title, name) in [
            ("How do I return an item?", "how-do-i-return-an-item"),
            ("  --Refunds & Co.-- ", "refunds-co"),
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\Windows\\system32", "c-windows-system32"),
            ("CON", "article-con"),
            ("Com1", "article-com1"),
            ("日本語", "article"),
            ("a\u{202e}dm.exe", "a-dm-exe"),
        ] {
            assert_eq!(of_title(title), name);
            assert!(is_id(name), "{name}");
        }
        let long = of_title(&"word ".repeat(100));
        assert!(long.len() <= LONGEST && is_id(&format!("{long}-1000")), "{long}");
    }
}
