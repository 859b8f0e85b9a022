//! The list of near documents.

use std::collections::HashMap;
use std::sync::Arc;

use aside_contract::{NearDocument, NumberDifference};

use super::lookup::{Lookup, Signature, estimate, signature};
use super::outline::Outline;

/// Two documents of which this share is the same, numbers aside, are near: about one word in twelve
/// differs, or one paragraph in five was added.
const NEAR: f32 = 0.8;
/// How far below [`NEAR`] a pair may be estimated and is compared all the same: three standard
/// deviations.
const MARGIN: f32 = 0.15;
/// The most near documents that are kept of one, the nearest.
const MAX_NEAR: usize = 10;
/// The most that one is compared with.
const MAX_COMPARED: usize = 16;

/// Which documents are near which.
#[derive(Debug, Default)]
pub(crate) struct Duplicates {
    numbers: HashMap<Arc<str>, u32>,
    documents: HashMap<u32, Document>,
    lookup: Lookup,
    next: u32,
}

#[derive(Debug)]
struct Document {
    id: Arc<str>,
    signature: Signature,
    content: u64,
    /// Nearest first.
    near: Vec<Link>,
    /// The documents that have this one among theirs.
    listed_by: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Link {
    document: u32,
    similarity: f32,
    same: bool,
    numbers: Vec<NumberDifference>,
}

/// A document that is about to be put in, with what was found near it.
pub(super) struct Compared {
    id: String,
    signature: Signature,
    content: u64,
    links: Vec<Link>,
}

impl Duplicates {
    /// The documents near this one, nearest first.
    pub(crate) fn near(&self, id: &str) -> impl Iterator<Item = NearDocument> {
        let document = self.numbers.get(id).and_then(|number| self.documents.get(number));
        document.into_iter().flat_map(move |document| {
            document.near.iter().filter_map(move |link| {
                Some(NearDocument {
                    document: document.id.to_string(),
                    other: self.documents.get(&link.document)?.id.to_string(),
                    // Rounded down: only what is the same is all the same.
                    percent: (link.similarity * 100.0) as u8,
                    same: link.same,
                    numbers: link.numbers.clone(),
                })
            })
        })
    }

    /// Whether a document has another one near it.
    pub(crate) fn has_near(&self, id: &str) -> bool {
        let document = self.numbers.get(id).and_then(|number| self.documents.get(number));
        document.is_some_and(|document| !document.near.is_empty())
    }

    /// Compares a document with those that may be near it; `read` gives what another one says, or
    /// `None` if it is gone.
    pub(super) fn compare<E>(
        &self,
        id: &str,
        outline: &Outline,
        mut read: impl FnMut(&str) -> Result<Option<Outline>, E>,
    ) -> Result<Compared, E> {
        let signature = signature(&outline.sequences);
        let itself = self.numbers.get(id);
        let mut candidates: Vec<(f32, u32, &Document)> = self
            .lookup
            .sharing(&signature)
            .into_iter()
            .filter(|number| itself != Some(number))
            .filter_map(|number| Some((number, self.documents.get(&number)?)))
            .map(|(number, other)| (estimate(&signature, &other.signature), number, other))
            .filter(|(estimate, ..)| *estimate >= NEAR - MARGIN)
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut links = Vec::new();
        for (_, document, other) in candidates.into_iter().take(MAX_COMPARED) {
            if other.content == outline.content {
                links.push(Link { document, similarity: 1.0, same: true, numbers: Vec::new() });
                continue;
            }
            let Some(text) = read(&other.id)? else { continue };
            let similarity = outline.similarity(&text);
            if similarity >= NEAR {
                let numbers = outline.differences(&text);
                links.push(Link { document, similarity, same: false, numbers });
            }
        }
        Ok(Compared { id: id.to_owned(), signature, content: outline.content, links })
    }

    /// Puts a document in, in the place of what it said before. Gives the documents that have to be
    /// compared again.
    pub(super) fn put(&mut self, compared: Compared) -> Vec<String> {
        let Compared { id, signature, content, links } = compared;
        let known = self.numbers.get(&*id).copied();
        let same = known.filter(|number| {
            self.documents.get(number).is_some_and(|document| document.content == content)
        });
        let (number, lost) = match same {
            Some(number) => (number, Vec::new()),
            None => {
                let lost = self.remove(&id);
                (self.insert(id, signature, content), lost)
            }
        };
        for link in links {
            let numbers = link.numbers.iter().map(|difference| NumberDifference {
                here: difference.there.clone(),
                there: difference.here.clone(),
            });
            let back = Link { document: number, numbers: numbers.collect(), ..link.clone() };
            self.link(link.document, back);
            self.link(number, link);
        }
        lost
    }

    /// Takes a document out. Gives the documents that have to be compared again: they kept only their
    /// nearest, and one of these went.
    pub(super) fn remove(&mut self, id: &str) -> Vec<String> {
        let Some(number) = self.numbers.remove(id) else { return Vec::new() };
        let Some(document) = self.documents.remove(&number) else { return Vec::new() };
        self.lookup.remove(number, &document.signature);
        for link in document.near {
            if let Some(other) = self.documents.get_mut(&link.document) {
                other.listed_by.retain(|&other| other != number);
            }
        }
        let mut lost = Vec::new();
        for other in document.listed_by {
            if let Some(other) = self.documents.get_mut(&other) {
                if other.near.len() == MAX_NEAR {
                    lost.push(other.id.to_string());
                }
                other.near.retain(|link| link.document != number);
            }
        }
        lost
    }

    fn insert(&mut self, id: String, signature: Signature, content: u64) -> u32 {
        let number = self.next;
        self.next += 1;
        self.lookup.insert(number, &signature);
        let id: Arc<str> = id.into();
        self.numbers.insert(Arc::clone(&id), number);
        let (near, listed_by) = (Vec::new(), Vec::new());
        self.documents.insert(number, Document { id, signature, content, near, listed_by });
        number
    }

    /// Adds a link to those of a document, which keeps the nearest.
    fn link(&mut self, number: u32, link: Link) {
        let target = link.document;
        let Some(document) = self.documents.get_mut(&number) else { return };
        let near = &mut document.near;
        if near.iter().any(|known| known.document == target) {
            return;
        }
        let place = near.partition_point(|known| {
            (known.same, known.similarity) >= (link.same, link.similarity)
        });
        near.insert(place, link);
        let farthest = if near.len() > MAX_NEAR { near.pop() } else { None };
        if let Some(target) = self.documents.get_mut(&target) {
            target.listed_by.push(number);
        }
        if let Some(gone) = farthest.and_then(|gone| self.documents.get_mut(&gone.document)) {
            gone.listed_by.retain(|&other| other != number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// Documents by id, and what is told of them.
    #[derive(Default)]
    struct Shelf {
        texts: HashMap<String, String>,
        duplicates: Duplicates,
    }

    fn outline(text: &str) -> Option<Outline> {
        Outline::of(std::iter::once(text))
    }

    impl Shelf {
        fn put(&mut self, id: &str, text: &str) {
            self.texts.insert(id.to_owned(), text.to_owned());
            let read = |id: &str| Ok::<_, Infallible>(outline(&self.texts[id]));
            let compared = self.duplicates.compare(id, &outline(text).unwrap(), read).unwrap();
            let again = self.duplicates.put(compared);
            self.again(again);
        }

        fn remove(&mut self, id: &str) {
            self.texts.remove(id);
            let again = self.duplicates.remove(id);
            self.again(again);
        }

        fn again(&mut self, ids: Vec<String>) {
            for id in ids {
                let text = self.texts[&id].clone();
                self.put(&id, &text);
            }
        }

        fn near(&self, id: &str) -> Vec<String> {
            self.duplicates.near(id).map(|near| near.other).collect()
        }
    }

    fn text(about: u32) -> String {
        let sentence = |place| format!("Sentence s{about}x{place} says what w{place}y{about} is. ");
        // Digits would be masked as numbers.
        let text: String = (0..20).map(sentence).collect();
        text.chars().map(|c| c.to_digit(10).map_or(c, |d| (b'k' + d as u8) as char)).collect()
    }

    #[test]
    fn copies_and_near_copies_know_each_other_until_they_change_or_go() {
        let mut shelf = Shelf::default();
        for about in 0..50 {
            shelf.put(&format!("{about}.md"), &text(about));
        }
        assert!((0..50).all(|about| shelf.near(&format!("{about}.md")).is_empty()));
        shelf.put("copy.md", &text(7));
        shelf.put("near.md", &format!("{}And one more.", text(7)));
        assert_eq!(shelf.near("7.md"), ["copy.md", "near.md"]);
        assert_eq!(shelf.near("near.md"), ["7.md", "copy.md"]);
        let near: Vec<NearDocument> = shelf.duplicates.near("copy.md").collect();
        assert!(near[0].same && !near[1].same, "{near:?}");
        assert!((90..100).contains(&near[1].percent), "{near:?}");
        shelf.put("copy.md", &text(8));
        assert_eq!(shelf.near("7.md"), ["near.md"]);
        assert_eq!(shelf.near("8.md"), ["copy.md"]);
        shelf.remove("near.md");
        assert!(!shelf.duplicates.has_near("7.md"));
    }

    #[test]
    fn other_numbers_are_told_from_both_sides() {
        let mut shelf = Shelf::default();
        let policy = format!("{}An item can be sent back within 30 days.", text(1));
        shelf.put("old.md", &policy);
        shelf.put("new.md", &policy.replace("30", "14"));
        let told = |id: &str| {
            let near = shelf.duplicates.near(id).next().unwrap();
            assert!(!near.same && near.percent == 100);
            (near.numbers[0].here.clone(), near.numbers[0].there.clone())
        };
        assert_eq!(told("old.md"), ("within 30 days".into(), "within 14 days".into()));
        assert_eq!(told("new.md"), ("within 14 days".into(), "within 30 days".into()));
    }

    #[test]
    fn many_copies_cost_no_more_than_a_few_of_them() {
        let mut shelf = Shelf::default();
        for copy in 0..600 {
            shelf.put(&format!("{copy}.md"), &text(1));
        }
        assert!((0..600).all(|copy| shelf.near(&format!("{copy}.md")).len() == MAX_NEAR));
        for copy in 0..599 {
            if copy == 300 {
                assert!((300..600).all(|copy| shelf.near(&format!("{copy}.md")).len() == MAX_NEAR));
            }
            shelf.remove(&format!("{copy}.md"));
        }
        assert_eq!(shelf.near("599.md"), [] as [&str; 0]);
    }
}
