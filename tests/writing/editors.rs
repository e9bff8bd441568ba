//! A person's editor saves a file while it is replaced.

use std::sync::Barrier;

use roadspec::write::Written;

use super::*;

const ROUNDS: usize = 1_000;
const FILE: &str = "x.md";

/// How an editor saves.
type Save = fn(&Path, &str);

/// Writes a new file and gives it the name.
fn by_rename(file: &Path, text: &str) {
    let new = file.with_extension("new");
    fs::write(&new, text).expect("writes");
    fs::rename(new, file).expect("renames");
}

/// Empties the file and writes into it.
fn in_place(file: &Path, text: &str) {
    fs::write(file, text).expect("writes");
}

/// How the rounds of a race ended.
#[derive(Debug, Default)]
struct Ends {
    /// The editor was first: its text stands, the writer noticed.
    noticed: usize,
    /// The writer was first: the editor's text stands, as it does for whoever saves last.
    overwritten: usize,
    /// Both wrote, and both texts lie side by side.
    both: usize,
    /// The editor's text is gone.
    lost: usize,
}

/// One save against one replacement, many times. Each starts at the same moment; how long the editor hesitates then is
/// counted in turns of a loop, so that the save falls everywhere between the writer's first look and its end.
fn race(kernel: Kernel, save: Save) -> Ends {
    let place = Place::new();
    let mut ends = Ends::default();
    let writer = place.writer(kernel, &[]);
    for round in 0..ROUNDS {
        for name in names(place.root.path()) {
            fs::remove_file(place.at(&name)).expect("removes");
        }
        let (before, after, saved) = (format!("before {round}"), format!("after {round}"), format!("saved {round}"));
        fs::write(place.at(FILE), &before).expect("writes");
        let barrier = Barrier::new(2);
        let replaced = std::thread::scope(|scope| {
            scope.spawn(|| {
                barrier.wait();
                for _ in 0..(round % 100) * 400 {
                    std::hint::spin_loop();
                }
                save(&place.at(FILE), &saved);
            });
            barrier.wait();
            writer.replace(&replacement(FILE, &before, &after))
        });
        let text = fs::read_to_string(place.at(FILE)).expect("the name never stands for nothing");
        match replaced {
            Ok(Written::Changed) if text == saved => ends.noticed += 1,
            Ok(Written::Replaced) if text == saved => ends.overwritten += 1,
            Ok(Written::Replaced) if text == after => ends.lost += 1,
            Err(error) => {
                assert!(place.texts().contains(&saved), "{text:?}: {error}");
                ends.both += 1;
                continue;
            }
            other => panic!("{text:?} after {other:?}"),
        }
        assert_eq!(names(place.root.path()), [FILE], "nothing is left over");
    }
    ends
}

#[test]
fn an_editor_that_saves_by_renaming_loses_nothing() {
    let ends = race(Kernel::Exchanges, by_rename);
    assert_eq!(ends.lost, 0, "{ends:?}");
    assert!(ends.noticed > 0, "they met: {ends:?}");
}

#[test]
fn an_editor_that_saves_in_place_loses_nothing() {
    let ends = race(Kernel::Exchanges, in_place);
    assert_eq!(ends.lost, 0, "{ends:?}");
    assert!(ends.noticed > 0, "they met: {ends:?}");
}

#[test]
fn an_editor_that_saves_again_and_again_finds_its_last_text() {
    for save in [by_rename as Save, in_place] {
        let place = Place::new();
        let writer = place.writer(Kernel::Exchanges, &[]);
        let mut met = 0;
        for round in 0..ROUNDS / 4 {
            fs::write(place.at(FILE), "before").expect("writes");
            let barrier = Barrier::new(2);
            let replaced = std::thread::scope(|scope| {
                scope.spawn(|| {
                    barrier.wait();
                    (0..round % 50).for_each(|number| save(&place.at(FILE), &format!("saved {number}")));
                    save(&place.at(FILE), "saved last");
                });
                barrier.wait();
                writer.replace(&replacement(FILE, "before", "after"))
            });
            met += usize::from(!matches!(replaced, Ok(Written::Replaced)));
            assert!(place.texts().contains("saved last"), "{:?} after {replaced:?}", place.texts());
            for name in names(place.root.path()) {
                fs::remove_file(place.at(&name)).expect("removes");
            }
        }
        assert!(met > 0, "they met");
    }
}

/// Without an exchange, what is saved between the last look and the renaming is lost. Nothing else is: the file holds
/// one of the texts whole, and where the writer says that it left the file alone, it did.
#[test]
fn without_an_exchange_only_the_admitted_window_is_open() {
    for save in [by_rename as Save, in_place] {
        let ends = race(Kernel::CannotExchange, save);
        assert_eq!(ends.both, 0, "{ends:?}");
        assert!(ends.noticed > 0, "they met: {ends:?}");
        assert_eq!(ends.noticed + ends.overwritten + ends.lost, ROUNDS, "{ends:?}");
    }
}
