//! The desk as a person meets it: what is on the page, and what one does there.

use std::env;
use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::Driver;

/// Whatever went wrong.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long anything may take before the test gives up; generous, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the page is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(50);

/// The folders of one desk, gone when dropped.
pub struct Workplace(TempDir);

impl Workplace {
    /// A copy of the sample knowledge, and no data yet.
    pub fn with_sample_knowledge() -> Result<Self> {
        let place = Self(tempfile::tempdir()?);
        for folder in ["data", "home"] {
            fs::create_dir(place.0.path().join(folder))?;
        }
        copy(&project().join("knowledge"), &place.knowledge())?;
        place.put_browser()?;
        Ok(place)
    }
    /// Puts a browser in the place of the person's own, which writes down what it is to open.
    fn put_browser(&self) -> Result<()> {
        let program = self.programs().join("xdg-open");
        fs::create_dir_all(self.programs())?;
        fs::write(&program, format!("#!/bin/sh\necho \"$1\" >>'{}'\n", self.browsed().display()))?;
        Ok(fs::set_permissions(program, PermissionsExt::from_mode(0o755))?)
    }
    fn programs(&self) -> PathBuf {
        self.0.path().join("bin")
    }
    /// What the browser was to open, a line each; there once it was to open something.
    pub fn browsed(&self) -> PathBuf {
        self.0.path().join("browsed")
    }
    /// The watched folder.
    pub fn knowledge(&self) -> PathBuf {
        self.0.path().join("knowledge")
    }
    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
    /// Another folder, with one document.
    pub fn guides(&self) -> Result<PathBuf> {
        let guides = self.0.path().canonicalize()?.join("guides");
        fs::create_dir_all(&guides)?;
        fs::write(guides.join("parcels.md"), "# Parcels\n\nA parcel takes three days.\n")?;
        Ok(guides)
    }
    /// Lets the settings name the watched folder, and the environment none.
    pub fn choose_in_settings(&self) -> Result<()> {
        let settings = format!("[knowledge]\nfolders = [{:?}]\n", self.knowledge());
        Ok(fs::write(self.settings(), settings)?)
    }
    fn settings(&self) -> PathBuf {
        self.data().join("settings.toml")
    }
}

/// An open window.
pub struct Desk {
    page: Client,
    place: Workplace,
    // Dropped after the page, whatever happens to the test.
    driver: Driver,
}

impl Desk {
    /// Starts the program and waits for its page.
    pub async fn open(place: Workplace) -> Result<Self> {
        Self::open_with(place, "Adwaita").await
    }

    /// Starts the program under this theme of the system, such as `Adwaita:dark`.
    pub async fn open_with(place: Workplace, theme: &str) -> Result<Self> {
        let (home, models) = (place.0.path().join("home"), project().join("models"));
        let path = env::var_os("PATH").unwrap_or_default();
        let programs =
            env::join_paths([place.programs()].into_iter().chain(env::split_paths(&path)))?;
        let chosen = place.settings().exists();
        let knowledge = if chosen { PathBuf::new() } else { place.knowledge() };
        let driver = Driver::start(&[
            ("ASIDE_KNOWLEDGE", &knowledge),
            ("ASIDE_DATA", &place.data()),
            ("ASIDE_MODELS", &models),
            ("HOME", &home),
            ("XDG_CONFIG_HOME", &home),
            ("XDG_DATA_HOME", &home),
            ("XDG_CACHE_HOME", &home),
            ("GTK_THEME", Path::new(theme)),
            ("PATH", Path::new(&programs)),
        ])?;
        let program = json!({ "binary": env!("CARGO_BIN_EXE_aside-desktop"), "args": [] });
        let mut wanted = serde_json::Map::new();
        wanted.insert("webkitgtk:browserOptions".into(), program);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let mut tries = 0;
        let page = loop {
            match builder.connect(&driver.address()).await {
                Ok(page) => break page,
                // The driver may not listen yet.
                Err(_) if tries < 100 => tries += 1,
                Err(error) => return Err(error.into()),
            }
            tokio::time::sleep(GLANCE).await;
        };
        Ok(Self { page, place, driver })
    }

    /// Closes the window and removes its folders.
    pub async fn close(self) -> Result<()> {
        Ok(self.page.close().await?)
    }

    /// Closes the window and waits for the program's end; its folders, to open it again.
    pub async fn leave(self) -> Result<Workplace> {
        self.page.close().await?;
        // The window is gone before the program is.
        let held = fs::File::open(self.place.data().join("in-use"))?;
        let ended = async {
            while held.try_lock().is_err() {
                tokio::time::sleep(GLANCE).await;
            }
        };
        tokio::time::timeout(PATIENCE, ended).await?;
        Ok(self.place)
    }

    /// The time from the start of the program until its list could be used, as the page marked it.
    /// The kernel counts the start in hundredths of a second.
    pub async fn time_to_usable(&self) -> Result<Duration> {
        let script = "const [mark] = performance.getEntriesByName('aside.usable');
            return mark ? (Date.now() - performance.timeOrigin - mark.startTime) : null;";
        let (running, usable_since) = self
            .until("a usable list", async || {
                let since = self.page.execute(script, vec![]).await?.as_f64();
                Ok(since
                    .map(|since| Ok::<_, Box<dyn Error>>((self.driver.program_runs_for()?, since))))
            })
            .await??;
        Ok(running.saturating_sub(Duration::from_secs_f64(usable_since / 1000.0)))
    }

    /// What the person's browser was to open.
    pub async fn until_browsed(&self) -> Result<String> {
        self.until("an address for the browser", async || {
            Ok(fs::read_to_string(self.place.browsed()).ok())
        })
        .await
    }

    /// The watched folder.
    pub fn knowledge(&self) -> PathBuf {
        self.place.knowledge()
    }

    /// Has Aside start anew, and waits until the next one has opened these folders.
    pub async fn restart_with(&self, folders: &[PathBuf]) -> Result<()> {
        let holder = || -> Result<Value> {
            Ok(serde_json::from_slice(&fs::read(self.place.data().join("in-use.json"))?)?)
        };
        let former = holder()?["process"].clone();
        // The page that asks is gone before it has an answer.
        let asked = self.page.execute("window.__TAURI_INTERNALS__.invoke('restart')", vec![]);
        let _ = tokio::time::timeout(PATIENCE, asked).await;
        let wanted: Vec<_> = folders.iter().map(|folder| folder.to_string_lossy()).collect();
        self.until("another process with the folders", async || {
            let open = fs::read_to_string(self.place.data().join("last-knowledge-folder"))?;
            // Written anew at this moment, it may be empty.
            let other = holder().is_ok_and(|holder| holder["process"] != former);
            Ok((other && open == wanted.join("\n")).then_some(()))
        })
        .await
    }

    /// Starts a conversation with what a customer wrote.
    pub async fn paste(&self, text: &str) -> Result<()> {
        self.one("new-conversation").await?.click().await?;
        self.one("paste-text").await?.send_keys(text).await?;
        self.one("paste-submit").await?.click().await?;
        self.one("message").await?;
        Ok(())
    }

    /// Presses a key, wherever the focus is.
    pub async fn press(&self, key: char) -> Result<()> {
        let keys = KeyActions::new("keys".into());
        let stroke = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        Ok(self.page.perform_actions(stroke).await?)
    }

    /// The first element with this test id, waited for.
    pub async fn one(&self, id: &str) -> Result<Element> {
        Ok(self.wait_for(id, 1).await?.swap_remove(0))
    }

    /// The elements with this test id at this moment.
    pub async fn all(&self, id: &str) -> Result<Vec<Element>> {
        Ok(self.page.find_all(Locator::Css(&selector(id))).await?)
    }

    /// The elements with this test id, once there are `count`.
    pub async fn wait_for(&self, id: &str, count: usize) -> Result<Vec<Element>> {
        let what = format!("{count} of `{id}` on the page");
        self.until(&what, async || {
            Ok(Some(self.all(id).await?).filter(|found| found.len() >= count))
        })
        .await
    }

    /// The reply that a suggestion offers, all of it.
    pub async fn reply_of(&self, suggestion: &Element) -> Result<String> {
        let text = suggestion.find(Locator::Css("p.text")).await?;
        Ok(text.prop("textContent").await?.unwrap_or_default())
    }

    /// What stands in the composer.
    pub async fn reply(&self) -> Result<String> {
        Ok(self.one("composer").await?.prop("value").await?.unwrap_or_default())
    }

    /// Waits until the knowledge folder is read and embedded.
    pub async fn until_indexed(&self) -> Result<()> {
        self.until("an index at rest", async || {
            let status = self.api("/api/v1/knowledge").await?;
            let at_rest = status["files"].as_u64() > Some(0)
                && status["pending"] == 0
                && status["embedded"] == status["chunks"];
            Ok(at_rest.then_some(()))
        })
        .await
    }

    /// Waits until this document is part of the knowledge, and is embedded.
    pub async fn until_documents_hold(&self, path: &str) -> Result<()> {
        let address = format!("/api/v1/knowledge/document?path={path}");
        self.until(path, async || Ok(self.api(&address).await?["title"].as_str().map(|_| ())))
            .await?;
        self.until_indexed().await
    }

    /// Waits until this stands somewhere on the page.
    pub async fn until_page_says(&self, text: &str) -> Result<()> {
        let body = self.page.find(Locator::Css("body")).await?;
        self.until(text, async || Ok(body.text().await?.contains(text).then_some(()))).await
    }

    /// Keeps a picture of the page for people to look at: in the folder that `ASIDE_PICTURES` names,
    /// else in the target folder's `tmp`.
    pub async fn picture(&self, name: &str) -> Result<()> {
        self.until_at_rest().await?;
        self.picture_as_it_is(name).await
    }

    async fn until_at_rest(&self) -> Result<()> {
        let script = "return document.getAnimations().every((animation) => animation.playState !== 'running')";
        self.until("a page at rest", async || {
            let at_rest = self.page.execute(script, vec![]).await?;
            Ok((at_rest == true).then_some(()))
        })
        .await
    }

    async fn picture_as_it_is(&self, name: &str) -> Result<()> {
        let folder = env::var_os("ASIDE_PICTURES")
            .map_or_else(|| env!("CARGO_TARGET_TMPDIR").into(), PathBuf::from);
        // The driver takes its picture at the next frame, and a page at rest paints none: so one
        // pixel that nobody sees goes on changing meanwhile.
        self.page.execute(include_str!("keep_painting.js"), vec![]).await?;
        let picture = self.page.screenshot().await?;
        self.page.execute("window.stopPainting()", vec![]).await?;
        Ok(fs::write(folder.join(format!("desk-{name}.png")), picture)?)
    }

    /// Gets something from the API as the page does.
    async fn api(&self, path: &str) -> Result<Value> {
        self.request("GET", path, Value::Null).await
    }

    /// Asks the API as the page does; the answer's body.
    pub async fn request(&self, method: &str, path: &str, body: Value) -> Result<Value> {
        let script = "const [method, path, body, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('api', { method, path, body })
                .then((answer) => done(answer.body), (error) => done(JSON.stringify({ error: String(error) })));";
        let answer =
            self.page.execute_async(script, vec![json!(method), json!(path), body]).await?;
        Ok(serde_json::from_str(answer.as_str().unwrap_or("null"))?)
    }

    /// Runs a command of the desktop itself that takes nothing; what it returns.
    pub async fn command(&self, name: &str) -> Result<Value> {
        let script = "const [name, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(name).then(done, (error) => done({ error: String(error) }));";
        Ok(self.page.execute_async(script, vec![json!(name)]).await?)
    }

    /// Waits until `look` finds something; an error names `what` was waited for.
    pub async fn until<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Result<Option<T>>,
    ) -> Result<T> {
        let watching = async {
            loop {
                if let Some(found) = look().await? {
                    return Ok(found);
                }
                tokio::time::sleep(GLANCE).await;
            }
        };
        match tokio::time::timeout(PATIENCE, watching).await {
            Ok(found) => found,
            Err(_) => {
                // A page that hangs gives no picture either.
                let pictured =
                    tokio::time::timeout(PATIENCE, self.picture_as_it_is("failure")).await.is_ok();
                Err(format!("waited in vain for {what}; there is a picture: {pictured}").into())
            }
        }
    }
}

fn selector(id: &str) -> String {
    format!("[data-testid='{id}']")
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}
