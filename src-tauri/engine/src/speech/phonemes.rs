//! What is spoken, as shapes of a mouth with their share of the time.

use super::mouth::Mouth;

/// A sound of speech.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Phone {
    pub(super) shape: Mouth,
    /// How long it takes beside others; a short vowel takes 1.
    pub(super) share: f32,
}

/// What is said between two pauses.
pub(super) type Clause = Vec<Phone>;

/// How long a consonant takes, and one of the tongue's quick taps. Fitted, as the other shares, to the times
/// of `espeak-ng`'s library for 80 English and 7 German texts; the fit is flat.
const CONSONANT: f32 = 0.9;
const TAP: f32 = 0.65;
const SCHWA: f32 = 0.75;
const LONG: f32 = 1.5;
const STRESSED: f32 = 1.3;

const VOWELS: &str = "aeiouyæɐɑɒɔəɘɛɜɞɪɨɯɵøœɶʊʉʌʏ";
const STRESS: [char; 2] = ['ˈ', 'ˌ'];

/// The clauses of what `espeak-ng --ipa --sep=_` tells: one to a line, or parted by a pause, `__`, within it;
/// words apart by spaces, phonemes by underscores.
pub(super) fn of_ipa(told: &str) -> Vec<Clause> {
    let clauses = told.lines().flat_map(|line| line.split("__"));
    let phones = |clause: &str| clause.split(['_', ' ']).flat_map(phones).collect();
    clauses.map(phones).filter(|clause: &Clause| !clause.is_empty()).collect()
}

/// The same by the letters of a text, whose sounds nobody tells.
pub(super) fn of_letters(text: &str) -> Vec<Clause> {
    let clauses = text.split_inclusive(['.', '!', '?', ',', ';', ':', '–', '…']);
    let phones = |clause: &str| {
        let letters = clause.chars().filter(|letter| letter.is_alphanumeric());
        letters.map(|letter| Phone { shape: shape(letter), share: 1.0 }).collect()
    };
    clauses.map(phones).filter(|clause: &Clause| !clause.is_empty()).collect()
}

/// The shapes of a phoneme: a diphthong has two.
fn phones(phoneme: &str) -> Vec<Phone> {
    let sound = phoneme.trim_start_matches(STRESS);
    let vowels: Vec<char> = sound.chars().filter(|letter| VOWELS.contains(*letter)).collect();
    let is_vowel = sound.chars().next().is_some_and(|letter| VOWELS.contains(letter));
    if !is_vowel {
        let Some(letter) = sound.chars().next() else { return Vec::new() };
        let share = if matches!(letter, 'r' | 'ɹ' | 'ɾ') { TAP } else { CONSONANT };
        return vec![Phone { shape: shape(letter), share }];
    }
    let is_long = sound.contains('ː') || vowels.len() > 1;
    let base = match vowels[0] {
        _ if is_long => LONG,
        'ə' | 'ɐ' => SCHWA,
        _ => 1.0,
    };
    let share = base * if phoneme.starts_with('ˈ') { STRESSED } else { 1.0 };
    let each = share / vowels.len() as f32;
    vowels.into_iter().map(|letter| Phone { shape: shape(letter), share: each }).collect()
}

/// The shape for a letter of IPA, or of a spelling.
fn shape(letter: char) -> Mouth {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'm' | 'b' | 'p' => Mouth::Closed,
        'f' | 'v' => Mouth::Teeth,
        'o' | 'u' | 'w' | 'ö' | 'ü' | 'ɒ' | 'ɔ' | 'ʊ' | 'ʉ' | 'ʏ' | 'ø' | 'œ' => {
            Mouth::Round
        }
        'e' | 'i' | 'y' | 'j' | 'ɛ' | 'ɪ' => Mouth::Wide,
        'a' | 'ä' | 'æ' | 'ɐ' | 'ɑ' | 'ʌ' => Mouth::Open,
        _ => Mouth::Small,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(clause: &Clause) -> Vec<Mouth> {
        clause.iter().map(|phone| phone.shape).collect()
    }

    #[test]
    fn phonemes_become_shapes_clause_by_clause() {
        let clauses = of_ipa("h_ə_l_ˈəʊ\np_l_ˈiː_z n_ˈaɪ_n__ a_n_d\n\n");
        assert_eq!(clauses.len(), 3);
        let (small, round, open, wide) = (Mouth::Small, Mouth::Round, Mouth::Open, Mouth::Wide);
        assert_eq!(shapes(&clauses[0]), [small, small, small, small, round]);
        let nine = [Mouth::Closed, small, wide, small, small, open, wide, small];
        assert_eq!(shapes(&clauses[1]), nine);
        let (long, short) = (clauses[1][2].share, clauses[2][0].share);
        assert!(long > short, "{long} {short}");
    }

    #[test]
    fn letters_stand_in_where_nobody_tells_the_sounds() {
        let clauses = of_letters("Ja, 2 Öfen!\n");
        assert_eq!(shapes(&clauses[0]), [Mouth::Wide, Mouth::Open]);
        let small = Mouth::Small;
        assert_eq!(shapes(&clauses[1]), [small, Mouth::Round, Mouth::Teeth, Mouth::Wide, small]);
    }
}
