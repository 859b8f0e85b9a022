//! The program that had the keyboard before the small window: it gets it back, and the reply with it.
//!
//! Known on X11 alone. Elsewhere the system itself gives the keyboard back, and nothing is pasted.

#[cfg(target_os = "linux")]
pub use x11::Former;

#[cfg(target_os = "linux")]
mod x11 {
    use std::error::Error;
    use std::thread;
    use std::time::{Duration, Instant};
    use std::{env, process};

    use x11rb::connection::Connection;
    use x11rb::protocol::xproto::{
        AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, InputFocus, KEY_PRESS_EVENT,
        KEY_RELEASE_EVENT, Window,
    };
    use x11rb::protocol::xtest::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;
    use x11rb::wrapper::ConnectionExt as _;

    type Result<T> = std::result::Result<T, Box<dyn Error>>;

    /// How long a window manager may take to pass the keyboard on, and how often one looks meanwhile.
    const PATIENCE: Duration = Duration::from_secs(1);
    const GLANCE: Duration = Duration::from_millis(20);

    /// The symbols of the keys that paste.
    const CONTROL: u32 = 0xffe3;
    const V: u32 = 0x76;

    /// The window of another program that had the keyboard.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Former(Window);

    impl Former {
        /// Whether this system tells of other programs' windows at all.
        pub fn is_known_here() -> bool {
            env::var_os("DISPLAY").is_some() && env::var_os("WAYLAND_DISPLAY").is_none()
        }

        /// The window that has the keyboard now; none where it is Aside's own, or nobody tells.
        pub fn now() -> Option<Self> {
            if !Self::is_known_here() {
                return None;
            }
            match Screen::open().and_then(|screen| screen.foreign()) {
                Ok(window) => window.map(Self),
                Err(error) => {
                    tracing::debug!(%error, "which program has the keyboard is not known");
                    None
                }
            }
        }

        /// Gives the keyboard back, and with `paste` presses Ctrl+V once it is there; true where that was
        /// done. Waits for the window manager.
        pub fn give_back(self, paste: bool) -> bool {
            match Screen::open().and_then(|screen| screen.give_back(self.0, paste)) {
                Ok(pasted) => pasted,
                Err(error) => {
                    tracing::debug!(%error, "the keyboard cannot be given back");
                    false
                }
            }
        }
    }

    struct Screen {
        connection: RustConnection,
        root: Window,
    }

    impl Screen {
        fn open() -> Result<Self> {
            let (connection, number) = x11rb::connect(None)?;
            let root = connection.setup().roots.get(number).ok_or("no screen")?.root;
            Ok(Self { connection, root })
        }

        /// The window that has the keyboard: as the window manager says, else as the server does.
        fn active(&self) -> Result<Window> {
            if let Some(window) = self.number(self.root, b"_NET_ACTIVE_WINDOW")? {
                return Ok(window);
            }
            Ok(self.connection.get_input_focus()?.reply()?.focus)
        }

        fn foreign(&self) -> Result<Option<Window>> {
            let window = self.active()?;
            let is_window = window > u32::from(InputFocus::POINTER_ROOT);
            let is_own = || -> Result<bool> {
                Ok(self.number(window, b"_NET_WM_PID")? == Some(process::id()))
            };
            Ok((is_window && window != self.root && !is_own()?).then_some(window))
        }

        fn give_back(&self, window: Window, paste: bool) -> Result<bool> {
            if self.number(self.root, b"_NET_ACTIVE_WINDOW")?.is_some() {
                let message = self.atom(b"_NET_ACTIVE_WINDOW")?;
                // 2: asked for by the person, not by the program itself.
                let event = ClientMessageEvent::new(32, window, message, [2u32, 0, 0, 0, 0]);
                let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
                self.connection.send_event(false, self.root, mask, event)?;
            } else {
                let time = x11rb::CURRENT_TIME;
                self.connection.set_input_focus(InputFocus::PARENT, window, time)?.check()?;
            }
            self.connection.sync()?;
            if !paste {
                return Ok(false);
            }
            let start = Instant::now();
            while self.active()? != window {
                if start.elapsed() > PATIENCE {
                    return Ok(false);
                }
                thread::sleep(GLANCE);
            }
            self.press_paste()?;
            Ok(true)
        }

        fn press_paste(&self) -> Result<()> {
            let setup = self.connection.setup();
            let (first, last) = (setup.min_keycode, setup.max_keycode);
            let keys = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
            let per_key = usize::from(keys.keysyms_per_keycode).max(1);
            let code = |symbol: u32| -> Result<u8> {
                let at = keys.keysyms.chunks(per_key).position(|symbols| symbols.contains(&symbol));
                let at = at.and_then(|at| u8::try_from(at).ok()).ok_or("no such key")?;
                Ok(first + at)
            };
            let (control, v) = (code(CONTROL)?, code(V)?);
            for (kind, key) in [
                (KEY_PRESS_EVENT, control),
                (KEY_PRESS_EVENT, v),
                (KEY_RELEASE_EVENT, v),
                (KEY_RELEASE_EVENT, control),
            ] {
                let time = x11rb::CURRENT_TIME;
                self.connection.xtest_fake_input(kind, key, time, self.root, 0, 0, 0)?.check()?;
            }
            Ok(self.connection.sync()?)
        }

        /// A property that is one number; none where it is not set, or 0.
        fn number(&self, window: Window, name: &[u8]) -> Result<Option<u32>> {
            let property = self.atom(name)?;
            let asked =
                self.connection.get_property(false, window, property, AtomEnum::ANY, 0, 1)?;
            let number = asked.reply()?.value32().and_then(|mut numbers| numbers.next());
            Ok(number.filter(|number| *number != 0))
        }

        fn atom(&self, name: &[u8]) -> Result<u32> {
            Ok(self.connection.intern_atom(false, name)?.reply()?.atom)
        }
    }
}

/// Never known here.
#[cfg(not(target_os = "linux"))]
#[derive(Clone, Copy, Debug)]
pub enum Former {}

#[cfg(not(target_os = "linux"))]
impl Former {
    /// Whether this system tells of other programs' windows at all.
    pub fn is_known_here() -> bool {
        false
    }

    /// Nobody tells here.
    pub fn now() -> Option<Self> {
        None
    }

    /// There is nobody to give it to.
    pub fn give_back(self, _: bool) -> bool {
        match self {}
    }
}
