//! Signals that ask the program to end: while files are written they are only noted, so that the file in hand is
//! finished; at any other time they do what they always do. The only owner of `signal_hook`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::{Error, ErrorKind, Result};

/// The time in which signals are only noted; it ends when this goes.
pub(super) struct Deferred {
    noted: Arc<AtomicBool>,
    is_over: Arc<AtomicBool>,
}

impl Deferred {
    /// Begins to note signals.
    ///
    /// # Errors
    /// [`ErrorKind::Environment`] if the system does not let a program do so.
    pub(super) fn begin() -> Result<Self> {
        let (noted, is_over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            flag::register_conditional_default(signal, Arc::clone(&is_over))
                .and_then(|_| flag::register(signal, Arc::clone(&noted)))
                .map_err(|error| Error::new(ErrorKind::Environment, format!("signals cannot be caught: {error}")))?;
        }
        Ok(Self { noted, is_over })
    }

    /// Whether a signal has come.
    pub(super) fn noted(&self) -> &AtomicBool {
        &self.noted
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
    }
}
