//! Pictures of text: they leave the converting process as they are, and [`super::ocr`] reads them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ConvertError, Converted, Converter, Kind, Source};

/// `.png`, `.jpg`, `.tif`, `.webp`, `.bmp`, `.gif`.
pub(super) struct PictureFile;

/// The most bytes of the pictures of one file: the converting process' answer has an end.
pub(super) const MAX_PICTURE_BYTES: usize = 20 << 20;

/// A picture whose text is still to be recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// The page that it shows, from 0.
    pub page: usize,
    /// The picture in a common format.
    #[serde(serialize_with = "to_text", deserialize_with = "from_text")]
    pub bytes: Vec<u8>,
}

impl Converter for PictureFile {
    fn extensions(&self) -> &'static [&'static str] {
        &["png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif"]
    }

    fn takes(&self) -> &'static [Kind] {
        &[Kind::Image]
    }

    /// Nothing is looked at here.
    fn contained(&self) -> bool {
        false
    }

    fn convert(&self, source: &Source<'_>) -> Result<Vec<Converted>, ConvertError> {
        if source.bytes.len() > MAX_PICTURE_BYTES {
            return Err(ConvertError::OverLimit(format!(
                "a picture of more than {} MB",
                MAX_PICTURE_BYTES >> 20
            )));
        }
        let pictures = vec![Picture { page: 0, bytes: source.bytes.to_vec() }];
        Ok(vec![Converted { pictures, ..Converted::default() }])
    }
}

fn to_text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    use base64::Engine;
    serializer.serialize_str(&base64::engine::general_purpose::STANDARD.encode(bytes))
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    use base64::Engine;
    let text = String::deserialize(deserializer)?;
    base64::engine::general_purpose::STANDARD.decode(text).map_err(serde::de::Error::custom)
}
