//! Kinds of values that questions ask for.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::pattern;

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// How long, how soon, when.
    Time,
    /// What something costs.
    Price,
    /// How many, how much of something, at most or at least.
    Number,
}

static ASKS_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bhow (?:long|soon|fast|often|quickly)\b|^\W*(?:(?:and|so|but|then) )?when\b|[.?!,;:] ?(?:and )?when (?:is|are|do|does|did|will|would|can|could|should|was|were)\b|\b(?:since|until|by) when\b|\bwhen (?:is|are|do|does|will|can) (?:i|you|we|my|the|your)\b|\bwhat time\b|\bopening hours\b|\bdeadline\b|\bhow many (?:\w+ )?(?:seconds|minutes|hours|days|weeks|months|years)\b|\bwie (?:lange|schnell|oft|bald)\b|\bwann\b|\bwie ?viele? (?:\w+ )?(?:sekunden|minuten|stunden|tage|werktage|wochen|monate|jahre)\b|\bwie ?viel uhr\b|\boffnungszeiten\b|\bfrist\b",
    )
});
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|daily|weekly|monthly|yearly|immediately|instantly|at once|at any time|\d{1,2} ?[ap]\.?m|\d{1,2}:\d{2}|(?:january|february|march|april|june|july|august|september|october|november|december)|sekunden?|minuten?|stunden?|tag(?:e|en|s|es)?|werktag\w*|arbeitstag\w*|wochen?|wochenende\w*|monat(?:e|en|s)?|jahr(?:e|en|es|s)?|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|taglich|wochentlich|monatlich|jahrlich|sofort|umgehend|jederzeit|\d{1,2} uhr|januar|februar|marz|mai|juni|juli|oktober|dezember)\b",
    )
});
static ASKS_PRICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bcosts?\b|\bprices?\b|\bpric(?:ing|ey)\b|\bfees?\b|\bcharges? (?:for|me)\b|\bexpensive\b|\bhow much (?:is|are|do i (?:pay|have to pay|owe)|for|would|will|to|(?:do|does|did) (?:\w+ ){1,4}(?:cost|charge|pay))\b|\bwas (?:kostet|kosten)\b|\bkoste[nt]\b|\bpreise?\b|\bwie teuer\b|\bgebuhr(?:en)?\b|\bwie ?viel (?:kostet|kosten|zahl\w*|bezahl\w*|muss ich (?:be)?zahlen)\b",
    )
});
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\$ ?\d|\d ?(?:\$|%)|\b\d+(?:[.,]\d+)? ?(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|cents?)\b|\b(?:eur|usd|gbp|chf) ?\d",
    )
});
static FREE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:free|at no (?:extra )?(?:cost|charge)|no (?:extra )?(?:costs?|charge|fees?)|without (?:any |extra )?(?:costs?|charge)|costs? (?:you )?nothing|included|kostenlos\w*|gratis|kostenfrei\w*|ohne (?:zusatzliche )?kosten|keine kosten|inbegriffen)\b",
    )
});
static ASKS_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bhow (?:much|many)\b|\blimit\b|\bmaximum\b|\bminimum\b|\bcharges?\b|\bwie ?viele?\b|\bhochstens\b|\bmindestens\b|\bmaximal\b",
    )
});
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|unlimited|no limit|eins?|zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|zwolf|unbegrenzt)\b",
    )
});

/// Numbers that count nothing: lengths of time, sums of money, the marks of lists.
static MEASURED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\$ ?\d[\d.,]*|\b\d[\d.,]*(?: (?:to|bis) \d+)? ?(?:\$|%|eur\b|euro\w*|working|seconds?|minutes?|hours?|days?|weeks?|months?|years?|sekunden?|minuten?|stunden?|tage?n?\b|werktag\w*|wochen?|monat\w*|jahr\w*)|(?m:^) *\d+[.)] ",
    )
});
static LIST_MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m:^) *\d+[.)] "));
static FIGURE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+(?:[.,:]\d+)*"));
static MONEY_FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\$ ?\d[\d.,]*|\d[\d.,]* ?(?:\$|%|eur\b|euros?|usd|dollars?|gbp|pounds?|chf|cents?)|\b(?:eur|usd|gbp|chf) ?\d[\d.,]*",
    )
});

impl Value {
    /// What kind of value a question wants; of a folded text with plain letters.
    pub fn asked_for(question: &str) -> Option<Self> {
        if ASKS_TIME.is_match(question) {
            Some(Self::Time)
        } else if ASKS_PRICE.is_match(question) {
            Some(Self::Price)
        } else if ASKS_NUMBER.is_match(question) {
            Some(Self::Number)
        } else {
            None
        }
    }

    /// Whether a text of the same spelling has such a value.
    pub fn stands_in(self, text: &str) -> bool {
        match self {
            Self::Time => TIME.is_match(text),
            Self::Price => MONEY.is_match(text) || FREE.is_match(text),
            Self::Number => NUMBER.is_match(&MEASURED.replace_all(text, " ")),
        }
    }

    /// The values of this kind in a text of the same spelling, as far as they are written in digits; of
    /// prices `free` is one.
    pub fn figures(self, text: &str) -> BTreeSet<String> {
        let digits = |text: &str| -> BTreeSet<String> {
            FIGURE.find_iter(text).map(|found| found.as_str().to_owned()).collect()
        };
        match self {
            Self::Time => digits(&LIST_MARK.replace_all(text, " ")),
            Self::Price => {
                let money = MONEY_FIGURE.find_iter(text);
                let mut found: BTreeSet<String> =
                    money.flat_map(|sum| digits(sum.as_str())).collect();
                if FREE.is_match(text) {
                    found.insert("free".to_owned());
                }
                found
            }
            Self::Number => digits(&MEASURED.replace_all(text, " ")),
        }
    }

    /// Words of the question that a value of this kind answers, as stems: they stand in few answers.
    pub fn asking_words(self) -> &'static [&'static str] {
        match self {
            Self::Time => &[
                "day", "fast", "hour", "last", "long", "many", "minut", "month", "often",
                "quickly", "second", "soon", "tak", "tim", "until", "wait", "week", "year",
            ],
            Self::Price => {
                &["charg", "cost", "expensiv", "fee", "month", "much", "pay", "per", "pric", "year"]
            }
            Self::Number => &["limit", "many", "maximum", "minimum", "much"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::plain;

    fn asked(question: &str) -> Option<Value> {
        Value::asked_for(&plain(question))
    }

    #[test]
    fn questions_tell_what_kind_of_value_they_want() {
        for (question, expected) in [
            ("What does the Hub cost?", Some(Value::Price)),
            ("How much is the Home Kit?", Some(Value::Price)),
            ("How much do your partners charge to install it?", Some(Value::Price)),
            ("How much electricity does the Hub use?", Some(Value::Number)),
            ("How many days do I have?", Some(Value::Time)),
            ("When is my plan charged?", Some(Value::Time)),
            ("It stops when I open the app.", None),
            ("How do I reset my password?", None),
            ("Was kostet der Hub?", Some(Value::Price)),
            ("Wie hoch ist die Gebühr?", Some(Value::Price)),
            ("Wie lange dauert die Lieferung?", Some(Value::Time)),
            ("Bis wann kann ich kündigen?", Some(Value::Time)),
            ("Wie viele Tage habe ich Zeit?", Some(Value::Time)),
            ("Wie viele Plugs kann ein Hub?", Some(Value::Number)),
        ] {
            assert_eq!(asked(question), expected, "{question}");
        }
    }

    #[test]
    fn values_are_found_in_either_language() {
        for (kind, text, expected) in [
            (Value::Price, "The Hub is €149.", true),
            (Value::Price, "149 Euro, Versand inbegriffen", true),
            (Value::Price, "Der Umtausch ist kostenlos.", true),
            (Value::Price, "It works with 2 clamps.", false),
            (Value::Time, "Innerhalb von 14 Werktagen.", true),
            (Value::Time, "Täglich bis 20 Uhr", true),
            (Value::Time, "You may open the box.", false),
            (Value::Number, "Up to five homes", true),
            (Value::Number, "Bis zu zwölf Geräte", true),
            (Value::Number, "Several homes", false),
        ] {
            assert_eq!(kind.stands_in(&plain(text)), expected, "{text}");
        }
    }
}
