//! Replacing and renaming files that exist, against everything that may have become of them.

use std::sync::atomic::AtomicBool;

use super::*;

fn replacement(at: &str, before: &str, after: &str) -> Replacement {
    Replacement { path: path(at), before: before.into(), after: after.into() }
}

fn renaming(from: &str, to: &str, before: &str) -> Renaming {
    Renaming { from: path(from), to: path(to), before: before.into() }
}

/// Both ways of writing.
const WRITERS: [fn(&Place) -> Writer; 2] =
    [Place::writer, |place| Writer::open_without_exchange(place.root.path(), &place.lock(), &[]).expect("opens")];

#[test]
fn a_file_is_replaced_and_keeps_its_mode() {
    let place = Place::new();
    fs::create_dir(place.at("a")).expect("creates");
    for open in WRITERS {
        for mode in [0o644, 0o600, 0o755, 0o664, 0o444] {
            fs::write(place.at("a/x.md"), "old\r\n").expect("writes");
            fs::set_permissions(place.at("a/x.md"), fs::Permissions::from_mode(mode)).expect("sets");
            let written = open(&place).replace(&replacement("a/x.md", "old\r\n", "new\r\n")).expect("writes");
            assert_eq!(written, Written::Replaced);
            assert_eq!(fs::read_to_string(place.at("a/x.md")).expect("there"), "new\r\n", "bytes as they were given");
            assert_eq!(fs::metadata(place.at("a/x.md")).expect("there").permissions().mode() & 0o7777, mode);
            assert_eq!(names(&place.at("a")), ["x.md"]);
            fs::remove_file(place.at("a/x.md")).expect("removes");
        }
    }
}

#[test]
fn extended_attributes_are_kept_where_there_are_any() {
    let place = Place::new();
    fs::write(place.at("x.md"), "old").expect("writes");
    let set = rustix::fs::setxattr(place.at("x.md"), "user.colour", b"blue", rustix::fs::XattrFlags::empty());
    place.writer().replace(&replacement("x.md", "old", "new")).expect("writes");
    let mut value = Vec::with_capacity(64);
    let got = rustix::fs::getxattr(place.at("x.md"), "user.colour", rustix::buffer::spare_capacity(&mut value));
    assert_eq!((set.is_ok(), got.is_ok()), (got.is_ok(), set.is_ok()));
    assert!(set.is_err() || value == b"blue");
}

#[test]
fn what_is_not_as_it_was_is_left_alone() {
    let place = Place::new();
    for open in WRITERS {
        let writer = open(&place);
        for text in ["", "old and more", "lod", "ol"] {
            fs::write(place.at("x.md"), text).expect("writes");
            assert_eq!(writer.replace(&replacement("x.md", "old", "new")).expect("leaves it"), Written::Changed);
            assert_eq!(writer.rename(&renaming("x.md", "y.md", "old")).expect("leaves it"), Written::Changed);
            assert_eq!(fs::read_to_string(place.at("x.md")).expect("there"), text);
        }
        for gone in ["y.md", "no/such/folder/y.md"] {
            assert_eq!(writer.replace(&replacement(gone, "old", "new")).expect("leaves it"), Written::Changed);
            assert_eq!(writer.rename(&renaming(gone, "z.md", "old")).expect("leaves it"), Written::Changed);
        }
        assert_eq!(names(place.root.path()), ["x.md"]);
    }
}

#[test]
fn what_cannot_be_replaced_is_refused() {
    let place = Place::new();
    fs::write(place.at("x.md"), "old").expect("writes");
    symlink("x.md", place.at("link.md")).expect("links");
    symlink("nowhere", place.at("dangling.md")).expect("links");
    fs::create_dir(place.at("folder.md")).expect("creates");
    rustix::fs::mkfifoat(rustix::fs::CWD, place.at("pipe.md"), Mode::RUSR).expect("a pipe");
    let _socket = std::os::unix::net::UnixListener::bind(place.at("socket.md")).expect("a socket");
    for open in WRITERS {
        let writer = open(&place);
        for (name, said) in [
            ("link.md", "is a symbolic link"),
            ("dangling.md", "is a symbolic link"),
            ("folder.md", "is not a regular file"),
            ("pipe.md", "is not a regular file"),
            ("socket.md", "is not a regular file"),
        ] {
            let refused = Written::Refused(said.to_owned());
            assert_eq!(writer.replace(&replacement(name, "old", "new")).expect(name), refused, "{name}");
            assert_eq!(writer.rename(&renaming(name, "other.md", "old")).expect(name), refused, "{name}");
        }
        fs::hard_link(place.at("x.md"), place.at("hard.md")).expect("links");
        for written in [
            writer.replace(&replacement("hard.md", "old", "new")),
            writer.rename(&renaming("hard.md", "other.md", "old")),
        ] {
            assert!(matches!(written, Ok(Written::Refused(why)) if why.contains("hard link")));
        }
        fs::remove_file(place.at("hard.md")).expect("removes");
    }
    assert_eq!(fs::read_to_string(place.at("x.md")).expect("there"), "old");
    assert_eq!(names(place.root.path()).len(), 6);
}

/// After an exchange: what came out, what has the name by now, and what there must be in the end.
#[test]
fn what_came_out_of_an_exchange_is_never_lost() {
    for (out, named, written, text, kept) in [
        (Some("old"), Some("new"), Some(Written::Replaced), Some("new"), None),
        (Some("old"), Some("later"), Some(Written::Replaced), Some("later"), None),
        (Some("old"), None, Some(Written::Replaced), None, None),
        (Some("saved"), Some("new"), Some(Written::Changed), Some("saved"), None),
        (Some(""), Some("new"), Some(Written::Changed), Some(""), None),
        (Some("saved"), Some("later"), None, Some("later"), Some("saved")),
        (Some("saved"), None, None, None, Some("saved")),
        (None, Some("new"), None, Some("new"), None),
    ] {
        let place = Place::new();
        let (writer, job) = (place.writer(), replacement("x.md", "old", "new"));
        let draft = Draft::new(writer.root.as_fd(), "x.md", &job.after, 0o600, &writer.leftover).expect("a draft");
        let swap = draft.into_swap(&job.before, &job.after).expect("a draft");
        for (name, text) in [(swap.name.as_str(), out), ("x.md", named)] {
            match text {
                Some(text) => fs::write(place.at(name), text).expect("writes"),
                None => drop(fs::remove_file(place.at(name))),
            }
        }
        let settled = replace::settle(&writer, swap, "x.md", &job);
        assert_eq!(settled.as_ref().ok(), written.as_ref(), "{out:?} {named:?}");
        assert_eq!(fs::read_to_string(place.at("x.md")).ok().as_deref(), text, "{out:?} {named:?}");
        let others = names(place.root.path()).into_iter().filter(|name| name != "x.md").collect::<Vec<_>>();
        let texts = others.iter().map(|name| fs::read_to_string(place.at(name)).expect("there")).collect::<Vec<_>>();
        assert_eq!(texts, kept.into_iter().collect::<Vec<_>>(), "{others:?}");
        if let (Some(other), Err(error)) = (others.first(), settled) {
            assert!(other.ends_with(".roadspec-kept") && error.help.is_some_and(|help| help.contains(other.as_str())));
        }
    }
}

#[test]
fn a_link_on_the_way_to_a_file_is_refused() {
    let (place, outside) = (Place::new(), tempfile::tempdir().expect("a folder"));
    fs::write(outside.path().join("x.md"), "old").expect("writes");
    symlink(outside.path(), place.at("specs")).expect("links");
    let writer = place.writer();
    for error in [
        writer.replace(&replacement("specs/x.md", "old", "new")).expect_err("a link"),
        writer.rename(&renaming("specs/x.md", "x.md", "old")).expect_err("a link"),
    ] {
        assert!(error.message.contains("`specs` is a symbolic link"), "{}", error.message);
    }
    assert_eq!(fs::read_to_string(outside.path().join("x.md")).expect("there"), "old");
}

#[test]
fn a_file_gets_another_name_that_is_free() {
    let place = Place::new();
    for open in WRITERS {
        fs::write(place.at("x.md"), "text").expect("writes");
        fs::write(place.at("taken.md"), "mine").expect("writes");
        symlink("nowhere", place.at("dangling.md")).expect("links");
        let writer = open(&place);
        for taken in ["taken.md", "dangling.md", "x.md"] {
            assert_eq!(writer.rename(&renaming("x.md", taken, "text")).expect("leaves it"), Written::Exists, "{taken}");
        }
        let twin = writer.rename(&renaming("x.md", "Taken.md", "text")).expect_err("a twin");
        assert!(twin.message.contains("collide"), "{}", twin.message);
        // Its own other spelling is no twin, here where both can stand side by side.
        assert_eq!(writer.rename(&renaming("x.md", "X.md", "text")).expect("renames"), Written::Moved);
        assert_eq!(writer.rename(&renaming("X.md", "a/b/x.md", "text")).expect("renames"), Written::Moved);
        assert_eq!(fs::read_to_string(place.at("a/b/x.md")).expect("there"), "text");
        assert_eq!(fs::read_to_string(place.at("taken.md")).expect("there"), "mine");
        assert_eq!(names(place.root.path()), ["a", "dangling.md", "taken.md"]);
        fs::remove_file(place.at("dangling.md")).expect("removes");
        fs::remove_file(place.at("a/b/x.md")).expect("removes");
    }
}

#[test]
fn jobs_are_carried_out_in_order_up_to_the_first_that_fails_or_a_signal() {
    let place = Place::new();
    fs::write(place.at("x.md"), "old").expect("writes");
    fs::write(place.at("plain"), "x").expect("writes");
    let jobs = [
        Job::Replace(replacement("x.md", "old", "new")),
        Job::Replace(replacement("x.md", "old", "newer")),
        Job::Rename(renaming("x.md", "y.md", "new")),
        Job::Create(file("plain/a.md")),
        Job::Create(file("b.md")),
    ];
    let progress = place.open(&jobs).expect("opens").carry_out(&jobs, &AtomicBool::new(false));
    assert_eq!(progress.written, [Written::Replaced, Written::Changed, Written::Moved]);
    assert!(progress.failed.is_some_and(|error| error.message.contains("`plain`")));
    assert_eq!(names(place.root.path()), ["plain", "y.md"]);
    let progress = place.open(&jobs).expect("opens").carry_out(&jobs, &AtomicBool::new(true));
    assert!(progress.written.is_empty() && progress.failed.is_none());
}
