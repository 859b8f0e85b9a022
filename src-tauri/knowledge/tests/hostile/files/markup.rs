//! Web pages, XML, JSON, notebooks and Markdown.

use super::{Bait, Hostile, laughs, nested, outside};

pub fn files(bait: &Bait) -> Vec<Hostile> {
    let mut files = web(bait);
    files.extend(xml(bait));
    files.extend(json());
    files.extend(markdown());
    files
}

fn web(bait: &Bait) -> Vec<Hostile> {
    let body = |inside: &str| format!("<html><body>{inside}</body></html>");
    let reaching = format!(
        "<p>words</p><img src=\"file://{}\"><img src=\"http://127.0.0.1:{port}/a.png\"><link rel=stylesheet href=\"http://127.0.0.1:{port}/b.css\"><iframe src=\"http://127.0.0.1:{port}/c\"></iframe><meta http-equiv=refresh content=\"0;url=http://127.0.0.1:{port}/d\"><script src=\"http://127.0.0.1:{port}/e.js\"></script>",
        bait.secret.display(),
        port = bait.port
    );
    let spans = "<table><tr><td colspan=1000000000 rowspan=1000000000>wide</td></tr></table>";
    let attributes: String = (0..200_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    vec![
        Hostile::new("divs.html", nested("<div>", "deep", "</div>", 200_000)),
        Hostile::new("divs-left-open.html", "<div>".repeat(400_000)),
        Hostile::new("divs-behind-comments.html", "<div><!--</div>-->".repeat(200_000)),
        Hostile::new("quotes.html", nested("<blockquote>", "deep", "</blockquote>", 30_000)),
        Hostile::new("lists.html", nested("<ul><li>", "deep", "</li></ul>", 30_000)),
        Hostile::new(
            "tables.html",
            nested("<table><tr><td>", "deep", "</td></tr></table>", 20_000),
        ),
        Hostile::new("bold.html", nested("<b><i>", "deep", "", 100_000)),
        Hostile::new("vectors.html", nested("<svg><g>", "deep", "", 100_000)),
        Hostile::new("wide.html", body(spans)),
        Hostile::new("attributes.html", body(&format!("<p{attributes}>words</p>"))),
        Hostile::new(
            "open-attribute.html",
            format!("<p>words</p><p title=\"{}", "x".repeat(3_000_000)),
        ),
        Hostile::new("open-comment.html", format!("<p>words</p><!--{}", "-".repeat(3_000_000))),
        Hostile::new("open-script.html", format!("<p>words</p><script>{}", "<".repeat(3_000_000))),
        Hostile::new(
            "entities.html",
            body(&"&#x110000;&#99999999999;&nosuch;&amp".repeat(100_000)),
        ),
        Hostile::new("headings.html", body(&"<h1>word</h1>".repeat(100_000))),
        Hostile::new("angles.html", "<".repeat(2_000_000)),
        Hostile::new("reaching.html", body(&reaching)),
        Hostile::new(
            "endless-title.html",
            format!("<title>{}</title><p>words</p>", "long ".repeat(200_000)),
        ),
    ]
}

fn xml(bait: &Bait) -> Vec<Hostile> {
    let items: String = (0..50_000)
        .map(|n| {
            format!("<item><guid>same</guid><title>T</title><description>{n}</description></item>")
        })
        .collect();
    let quadratic = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"{}\">]><x>{}</x>",
        "laugh ".repeat(20_000),
        "&a;".repeat(20_000)
    );
    vec![
        Hostile::new("laughs.xml", format!("{}<x>&i;</x>", laughs())),
        Hostile::new("quadratic-laughs.xml", quadratic),
        Hostile::new("outside.xml", format!("{}<x>&file;&net;</x>", outside(bait))),
        Hostile::new("nested.xml", nested("<a>", "deep", "</a>", 300_000)),
        Hostile::new(
            "unclosed.xml",
            format!("<?xml version=\"1.0\"?>{}", "<a b=\"".repeat(200_000)),
        ),
        Hostile::new("data.xml", format!("<a><![CDATA[{}", "]".repeat(2_000_000))),
        Hostile::new(
            "feed.rss",
            format!(
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>"
            ),
        ),
        Hostile::new("laughs.svg", format!("{}<svg><text>&i;</text></svg>", laughs())),
    ]
}

fn json() -> Vec<Hostile> {
    let article = "{\"title\": \"T\", \"content\": \"words\"}\n";
    let keys: String = (0..100_000).map(|n| format!("\"k{n}\": {n},")).collect();
    let picture = "A".repeat(8_000_000);
    let notebook = |outputs: &str| {
        format!(
            "{{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {{}}, \"cells\": [{{\"cell_type\": \"markdown\", \"metadata\": {{}}, \"source\": [\"# Words\"]}}, {{\"cell_type\": \"code\", \"metadata\": {{}}, \"execution_count\": 1, \"source\": \"x\", \"outputs\": [{outputs}]}}]}}"
        )
    };
    let printed = format!(
        "{{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"{}\"}}",
        "line after line\\n".repeat(300_000)
    );
    vec![
        Hostile::new("brackets.json", "[".repeat(2_000_000)),
        Hostile::new("nested.json", nested("{\"content\":", "\"deep\"", "}", 100_000)),
        Hostile::new("number.json", format!("{{\"content\": {}}}", "9".repeat(1_000_000))),
        Hostile::new("exponent.json", "[{\"content\": 1e999999999999}]"),
        Hostile::new("keys.json", format!("{{{keys}\"content\": \"words\"}}")),
        Hostile::new("surrogates.json", "[{\"content\": \"\\ud800\\udc00 \\ud800 x\"}]"),
        Hostile::new(
            "same-ids.json",
            format!(
                "[{}{{\"id\": 1, \"content\": \"b\"}}]",
                "{\"id\": 1, \"content\": \"a\"},".repeat(20_000)
            ),
        ),
        Hostile::new("articles.jsonl", article.repeat(150_000)),
        Hostile::new(
            "long-id.jsonl",
            format!("{{\"id\": \"{}\", \"content\": \"words\"}}", "i".repeat(500_000)),
        ),
        Hostile::new(
            "one-line.jsonl",
            format!("{{\"content\": \"{}\"}}", "words ".repeat(3_000_000)),
        ),
        Hostile::new(
            "picture.ipynb",
            notebook(&format!(
                "{{\"output_type\": \"display_data\", \"metadata\": {{}}, \"data\": {{\"image/png\": \"{picture}\"}}}}"
            )),
        ),
        Hostile::new("printed.ipynb", notebook(&printed)),
        Hostile::new("cells.ipynb", notebook(&nested("[", "", "]", 100_000))),
    ]
}

fn markdown() -> Vec<Hostile> {
    let steps: String =
        (0..3_000).map(|depth| format!("{}- item\n", " ".repeat(2 * depth))).collect();
    let fences: String = (3..3_000).map(|length| format!("{}\n", "`".repeat(length))).collect();
    let sections = format!("# {}\n\n{}", "long ".repeat(100_000), "words\n\n".repeat(50_000));
    let tags = format!("---\ntags: [{}]\n---\nwords\n", "tag, ".repeat(150_000));
    let aliases: String = ('b'..='i').zip('a'..).map(|(above, below)| format!("{above}: &{above} [*{below},*{below},*{below},*{below},*{below},*{below},*{below},*{below},*{below}]\n")).collect();
    vec![
        Hostile::new("quotes.md", ">".repeat(100_000) + " deep\n"),
        Hostile::new("quotes-with-spaces.md", "> ".repeat(100_000) + "deep\n"),
        Hostile::new("brackets.md", "[".repeat(100_000) + "words" + &"](x)".repeat(100_000)),
        Hostile::new("pictures.md", "![".repeat(100_000) + "words"),
        Hostile::new("stars.md", "*_".repeat(100_000) + "words"),
        Hostile::new("fences.md", fences),
        Hostile::new("steps.md", steps),
        Hostile::new("headings.md", "# a\n".repeat(200_000)),
        Hostile::new("sections.md", sections),
        Hostile::new(
            "table.md",
            format!(
                "|{}\n|{}\n|{}\n",
                " a |".repeat(50_000),
                "---|".repeat(50_000),
                " b |".repeat(50_000)
            ),
        ),
        Hostile::new("rows.md", format!("| a |\n|---|\n{}", "| b |\n".repeat(100_000))),
        Hostile::new("references.md", "[a]: b\n[a]\n".repeat(60_000)),
        Hostile::new("tags.md", tags),
        Hostile::new(
            "aliases.md",
            format!("---\na: &a [x,x,x,x]\n{aliases}title: *i\n---\nwords\n"),
        ),
        Hostile::new("front-matter-left-open.md", format!("---\n{}", "title: x\n".repeat(80_000))),
        Hostile::new(
            "date.md",
            "---\ndate: 999999999999-99-99T99:99:99+99:99\nupdated: -1\nvisibility: [[[[\n---\nwords\n",
        ),
        Hostile::new("components.mdx", nested("<A b={{", "words", "}}>", 20_000)),
        Hostile::new("imports.mdx", "import {".repeat(80_000)),
    ]
}
