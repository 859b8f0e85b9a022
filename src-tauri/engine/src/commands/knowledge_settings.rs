//! Which folders of documents and which encoder are open, and which will be at the next start.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aside_inference::{BUILT_IN, Described};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::places::encoder_file;
use crate::{DecidedBy, Engine, EngineError, Places, Settings};

/// The folders of documents and the encoder: those that are open, and those that the next start opens where Aside
/// is started as this time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KnowledgeChoice {
    /// The folders of documents.
    pub folders: ChosenFolders,
    /// The encoder.
    pub encoder: ChosenEncoder,
    /// The encoders that are there, the built-in one first.
    pub encoders: Vec<EncoderThere>,
    /// Whether the next start opens something else than is open now.
    pub restart: bool,
    /// Where the index lies that is open. Another first folder has another one, and this one stays.
    pub index: String,
    /// The file with the settings.
    pub file: String,
}

/// Folders of documents, with their whole paths. The first one names the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChosenFolders {
    /// Those that are open.
    pub open: Vec<String>,
    /// Those that the next start opens.
    pub next: Vec<String>,
    /// Those that the settings name, whether or not they are asked; none where nothing is chosen.
    pub set: Vec<String>,
    /// Who decided on those that are open.
    pub decided_by: DecidedBy,
}

/// An encoder, by the name of its folder below `models`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChosenEncoder {
    /// The one that was opened.
    pub open: String,
    /// The one that the next start opens.
    pub next: String,
    /// The one that the settings name, whether or not they are asked; empty where none is chosen.
    pub set: String,
    /// Who decided on the one that is open.
    pub decided_by: DecidedBy,
}

/// An encoder that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EncoderThere {
    /// The name of its folder below `models`.
    pub name: String,
    /// Whether it came with Aside.
    pub built_in: bool,
    /// How many numbers each vector has; none where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimensions: Option<usize>,
    /// The codes of the languages that it reads (ISO 639-1); none where it reads many, or that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// Whether it is a service that masked texts are sent to.
    pub remote: bool,
    /// Why it cannot be used, if it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// What the next start opens; what is absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeChange {
    /// The folders of documents with their whole paths, at least one, none inside of another.
    #[serde(default)]
    pub folders: Option<Vec<String>>,
    /// One of the encoders that are there.
    #[serde(default)]
    pub encoder: Option<String>,
}

impl Engine {
    /// The folders of documents and the encoder, now and at the next start.
    ///
    /// # Errors
    /// [`EngineError::Settings`].
    pub fn knowledge_choice(&self) -> Result<KnowledgeChoice, EngineError> {
        let places = &self.places;
        let set = Settings::load(&places.data)?.knowledge;
        let next = places.at_next_start(&set);
        Ok(KnowledgeChoice {
            restart: next.knowledge != places.knowledge
                || next.encoder_name() != places.encoder_name(),
            folders: ChosenFolders {
                open: shown(&places.knowledge),
                next: shown(&next.knowledge),
                set: set.folders,
                decided_by: places.decided.knowledge,
            },
            encoder: ChosenEncoder {
                open: places.encoder_name().to_owned(),
                next: next.encoder_name().to_owned(),
                set: set.encoder,
                decided_by: places.decided.encoder,
            },
            encoders: encoders(places),
            index: places.index().display().to_string(),
            file: Settings::file(&places.data).display().to_string(),
        })
    }

    /// Writes into the settings what the next start opens. What is open stays so until then.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where a folder or the encoder cannot be opened, and [`EngineError::Settings`];
    /// nothing is changed then.
    pub fn set_knowledge(&self, change: &KnowledgeChange) -> Result<KnowledgeChoice, EngineError> {
        let data = &self.places.data;
        let mut settings = Settings::load(data)?;
        if let Some(folders) = &change.folders {
            settings.knowledge.folders =
                checked_folders(folders, data).map_err(EngineError::Refused)?;
        }
        if let Some(name) = &change.encoder {
            let encoders = encoders(&self.places);
            checked_encoder(name, &encoders).map_err(EngineError::Refused)?;
            // Only what differs is set.
            let usual = encoder_file(data).unwrap_or_else(|| BUILT_IN.to_owned());
            settings.knowledge.encoder = if *name == usual { String::new() } else { name.clone() };
        }
        settings.save(data)?;
        self.knowledge_choice()
    }
}

fn shown(folders: &[PathBuf]) -> Vec<String> {
    folders.iter().map(|folder| folder.display().to_string()).collect()
}

/// The encoders below `models`, and below `models` in the data folder.
fn encoders(places: &Places) -> Vec<EncoderThere> {
    let mut folders = BTreeMap::new();
    for models in places.model_folders() {
        // A folder that is not there has no models.
        for entry in fs::read_dir(models).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name != BUILT_IN && !name.starts_with('.') && Described::is_in(&entry.path()) {
                folders.entry(name).or_insert(entry.path());
            }
        }
    }
    let built_in = (BUILT_IN.to_owned(), places.built_in_encoder());
    std::iter::once(built_in).chain(folders).map(|(name, folder)| there(name, &folder)).collect()
}

fn there(name: String, folder: &Path) -> EncoderThere {
    let built_in = name == BUILT_IN;
    match Described::read(folder) {
        Ok(Described { dimensions, languages, is_remote }) => EncoderThere {
            name,
            built_in,
            dimensions: Some(dimensions),
            languages,
            remote: is_remote,
            problem: None,
        },
        Err(error) => EncoderThere {
            name,
            built_in,
            dimensions: None,
            languages: None,
            remote: false,
            problem: Some(error.to_string()),
        },
    }
}

fn checked_encoder(name: &str, encoders: &[EncoderThere]) -> Result<(), String> {
    let Some(encoder) = encoders.iter().find(|encoder| encoder.name == name) else {
        let names: Vec<_> = encoders.iter().map(|encoder| encoder.name.as_str()).collect();
        return Err(format!(
            "there is no encoder `{name}`: choose one of {}, or put its files into a folder of this name in models (docs/encoders.md)",
            names.join(", ")
        ));
    };
    match &encoder.problem {
        Some(problem) => Err(format!("the encoder `{name}` cannot be used: {problem}")),
        None => Ok(()),
    }
}

/// The folders as they are written down: whole, and without links on the way.
fn checked_folders(folders: &[String], data: &Path) -> Result<Vec<String>, String> {
    if folders.is_empty() {
        return Err("there is no folder left: name at least one with documents".to_owned());
    }
    let data = fs::canonicalize(data).unwrap_or_else(|_| data.to_owned());
    let mut checked: Vec<PathBuf> = Vec::new();
    for folder in folders {
        let place = checked_folder(folder.trim(), &data)?;
        if checked.contains(&place) {
            return Err(format!("{} is named twice: name it once", place.display()));
        }
        if let Some(other) = checked.iter().find(|other| place.starts_with(other)) {
            return Err(lies_in(&place, other));
        }
        if let Some(other) = checked.iter().find(|other| other.starts_with(&place)) {
            return Err(lies_in(other, &place));
        }
        checked.push(place);
    }
    let written = |folder: &PathBuf| {
        folder.to_str().map(str::to_owned).ok_or_else(|| {
            format!(
                "the name of {} is no UTF-8 and cannot be written down: rename the folder, or name it with --knowledge",
                folder.display()
            )
        })
    };
    checked.iter().map(written).collect()
}

fn checked_folder(folder: &str, data: &Path) -> Result<PathBuf, String> {
    let place = Path::new(folder);
    if folder.is_empty() {
        return Err("a folder has no name: write its whole path, or take it out".to_owned());
    }
    if !place.is_absolute() {
        return Err(format!("`{folder}` is no whole path: write it from the root"));
    }
    if place.is_file() {
        return Err(format!("{folder} is a file: name the folder that it lies in"));
    }
    let place = fs::canonicalize(place).map_err(|error| {
        format!("{folder} cannot be opened ({error}): create it, or mend its path")
    })?;
    fs::read_dir(&place).map_err(|error| {
        format!("{folder} cannot be read ({error}): give Aside the permission, or name another")
    })?;
    if data.starts_with(&place) {
        return Err(format!(
            "{folder} holds what Aside stores ({}): name a folder with documents alone",
            data.display()
        ));
    }
    Ok(place)
}

fn lies_in(inner: &Path, outer: &Path) -> String {
    format!(
        "{} lies in {} and is found there: name only one of them",
        inner.display(),
        outer.display()
    )
}
