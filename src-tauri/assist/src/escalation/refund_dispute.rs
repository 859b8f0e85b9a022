//! Money is disputed: a chargeback, a charge that is contested, a refund that was refused or is demanded.

use aside_contract::Evidence;

use super::{Finding, Rule};
use crate::cues;

/// A bank is asked, or a refund was refused or is overdue: waiting costs more than looking.
const BEYOND_ASKING: f32 = 0.75;
/// The customer demands the money back, of us alone.
const DEMANDED: f32 = 0.72;

pub(super) const RULE: Rule = Rule {
    name: "refund_dispute",
    find: |ctx, _| {
        let dispute = cues::dispute(ctx.text)?;
        Some(Finding {
            case: Some(if dispute.beyond_asking { "beyond_asking" } else { "demanded" }),
            explanation: match dispute.beyond_asking {
                true => "The customer disputes a payment, or a refund was refused or is overdue.",
                false => "The customer demands the money back.",
            },
            evidence: vec![Evidence::words(dispute.words)],
            weight: if dispute.beyond_asking { BEYOND_ASKING } else { DEMANDED },
        })
    },
};
