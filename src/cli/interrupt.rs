//! Signals that ask the program to end: while files are written they are only noted, so that the file in hand is
//! finished; at any other time they do what they always do. The only owner of `signal_hook`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, ErrorKind, Result};

/// Whether a signal has come. While this is set, signals do what they always do. Registered once: what is registered with
/// the system stays there.
static NOTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The time in which a signal is only noted; a second one ends the program at once. It is over when this goes.
pub(super) struct Deferred {
    noted: &'static AtomicBool,
}

impl Deferred {
    /// Begins to note signals. One such time must be over before the next begins.
    ///
    /// # Errors
    /// [`ErrorKind::Environment`] if the system does not let a program do so.
    pub(super) fn begin() -> Result<Self> {
        let noted = if let Some(noted) = NOTED.get() {
            noted
        } else {
            let noted = registered()?;
            NOTED.get_or_init(|| noted)
        };
        noted.store(false, Ordering::SeqCst);
        Ok(Self { noted })
    }

    /// Whether a signal has come.
    pub(super) const fn noted(&self) -> &AtomicBool {
        self.noted
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        self.noted.store(true, Ordering::SeqCst);
    }
}

/// A flag that signals set.
fn registered() -> Result<Arc<AtomicBool>> {
    let noted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // What is registered first is asked first, so the signal that sets the flag does nothing else.
        flag::register_conditional_default(signal, Arc::clone(&noted))
            .and_then(|_| flag::register(signal, Arc::clone(&noted)))
            .map_err(|error| Error::new(ErrorKind::Environment, format!("signals cannot be caught: {error}")))?;
    }
    Ok(noted)
}
