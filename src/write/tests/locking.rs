//! The lock: who gets it, who does not, and what is cleared away after a run that was killed.

use super::*;
use crate::write::holder::Holder;

fn left_by(holder: &Holder, place: &Place) {
    fs::write(place.lock(), holder.print()).expect("writes");
}

/// A process that has ended.
fn ended(folders: &[&str]) -> Holder {
    let mut child = std::process::Command::new("true").spawn().expect("starts");
    let holder = Holder::of(child.id());
    child.wait().expect("ends");
    Holder { folders: folders.iter().map(|folder| (*folder).to_owned()).collect(), ..holder }
}

#[test]
fn a_lock_is_held_until_its_writer_goes() {
    let place = Place::new();
    let writer = place.open(&[Job::Create(file("a/b.md"))]).expect("opens");
    let text = fs::read_to_string(place.lock()).expect("a lock");
    assert!(
        text.starts_with(&format!("pid {}\nhost ", std::process::id())) && text.ends_with("\nfolder a\n"),
        "{text}"
    );
    let error = place.open(&[]).expect_err("it is held");
    let process = format!("another roadspec is writing to this worktree (process {} on ", std::process::id());
    assert_eq!(error.kind, ErrorKind::Write);
    assert!(error.message.starts_with(&process), "{}", error.message);
    assert!(error.help.is_some_and(|help| help.contains("wait")));
    assert!(Writer::clear(place.root.path(), &place.lock()).is_ok(), "there is nothing to clear while a run goes on");
    drop(writer);
    assert_eq!(names(place.git_dir.path()), Vec::<String>::new());
    place.writer();
}

#[test]
fn a_lock_without_the_kernels_is_held_as_well() {
    let place = Place::new();
    let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().expect("starts");
    left_by(&Holder::of(child.id()), &place);
    assert!(place.open(&[]).expect_err("it is held").message.contains("another roadspec is writing"));
    child.kill().and_then(|()| child.wait()).expect("a child");
    assert_eq!(names(place.git_dir.path()), ["roadspec.lock"]);
    place.writer();
}

#[test]
fn the_lock_of_an_ended_process_is_taken_over() {
    let place = Place::new();
    left_by(&ended(&["specs", "gone"]), &place);
    fs::create_dir(place.at("specs")).expect("creates");
    let ours = ".x.md.12-3.roadspec-tmp";
    for name in [ours, ".x.md.12-3.roadspec-tmp~", "x.roadspec-tmp"] {
        fs::write(place.at("specs").join(name), "half").expect("writes");
    }
    symlink("x", place.at("specs/.link.12-3.roadspec-tmp")).expect("links");
    fs::write(place.git_dir.path().join(".roadspec.lock.12-0.roadspec-tmp"), "half").expect("writes");
    let writer = place.writer();
    assert_eq!(names(&place.at("specs")), [".link.12-3.roadspec-tmp", ".x.md.12-3.roadspec-tmp~", "x.roadspec-tmp"]);
    // Should this run be killed as well, the next one must know.
    assert!(fs::read_to_string(place.lock()).expect("a lock").ends_with("folder gone\nfolder specs\n"));
    drop(writer);
    assert_eq!(names(place.git_dir.path()), Vec::<String>::new());
}

#[test]
fn a_lock_that_nobody_can_judge_is_left_with_advice() {
    let place = Place::new();
    let me = Holder::me(BTreeSet::new());
    let elsewhere = Holder { host: "else\u{1b}where".to_owned(), ..me }.print();
    for (text, said) in [
        (elsewhere.as_str(), "cannot be told from here"),
        ("", "does not say who holds it"),
        ("pid 1\nnonsense\n", "does not say who holds it"),
    ] {
        fs::write(place.lock(), text).expect("writes");
        let error = place.open(&[]).expect_err(said);
        assert!(error.message.contains(said) && !error.message.contains('\u{1b}'), "{}", error.message);
        assert!(error.help.is_some_and(|help| help.contains("remove ") && help.contains("roadspec.lock")));
        assert_eq!(fs::read_to_string(place.lock()).expect("still there"), text);
        assert!(
            Writer::clear(place.root.path(), &place.lock()).is_ok(),
            "nothing is to be written, so nobody is asked"
        );
    }
    fs::remove_file(place.lock()).expect("removes");
    symlink("nowhere", place.lock()).expect("links");
    assert!(place.open(&[]).expect_err("a link").message.contains("does not say who holds it"));
}

#[test]
fn one_at_most_takes_over() {
    let place = Place::new();
    for _ in 0..100 {
        left_by(&ended(&[]), &place);
        let barrier = std::sync::Barrier::new(4);
        let attempt = || {
            barrier.wait();
            let writer = place.open(&[]);
            // Nobody lets go before all have tried.
            barrier.wait();
            usize::from(writer.is_ok())
        };
        let winners = std::thread::scope(|scope| {
            let attempts = [(); 4].map(|()| scope.spawn(attempt));
            attempts.map(|attempt| attempt.join().expect("no panic")).iter().sum::<usize>()
        });
        assert_eq!(winners, 1);
        assert_eq!(names(place.git_dir.path()), Vec::<String>::new());
    }
}

#[test]
fn what_a_person_saved_at_the_wrong_moment_is_kept_and_named() {
    let place = Place::new();
    let (old, new) = (crate::text::sha256_hex16_of(b"old"), crate::text::sha256_hex16_of(b"new"));
    let swap = |count: u32| place.at(&format!(".x.md.12-{count}.{old}-{new}.roadspec-tmp"));
    for (count, text) in [(0, "old"), (1, "new"), (2, "a person's")] {
        fs::write(swap(count), text).expect("writes");
    }
    left_by(&ended(&[""]), &place);
    let error = place.open(&[]).expect_err("a person must decide");
    let kept = format!("x.md.12-2.{old}-{new}.roadspec-kept");
    assert!(error.help.is_some_and(|help| help.contains(&kept)), "{}", error.message);
    assert_eq!(names(place.root.path()), [kept.as_str()]);
    assert_eq!(fs::read_to_string(place.at(&kept)).expect("kept"), "a person's");
    place.open(&[]).expect("it has been said");
    assert_eq!(names(place.root.path()), [kept.as_str()]);
}
