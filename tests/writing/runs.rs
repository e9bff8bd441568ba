//! Two runs at once: under one lock the second is refused; with a lock each, as two worktrees have that share a folder,
//! each file is written once and whole.

use std::sync::Barrier;
use std::sync::atomic::AtomicBool;

use roadspec::error::ErrorKind;
use roadspec::write::{Progress, Written};

use super::*;

const ROUNDS: usize = 1_000;

/// Carries out jobs as a run does; none if the lock is held.
fn run(place: &Place, lock: &Path, jobs: &[Job]) -> Option<Progress> {
    match Writer::open(place.root.path(), lock, jobs) {
        Ok(writer) => Some(writer.carry_out(jobs, &AtomicBool::new(false))),
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Write);
            assert!(error.message.contains("another roadspec is writing to this worktree"), "{}", error.message);
            None
        }
    }
}

/// Lets two run from the same moment on.
fn both<T: Send>(one: impl FnOnce() -> T + Send, other: impl FnOnce() -> T + Send) -> [T; 2] {
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            barrier.wait();
            other()
        });
        barrier.wait();
        [one(), other.join().expect("no panic")]
    })
}

#[test]
fn under_one_lock_at_most_one_writes_at_a_time() {
    let place = Place::new();
    let (mut refused, mut second) = (0, 0);
    for round in 0..ROUNDS {
        fs::write(place.at("x.md"), "old").expect("writes");
        let name = format!("{round}.md");
        let jobs = [create(&name, "new"), Job::Replace(replacement("x.md", "old", "new"))];
        let attempt =
            || run(&place, &place.lock(), &jobs).map(|progress| (progress.written, progress.failed.is_none()));
        let ends = both(attempt, attempt);
        let wrote = Some((vec![Written::Created, Written::Replaced], true));
        let came_second = Some((vec![Written::Exists, Written::Changed], true));
        assert_eq!(ends.iter().filter(|end| **end == wrote).count(), 1, "{ends:?}");
        refused += ends.iter().filter(|end| end.is_none()).count();
        second += ends.iter().filter(|end| **end == came_second).count();
        assert_eq!(place.texts(), BTreeSet::from(["new".to_owned()]));
        assert_eq!(names(place.root.path()), [name.as_str(), "x.md"]);
        assert_eq!(names(place.git_dir.path()), Vec::<String>::new());
        fs::remove_file(place.at(&name)).expect("removes");
    }
    assert_eq!(refused + second, ROUNDS);
    assert!(refused > 0, "they met");
}

#[test]
fn under_two_locks_each_file_is_written_once_and_whole() {
    let (place, other) = (Place::new(), Place::new());
    let text = "line\n".repeat(5_000);
    for _ in 0..ROUNDS / 10 {
        fs::write(place.at("x.md"), "old").expect("writes");
        let jobs = |after: &str| {
            let news = (0..3).map(|number| create(&format!("{number}.md"), &text));
            news.chain([Job::Replace(replacement("x.md", "old", after))]).collect::<Vec<_>>()
        };
        let (ours, theirs) = (jobs("ours"), jobs("theirs"));
        // Opened before either writes: what one finds when it opens it takes for that of a run that was killed.
        let [one, two] = [(place.lock(), &ours), (other.lock(), &theirs)]
            .map(|(lock, jobs)| Writer::open(place.root.path(), &lock, jobs).expect("its own lock"));
        let carry_out = |writer: Writer, jobs: &[Job]| writer.carry_out(jobs, &AtomicBool::new(false));
        let [one, two] = both(move || carry_out(one, &ours), move || carry_out(two, &theirs));
        for (one, two) in one.written.iter().zip(&two.written).take(3) {
            let created = [one, two].into_iter().filter(|written| **written == Written::Created).count();
            let existed = [one, two].into_iter().filter(|written| **written == Written::Exists).count();
            assert_eq!((created, existed), (1, 1));
        }
        for number in 0..3 {
            assert_eq!(fs::read_to_string(place.at(&format!("{number}.md"))).expect("there"), text);
        }
        let last = fs::read_to_string(place.at("x.md")).expect("there");
        assert!(["ours", "theirs"].contains(&last.as_str()), "{last}");
        // One came after the other and noticed, or they met and both texts lie side by side.
        let noticed = [&one, &two].iter().filter(|end| end.written.get(3) == Some(&Written::Changed)).count();
        let failed = [&one, &two].iter().filter(|end| end.failed.is_some()).count();
        assert!(noticed + failed > 0, "{one:?} {two:?}");
        let texts = place.texts();
        assert!(failed == 0 || ["ours", "theirs"].iter().all(|text| texts.contains(*text)), "{one:?} {two:?}");
        for name in names(place.root.path()) {
            fs::remove_file(place.at(&name)).expect("removes");
        }
    }
}
