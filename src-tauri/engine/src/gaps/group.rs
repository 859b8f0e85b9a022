//! Questions that ask the same, by what they mean.
//!
//! Each question, oldest first, joins the group to whose mean it is nearest, if it is near enough; groups that
//! grew together are joined at the end. Without a model only the same words are one question.

use std::collections::HashMap;

use super::Asked;

/// The cosine to the mean of a group from which on a question belongs to it; docs/quality.md has the figures.
const LIKE: f32 = 0.75;

/// Questions by their places, oldest first.
#[derive(Default)]
struct Group {
    members: Vec<usize>,
    /// Of their vectors.
    sum: Vec<f32>,
}

/// The places of questions that ask the same; each question is in one group.
pub(super) fn grouped(asked: &[Asked]) -> Vec<Vec<usize>> {
    let vectors: Vec<Option<&[f32]>> = asked.iter().map(|one| one.vector.as_deref()).collect();
    let mut groups = near(&vectors, LIKE);
    let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in asked.iter().enumerate().filter(|(_, one)| one.vector.is_none()) {
        let letters = one.text.chars().filter(|letter| letter.is_alphanumeric());
        let words: String = letters.flat_map(char::to_lowercase).collect();
        by_words.entry(words).or_default().push(place);
    }
    let mut alike: Vec<Vec<usize>> = by_words.into_values().collect();
    alike.sort_unstable();
    groups.extend(alike);
    groups
}

/// Groups vectors of length 1; those that are `None` are in none.
pub(crate) fn near(vectors: &[Option<&[f32]>], like: f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Group> = Vec::new();
    for (place, vector) in vectors.iter().enumerate() {
        let Some(vector) = vector else { continue };
        let nearest = groups
            .iter_mut()
            .map(|group| (cosine(vector, &group.sum), group))
            .reduce(|best, one| if one.0 > best.0 { one } else { best });
        match nearest.filter(|(cosine, _)| *cosine >= like) {
            Some((_, group)) => group.take(&[place], vector),
            None => groups.push(Group { members: vec![place], sum: vector.to_vec() }),
        }
    }
    let mut joined: Vec<Group> = Vec::new();
    for group in groups {
        match joined.iter_mut().find(|one| cosine(&one.sum, &group.sum) >= like) {
            Some(one) => one.take(&group.members, &group.sum),
            None => joined.push(group),
        }
    }
    let sorted = |mut group: Group| {
        group.members.sort_unstable();
        group.members
    };
    joined.into_iter().map(sorted).collect()
}

impl Group {
    fn take(&mut self, members: &[usize], sum: &[f32]) {
        self.members.extend_from_slice(members);
        for (own, other) in self.sum.iter_mut().zip(sum) {
            *own += other;
        }
    }
}

/// The place of the question that is most like all of them: of equals, and without a model, the newest.
pub(super) fn most_central(asked: &[&Asked]) -> usize {
    let mut sum: Vec<f32> = Vec::new();
    for vector in asked.iter().filter_map(|one| one.vector.as_deref()) {
        sum.resize(vector.len(), 0.0);
        for (own, other) in sum.iter_mut().zip(vector) {
            *own += other;
        }
    }
    let centrality = |one: &Asked| one.vector.as_deref().map_or(0.0, |own| cosine(own, &sum));
    let order = |one: &Asked, other: &Asked| centrality(one).total_cmp(&centrality(other));
    (0..asked.len()).max_by(|&one, &other| order(asked[one], asked[other])).unwrap_or_default()
}

/// The vector with length 1; none where it has no direction.
pub(crate) fn normed(vector: &[f32]) -> Option<Vec<f32>> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    (length > 0.0).then(|| vector.iter().map(|number| number / length).collect())
}

/// 0 for vectors of different models.
fn cosine(one: &[f32], other: &[f32]) -> f32 {
    if one.len() != other.len() {
        return 0.0;
    }
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let lengths = (dot(one, one) * dot(other, other)).sqrt();
    if lengths > 0.0 { dot(one, other) / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use aside_contract::Timestamp;

    use super::*;

    fn asked(text: &str, vector: Option<[f32; 3]>) -> Asked {
        Asked {
            id: text.to_owned(),
            text: text.to_owned(),
            at: Timestamp(0),
            conversation: None,
            customer: None,
            category: None,
            searched: false,
            replies: Vec::new(),
            vector: vector.and_then(|vector| normed(&vector)),
        }
    }

    #[test]
    fn what_is_near_is_one_group_and_every_question_is_in_one() {
        let asked = [
            asked("a", Some([1.0, 0.0, 0.0])),
            asked("x", Some([0.0, 1.0, 0.0])),
            asked("b", Some([1.0, 0.2, 0.0])),
            asked("c", Some([1.0, -0.2, 0.0])),
        ];
        assert_eq!(grouped(&asked), [vec![0, 2, 3], vec![1]]);
        let group: Vec<&Asked> = [&asked[0], &asked[2], &asked[3]].into();
        assert_eq!(most_central(&group), 0);
    }

    #[test]
    fn groups_that_grow_together_are_joined() {
        // The third lies between the two others, which are no neighbours.
        let vectors = [[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.9, 0.436, 0.0]];
        let asked = vectors.map(|vector| asked("q", Some(vector)));
        assert_eq!(grouped(&asked), [vec![0, 1, 2]]);
    }

    #[test]
    fn without_a_model_the_same_words_are_one_question() {
        let asked = [asked("Is it open?", None), asked("Why?", None), asked("is it OPEN", None)];
        assert_eq!(grouped(&asked), [vec![0, 2], vec![1]]);
    }
}
