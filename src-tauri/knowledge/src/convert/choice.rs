//! Which converter takes a file: its content decides, and its name where the content is plain text.

use super::{CONVERTERS, ConvertError, Converter, Kind};

/// Endings of files that are no documents whatever they hold, so that they are not even opened:
/// programs, their sources, styles, fonts, sounds, films, disk images, packed archives.
const NO_DOCUMENTS: &[&str] = &[
    "exe", "dll", "so", "dylib", "msi", "deb", "rpm", "apk", "app", "com", "bat", "cmd", "ps1",
    "sh", "jar", "class", "pyc", "o", "a", "lib", "wasm", "bin", "dat", "db", "sqlite", "mdb",
    "lock", "lnk", "url", "ini", "sys", "js", "mjs", "cjs", "jsx", "ts", "tsx", "svelte", "vue",
    "css", "scss", "less", "map", "rs", "py", "rb", "go", "c", "h", "cc", "cpp", "hpp", "java",
    "kt", "swift", "cs", "php", "sql", "woff", "woff2", "ttf", "otf", "eot", "mp3", "wav", "ogg",
    "flac", "m4a", "mp4", "mov", "avi", "mkv", "webm", "iso", "dmg", "img", "gz", "tgz", "bz2",
    "xz", "zst", "7z", "rar", "tar", "svg", "ico", "psd",
];

/// Formats that are known and not supported, and what to save them as.
const OLD_FORMATS: &[(Kind, &str, &str)] =
    &[(Kind::Doc, "doc", "docx"), (Kind::Ppt, "ppt", "pptx")];

/// Whether a file of this name (without folders) may be a document. A file without an ending, or
/// with one that nobody knows, may: its content tells when it is read.
pub(crate) fn may_be_document(name: &str) -> bool {
    extension(name).is_none_or(|extension| {
        by_extension(&extension).is_some() || !NO_DOCUMENTS.contains(&extension.as_str())
    })
}

/// The converter for this content in a file of this name. `kind` is what [`Kind::of`] or
/// [`Kind::within`] made of it.
pub(crate) fn converter_for(
    kind: Kind,
    name: &str,
) -> Result<&'static dyn Converter, ConvertError> {
    let extension = extension(name).unwrap_or_default();
    let named = by_extension(&extension);
    if let Some(named) = named.filter(|named| named.takes().contains(&kind)) {
        return Ok(named);
    }
    if kind == Kind::Encrypted {
        return Err(ConvertError::Protected);
    }
    if let Some((_, old, new)) = OLD_FORMATS.iter().find(|(old, _, _)| *old == kind) {
        return Err(ConvertError::OldFormat { old: (*old).to_owned(), new: (*new).to_owned() });
    }
    // Many systems export tables of text under Excel's name.
    if kind == Kind::Text && extension == "xls" {
        return by_extension("csv").ok_or(ConvertError::Unsupported);
    }
    let old_name = OLD_FORMATS.iter().any(|(_, old, _)| *old == extension);
    match kind {
        Kind::Text | Kind::Binary if named.is_some() || old_name => {
            Err(ConvertError::Mislabelled { extension, content: kind })
        }
        Kind::Zip | Kind::Compound if named.is_some() => {
            Err(ConvertError::Malformed("it is damaged or cut off".to_owned()))
        }
        _ => CONVERTERS
            .iter()
            .copied()
            .find(|converter| converter.takes().contains(&kind))
            .ok_or(ConvertError::Unsupported),
    }
}

/// A container's converter is only known inside the contained process.
pub(crate) fn is_container(kind: Kind) -> bool {
    matches!(kind, Kind::Zip | Kind::Compound)
}

/// The lower-case ending of a file's name, without the dot. A name that begins with its only dot has none.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_ascii_lowercase())
}

fn by_extension(extension: &str) -> Option<&'static dyn Converter> {
    CONVERTERS.iter().copied().find(|converter| converter.extensions().contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_no_documents_and_unknown_names_may_be() {
        for name in ["setup.exe", "film.MP4", "app.js", "logo.svg"] {
            assert!(!may_be_document(name), "{name}");
        }
        for name in ["README", "notes.xyz", "old.doc", "a.md", "b.DOCX", ".md"] {
            assert!(may_be_document(name), "{name}");
        }
    }

    #[test]
    fn content_outweighs_the_name() {
        let extensions =
            |kind, name: &str| converter_for(kind, name).map(|found| found.extensions()[0]);
        assert_eq!(extensions(Kind::Pdf, "a.docx"), Ok("pdf"));
        assert_eq!(extensions(Kind::Html, "a.txt"), Ok("html"));
        assert_eq!(extensions(Kind::Text, "a.html"), Ok("html"));
        assert_eq!(extensions(Kind::Text, "README"), Ok("txt"));
        for (kind, name, said) in [
            (Kind::Text, "a.pdf", "plain text"),
            (Kind::Binary, "a.md", "no document"),
            (Kind::Doc, "a.doc", "save it as .docx"),
            (Kind::Text, "a.doc", "plain text"),
            (Kind::Encrypted, "a.docx", "password"),
            (Kind::Binary, "a.xyz", "not supported"),
        ] {
            let error = extensions(kind, name).unwrap_err().to_string();
            assert!(error.contains(said), "{name}: {error}");
        }
    }
}
