//! Labels that are no more than guesses: by keywords where no model could be loaded, and by classifiers
//! in a language that they do not read.

use std::sync::LazyLock;

use aside_contract::{Category, Intent, Labelled, Reading, Sentiment, Urgency};
use regex::Regex;

use crate::cues;
use crate::text::{fold, own_words, pattern};

/// The category whose words occur most often; the first of equals.
static CATEGORIES: LazyLock<[(Category, Regex); 4]> = LazyLock::new(|| {
    [
        (
            Category::Orders,
            pattern(
                r"\b(?:orders?|ordered|deliver\w*|shipp?\w*|parcel|package|track\w*|return\w*|exchange|courier|dispatch\w*|arriv\w*|out of stock|in stock|address)\b",
            ),
        ),
        (
            Category::Billing,
            pattern(
                r"\b(?:invoices?|bill\w*|pay\w*|paid|refund\w*|charg\w*|price\w*|pricing|cost\w*|fees?|vat|tax\w*|receipts?|credit card|debit|discount\w*|coupon|voucher)\b",
            ),
        ),
        (
            Category::Account,
            pattern(
                r"\b(?:accounts?|pass ?words?|log ?in|logging in|sign ?in|sign(?:ing)? up|log ?out|profile|e-?mail address|user ?name|two-?factor|2fa|subscription|plan|delete my|privacy|personal data|verif\w+)\b",
            ),
        ),
        (
            Category::Technical,
            pattern(
                r"\b(?:errors?|crash\w*|bugs?|broken|not work\w*|doesn't work|does not work|stopped working|won't|install\w*|updat\w*|firmware|connect\w*|bluetooth|wi-?fi|set ?up|setup|configur\w*|freez\w*|fail\w*|app|device|sync\w*|reset|compatib\w*)\b",
            ),
        ),
    ]
});
static ASKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\?|^(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|may)\b|\b(?:i would like to know|wondering|how do i|how can i)\b",
    )
});
static FAULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:broken|crash\w*|errors?|fail\w*|(?:does|do|did|is|was|has|have|are|wo|ca)(?:n't| not) (?:\w+ )?(?:work|arriv|receiv|start|load|open|connect|turn|log|get)\w*|can't|cannot|stopped|missing|damaged|wrong|lost|stuck|late|problem|issue|defective|twice)\b",
    )
});
static ORDERS_US: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:please |pls |kindly )?(?:cancel|change|update|delete|send|refund|remove|add|stop|close|activate|upgrade|downgrade|resend|replace)\b|\b(?:please|want to|need to|i'd like to|would like to|can you|could you) (?:please )?(?:cancel|change|update|delete|send|refund|remove|add|stop|close|activate|upgrade|downgrade|resend|replace)\b",
    )
});

/// What classifiers read in a language that they were not made for: the best guess there is.
pub(super) fn doubted(reading: &Reading) -> Reading {
    Reading {
        intent: guessed(reading.intent.label),
        category: guessed(reading.category.label),
        sentiment: guessed(reading.sentiment.label),
        urgency: guessed(reading.urgency.label),
    }
}

/// What classifiers read where it is in doubt whether they can: nothing of it is sure.
pub(super) fn unsure(reading: &Reading) -> Reading {
    let Reading { mut intent, mut category, mut sentiment, mut urgency } = *reading;
    (intent.unsure, category.unsure, sentiment.unsure, urgency.unsure) = (true, true, true, true);
    Reading { intent, category, sentiment, urgency }
}

/// Guesses every label at confidence 0.
pub(super) fn reading(text: &str) -> Reading {
    let own = fold(&own_words(text));
    let tone = cues::tone(text);
    let sentiment = match tone.anger {
        2.. => Sentiment::Angry,
        1 => Sentiment::Negative,
        _ if tone.unhappy => Sentiment::Negative,
        _ if tone.happy => Sentiment::Positive,
        _ => Sentiment::Neutral,
    };
    let intent = if ORDERS_US.is_match(&own) {
        Intent::Action
    } else if FAULT.is_match(&own) {
        Intent::Problem
    } else if ASKS.is_match(&own) {
        Intent::Question
    } else if tone.happy || tone.unhappy {
        Intent::Feedback
    } else {
        Intent::Question
    };
    let mut category = (Category::General, 0);
    for (label, words) in CATEGORIES.iter() {
        let hits = words.find_iter(&own).count();
        if hits > category.1 {
            category = (*label, hits);
        }
    }
    Reading {
        intent: guessed(intent),
        category: guessed(category.0),
        sentiment: guessed(sentiment),
        urgency: guessed(Urgency::Ordinary),
    }
}

fn guessed<L>(label: L) -> Labelled<L> {
    Labelled { label, confidence: 0.0, unsure: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_messages_are_guessed_by_their_words() {
        use {Category as C, Intent as I, Sentiment as S};
        for (text, intent, category, sentiment) in [
            ("How do I change my password?", I::Question, C::Account, S::Neutral),
            ("My parcel has not arrived", I::Problem, C::Orders, S::Neutral),
            ("Please refund the invoice", I::Action, C::Billing, S::Neutral),
            (
                "The app crashes with an error, I'm really disappointed",
                I::Problem,
                C::Technical,
                S::Negative,
            ),
            ("I love it, great service!", I::Feedback, C::General, S::Positive),
            ("I am furious!!", I::Feedback, C::General, S::Angry),
        ] {
            let reading = reading(text);
            assert_eq!(
                (reading.intent.label, reading.category.label, reading.sentiment.label),
                (intent, category, sentiment),
                "{text}"
            );
            assert!(reading.intent.confidence.abs() < f32::EPSILON);
        }
    }
}
