//! Real files of each format, cut off and with flipped bits.

use std::path::Path;

use super::Hostile;

/// Where the pieces of a real file are cut off, in hundredths of it.
const CUTS: [usize; 3] = [3, 50, 95];
/// How many copies have flipped bits.
const FLIPPED: u64 = 3;

pub fn files() -> Vec<Hostile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    fixtures.sort_by_key(std::fs::DirEntry::file_name);
    let mut files = Vec::new();
    for fixture in fixtures {
        let name = fixture.file_name().to_string_lossy().into_owned();
        if !fixture.path().is_file() {
            continue;
        }
        let whole = std::fs::read(fixture.path()).unwrap();
        for cut in CUTS {
            files.push(Hostile::new(
                &format!("cut-at-{cut}-{name}"),
                &whole[..whole.len() * cut / 100],
            ));
        }
        for seed in 1..=FLIPPED {
            files.push(Hostile::new(
                &format!("flipped-{seed}-{name}"),
                flipped(whole.clone(), seed),
            ));
        }
    }
    files
}

/// About one bit in two thousand is another, at least four.
fn flipped(mut bytes: Vec<u8>, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for _ in 0..(bytes.len() / 250).max(4) {
        // The multiplicative generator of MMIX.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = (state >> 33) as usize % bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1 << ((state >> 29) & 7);
        }
    }
    bytes
}
