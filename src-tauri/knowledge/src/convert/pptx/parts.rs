//! The parts of a presentation that a slide refers to, by the relations of Office Open XML.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::tree::{self, Element};

/// The most bytes of one part.
const MAX_PART_BYTES: u64 = 64 << 20;

/// A presentation's parts.
pub(super) struct Parts<'a>(zip::ZipArchive<Cursor<&'a [u8]>>);

/// What a part refers to.
pub(super) struct Relation {
    /// The last word of its kind, such as `chart`.
    pub(super) kind: String,
    /// The name of the part.
    pub(super) target: String,
}

impl<'a> Parts<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        zip::ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        self.0.by_name(name).ok()?.take(MAX_PART_BYTES).read_to_end(&mut content).ok()?;
        Some(content)
    }

    pub(super) fn tree(&mut self, name: &str) -> Option<Element> {
        tree::parse(&self.bytes(name)?).ok()
    }

    /// What the part `name` refers to, by the ids that it uses for it.
    pub(super) fn relations(&mut self, name: &str) -> HashMap<String, Relation> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let Some(relations) = self.tree(&format!("{folder}/_rels/{file}.rels")) else {
            return HashMap::new();
        };
        relations
            .elements()
            .filter_map(|relation| {
                let kind = relation.attribute("Type")?.rsplit('/').next()?.to_owned();
                let target = resolve(folder, relation.attribute("Target")?);
                Some((relation.attribute("Id")?.to_owned(), Relation { kind, target }))
            })
            .collect()
    }

    /// The parts that hold the slides, in their order.
    pub(super) fn slides(&mut self) -> Vec<String> {
        const PRESENTATION: &str = "ppt/presentation.xml";
        let relations = self.relations(PRESENTATION);
        let Some(presentation) = self.tree(PRESENTATION) else { return Vec::new() };
        let slides = presentation.child("sldIdLst").into_iter().flat_map(Element::elements);
        slides
            // `id` and `r:id` differ by their prefix, which the tree does not keep.
            .map(|slide| {
                slide.attributes.iter().find_map(|(_, value)| relations.get(value.as_str()))
            })
            .map(|relation| relation.map(|found| found.target.clone()).unwrap_or_default())
            .collect()
    }
}

/// The name of the part that a part in `folder` calls `target`.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut place: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(place.pop()),
            "." | "" => {}
            part => place.push(part),
        }
    }
    place.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_part_that_names_them() {
        for (target, expected) in [
            ("../charts/chart1.xml", "ppt/charts/chart1.xml"),
            ("/ppt/media/a.png", "ppt/media/a.png"),
            ("slide2.xml", "ppt/slides/slide2.xml"),
            ("../../../../x", "x"),
        ] {
            assert_eq!(resolve("ppt/slides", target), expected);
        }
    }
}
