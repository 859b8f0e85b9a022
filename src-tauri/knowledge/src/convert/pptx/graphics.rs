//! What a slide draws from parts of their own: charts, and diagrams that PowerPoint calls SmartArt.

use super::parts::Parts;
use super::table::table;
use super::tree::Element;

/// The most rows of a chart: what one can still be drawn with.
const MAX_ROWS: usize = 2_000;

/// The graphics of the slide in the part `name`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Graphics {
    /// Each chart as its title and a table, in the order of their parts' names.
    pub(super) charts: Vec<String>,
    /// The words of its diagrams.
    pub(super) diagrams: Vec<String>,
}

impl Graphics {
    pub(super) fn of(parts: &mut Parts<'_>, name: &str) -> Self {
        let mut relations: Vec<_> = parts.relations(name).into_values().collect();
        relations.sort_by(|one, other| one.target.cmp(&other.target));
        let mut found = Self::default();
        for relation in relations {
            match relation.kind.as_str() {
                "chart" => {
                    found.charts.extend(parts.tree(&relation.target).map(|root| chart(&root)));
                }
                "diagramData" => {
                    let words = parts.tree(&relation.target).map(|root| diagram(&root));
                    found.diagrams.extend(words.unwrap_or_default());
                }
                _ => {}
            }
        }
        found
    }
}

/// The words of a diagram, shape by shape.
fn diagram(root: &Element) -> Vec<String> {
    let points = root.child("ptLst").into_iter().flat_map(Element::elements);
    points.filter_map(|point| point.child("t").map(words)).filter(|text| !text.is_empty()).collect()
}

/// A chart as a table: a row for each category, a column for each series.
fn chart(root: &Element) -> String {
    let title = root.child("chart").and_then(|chart| chart.child("title"));
    let title = title.and_then(|title| title.descendant("rich")).map(words);
    let mut series = Vec::new();
    collect(root, "ser", &mut series);
    let values = |one: &Element, names: [&str; 2]| {
        let found = names.iter().find_map(|name| one.child(name));
        found.map(points).unwrap_or_default()
    };
    let categories = series
        .iter()
        .map(|one| values(one, ["cat", "xVal"]))
        .max_by_key(Vec::len)
        .unwrap_or_default();
    let columns: Vec<Vec<String>> = series.iter().map(|one| values(one, ["val", "yVal"])).collect();
    let names = series.iter().map(|one| one.child("tx").map(words).unwrap_or_default());
    let mut rows = vec![std::iter::once(String::new()).chain(names).collect::<Vec<_>>()];
    let height = columns.iter().map(Vec::len).max().unwrap_or_default().max(categories.len());
    let cell = |column: &Vec<String>, row: usize| column.get(row).cloned().unwrap_or_default();
    rows.extend((0..height).map(|row| {
        std::iter::once(&categories).chain(&columns).map(|column| cell(column, row)).collect()
    }));
    let title = title.filter(|title| !title.is_empty());
    let head = title.map(|title| format!("### Chart: {title}\n\n")).unwrap_or_default();
    // Names without numbers are no table.
    if height == 0 { head } else { head + &table(&rows) }
}

/// The cached values of a reference, each at its place.
fn points(reference: &Element) -> Vec<String> {
    let mut found = Vec::new();
    collect(reference, "pt", &mut found);
    let mut values = Vec::new();
    for point in found {
        let place = point.attribute("idx").and_then(|place| place.parse().ok());
        let place: usize = place.unwrap_or(values.len());
        if place >= MAX_ROWS {
            continue;
        }
        if values.len() <= place {
            values.resize(place + 1, String::new());
        }
        values[place] = words(point);
    }
    values
}

/// All elements of this name below `root`, the outermost only.
fn collect<'a>(root: &'a Element, name: &str, out: &mut Vec<&'a Element>) {
    for element in root.elements() {
        if element.name == name {
            out.push(element);
        } else {
            collect(element, name, out);
        }
    }
}

/// The words in an element on one line: of runs (`t`) and values (`v`), which have formulas and
/// settings beside them.
fn words(element: &Element) -> String {
    let mut texts = Vec::new();
    collect(element, "p", &mut texts);
    if texts.is_empty() {
        collect(element, "v", &mut texts);
    }
    let lines: Vec<String> = texts.into_iter().map(Element::text).collect();
    lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    #[test]
    fn a_chart_is_a_table_of_its_categories_and_series() {
        let root = tree::parse(
            b"<c:chartSpace><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Ducks</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:bar3DChart>\
            <c:ser><c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:pt idx='0'><c:v>2026</c:v></c:pt></c:strCache></c:strRef></c:tx>\
            <c:cat><c:strRef><c:f>A</c:f><c:strCache><c:pt idx='0'><c:v>Q1</c:v></c:pt><c:pt idx='1'><c:v>Q2</c:v></c:pt></c:strCache></c:strRef></c:cat>\
            <c:val><c:numRef><c:numCache><c:formatCode>General</c:formatCode><c:pt idx='1'><c:v>20</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>\
            </c:bar3DChart></c:plotArea></c:chart></c:chartSpace>",
        )
        .unwrap();
        assert_eq!(
            chart(&root),
            "### Chart: Ducks\n\n|  | 2026 |\n| --- | --- |\n| Q1 |  |\n| Q2 | 20 |\n"
        );
    }

    #[test]
    fn a_diagram_is_the_words_of_its_shapes() {
        let root = tree::parse(
            b"<d:dataModel><d:ptLst><d:pt type='doc'><d:t><a:p/></d:t></d:pt><d:pt><d:t><a:p><a:r><a:t>Ask</a:t></a:r></a:p></d:t></d:pt>\
            <d:pt><d:t><a:p><a:r><a:t>Solve </a:t></a:r><a:r><a:t>it</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>",
        )
        .unwrap();
        assert_eq!(diagram(&root), ["Ask", "Solve it"]);
    }
}
