//! What conversations name, read from their messages with the team's products and the desk's clock.

use std::borrow::Cow;

use aside_assist::{NamedSlots, SlotContext, named_slots};
use aside_contract::Message;

use crate::Engine;

impl Engine {
    /// What `messages`, oldest first, and their files name by now. They are the only truth about it, so conversations
    /// of before follow a product list that changed.
    pub(crate) fn named<'m>(&self, messages: impl IntoIterator<Item = &'m Message>) -> NamedSlots {
        let products = self.taxonomy.products();
        let utc_offset_seconds = chrono::Local::now().offset().local_minus_utc();
        let messages: Vec<Cow<'m, Message>> =
            messages.into_iter().map(|message| self.with_attached(message)).collect();
        named_slots(
            messages.iter().map(Cow::as_ref),
            &SlotContext { products: &products, utc_offset_seconds },
        )
    }
}
