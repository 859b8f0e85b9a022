//! What marks come to.

use std::collections::BTreeMap;

use aside_contract::{Criterion, Review, ReviewAverage, ReviewMark, ReviewedCriterion};

/// Whether each criterion has its mark, once.
///
/// # Errors
/// Which one has none, or is not of the checklist.
pub(super) fn check(criteria: &[Criterion], marks: &[ReviewedCriterion]) -> Result<(), String> {
    for mark in marks {
        if !criteria.iter().any(|one| one.name == mark.criterion) {
            return Err(format!(
                "the checklist has no criterion `{}`: reload it, and mark it anew",
                mark.criterion
            ));
        }
    }
    for one in criteria {
        match marks.iter().filter(|mark| mark.criterion == one.name).count() {
            1 => {}
            0 => return Err(format!("`{}` has no mark yet", one.title)),
            _ => return Err(format!("`{}` is marked twice", one.title)),
        }
    }
    Ok(())
}

/// What a mark counts, 0 to 1; none where it does not count.
fn share(mark: ReviewMark) -> Option<f32> {
    match mark {
        ReviewMark::Met => Some(1.0),
        ReviewMark::Partly => Some(0.5),
        ReviewMark::Missed => Some(0.0),
        ReviewMark::NotApplicable => None,
    }
}

/// The weighted mean of what counts, 0 to 100.
pub(super) fn score(criteria: &[Criterion], marks: &[ReviewedCriterion]) -> Option<u8> {
    let (mut reached, mut all) = (0.0, 0.0);
    for mark in marks {
        let weight = criteria.iter().find(|one| one.name == mark.criterion).map(|one| one.weight);
        if let (Some(weight), Some(share)) = (weight, share(mark.mark)) {
            reached += weight * share;
            all += weight;
        }
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    (all > 0.0).then(|| (reached / all * 100.0).round() as u8)
}

/// The mean of scores; none without any.
pub(super) fn mean(scores: impl Iterator<Item = u8>) -> Option<f32> {
    mean_of(scores.map(f32::from))
}

fn mean_of(numbers: impl Iterator<Item = f32>) -> Option<f32> {
    let (count, sum) = numbers.fold((0_u32, 0.0), |(count, sum), one| (count + 1, sum + one));
    (count > 0).then(|| sum / count as f32)
}

/// By agent, the lowest mean first; those without a score last.
pub(super) fn by_agent(reviews: &[Review]) -> Vec<ReviewAverage> {
    let mut agents: BTreeMap<Option<&str>, Vec<&Review>> = BTreeMap::new();
    for review in reviews {
        agents.entry(review.agent.as_deref()).or_default().push(review);
    }
    let average = |(agent, reviews): (Option<&str>, Vec<&Review>)| ReviewAverage {
        name: agent.map(str::to_owned),
        reviews: u32::try_from(reviews.len()).unwrap_or(u32::MAX),
        score: mean(reviews.iter().filter_map(|review| review.score)),
    };
    let mut averages: Vec<ReviewAverage> = agents.into_iter().map(average).collect();
    let score = |one: &ReviewAverage| one.score.unwrap_or(f32::INFINITY);
    averages.sort_by(|one, other| score(one).total_cmp(&score(other)));
    averages
}

/// By criterion of the checklist, in its order: how many reviews it counted in, and their mean.
pub(super) fn by_criterion(criteria: &[Criterion], reviews: &[Review]) -> Vec<ReviewAverage> {
    let of = |criterion: &Criterion| {
        let marks = reviews.iter().flat_map(|review| &review.marks);
        let shares: Vec<f32> = marks
            .filter(|mark| mark.criterion == criterion.name)
            .filter_map(|mark| share(mark.mark))
            .map(|share| share * 100.0)
            .collect();
        ReviewAverage {
            name: Some(criterion.title.clone()),
            reviews: u32::try_from(shares.len()).unwrap_or(u32::MAX),
            score: mean_of(shares.into_iter()),
        }
    };
    criteria.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use aside_contract::{ConversationId, Timestamp};

    use super::super::checklist::Criteria;
    use super::*;

    fn marks(marks: [ReviewMark; 6]) -> Vec<ReviewedCriterion> {
        let Criteria(criteria) = Criteria::default();
        let marked = criteria.into_iter().zip(marks);
        marked.map(|(one, mark)| ReviewedCriterion { criterion: one.name, mark }).collect()
    }

    #[test]
    fn what_does_not_apply_does_not_count() {
        use ReviewMark::{Met, Missed, NotApplicable, Partly};
        let Criteria(criteria) = Criteria::default();
        let score = |all| score(&criteria, &marks(all));
        assert_eq!(score([Met; 6]), Some(100));
        assert_eq!(score([Missed; 6]), Some(0));
        assert_eq!(score([NotApplicable; 6]), None);
        // Weights 1, 3, 2, 2, 1, 1: 1 + 1.5 of 6.
        let some = [Met, Partly, Missed, NotApplicable, NotApplicable, NotApplicable];
        assert_eq!(score(some), Some(42));
    }

    #[test]
    fn each_criterion_is_marked_once() {
        let Criteria(criteria) = Criteria::default();
        let all = marks([ReviewMark::Met; 6]);
        assert_eq!(check(&criteria, &all), Ok(()));
        assert!(check(&criteria, &all[1..]).unwrap_err().contains("Greeting"));
        assert!(check(&criteria, &[&all[..], &all[..1]].concat()).unwrap_err().contains("twice"));
        let other = ReviewedCriterion { criterion: "x".to_owned(), mark: ReviewMark::Met };
        assert!(check(&criteria, &[other]).unwrap_err().contains("`x`"));
    }

    #[test]
    fn averages_are_of_what_has_a_score_the_lowest_first() {
        let Criteria(criteria) = Criteria::default();
        let review = |agent: Option<&str>, all| Review {
            conversation: ConversationId::new(),
            at: Timestamp(0),
            reviewer: None,
            agent: agent.map(str::to_owned),
            category: None,
            score: score(&criteria, &marks(all)),
            marks: marks(all),
            comment: None,
        };
        let reviews = [
            review(Some("Ada"), [ReviewMark::Met; 6]),
            review(None, [ReviewMark::NotApplicable; 6]),
            review(Some("Bea"), [ReviewMark::Partly; 6]),
            review(Some("Ada"), [ReviewMark::Missed; 6]),
        ];
        let agents: Vec<_> =
            by_agent(&reviews).into_iter().map(|one| (one.name, one.reviews, one.score)).collect();
        assert_eq!(agents.len(), 3);
        assert_eq!((agents[0].1 + agents[1].1, agents[0].2), (3, Some(50.0)));
        assert_eq!(agents[2], (None, 1, None));
        let tone = &by_criterion(&criteria, &reviews)[3];
        assert_eq!((tone.reviews, tone.score), (3, Some(50.0)));
    }
}
