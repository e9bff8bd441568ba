//! What people do to specs: random edits of front matter and bodies, some of them mistakes that can be mended.
//! Every one leaves specs that can be read.

use proptest::prelude::*;

use super::{Files, SYSTEM};

/// One thing that somebody does. Numbers choose the file and the place.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Takes an item out of a flow list.
    Remove(usize, &'static str, usize),
    /// Puts an item into a flow list.
    Add(usize, &'static str, String),
    /// Takes a whole list away.
    Drop(usize, &'static str),
    /// Writes a flow list with a dash for each item, and a comment at the first.
    Block(usize, &'static str),
    /// Takes an item of `related_specs` away.
    Forget(usize, usize),
    /// Turns the system's list of features around.
    Reverse,
    /// Writes a word for the canonical one.
    Word(usize, &'static str, &'static str),
    /// Misspells a key.
    Misspell(usize, &'static str, &'static str),
    /// Puts a comment on a line of its own into the front matter.
    Comment(usize, usize),
    /// Puts a comment at the end of a line of front matter.
    Remark(usize, &'static str),
    /// Ends every line as Windows does.
    Windows(usize),
    /// Puts a byte order mark before the text.
    Mark(usize),
    /// Takes the last line end away.
    Cut(usize),
    /// Numbers a heading of the system spec, which changes its anchor.
    Number(usize),
    /// Writes a line into the body.
    Write(usize, String),
    /// Removes a feature spec.
    Delete(usize),
}

/// A few deeds.
pub fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let list = || prop::sample::select(vec!["depends_on", "required_by"]);
    let id = prop_oneof![
        (0usize..8).prop_map(|place| format!("feat-{}{place}-unit", NAMES[place].to_lowercase())),
        Just("feat-by-hand".to_owned()),
        Just("sys-by-hand".to_owned()),
    ];
    let word = prop::sample::select(vec![
        ("kind: feature", "kind: FeatureSpec"),
        ("kind: system", "kind: SystemArchitecture"),
        ("status: draft", "status: open"),
        ("complexity: MODERATE", "complexity: medium"),
        ("complexity: EASY", "complexity: \"low\""),
    ]);
    let key = prop::sample::select(vec![("depends_on:", "dependson:"), ("required_by:", "requiredby:")]);
    let at = any::<usize>;
    let deed = prop_oneof![
        3 => (at(), list(), at()).prop_map(|(file, list, item)| Deed::Remove(file, list, item)),
        3 => (at(), list(), id).prop_map(|(file, list, id)| Deed::Add(file, list, id)),
        1 => (at(), list()).prop_map(|(file, list)| Deed::Drop(file, list)),
        2 => (at(), prop::sample::select(vec!["depends_on", "required_by", "feature_specs"]))
            .prop_map(|(file, list)| Deed::Block(file, list)),
        2 => (at(), at()).prop_map(|(file, item)| Deed::Forget(file, item)),
        1 => Just(Deed::Reverse),
        2 => (at(), word).prop_map(|(file, (from, to))| Deed::Word(file, from, to)),
        1 => (at(), key).prop_map(|(file, (from, to))| Deed::Misspell(file, from, to)),
        2 => (at(), at()).prop_map(|(file, line)| Deed::Comment(file, line)),
        2 => (at(), prop::sample::select(vec!["depends_on", "required_by", "feature_specs", "name"]))
            .prop_map(|(file, key)| Deed::Remark(file, key)),
        1 => at().prop_map(Deed::Windows),
        1 => at().prop_map(Deed::Mark),
        1 => at().prop_map(Deed::Cut),
        1 => at().prop_map(Deed::Number),
        2 => (at(), "[a-z #*>-]{0,20}").prop_map(|(file, text)| Deed::Write(file, text)),
        1 => at().prop_map(Deed::Delete),
    ];
    prop::collection::vec(deed, 0..6)
}

/// The first words of the components' names, as in `model`.
const NAMES: [&str; 8] = ["Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath"];

impl Deed {
    /// Does it, where there is something to do it to.
    pub fn done_to(&self, files: &mut Files) {
        match self {
            Self::Remove(file, key, item) => edit_list(files, *file, key, |items| {
                if !items.is_empty() {
                    items.remove(item % items.len());
                }
            }),
            Self::Add(file, key, id) => edit_list(files, *file, key, |items| {
                if !items.contains(id) {
                    items.push(id.clone());
                }
            }),
            Self::Drop(file, key) => {
                edit_lines(files, *file, |line| (!line.starts_with(&format!("{key}: ["))).then(|| line.to_owned()));
            }
            Self::Block(file, key) => {
                edit_lines(files, *file, |line| Some(as_block(line, key).unwrap_or_else(|| line.to_owned())));
            }
            Self::Forget(file, item) => edit(files, *file, |text| forget(text, *item)),
            Self::Reverse => edit_list_of(files, SYSTEM, "feature_specs", |items| items.reverse()),
            Self::Word(file, from, to) | Self::Misspell(file, from, to) => edit_lines(files, *file, |line| {
                Some(line.strip_prefix(from).map_or_else(|| line.to_owned(), |rest| format!("{to}{rest}")))
            }),
            Self::Comment(file, at) => edit(files, *file, |text| comment(text, *at)),
            Self::Remark(file, key) => edit_lines(files, *file, |line| {
                let is_it = line.starts_with(&format!("{key}: ")) && !line.contains('#') && !line.ends_with(['|', '>']);
                Some(if is_it { format!("{line} # kept by hand") } else { line.to_owned() })
            }),
            Self::Windows(file) => edit(files, *file, |text| text.replace("\r\n", "\n").replace('\n', "\r\n")),
            Self::Mark(file) => edit(files, *file, |text| format!("\u{feff}{}", text.trim_start_matches('\u{feff}'))),
            Self::Cut(file) => edit(files, *file, |text| text.trim_end().to_owned()),
            Self::Number(section) => {
                let titles = ["Security Model", "Performance Targets", "Error Handling", "Deployment"];
                let title = titles[section % titles.len()];
                let text = files[SYSTEM].replace(&format!("\n## {title}"), &format!("\n## 9. {title}"));
                files.insert(SYSTEM.to_owned(), text);
            }
            Self::Write(file, text) => edit(files, *file, |old| {
                let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
                format!("{old}{end}Mine: {text}{end}")
            }),
            Self::Delete(file) => {
                let path = features(files).nth(file % features(files).count().max(1)).cloned();
                path.map(|path| files.remove(&path));
            }
        }
    }
}

/// The feature specs that were generated.
fn features(files: &Files) -> impl Iterator<Item = &String> {
    files.keys().filter(|path| path.starts_with("specs/features/"))
}

/// Edits one spec: the system's or a feature's.
fn edit(files: &mut Files, at: usize, change: impl FnOnce(&str) -> String) {
    let paths: Vec<String> = files.keys().filter(|path| *path != "specs/other.md").cloned().collect();
    let path = &paths[at % paths.len()];
    let text = change(&files[path]);
    files.insert(path.clone(), text);
}

/// Edits the lines of one spec's front matter.
fn edit_lines(files: &mut Files, at: usize, change: impl Fn(&str) -> Option<String>) {
    edit(files, at, |text| in_front(text, change));
}

fn in_front(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    let body = roadspec::yaml::split(text).body;
    let mut out = String::new();
    for line in text[..body].split_inclusive('\n') {
        let content = line.trim_end_matches(['\r', '\n']);
        if let Some(content_after) = change(content) {
            let end = &line[content.len()..];
            out.push_str(&content_after.replace('\n', if end.is_empty() { "\n" } else { end }));
            out.push_str(end);
        }
    }
    out + &text[body..]
}

/// Edits the items of a flow list that stands on one line.
fn edit_list(files: &mut Files, at: usize, key: &str, change: impl Fn(&mut Vec<String>)) {
    edit(files, at, |text| in_front(text, |line| Some(with_items(line, key, &change))));
}

fn edit_list_of(files: &mut Files, path: &str, key: &str, change: impl Fn(&mut Vec<String>)) {
    let text = in_front(&files[path], |line| Some(with_items(line, key, &change)));
    files.insert(path.to_owned(), text);
}

fn with_items(line: &str, key: &str, change: &impl Fn(&mut Vec<String>)) -> String {
    let cut = line.strip_prefix(&format!("{key}: [")).and_then(|rest| rest.split_once(']'));
    let Some((inside, after)) = cut else { return line.to_owned() };
    let mut items: Vec<String> = inside.split(", ").filter(|item| !item.is_empty()).map(str::to_owned).collect();
    change(&mut items);
    format!("{key}: [{}]{after}", items.join(", "))
}

fn as_block(line: &str, key: &str) -> Option<String> {
    let (inside, after) = line.strip_prefix(&format!("{key}: ["))?.split_once(']')?;
    if inside.is_empty() || !after.is_empty() {
        return None;
    }
    Some(format!(
        "{key}:\n  - {} # kept by hand",
        inside.replacen(", ", " # kept by hand\n  - ", 1).replace(", ", "\n  - ")
    ))
}

/// Takes one item of `related_specs` away, in the form that stubs have.
fn forget(text: &str, item: usize) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let items: Vec<usize> = text.match_indices(&format!("{end}  - id: ")).map(|(at, _)| at).collect();
    let Some(start) = (!items.is_empty()).then(|| items[item % items.len()]) else { return text.to_owned() };
    let rest = &text[start + end.len()..];
    let length = rest.find(end).map_or(rest.len(), |first| {
        rest[first..]
            .split_inclusive(end)
            .skip(1)
            .take_while(|line| line.starts_with("    "))
            .map(str::len)
            .sum::<usize>()
            + first
    });
    format!("{}{}", &text[..start], &rest[length..])
}

/// Puts a comment between two lines of front matter that are not inside of anything.
fn comment(text: &str, at: usize) -> String {
    let body = roadspec::yaml::split(text).body;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let is_free = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase()) || line.starts_with("  - ");
    let starts: Vec<usize> = text[..body]
        .split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .filter(|(_, line)| is_free(line))
        .map(|(start, _)| start)
        .collect();
    let Some(start) = (!starts.is_empty()).then(|| starts[at % starts.len()]) else { return text.to_owned() };
    format!("{}# kept by hand{end}{}", &text[..start], &text[start..])
}
