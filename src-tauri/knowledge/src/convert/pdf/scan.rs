//! Pages that are pictures: each is painted in grey, for the recognition of its text.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, Paint, SoftMask, TransformExt, interpret_page,
};

/// The longer side of a painted page, in pixels: some 200 dots per inch of a letter page, of which
/// 150 are enough to recognise clean text.
const LONG_SIDE: f64 = 2300.0;
/// Pictures of more pixels are not unpacked.
const MAX_PIXELS: u64 = 80_000_000;

/// The page in grey, as a PNG; `None` if no picture on it can be read.
pub(super) fn paint<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
) -> Option<Vec<u8>> {
    let (width, height) = page.render_dimensions();
    let size = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let scale = LONG_SIDE / size.width().max(size.height()).max(1.0);
    let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    let (columns, rows) = ((size.width() * scale) as usize, (size.height() * scale) as usize);
    if columns == 0 || rows == 0 {
        return None;
    }
    let mut context = Context::new(
        transform,
        size.scale_from_origin(scale),
        cache,
        page.xref(),
        settings.clone(),
    );
    let mut canvas = Canvas { columns, rows, grey: vec![255; columns * rows], painted: false };
    interpret_page(page, &mut context, &mut canvas);
    if !canvas.painted {
        return None;
    }
    // Sixteen greys are as good to recognise, and pack far better.
    let grey: Vec<u8> = canvas.grey.iter().map(|&grey| grey / 16 * 17).collect();
    encode(columns, rows, &grey)
}

fn encode(columns: usize, rows: usize, grey: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder =
        png::Encoder::new(&mut out, u32::try_from(columns).ok()?, u32::try_from(rows).ok()?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(grey).ok()?;
    Some(out)
}

struct Canvas {
    columns: usize,
    rows: usize,
    grey: Vec<u8>,
    painted: bool,
}

impl Canvas {
    /// Paints a picture of `size` pixels; `at` gives the grey of a pixel and how much it covers.
    fn picture(&mut self, size: (u32, u32), transform: Affine, at: impl Fn(usize) -> (u8, u8)) {
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let area = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        if transform.determinant().abs() < 1e-9 || !area.is_finite() {
            return;
        }
        let back = transform.inverse();
        let clip = |at: f64, most: usize| at.clamp(0.0, most as f64) as usize;
        for row in clip(area.y0, self.rows)..clip(area.y1.ceil(), self.rows) {
            for column in clip(area.x0, self.columns)..clip(area.x1.ceil(), self.columns) {
                // Four looks at each pixel, so that thin strokes of a finer picture survive.
                let (mut grey, mut cover, mut looks) = (0_u32, 0_u32, 0_u32);
                for (x, y) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let place = back * Point::new(column as f64 + x, row as f64 + y);
                    if place.x < 0.0 || place.y < 0.0 || place.x >= width || place.y >= height {
                        continue;
                    }
                    let (one, much) = at(place.y as usize * size.0 as usize + place.x as usize);
                    grey += u32::from(one) * u32::from(much);
                    cover += u32::from(much);
                    looks += 1;
                }
                if looks > 0 {
                    let below = &mut self.grey[row * self.columns + column];
                    let rest = looks * 255 - cover;
                    *below = ((grey + rest * u32::from(*below)) / (looks * 255)).min(255) as u8;
                    self.painted = true;
                }
            }
        }
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if u64::from(image.width()) * u64::from(image.height()) > MAX_PIXELS {
            return;
        }
        let scaled = |(x, y): (f32, f32)| {
            props.transform * Affine::scale_non_uniform(f64::from(x), f64::from(y))
        };
        match image {
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, paint| {
                    let grey = match paint {
                        Paint::Color(color) => {
                            let [red, green, blue, _] = color.to_rgba().components();
                            ((red + green + blue) / 3.0 * 255.0) as u8
                        }
                        Paint::Pattern(_) => 0,
                    };
                    let at = |place: usize| (grey, mask.data.get(place).copied().unwrap_or(0));
                    self.picture((mask.width, mask.height), scaled(mask.scale_factors), at);
                },
                None,
            ),
            Image::Raster(raster) => raster.with_rgba(
                |data, alpha| {
                    let size = (data.width(), data.height());
                    let alpha: Option<LumaData> =
                        alpha.filter(|alpha| (alpha.width, alpha.height) == size);
                    let cover = |place: usize| {
                        alpha
                            .as_ref()
                            .map_or(255, |alpha| alpha.data.get(place).copied().unwrap_or(0))
                    };
                    let transform = scaled(data.scale_factors());
                    match &data {
                        ImageData::Luma(luma) => self.picture(size, transform, |place| {
                            (luma.data.get(place).copied().unwrap_or(255), cover(place))
                        }),
                        ImageData::Rgb(rgb) => self.picture(size, transform, |place| {
                            let grey =
                                rgb.data.get(place * 3..place * 3 + 3).map_or(255, |color| {
                                    let [red, green, blue] =
                                        [color[0], color[1], color[2]].map(u32::from);
                                    ((red * 3 + green * 6 + blue) / 10) as u8
                                });
                            (grey, cover(place))
                        }),
                    }
                },
                None,
            ),
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
