//! Schemas as users meet them: every phrase with its place, schemas that cannot be used, references, hostile input.

mod files;
mod generated;
mod hostile;
mod known;
mod owned;
mod phrases;

use super::*;

fn path(text: &str) -> RepoPath {
    RepoPath::new(text.as_bytes()).expect("a plain path")
}

/// Compiles a schema of some files; the first is the one that documents are checked against.
fn compiled(files: &[(&str, &str)]) -> Schemas {
    let mut library = Library::default();
    library.require(&path(files[0].0));
    loop {
        let wanted = library.wanted();
        if wanted.is_empty() {
            return library.compile().expect("the embedded schemas are sound");
        }
        for path in wanted {
            let text = files.iter().find(|(name, _)| *name == path.as_str()).map(|(_, text)| (*text).to_owned());
            library.provide(path, text);
        }
    }
}

/// Everything that a front matter violates.
fn check(schemas: &Schemas, schema: &Schema, text: &str) -> Result<Vec<Violation>> {
    let front = yaml::read(text, Span::new(0, text.len()));
    let allowed =
        ["the front matter is a list, not a set of keys", "the front matter is a single value, not a set of keys"];
    let problem = front.problems.first().filter(|problem| !allowed.contains(&problem.message.as_str()));
    assert_eq!(problem, None, "{text}");
    schemas.check(std::slice::from_ref(schema), Matter { path: "a.md", text, front: &front })
}

/// What is wrong with a schema of one file: the text at its place, the message and the help.
fn fault(schema: &str) -> Option<(String, String, String)> {
    let schemas = compiled(&[("schemas/a.json", schema)]);
    let fault = schemas.fault(&path("schemas/a.json"))?;
    assert_eq!((fault.path.as_str(), fault.text.as_ref()), ("schemas/a.json", schema));
    Some((fault.span.of(&fault.text).to_owned(), fault.message.clone(), fault.help.clone()))
}
