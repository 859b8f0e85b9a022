//! Names that mean something to a shell, a program or a terminal.

use super::Hostile;

/// The title of the good pages below.
pub const ODD: &str = "A page under an odd name";

/// Good pages under names that a careless program trips over.
pub fn files() -> Vec<Hostile> {
    let page = format!("<html><body><h1>{ODD}</h1><p>It is a good page.</p></body></html>");
    odd_names().into_iter().map(|name| Hostile::new(&name, page.clone())).collect()
}

pub fn odd_names() -> Vec<String> {
    let mut names = vec![
        "--help.html".to_owned(),
        "-rf.html".to_owned(),
        "--convert-worker.html".to_owned(),
        "$(touch escaped).html".to_owned(),
        "`touch escaped`; #&.html".to_owned(),
        "%s%n%x.html".to_owned(),
        "nul.html".to_owned(),
        "a#b#c.html".to_owned(),
        "two..html".to_owned(),
        format!("{}.html", "n".repeat(240)),
        format!("{}.html", "ü".repeat(120)),
    ];
    if cfg!(unix) {
        names.push("new\nline.html".to_owned());
        names.push("\u{202e}lmth.exe.html".to_owned());
        names.push("\"quote'\\back.html".to_owned());
        names.push("\u{1b}[2J.html".to_owned());
    }
    names
}
