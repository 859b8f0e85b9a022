//! Customers: what they are entitled to.

use aside_contract::{ConversationSummary, Event, Profile, Standing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Engine, EngineError};

/// A customer, and what there is to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomerView {
    /// The customer's name or id.
    pub customer: String,
    /// What the customer is entitled to.
    pub standing: Standing,
    /// What the team knows.
    pub profile: Profile,
    /// The tiers that the service targets name.
    pub tiers: Vec<String>,
}

impl Engine {
    /// A customer, also one who never wrote.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn customer(&self, customer: &str) -> Result<CustomerView, EngineError> {
        Ok(CustomerView {
            customer: customer.trim().to_owned(),
            standing: self.desk.standing(customer)?,
            profile: self.desk.profile(customer)?,
            tiers: self.service.tiers(),
        })
    }

    /// Gives a customer priority by contract and a tier of service, or takes them away. Holds at once for
    /// the order of the conversations; a message's own points are those of its time.
    ///
    /// # Errors
    /// Where the customer's name is empty or too long, or the store fails.
    pub fn set_standing(
        &self,
        customer: &str,
        standing: &Standing,
    ) -> Result<CustomerView, EngineError> {
        let tier = standing.tier.as_deref().map(str::trim).filter(|tier| !tier.is_empty());
        let standing = Standing { vip: standing.vip, tier: tier.map(str::to_owned) };
        self.desk.set_standing(customer, &standing)?;
        for conversation in self.conversations_of(customer)? {
            self.publish(Event::ConversationChanged { conversation });
        }
        self.customer(customer)
    }

    /// The conversations of a customer, in the order of the desk, without what waiting adds.
    pub(crate) fn conversations_of(
        &self,
        customer: &str,
    ) -> Result<Vec<ConversationSummary>, EngineError> {
        Ok(self.desk.conversations_of(customer)?)
    }
}
