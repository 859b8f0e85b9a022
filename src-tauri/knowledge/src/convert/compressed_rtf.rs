//! The compression of rich text in Outlook's messages, as [MS-OXRTFCP] describes it.

/// The most bytes that come out.
const MAX_BYTES: usize = 64 << 20;
/// The window that references reach back into, in bytes.
const WINDOW: usize = 4096;
/// What the window holds at first.
const PRESET: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// The rich text in `packed`; `None` if it is none.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let kind = packed.get(8..12)?;
    let content = packed.get(16..)?;
    if kind == b"MELA" {
        return Some(content.to_vec());
    }
    if kind != b"LZFu" {
        return None;
    }
    let mut window = [b' '; WINDOW];
    window[..PRESET.len()].copy_from_slice(PRESET);
    let mut at = PRESET.len();
    let mut out = Vec::new();
    let mut bytes = content.iter().copied();
    'runs: while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if control & (1 << bit) == 0 {
                let Some(byte) = bytes.next() else { break 'runs };
                out.push(byte);
                window[at] = byte;
                at = (at + 1) % WINDOW;
                continue;
            }
            let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else { break 'runs };
            let offset = usize::from(high) << 4 | usize::from(low) >> 4;
            // A reference to the place of writing is the end.
            if offset == at {
                break 'runs;
            }
            for step in 0..usize::from(low & 0x0F) + 2 {
                let byte = window[(offset + step) % WINDOW];
                out.push(byte);
                window[at] = byte;
                at = (at + 1) % WINDOW;
            }
        }
        if out.len() > MAX_BYTES {
            return None;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_is_read() {
        // [MS-OXRTFCP] 3.1.1.
        let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
        assert_eq!(unpack(packed).unwrap(), b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
        assert_eq!(unpack(b"short"), None);
    }
}
