//! Who holds a lock: a process, on a host, since a moment. Whether it still runs is asked of the system.
//! The lock itself is `lock`'s business.

use std::collections::BTreeSet;
use std::fs;

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use crate::text::neutral_line;

/// A process, and where it writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) pid: u32,
    pub(super) host: String,
    /// Which start of the host; empty where the system does not tell.
    pub(super) boot: String,
    /// Which numbering of processes, as containers have their own; empty where the system does not tell.
    pub(super) space: String,
    /// When the process started, counted from the start of the host; empty where the system does not tell.
    pub(super) start: String,
    /// The folders that it may leave drafts in, from the worktree's root.
    pub(super) folders: BTreeSet<String>,
}

/// What became of a holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Runs,
    Ended,
    /// It is on another host, or numbered in a way that is not seen from here.
    Unknown,
}

impl Holder {
    /// This process.
    pub(super) fn me(folders: BTreeSet<String>) -> Self {
        Self { folders, ..Self::of(std::process::id()) }
    }

    /// A process of this host.
    pub(super) fn of(pid: u32) -> Self {
        let name = rustix::system::uname();
        let space = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        Self {
            pid,
            host: line(&name.nodename().to_string_lossy()),
            boot: line(&fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default()),
            space: line(&space.to_string_lossy()),
            start: process(pid).map(|process| process.start).unwrap_or_default(),
            folders: BTreeSet::new(),
        }
    }

    /// What a lock says; none if it was not written by this program.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut holder = Self::default();
        for line in text.lines() {
            let (key, value) = line.split_once(' ')?;
            match key {
                "pid" => holder.pid = value.parse().ok()?,
                "host" => value.clone_into(&mut holder.host),
                "boot" => value.clone_into(&mut holder.boot),
                "space" => value.clone_into(&mut holder.space),
                "start" => value.clone_into(&mut holder.start),
                "folder" => drop(holder.folders.insert(value.to_owned())),
                _ => return None,
            }
        }
        (holder.pid != 0).then_some(holder)
    }

    /// What a lock says.
    pub(super) fn print(&self) -> String {
        let Self { pid, host, boot, space, start, folders } = self;
        let own = [format!("pid {pid}"), format!("host {host}"), format!("boot {boot}"), format!("space {space}")];
        let own = own.into_iter().chain([format!("start {start}")]);
        let lines = own.chain(folders.iter().map(|folder| format!("folder {folder}")));
        lines.map(|line| line + "\n").collect()
    }

    /// Whether the process still runs, as `me` sees it.
    pub(super) fn state(&self, me: &Self) -> State {
        if self.host != me.host {
            return State::Unknown;
        }
        if self.boot != me.boot {
            return State::Ended;
        }
        if self.space != me.space {
            return State::Unknown;
        }
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        let Some(pid) = pid else { return State::Ended };
        if test_kill_process(pid) == Err(Errno::SRCH) {
            return State::Ended;
        }
        match process(self.pid) {
            // Another process has got the number since, or its parent has not yet taken notice of its end.
            Some(process) if process.start != self.start || process.has_ended => State::Ended,
            Some(_) | None => State::Runs,
        }
    }
}

/// What Linux tells of a process.
struct Process {
    start: String,
    has_ended: bool,
}

fn process(pid: u32) -> Option<Process> {
    let line = fs::read(format!("/proc/{pid}/stat")).ok()?;
    let line = String::from_utf8_lossy(&line);
    // The second field is the program's name in parentheses, and may hold anything (proc_pid_stat(5)).
    let mut fields = line.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    let start = fields.nth(18)?;
    Some(Process { start: start.to_owned(), has_ended: matches!(state, "Z" | "X") })
}

fn line(text: &str) -> String {
    neutral_line(text.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_read_as_it_was_printed() {
        let me = Holder::me(["", "specs/features"].map(str::to_owned).into());
        assert_eq!(Holder::parse(&me.print()), Some(me));
        for text in ["", "\n", "12", "pid x\n", "pid 1\nnonsense\n", "pid 1\nwhat 2\n", "host h\n"] {
            assert_eq!(Holder::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_process_runs_until_it_ends_and_its_number_alone_says_little() {
        let me = Holder::me(BTreeSet::new());
        assert_eq!(me.state(&me), State::Runs);
        let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().expect("starts");
        let other = Holder::of(child.id());
        assert_eq!(other.state(&me), State::Runs);
        if !other.start.is_empty() {
            assert_eq!(Holder { start: "1".to_owned(), ..other.clone() }.state(&me), State::Ended);
        }
        child.kill().expect("a child");
        child.wait().expect("a child");
        assert_eq!(other.state(&me), State::Ended);
        assert_eq!(Holder { host: "elsewhere".to_owned(), ..other.clone() }.state(&me), State::Unknown);
        assert_eq!(Holder { space: "pid:[1]".to_owned(), ..me.clone() }.state(&me), State::Unknown);
        assert_eq!(Holder { boot: "before".to_owned(), ..me.clone() }.state(&me), State::Ended);
        assert_eq!(Holder { pid: u32::MAX, ..me.clone() }.state(&me), State::Ended);
    }
}
