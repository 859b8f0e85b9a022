//! What conversations name, read from their messages with the team's products and the desk's clock.

use aside_assist::{NamedSlots, SlotContext, named_slots};
use aside_contract::Message;

use crate::Engine;

impl Engine {
    /// What `messages`, oldest first, name by now. They are the only truth about it, so conversations
    /// of before follow a product list that changed.
    pub(crate) fn named<'m>(&self, messages: impl IntoIterator<Item = &'m Message>) -> NamedSlots {
        let products = self.taxonomy.products();
        let utc_offset_seconds = chrono::Local::now().offset().local_minus_utc();
        named_slots(messages, &SlotContext { products: &products, utc_offset_seconds })
    }
}
