//! Quality review: conversations drawn at random and scored against the team's [`checklist`].

mod checklist;
mod score;

use std::collections::HashMap;

use aside_contract::{
    Author, Caller, Category, Checklist, ConversationId, MAX_OWNER_CHARS, MAX_REVIEW_COMMENT,
    NewReview, Review, ReviewList, ReviewSample, SampledConversation, TicketFilter, Timestamp,
};

use crate::team_file::TeamFile;
use crate::{Engine, EngineError, Places};
use checklist::Criteria;

/// Below the first knowledge folder.
const FILE: &str = ".aside/checklist.toml";
/// The most conversations of a sample.
const MOST_DRAWN: usize = 100;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Which conversations are drawn.
#[derive(Clone, Debug, Default)]
pub struct SampleRequest {
    /// Of those that changed in so many days; at least 1.
    pub days: u32,
    /// How many, 1 to 100.
    pub count: usize,
    /// The same number draws the same conversations while no other ones change.
    pub seed: u32,
    /// Only those of this category.
    pub category: Option<Category>,
    /// Only those whose ticket this person has, in any case.
    pub owner: Option<String>,
    /// Only those in which this one replied last, in any case.
    pub agent: Option<String>,
    /// Only those without a review.
    pub unreviewed: bool,
}

/// The checklist, as the file has it.
pub(crate) struct Reviews {
    criteria: TeamFile<Criteria>,
    path: String,
}

impl Reviews {
    pub(crate) fn new(places: &Places) -> Self {
        let path = places.knowledge.first().cloned().unwrap_or_default().join(FILE);
        Self {
            criteria: TeamFile::new(places, FILE, "checklist", checklist::parse),
            path: path.display().to_string(),
        }
    }
}

impl Engine {
    /// What conversations are reviewed by.
    pub fn checklist(&self) -> Checklist {
        let problem = self.reviews.criteria.problem();
        let Criteria(criteria) = self.reviews.criteria.get();
        Checklist { criteria, file: self.reviews.path.clone(), problem }
    }

    /// Draws conversations at random, of those that somebody of the team or the assistant answered.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn review_sample(&self, request: &SampleRequest) -> Result<ReviewSample, EngineError> {
        let days = i64::from(request.days.max(1));
        let since = Timestamp(Timestamp::now().0.saturating_sub(days.saturating_mul(DAY_MS)));
        let tickets = self.desk.tickets(&TicketFilter::default())?;
        let owners: HashMap<ConversationId, String> = tickets
            .into_iter()
            .filter_map(|ticket| Some((ticket.conversation, ticket.owner?)))
            .collect();
        let mut reviews: HashMap<ConversationId, Review> =
            self.desk.reviews()?.into_iter().map(|one| (one.conversation, one)).collect();
        let wanted = |name: &Option<String>| {
            name.as_ref().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty())
        };
        let (owner, agent) = (wanted(&request.owner), wanted(&request.agent));
        let is = |wanted: &Option<String>, name: Option<&String>| {
            wanted.is_none() || name.map(|name| name.to_lowercase()) == *wanted
        };
        let mut from = self.desk.conversations()?;
        from.retain(|one| {
            one.updated_at >= since
                && one.messages > 1
                && request.category.is_none_or(|category| one.category == Some(category))
                && is(&owner, owners.get(&one.id))
                && is(&agent, one.agent.as_ref())
                && !(request.unreviewed && reviews.contains_key(&one.id))
        });
        // In the order of their beginning, whatever the list's order is now.
        from.sort_by_key(|one| one.id);
        let count = u32::try_from(from.len()).unwrap_or(u32::MAX);
        fastrand::Rng::with_seed(u64::from(request.seed)).shuffle(&mut from);
        let mut conversations = Vec::new();
        for summary in from {
            if conversations.len() == request.count.clamp(1, MOST_DRAWN) {
                break;
            }
            let stored = self.desk.conversation(summary.id)?;
            let answers = |author| matches!(author, Author::Agent | Author::Assistant);
            let is_answered = stored
                .is_some_and(|one| one.messages.iter().any(|message| answers(message.author)));
            if is_answered {
                let (owner, review) =
                    (owners.get(&summary.id).cloned(), reviews.remove(&summary.id));
                conversations.push(SampledConversation { summary, owner, review });
            }
        }
        Ok(ReviewSample { conversations, from: count, seed: request.seed })
    }

    /// Keeps a review, in the place of an earlier one of the same conversation. The ledger has both.
    ///
    /// # Errors
    /// [`EngineError::Refused`] about the marks or a text, [`EngineError::NotFound`], or where the store fails.
    pub fn review(
        &self,
        id: ConversationId,
        new: &NewReview,
        caller: &Caller,
    ) -> Result<Review, EngineError> {
        let Criteria(criteria) = self.reviews.criteria.get();
        let NewReview { marks, agent, comment } = new.clone();
        score::check(&criteria, &marks).map_err(EngineError::Refused)?;
        let agent = trimmed(agent, MAX_OWNER_CHARS, "the agent's name")?;
        let comment = trimmed(comment, MAX_REVIEW_COMMENT, "the comment")?;
        let summary = self.stored(id)?.summary;
        let review = Review {
            conversation: id,
            at: Timestamp::now(),
            reviewer: caller.actor().agent().filter(|_| !caller.is_owner()).map(str::to_owned),
            agent: agent.or(summary.agent),
            category: summary.category,
            score: score::score(&criteria, &marks),
            marks,
            comment,
        };
        self.desk.keep_review(&review)?;
        Ok(review)
    }

    /// The reviews of the last `days`, the newest first, and what they come to by agent and by criterion.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn reviews(&self, days: u32) -> Result<ReviewList, EngineError> {
        let since = Timestamp::now().0.saturating_sub(i64::from(days.max(1)) * DAY_MS);
        let mut reviews = self.desk.reviews()?;
        reviews.retain(|review| review.at.0 >= since);
        let Criteria(criteria) = self.reviews.criteria.get();
        Ok(ReviewList {
            agents: score::by_agent(&reviews),
            criteria: score::by_criterion(&criteria, &reviews),
            score: score::mean(reviews.iter().filter_map(|review| review.score)),
            reviews,
        })
    }
}

/// The text without blanks around it; none where nothing is left.
fn trimmed(text: Option<String>, most: usize, what: &str) -> Result<Option<String>, EngineError> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > most) {
        let reason = format!("{what} has more than {most} characters: shorten it");
        return Err(EngineError::Refused(reason));
    }
    Ok(text)
}
