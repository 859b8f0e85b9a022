//! Outlook's messages: properties in streams of a compound file, as [MS-OXMSG] describes them.
//! Attachments are documents of their own.

use std::io::{Cursor, Read};

use encoding_rs::Encoding;

use super::mail::{self, Message, better_body};
use super::{ConvertError, Converted, Converter, Kind, Source, compressed_rtf};

/// `.msg`.
pub(super) struct Msg;

/// The most bytes of one property, and the most attachments and recipients that are read.
const MAX_PROPERTY_BYTES: u64 = 64 << 20;
const MAX_ENTRIES: usize = 200;

/// Numbers of properties ([MS-OXPROPS]).
mod id {
    pub const SUBJECT: u16 = 0x0037;
    pub const SENDER_NAME: u16 = 0x0C1A;
    pub const SENDER_ADDRESS: u16 = 0x0C1F;
    pub const SENDER_SMTP: u16 = 0x5D01;
    pub const DISPLAY_TO: u16 = 0x0E04;
    pub const DISPLAY_CC: u16 = 0x0E03;
    pub const BODY: u16 = 0x1000;
    pub const RTF: u16 = 0x1009;
    pub const HTML: u16 = 0x1013;
    pub const SUBMITTED: u16 = 0x0039;
    pub const DELIVERED: u16 = 0x0E06;
    pub const INTERNET_CODE_PAGE: u16 = 0x3FDE;
    pub const MESSAGE_CODE_PAGE: u16 = 0x3FFD;
    pub const RECIPIENT_NAME: u16 = 0x3001;
    pub const RECIPIENT_SMTP: u16 = 0x39FE;
    pub const RECIPIENT_TYPE: u16 = 0x0C15;
    pub const ATTACHMENT: u16 = 0x3701;
    pub const CONTENT_ID: u16 = 0x3712;
    pub const LONG_NAME: u16 = 0x3707;
    pub const SHORT_NAME: u16 = 0x3704;
}

type File<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

impl Converter for Msg {
    fn extensions(&self) -> &'static [&'static str] {
        &["msg"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Msg]
    }

    fn contained(&self) -> bool {
        true
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        let mut file = cfb::CompoundFile::open(Cursor::new(source.bytes))
            .map_err(|error| ConvertError::Malformed(error.to_string()))?;
        let mut found = Vec::new();
        read(&mut file, "", source, 0, &mut found);
        Ok(found)
    }
}

/// The message in the storage `place` (empty for the file itself), with its attachments.
fn read(
    file: &mut File<'_>,
    place: &str,
    source: &Source<'_>,
    depth: u8,
    out: &mut Vec<Converted>,
) {
    let fixed = fixed(file, place, if place.is_empty() { 32 } else { 24 });
    let page = number(&fixed, id::MESSAGE_CODE_PAGE).or(number(&fixed, id::INTERNET_CODE_PAGE));
    let encoding = page.and_then(code_page).unwrap_or(encoding_rs::WINDOWS_1252);
    let get = |file: &mut File<'_>, id: u16| text(file, place, id, encoding);
    let mut message =
        Message { subject: get(file, id::SUBJECT).unwrap_or_default(), ..Message::default() };
    let name = get(file, id::SENDER_NAME).unwrap_or_default();
    let address = get(file, id::SENDER_SMTP)
        .or_else(|| get(file, id::SENDER_ADDRESS))
        // An address within Exchange is a path that says nothing to a reader.
        .filter(|address| address.contains('@'))
        .unwrap_or_default();
    message.add("From", &named(&name, &address));
    let (to, cc) = recipients(file, place, encoding);
    message
        .add("To", &if to.is_empty() { get(file, id::DISPLAY_TO).unwrap_or_default() } else { to });
    message
        .add("Cc", &if cc.is_empty() { get(file, id::DISPLAY_CC).unwrap_or_default() } else { cc });
    let time = number(&fixed, id::SUBMITTED).or(number(&fixed, id::DELIVERED));
    message.add("Date", &time.map(date).unwrap_or_default());
    let html_encoding =
        number(&fixed, id::INTERNET_CODE_PAGE).and_then(code_page).unwrap_or(encoding);
    let html = get(file, id::HTML).or_else(|| {
        binary(file, place, id::HTML).map(|bytes| html_encoding.decode(&bytes).0.into_owned())
    });
    let plain = get(file, id::BODY);
    (message.body, message.hidden) = better_body(html.as_deref(), plain.as_deref());
    if message.body.trim().is_empty() {
        let rtf = binary(file, place, id::RTF).and_then(|bytes| compressed_rtf::unpack(&bytes));
        let documents = rtf.and_then(|rtf| Source::new(&rtf, "message.rtf").convert().ok());
        message.body = documents
            .unwrap_or_default()
            .into_iter()
            .map(|document| document.markdown)
            .collect::<Vec<_>>()
            .join("\n\n");
    }
    let at = out.len();
    let mut names = Vec::new();
    for storage in storages(file, place, "__attach_version1.0_") {
        let name = text(file, &storage, id::LONG_NAME, encoding)
            .or_else(|| text(file, &storage, id::SHORT_NAME, encoding));
        let inner = format!("{storage}/{}", stream_name(id::ATTACHMENT, 0x000D));
        if let Some(bytes) = binary(file, &storage, id::ATTACHMENT) {
            let Some(name) = name.map(|name| name.trim().replace(['/', '\\'], "_")) else {
                continue;
            };
            if !name.is_empty() {
                let mut members = source.member(&name, &bytes);
                let shown = text(file, &storage, id::CONTENT_ID, encoding);
                mail::mark_decoration(&mut members, shown.is_some(), &bytes);
                out.extend(members);
                names.push(name);
            }
        } else if depth < 2 && file.is_storage(&inner) {
            let first = out.len();
            read(file, &inner, source, depth + 1, out);
            let name = text(file, &inner, id::SUBJECT, encoding)
                .unwrap_or_else(|| format!("message {}", names.len() + 1))
                .replace(['/', '\\'], "_");
            for document in &mut out[first..] {
                document.article = Some(match document.article.take() {
                    Some(more) => format!("{name}#{more}"),
                    None => name.clone(),
                });
            }
            names.push(name);
        }
    }
    message.add("Attachments", &names.join(", "));
    out.insert(at, message.document());
}

fn stream_name(id: u16, kind: u16) -> String {
    format!("__substg1.0_{id:04X}{kind:04X}")
}

fn stream(file: &mut File<'_>, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(MAX_PROPERTY_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn binary(file: &mut File<'_>, place: &str, id: u16) -> Option<Vec<u8>> {
    stream(file, &format!("{place}/{}", stream_name(id, 0x0102)))
}

/// A text in Unicode or in the message's code page.
fn text(file: &mut File<'_>, place: &str, id: u16, encoding: &'static Encoding) -> Option<String> {
    if let Some(wide) = stream(file, &format!("{place}/{}", stream_name(id, 0x001F))) {
        return Some(encoding_rs::UTF_16LE.decode(&wide).0.trim_end_matches('\0').to_owned());
    }
    let bytes = stream(file, &format!("{place}/{}", stream_name(id, 0x001E)))?;
    Some(encoding.decode(&bytes).0.trim_end_matches('\0').to_owned())
}

/// The properties of fixed size: each number with its value.
fn fixed(file: &mut File<'_>, place: &str, head: usize) -> Vec<(u16, u64)> {
    let bytes = stream(file, &format!("{place}/__properties_version1.0")).unwrap_or_default();
    let entries = bytes.get(head..).unwrap_or_default().chunks_exact(16);
    entries
        .map(|entry| {
            let id = u16::from_le_bytes([entry[2], entry[3]]);
            let kind = u16::from_le_bytes([entry[0], entry[1]]);
            let mut value = [0; 8];
            value.copy_from_slice(&entry[8..16]);
            let value = u64::from_le_bytes(value);
            // Whole numbers have four bytes, times eight.
            (id, if kind == 0x0003 { value & 0xFFFF_FFFF } else { value })
        })
        .collect()
}

fn number(properties: &[(u16, u64)], id: u16) -> Option<u64> {
    properties.iter().find(|(known, _)| *known == id).map(|(_, value)| *value)
}

fn storages(file: &File<'_>, place: &str, prefix: &str) -> Vec<String> {
    let folder = if place.is_empty() { "/" } else { place };
    let Ok(entries) = file.read_storage(folder) else { return Vec::new() };
    let named = entries.filter(|entry| entry.is_storage() && entry.name().starts_with(prefix));
    named.take(MAX_ENTRIES).map(|entry| format!("{place}/{}", entry.name())).collect()
}

/// Those whom the message went to, and those who got a copy.
fn recipients(file: &mut File<'_>, place: &str, encoding: &'static Encoding) -> (String, String) {
    let (mut to, mut cc) = (Vec::new(), Vec::new());
    for storage in storages(file, place, "__recip_version1.0_") {
        let name = text(file, &storage, id::RECIPIENT_NAME, encoding).unwrap_or_default();
        let address = text(file, &storage, id::RECIPIENT_SMTP, encoding).unwrap_or_default();
        match number(&fixed(file, &storage, 8), id::RECIPIENT_TYPE) {
            Some(2) => cc.push(named(&name, &address)),
            Some(3) => {}
            _ => to.push(named(&name, &address)),
        }
    }
    (to.join(", "), cc.join(", "))
}

fn named(name: &str, address: &str) -> String {
    let (name, address) = (name.trim(), address.trim());
    if name.is_empty() || name.eq_ignore_ascii_case(address) {
        address.to_owned()
    } else if address.is_empty() {
        name.to_owned()
    } else {
        format!("{name} <{address}>")
    }
}

/// The encoding of a Windows code page.
fn code_page(page: u64) -> Option<&'static Encoding> {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        28591..=28606 => format!("iso-8859-{}", page - 28590),
        50220..=50222 => "iso-2022-jp".to_owned(),
        51932 => "euc-jp".to_owned(),
        54936 => "gb18030".to_owned(),
        65001 => "utf-8".to_owned(),
        _ => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// A time in steps of 100 ns since 1601, as a date.
fn date(ticks: u64) -> String {
    const TICKS_A_SECOND: u64 = 10_000_000;
    const SECONDS_BEFORE_1970: i64 = 11_644_473_600;
    let seconds = i64::try_from(ticks / TICKS_A_SECOND).unwrap_or_default() - SECONDS_BEFORE_1970;
    if seconds <= 0 {
        return String::new();
    }
    mail_parser::DateTime::from_timestamp(seconds).to_rfc3339()
}
