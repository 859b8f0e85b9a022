//! Pictures that claim to be larger than any screen.

use super::Hostile;
use super::zips::{crc, zlib};

fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let named = [&kind[..], content].concat();
        let length = (content.len() as u32).to_be_bytes();
        [&length[..], &named, &crc(&named).to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1A\n", &chunk(b"IHDR", &head)[..], &chunk(b"IDAT", data), &chunk(b"IEND", b"")]
        .concat()
}

pub fn files() -> Vec<Hostile> {
    let bomb = zlib(&vec![0; 40 << 20]);
    // A directory with one entry of four thousand million values, whose successor is itself.
    let tiff = b"II*\0\x08\0\0\0\x01\0\0\x01\x04\0\xFF\xFF\xFF\xFF\0\0\0\0\x08\0\0\0";
    let gif = b"GIF89a\xFF\xFF\xFF\xFF\x80\0\0\0\0\0\xFF\xFF\xFF,\0\0\0\0\xFF\xFF\xFF\xFF\0\x02\x02D\x01\0;";
    let mut bmp = b"BM\xFF\xFF\xFF\x7F\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bmp.extend([0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 1, 0, 32, 0]);
    bmp.extend([0; 24]);
    vec![
        Hostile::new("huge.png", png(100_000, 100_000, &zlib(&[0; 64]))),
        Hostile::new("largest.png", png(u32::MAX, u32::MAX, &zlib(&[0; 64]))),
        Hostile::new("bomb.png", png(3_000, 3_000, &bomb)),
        Hostile::new("loop.tif", tiff),
        Hostile::new("huge.gif", gif),
        Hostile::new("huge.bmp", bmp),
        Hostile::new("cut.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xC0\0\x11\x08\xFF\xFF\xFF\xFF\x03"),
        Hostile::new("huge.webp", b"RIFF\xFF\xFF\xFF\xFFWEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF"),
    ]
}
