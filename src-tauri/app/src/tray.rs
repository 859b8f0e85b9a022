//! The icon beside the clock, where the system has a place for one: how many wait, and the way to the desk.

use parking_lot::Mutex;
use serde::Deserialize;
use tauri::image::Image;
use tauri::menu::{CheckMenuItem, Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Manager, Wry};

use crate::beside::{self, Beside};
use crate::window;

const COPIED: &str = "copied";
const DESK: &str = "desk";
const WATCH: &str = "watch";
const QUIT: &str = "quit";

/// What the icon says, in the language of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Words {
    /// Who waits, in a line.
    state: String,
    /// What of it shows from afar.
    mark: Mark,
    /// The name of the desk's entry while the desk is hidden.
    show: String,
    /// And while it is there.
    hide: String,
    /// The entry that answers what was copied.
    copied: String,
    /// The entry that switches watching the clipboard on and off.
    watch: String,
    /// The entry that ends Aside.
    quit: String,
}

/// The dot on the icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nobody waits.
    #[default]
    None,
    /// Somebody waits.
    Waiting,
    /// Somebody waits for too long, or for a supervisor.
    Urgent,
}

/// The icon, once the page has said what stands there.
#[derive(Default)]
pub struct Tray(Mutex<Place>);

#[derive(Default)]
enum Place {
    #[default]
    NotAsked,
    /// The system has no place for it.
    Missing,
    Shown(Box<Shown>),
}

struct Shown {
    icon: TrayIcon,
    state: MenuItem<Wry>,
    copied: MenuItem<Wry>,
    desk: MenuItem<Wry>,
    watch: CheckMenuItem<Wry>,
    quit: MenuItem<Wry>,
    words: Words,
}

impl Tray {
    /// Whether there is an icon.
    pub fn is_shown(&self) -> bool {
        matches!(&*self.0.lock(), Place::Shown(_))
    }

    /// Says this from now on. On the main thread.
    pub fn say(&self, app: &AppHandle, words: Words) {
        let mut place = self.0.lock();
        if matches!(&*place, Place::NotAsked) {
            *place = match library::is_there().then(|| build(app)) {
                Some(Ok(shown)) => Place::Shown(Box::new(shown)),
                Some(Err(error)) => {
                    tracing::warn!(%error, "there is no icon beside the clock");
                    Place::Missing
                }
                None => Place::Missing,
            };
        }
        if let Place::Shown(shown) = &mut *place {
            shown.words = words;
            shown.refresh(app);
        }
    }

    /// Shows how things stand, whatever changed. On the main thread.
    pub fn refresh(&self, app: &AppHandle) {
        if let Place::Shown(shown) = &*self.0.lock() {
            shown.refresh(app);
        }
    }
}

impl Shown {
    fn refresh(&self, app: &AppHandle) {
        if let Err(error) = self.try_refresh(app) {
            tracing::debug!(%error, "the icon beside the clock is out of date");
        }
    }

    fn try_refresh(&self, app: &AppHandle) -> tauri::Result<()> {
        let beside = app.state::<Beside>();
        let (words, watches) = (&self.words, beside.settings().watch_clipboard);
        self.state.set_text(&words.state)?;
        self.copied.set_text(&words.copied)?;
        self.copied.set_enabled(beside.watch.offered().is_some())?;
        self.desk.set_text(if window::is_shown(app) { &words.hide } else { &words.show })?;
        self.watch.set_text(&words.watch)?;
        self.watch.set_checked(watches)?;
        self.quit.set_text(&words.quit)?;
        // Not on Linux, where the first line of the menu says it.
        self.icon.set_tooltip(Some(&format!("Aside: {}", words.state)))?;
        match app.default_window_icon() {
            Some(icon) => self.icon.set_icon(Some(marked(icon, words.mark, watches))),
            None => Ok(()),
        }
    }
}

fn build(app: &AppHandle) -> tauri::Result<Shown> {
    let entry = |id: &str, enabled| MenuItem::with_id(app, id, "", enabled, None::<&str>);
    let (state, copied) = (entry("state", false)?, entry(COPIED, false)?);
    let (desk, quit) = (entry(DESK, true)?, entry(QUIT, true)?);
    let watch = CheckMenuItem::with_id(app, WATCH, "", true, false, None::<&str>)?;
    let line = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&state, &line, &desk, &copied, &watch, &line, &quit])?;
    let mut builder = TrayIconBuilder::with_id("aside").menu(&menu);
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    let icon = builder
        .on_menu_event(|app, event| match event.id().as_ref() {
            COPIED => beside::take_copied(app),
            DESK => window::toggle(app),
            WATCH => beside::toggle_watching(app),
            QUIT => app.exit(0),
            _ => {}
        })
        .build(app)?;
    Ok(Shown { icon, state, copied, desk, watch, quit, words: Words::default() })
}

/// Red, amber and blue, as everywhere on the desk, that stand out on light and dark panels.
const URGENT: [u8; 3] = [0xc6, 0x36, 0x2c];
const WAITING: [u8; 3] = [0xd9, 0x9a, 0x33];
const WATCHING: [u8; 3] = [0x1b, 0x62, 0xcf];

/// The icon with a dot at the bottom for who waits, and one at the top while the clipboard is watched.
fn marked(icon: &Image<'_>, mark: Mark, watches: bool) -> Image<'static> {
    let (width, height) = (icon.width(), icon.height());
    let mut rgba = icon.rgba().to_vec();
    let waiting = match mark {
        Mark::None => None,
        Mark::Waiting => Some(WAITING),
        Mark::Urgent => Some(URGENT),
    };
    for (colour, at_top) in [(waiting, false), (watches.then_some(WATCHING), true)] {
        if let Some(colour) = colour {
            dot(&mut rgba, width, height, colour, at_top);
        }
    }
    Image::new_owned(rgba, width, height)
}

/// Draws a dot of half the icon's width at its right edge.
fn dot(rgba: &mut [u8], width: u32, height: u32, colour: [u8; 3], at_top: bool) {
    let radius = f64::from(width.min(height)) / 4.0;
    let x = f64::from(width) - radius;
    let y = if at_top { radius } else { f64::from(height) - radius };
    for (at, pixel) in (0..).zip(rgba.chunks_exact_mut(4)) {
        let (column, row) = (at % width, at / width);
        let away = (f64::from(column) + 0.5 - x).hypot(f64::from(row) + 0.5 - y);
        if away <= radius {
            pixel[..3].copy_from_slice(&colour);
            pixel[3] = u8::MAX;
        }
    }
}

/// The library that shows the icon on Linux: without it, asking for an icon would end the program.
#[cfg(target_os = "linux")]
mod library {
    use std::ffi::CStr;

    /// Under the names under which it is looked for once more when the icon is made.
    const NAMES: [&CStr; 4] = [
        c"libayatana-appindicator3.so.1",
        c"libappindicator3.so.1",
        c"libayatana-appindicator3.so",
        c"libappindicator3.so",
    ];

    pub fn is_there() -> bool {
        let found = NAMES.iter().any(|name| {
            // SAFETY: the name is a C string. Loading runs the library's own start, which is that of a
            // GTK library in a program that uses GTK; it stays loaded, so nothing of it is unloaded in use.
            !unsafe { libc::dlopen(name.as_ptr(), libc::RTLD_LAZY) }.is_null()
        });
        if !found {
            tracing::info!(
                "no icon beside the clock: install libayatana-appindicator3 (libayatana-appindicator3-1 on Debian)"
            );
        }
        found
    }
}

#[cfg(not(target_os = "linux"))]
mod library {
    pub fn is_there() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(mark: Mark, watches: bool) -> (Vec<u8>, Vec<u8>) {
        let icon = Image::new_owned(vec![9; 16 * 16 * 4], 16, 16);
        let marked = marked(&icon, mark, watches);
        let at = |column: usize, row: usize| {
            let from = (row * 16 + column) * 4;
            marked.rgba()[from..from + 3].to_vec()
        };
        assert_eq!(at(2, 8), [9, 9, 9], "the rest stays as it is");
        (at(12, 3), at(12, 12))
    }

    #[test]
    fn the_icon_shows_who_waits_and_that_the_clipboard_is_watched() {
        let plain = vec![9, 9, 9];
        assert_eq!(corners(Mark::None, false), (plain.clone(), plain.clone()));
        assert_eq!(corners(Mark::Waiting, false), (plain, WAITING.to_vec()));
        assert_eq!(corners(Mark::Urgent, true), (WATCHING.to_vec(), URGENT.to_vec()));
    }
}
