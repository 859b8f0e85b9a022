//! What a page shows: its glyphs with their places, its ruled lines, and whether it is a picture.

use std::collections::HashSet;

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, TransformExt, interpret_page,
};

use super::Hidden;

/// The most glyphs of one page; a dense newspaper page has some 20,000.
const MAX_GLYPHS: usize = 300_000;
/// The most filled areas and ruled lines that are kept of one page.
const MAX_SHAPES: usize = 20_000;
/// Smaller text is not meant to be read, in points.
const MIN_SIZE: f64 = 1.5;
/// A share of the page that a picture must cover for invisible text to be its recognised text.
const PICTURE_SHARE: f64 = 0.3;
/// Strokes and filled bars up to this width rule a table, in points.
const MAX_RULE_WIDTH: f64 = 2.5;
/// From this lightness on (0 to 1) text on paper cannot be seen.
const WHITE: f32 = 0.96;

/// Which way a line of text runs on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the right, as nearly all text.
    Right,
    /// Downwards, as vertical Chinese or Japanese, or text turned clockwise.
    Down,
    /// Upwards, as text turned counter-clockwise.
    Up,
    /// Upside down.
    Left,
}

/// One visible glyph, in a space where its line runs to the right; y grows downwards, in points.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its text; a ligature has several characters.
    pub text: String,
    /// Where it begins and ends along its line.
    pub x0: f64,
    /// See `x0`.
    pub x1: f64,
    /// The line that it stands on.
    pub baseline: f64,
    /// The size of its font.
    pub size: f64,
    /// Whether its font is bold.
    pub bold: bool,
    /// Whether its font is monospaced.
    pub mono: bool,
    /// Which way its line runs.
    pub direction: Direction,
}

/// A ruled line, horizontal or vertical, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// Whether it is vertical.
    pub vertical: bool,
    /// Its place across its direction.
    pub at: f64,
    /// Where it begins and ends along its direction.
    pub from: f64,
    /// See `from`.
    pub to: f64,
}

/// What one page shows.
#[derive(Debug, Default)]
pub(super) struct PageMarks {
    /// The glyphs, in the order in which they are painted.
    pub marks: Vec<Mark>,
    /// The ruled lines.
    pub rules: Vec<Rule>,
    /// Width and height, in points.
    pub size: (f64, f64),
    /// Pieces of text that a reader of the page cannot see.
    pub hidden: Hidden,
    /// Glyphs whose character is not known.
    pub unknown: usize,
    /// The share of the page that pictures cover, at most 1.
    pub pictured: f64,
}

/// Reads one page.
pub(super) fn read<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
) -> PageMarks {
    let (width, height) = page.render_dimensions();
    let size = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, size.0, size.1),
        cache,
        page.xref(),
        settings.clone(),
    );
    let mut reader =
        Reader { page: PageMarks { size, ..PageMarks::default() }, ..Reader::default() };
    interpret_page(page, &mut context, &mut reader);
    reader.finish()
}

/// Collects what is painted.
#[derive(Default)]
struct Reader {
    page: PageMarks,
    /// Areas that were painted in something else than white.
    grounds: Vec<Rect>,
    /// Where pictures lie.
    pictures: Vec<Rect>,
    /// Glyphs of the invisible text mode.
    unseen: Vec<Mark>,
    /// Text and place of each glyph: bold is often painted as the same glyph twice.
    painted: HashSet<(String, i64, i64)>,
}

impl Reader {
    fn finish(mut self) -> PageMarks {
        let (width, height) = self.page.size;
        let area = (width * height).max(1.0);
        let covered: f64 = self.pictures.iter().map(Rect::area).sum();
        self.page.pictured = (covered / area).min(1.0);
        // Recognised text lies unseen behind or on the picture of its page.
        if self.page.pictured >= PICTURE_SHARE || self.page.marks.is_empty() {
            self.page.marks.append(&mut self.unseen);
        } else {
            let (over_picture, hidden): (Vec<_>, Vec<_>) =
                self.unseen.into_iter().partition(|mark| {
                    self.pictures
                        .iter()
                        .any(|picture| picture.contains(Point::new(mark.x0, mark.baseline)))
                });
            self.page.marks.extend(over_picture);
            if !hidden.is_empty() {
                self.page
                    .hidden
                    .add(&hidden.iter().map(|mark| mark.text.as_str()).collect::<String>());
            }
        }
        self.page
    }

    fn ground(&mut self, area: Rect) {
        if self.grounds.len() < MAX_SHAPES {
            self.grounds.push(area);
        }
    }

    fn rule(&mut self, area: Rect) {
        let (width, height) = (area.width(), area.height());
        if self.page.rules.len() >= MAX_SHAPES || width.max(height) < 4.0 {
            return;
        }
        if height <= MAX_RULE_WIDTH && width > height {
            let at = area.center().y;
            self.page.rules.push(Rule { vertical: false, at, from: area.x0, to: area.x1 });
        } else if width <= MAX_RULE_WIDTH {
            let at = area.center().x;
            self.page.rules.push(Rule { vertical: true, at, from: area.y0, to: area.y1 });
        }
    }

    /// Takes each straight piece of a stroked path as a rule.
    fn stroke(&mut self, path: &BezPath, transform: Affine) {
        for segment in path.segments() {
            if let hayro_interpret::kurbo::PathSeg::Line(line) = segment {
                let line = transform * line;
                self.rule(Rect::from_points(line.p0, line.p1));
            }
            if self.page.rules.len() >= MAX_SHAPES {
                return;
            }
        }
    }

    /// Whether text of this paint at `place` cannot be told from the paper.
    fn is_blank(&self, paint: &Paint<'_>, place: Point) -> bool {
        let Paint::Color(color) = paint else { return false };
        let [red, green, blue, alpha] = color.to_rgba().components();
        if alpha < 0.02 {
            return true;
        }
        red.min(green).min(blue) >= WHITE
            && !self.grounds.iter().chain(&self.pictures).any(|ground| ground.contains(place))
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let light = |paint: &Paint<'_>| match paint {
            Paint::Color(color) => {
                let [red, green, blue, alpha] = color.to_rgba().components();
                alpha < 0.02 || red.min(green).min(blue) >= WHITE
            }
            Paint::Pattern(_) => false,
        };
        let area = props.transform.transform_rect_bbox(path.bounding_box());
        match mode {
            DrawMode::Stroke(_) if !light(&props.paint) => self.stroke(path, props.transform),
            DrawMode::Fill(_) | DrawMode::FillAndStroke(..) if !light(&props.paint) => {
                if area.width().min(area.height()) <= MAX_RULE_WIDTH {
                    self.rule(area);
                } else {
                    self.ground(area);
                }
            }
            _ => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        let font = run.glyphs().first().and_then(|glyph| match &**glyph {
            Glyph::Outline(outline) => outline.font_data(),
            Glyph::Type3(_) => None,
        });
        let name = font.as_ref().and_then(|font| font.postscript_name.clone()).unwrap_or_default();
        let bold = font.as_ref().and_then(|font| font.weight).is_some_and(|weight| weight >= 600)
            || ["Bold", "Black", "Heavy", "Semibold", "-Bd"].iter().any(|part| name.contains(part));
        let mono = font.as_ref().is_some_and(|font| font.is_monospace)
            || ["Courier", "Mono", "Consolas", "Menlo"].iter().any(|part| name.contains(part));
        let mut hidden = String::new();
        for glyph in run.glyphs() {
            if self.page.marks.len() + self.unseen.len() >= MAX_GLYPHS {
                return;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(one)) => one.to_string(),
                Some(BfString::String(several)) => several,
                None => {
                    self.page.unknown += 1;
                    continue;
                }
            };
            // The replacement character and control characters are no text.
            if text
                .chars()
                .all(|one| one == '\u{FFFD}' || one == '\0' || (one.is_control() && one != '\t'))
            {
                self.page.unknown += usize::from(text.contains(['\u{FFFD}', '\0']));
                continue;
            }
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(type3) => type3.advance_width(),
            };
            let place = props.transform * glyph.transform();
            let advance = f64::from(advance.unwrap_or(500.0));
            let Some(mark) = mark(text.clone(), place, advance, vertical, self.page.size) else {
                hidden.push_str(&text);
                continue;
            };
            let mark = Mark { bold, mono, ..mark };
            let origin = place * Point::ZERO;
            if !on_page(origin, self.page.size) {
                continue;
            }
            let middle = place * Point::new(advance / 2.0, 200.0);
            if matches!(mode, DrawMode::Invisible) {
                self.unseen.push(mark);
            } else if self.is_blank(&props.paint, middle) {
                hidden.push_str(&mark.text);
            } else {
                let key = (
                    mark.text.clone(),
                    (origin.x * 2.0).round() as i64,
                    (origin.y * 2.0).round() as i64,
                );
                if mark.text.trim().is_empty() || self.painted.insert(key) {
                    self.page.marks.push(mark);
                }
            }
        }
        if !hidden.trim().is_empty() {
            self.page.hidden.add(&hidden);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let unit = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let area = props.transform.transform_rect_bbox(unit);
        let page = Rect::new(0.0, 0.0, self.page.size.0, self.page.size.1);
        if self.pictures.len() < MAX_SHAPES {
            self.pictures.push(area.intersect(page));
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn on_page(place: Point, size: (f64, f64)) -> bool {
    let margin = 5.0;
    place.x >= -margin
        && place.y >= -margin
        && place.x <= size.0 + margin
        && place.y <= size.1 + margin
}

/// A glyph's place, turned so that its line runs to the right; `None` where it is too small to read.
fn mark(
    text: String,
    place: Affine,
    advance: f64,
    vertical: bool,
    page: (f64, f64),
) -> Option<Mark> {
    let [a, b, c, d, ..] = place.as_coeffs();
    let size = c.hypot(d).max(a.hypot(b)) * 1000.0;
    if !(size >= MIN_SIZE && size.is_finite()) {
        return None;
    }
    let direction = if vertical || (b > 0.0 && b.abs() > a.abs()) {
        Direction::Down
    } else if b.abs() > a.abs() {
        Direction::Up
    } else if a < 0.0 && d > 0.0 {
        Direction::Left
    } else {
        Direction::Right
    };
    let turned = |point: Point| match direction {
        Direction::Right => (point.x, point.y),
        Direction::Down => (point.y, page.0 - point.x),
        Direction::Up => (page.1 - point.y, point.x),
        Direction::Left => (page.0 - point.x, page.1 - point.y),
    };
    // A vertical glyph hangs below its origin, one em high.
    let end =
        if vertical { place * Point::new(0.0, -1000.0) } else { place * Point::new(advance, 0.0) };
    let ((x0, baseline), (x1, _)) = (turned(place * Point::ZERO), turned(end));
    // A mirrored glyph runs to the left.
    let (x0, x1) = if x1 < x0 { (x1, x0) } else { (x0, x1) };
    Some(Mark { text, x0, x1, baseline, size, bold: false, mono: false, direction })
}
