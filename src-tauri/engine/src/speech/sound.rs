//! Sound of one channel and 16 bits: where it is loud, and as a file.

use std::ops::Range;

/// Bytes of the head of a WAV file.
const HEAD: usize = 44;
/// Milliseconds of sound that are looked at together.
const FRAME_MS: u32 = 10;
/// What is louder is no pause: speech is above a thousand, and pauses are nearly silent.
const LOUD: u16 = 300;
/// The shortest pause between clauses, in frames: the silence before a plosive is shorter.
const PAUSE: usize = 8;
/// The rates that there are, in samples of a second.
const RATES: Range<u32> = 4_000..192_001;

/// What was spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sound {
    rate: u32,
    samples: Vec<i16>,
}

impl Sound {
    /// Reads a WAV file as `espeak-ng` writes it into a pipe: its head does not know how much follows.
    pub(super) fn from_wav(file: &[u8]) -> Option<Self> {
        let head = file.get(..HEAD)?;
        let is_known = &head[..4] == b"RIFF"
            && &head[8..16] == b"WAVEfmt "
            && head[20..24] == [1, 0, 1, 0]
            && head[34..36] == [16, 0]
            && &head[36..40] == b"data";
        let rate = u32::from_le_bytes(head[24..28].try_into().ok()?);
        if is_known { Self::from_samples(&file[HEAD..], rate) } else { None }
    }

    /// Takes bare samples, `rate` of them in a second.
    pub(super) fn from_samples(bytes: &[u8], rate: u32) -> Option<Self> {
        let samples =
            bytes.chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])).collect();
        Some(Self { rate, samples })
            .filter(|sound| RATES.contains(&rate) && !sound.samples.is_empty())
    }

    /// How long it takes, in milliseconds.
    pub(super) fn duration_ms(&self) -> u32 {
        let ms = self.samples.len() as u64 * 1_000 / u64::from(self.rate);
        u32::try_from(ms).unwrap_or(u32::MAX)
    }

    /// The times in milliseconds at which somebody speaks, parted at the longest pauses into `most` at most.
    pub(super) fn stretches(&self, most: usize) -> Vec<Range<f32>> {
        let mut heard: Vec<Range<usize>> = Vec::new();
        let frame = (self.rate * FRAME_MS / 1_000) as usize;
        for (place, samples) in self.samples.chunks(frame).enumerate() {
            if samples.iter().all(|sample| sample.unsigned_abs() <= LOUD) {
                continue;
            }
            match heard.last_mut() {
                Some(last) if place - last.end < PAUSE => last.end = place + 1,
                _ => heard.push(place..place + 1),
            }
        }
        while heard.len() > most.max(1) {
            let pause = |place: &usize| heard[place + 1].start - heard[*place].end;
            let Some(shortest) = (0..heard.len() - 1).min_by_key(pause) else { break };
            heard[shortest].end = heard.remove(shortest + 1).end;
        }
        let ms = |frame: usize| (frame * FRAME_MS as usize) as f32;
        heard.into_iter().map(|stretch| ms(stretch.start)..ms(stretch.end)).collect()
    }

    /// As a WAV file.
    pub(super) fn into_wav(self) -> Vec<u8> {
        // Both fit: what a program may give is bounded.
        let bytes = u32::try_from(self.samples.len() * 2).unwrap_or(u32::MAX - HEAD as u32);
        let mut file = Vec::with_capacity(HEAD + self.samples.len() * 2);
        file.extend_from_slice(b"RIFF");
        file.extend_from_slice(&(bytes + HEAD as u32 - 8).to_le_bytes());
        file.extend_from_slice(b"WAVEfmt ");
        // The length of this part; uncompressed samples, one channel.
        file.extend_from_slice(&[16, 0, 0, 0, 1, 0, 1, 0]);
        file.extend_from_slice(&self.rate.to_le_bytes());
        file.extend_from_slice(&(self.rate * 2).to_le_bytes());
        // Bytes and bits of a sample.
        file.extend_from_slice(&[2, 0, 16, 0]);
        file.extend_from_slice(b"data");
        file.extend_from_slice(&bytes.to_le_bytes());
        file.extend(self.samples.iter().flat_map(|sample| sample.to_le_bytes()));
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of so many milliseconds, loud and silent by turns.
    fn sound(parts: &[usize]) -> Sound {
        let samples = parts.iter().enumerate().flat_map(|(place, ms)| {
            let level = if place % 2 == 0 { 5_000 } else { 0 };
            std::iter::repeat_n(level, ms * 8)
        });
        Sound { rate: 8_000, samples: samples.collect() }
    }

    #[test]
    fn a_file_comes_back_as_it_was_and_anything_else_is_none() {
        let sound = sound(&[100]);
        let file = sound.clone().into_wav();
        assert_eq!(Sound::from_wav(&file), Some(sound));
        for wrong in [&file[..40], b"RIFF", &[0; 100]] {
            assert_eq!(Sound::from_wav(wrong), None);
        }
        assert_eq!(Sound::from_samples(&[0; 10], 0), None);
    }

    #[test]
    fn pauses_part_it_and_the_silence_of_a_plosive_does_not() {
        let sound = sound(&[200, 50, 300, 100, 200, 400, 100]);
        assert_eq!(sound.stretches(9), [0.0..550.0, 650.0..850.0, 1250.0..1350.0]);
        assert_eq!(sound.stretches(2), [0.0..850.0, 1250.0..1350.0]);
        assert_eq!(sound.duration_ms(), 1_350);
    }
}
