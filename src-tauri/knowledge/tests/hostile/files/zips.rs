//! Zip archives written byte by byte, so that they can lie.

use std::io::Write;

/// One member; the fields say what the archive claims.
#[derive(Clone)]
pub struct Member {
    pub name: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub attributes: u32,
    pub claimed: u64,
    pub crc: u32,
    /// What really stands there.
    pub packed: Vec<u8>,
    /// Where the directory says that it begins, if not where it does.
    pub at: Option<u32>,
}

impl Member {
    pub fn stored(name: &str, data: &[u8]) -> Self {
        Self {
            name: name.into(),
            method: 0,
            flags: 0,
            attributes: 0,
            claimed: data.len() as u64,
            crc: crc(data),
            packed: data.to_vec(),
            at: None,
        }
    }

    pub fn deflated(name: &str, data: &[u8]) -> Self {
        Self { method: 8, packed: deflate(data), ..Self::stored(name, data) }
    }

    /// `byte` so many times, packed.
    pub fn filled(name: &str, byte: u8, times: usize) -> Self {
        Self::deflated(name, &vec![byte; times])
    }

    pub fn claiming(self, claimed: u64) -> Self {
        Self { claimed, ..self }
    }
}

pub fn crc(data: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(data);
    crc.sum()
}

/// The bytes as a bare deflate stream.
pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// The bytes as a zlib stream.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// An archive of these members, as they claim to be.
pub fn zip(members: &[Member]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        let at = member.at.unwrap_or(out.len() as u32);
        // Above 4 GiB the sizes stand in an extra field.
        let large = member.claimed > u64::from(u32::MAX);
        let size = if large { u32::MAX } else { member.claimed as u32 };
        let packed = if large { u32::MAX } else { member.packed.len() as u32 };
        let mut extra = Vec::new();
        if large {
            extra.extend([1, 0, 16, 0]);
            extra.extend(member.claimed.to_le_bytes());
            extra.extend((member.packed.len() as u64).to_le_bytes());
        }
        let mut common = Vec::new();
        common.extend([45, 0]);
        common.extend(member.flags.to_le_bytes());
        common.extend(member.method.to_le_bytes());
        common.extend([0, 0, 0x21, 0]);
        common.extend(member.crc.to_le_bytes());
        common.extend(packed.to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend((member.name.len() as u16).to_le_bytes());
        common.extend((extra.len() as u16).to_le_bytes());
        if member.at.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(&member.name);
            out.extend(&extra);
            out.extend(&member.packed);
        }
        directory.extend(b"PK\x01\x02");
        // Made on Unix, so that the attributes can say "symbolic link".
        directory.extend([45, 3]);
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend(member.attributes.to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(&member.name);
        directory.extend(&extra);
    }
    let (start, count) = (out.len() as u32, members.len().min(0xFFFF) as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}
