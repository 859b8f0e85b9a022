//! Redaction of structured data: JSON whose texts go through it, and whose ids, labels and numbers stay.

use serde_json::Value;

use crate::{Kind, Masks, Redacted};

/// The longest identifier or label that stays, in bytes: a hash has 64.
const LONGEST_CODE: usize = 80;

/// How a text of structured data is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As what people write: everything that is recognised is masked.
    Text,
    /// As [`Masks::redact_published`] reads what the team gives to its customers.
    Published,
    /// As one thing, of this kind where it looks like no other: masked whole.
    Whole(Kind),
    /// As somebody's name, or whatever stands for one: masked whole, and wherever another text says it.
    Name,
    /// As an identifier or a label of the program's own: it stays where it looks like one, and is read as
    /// [`Reading::Text`] where it does not.
    Code,
}

/// Says how a text is read: the names of the fields that lead to it, and the text.
pub type ReadAs<'a> = dyn Fn(&[&str], &str) -> Reading + 'a;

impl Masks {
    /// JSON with a mask in place of everything recognised in its texts. `reading` is asked about each text,
    /// with the names of the fields that lead to it; those in a list have the list's. Numbers, truth values
    /// and the names of fields stay; a name of a field that no programmer would choose is read as text.
    ///
    /// ```
    /// use aside_redact::{Masks, Reading};
    /// let data = serde_json::json!({"at": 4, "id": "a-1", "text": "I am ann@example.org"});
    /// let reading = |path: &[&str], _: &str| match path {
    ///     [.., "id"] => Reading::Code,
    ///     _ => Reading::Text,
    /// };
    /// let masked = Masks::new().redact_json(&data, &reading);
    /// assert_eq!(&*masked, r#"{"at":4,"id":"a-1","text":"I am [EMAIL_1]"}"#);
    /// ```
    pub fn redact_json(&mut self, data: &Value, reading: &ReadAs<'_>) -> Redacted<String> {
        // Names first: a text may say one before the field that holds it.
        self.expect_names(data, &mut Vec::new(), reading);
        let masked = self.masked_json(data, &mut Vec::new(), reading);
        Redacted::new(masked.to_string())
    }

    fn expect_names<'a>(&mut self, data: &'a Value, path: &mut Vec<&'a str>, reading: &ReadAs<'_>) {
        match data {
            Value::String(name) if reading(path, name) == Reading::Name => self.expect_name(name),
            Value::Array(all) => {
                all.iter().for_each(|value| self.expect_names(value, path, reading));
            }
            Value::Object(fields) => {
                for (field, value) in fields {
                    path.push(field);
                    self.expect_names(value, path, reading);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn masked_json<'a>(
        &mut self,
        data: &'a Value,
        path: &mut Vec<&'a str>,
        reading: &ReadAs<'_>,
    ) -> Value {
        match data {
            Value::Null | Value::Bool(_) | Value::Number(_) => data.clone(),
            Value::String(text) if text.is_empty() => data.clone(),
            Value::String(text) => Value::String(match reading(path, text) {
                Reading::Name => self.mask(Kind::Person, text),
                Reading::Whole(kind) => self.mask_whole(kind, text),
                Reading::Published => self.redact_published(text).into_inner(),
                Reading::Code if is_code(text) => text.clone(),
                Reading::Code | Reading::Text => self.redact(text).into_inner(),
            }),
            Value::Array(all) => {
                all.iter().map(|value| self.masked_json(value, path, reading)).collect()
            }
            Value::Object(fields) => {
                let masked = fields.iter().map(|(field, value)| {
                    path.push(field);
                    let value = self.masked_json(value, path, reading);
                    path.pop();
                    let plain = field.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
                    let field = if plain { field.clone() } else { self.redact(field).into_inner() };
                    (field, value)
                });
                Value::Object(masked.collect())
            }
        }
    }
}

/// Whether a text looks like an identifier or a label: one short word of plain letters, digits and marks.
fn is_code(text: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'/');
    text.len() <= LONGEST_CODE && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reading(path: &[&str], _: &str) -> Reading {
        match path {
            [.., "customer"] => Reading::Name,
            [.., "order"] => Reading::Whole(Kind::Reference),
            [.., "id" | "kind"] => Reading::Code,
            _ => Reading::Text,
        }
    }

    fn masked(masks: &mut Masks, data: &Value) -> Value {
        serde_json::from_str(&masks.redact_json(data, &reading)).unwrap()
    }

    #[test]
    fn texts_are_masked_and_ids_labels_and_numbers_stay() {
        let id = "0199a6c2-1111-7222-8333-444455556666";
        let data = json!({"kind": "message_received", "id": id, "at": 4111111111111111_u64,
            "said": ["card 4111 1111 1111 1111", {"more": ["mail a@b.de", true, null]}]});
        assert_eq!(
            masked(&mut Masks::new(), &data),
            json!({"kind": "message_received", "id": id, "at": 4111111111111111_u64,
                "said": ["card [CARD_1]", {"more": ["mail [EMAIL_1]", true, null]}]})
        );
    }

    #[test]
    fn a_name_is_masked_whole_and_in_texts_before_and_after_its_field() {
        let mut masks = Masks::new();
        let data = json!({"a": "ask kowalska", "customer": "anna kowalska", "text": "Anna here"});
        let first = masked(&mut masks, &data);
        assert_eq!(first["customer"], "[PERSON_2]");
        assert!(!first.to_string().to_lowercase().contains("kowalska"), "{first}");
        assert!(!first.to_string().contains("Anna"), "{first}");
        let again = masked(&mut masks, &json!({"customer": "anna kowalska", "kind": "x"}));
        assert_eq!(again, json!({"customer": "[PERSON_2]", "kind": "x"}));
        assert_eq!(masked(&mut masks, &json!({"customer": "Bo"}))["customer"], "[PERSON_4]");
    }

    #[test]
    fn a_value_of_a_kind_is_masked_whole_and_known_from_then_on() {
        let mut masks = Masks::new();
        let data = json!({"order": "48213", "text": "where is 48213?"});
        assert_eq!(
            masked(&mut masks, &data),
            json!({"order": "[REFERENCE_1]", "text": "where is [REFERENCE_1]?"})
        );
        for (value, mask) in [("a@b.de", "[EMAIL_1]"), ("48213", "[REFERENCE_1]"), ("", "")] {
            assert_eq!(masked(&mut masks, &json!({"order": value})), json!({"order": mask}));
        }
    }

    #[test]
    fn what_is_no_code_is_read_as_text_and_so_are_the_names_of_free_fields() {
        let data = json!({"id": "ask ann@example.org", "ann@example.org": 1});
        assert_eq!(
            masked(&mut Masks::new(), &data),
            json!({"id": "ask [EMAIL_1]", "[EMAIL_1]": 1})
        );
    }
}
