//! A look at an archive's own table before anything is unpacked.

use std::io::Cursor;

use super::ConvertError;

/// The most members; the most bytes that all may declare; the highest ratio of a large member.
/// Real office files measured far below each.
const MAX_MEMBERS: usize = 5_000;
const MAX_DECLARED_BYTES: u64 = 256 << 20;
const MAX_RATIO: u64 = 200;

/// Refuses a zip that claims more than an honest office document holds.
pub(super) fn archive(bytes: &[u8]) -> Result<(), ConvertError> {
    // An office document with a password is wrapped in the older container format.
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(ConvertError::Protected);
    }
    let malformed = |error: zip::result::ZipError| ConvertError::Malformed(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    if archive.len() > MAX_MEMBERS {
        return Err(ConvertError::OverLimit(format!("{} members in its archive", archive.len())));
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(malformed)?;
        let (size, packed) = (member.size(), member.compressed_size().max(1));
        declared = declared.saturating_add(size);
        if size > 1 << 20 && size / packed > MAX_RATIO {
            return Err(ConvertError::OverLimit(format!(
                "to unpack to {} times its size",
                size / packed
            )));
        }
        if declared > MAX_DECLARED_BYTES {
            return Err(ConvertError::OverLimit(format!(
                "more than {} MB unpacked",
                MAX_DECLARED_BYTES >> 20
            )));
        }
    }
    Ok(())
}
