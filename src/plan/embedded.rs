//! The templates that are part of the program, by the names that includes use.
//! Which of them a spec is rendered through is chosen in `templates`.

use std::sync::LazyLock;

/// The end of every template's file name.
pub const SUFFIX: &str = ".md.tera";

/// The JSON Schema of the variables that a template has, as published in `templates/`.
pub const CONTEXT_SCHEMA: &str = include_str!("../../templates/context.schema.json");

/// The names of these variables.
pub(super) static VARIABLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let schema: serde_json::Value = serde_json::from_str(CONTEXT_SCHEMA).unwrap_or_default();
    schema["properties"].as_object().into_iter().flat_map(|all| all.keys().cloned()).collect()
});

/// A template by the name of its file.
macro_rules! embedded {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

/// The embedded templates: first those that a spec is rendered through, then what they include, in its order.
#[rustfmt::skip]
pub const EMBEDDED: [(&str, &str); 24] = embedded![
    "EASY-L3.md.tera"
    "MODERATE-L4.md.tera"
    "HIGH-L5.md.tera"
    "partials/front-matter.md.tera"
    "partials/title.md.tera"
    "partials/overview.md.tera"
    "partials/context.md.tera"
    "partials/user-stories.md.tera"
    "partials/functional-requirements.md.tera"
    "partials/api-specification.md.tera"
    "partials/data-model.md.tera"
    "partials/security.md.tera"
    "partials/non-functional-requirements.md.tera"
    "partials/testing-strategy.md.tera"
    "partials/further-tests.md.tera"
    "partials/architecture-and-compliance.md.tera"
    "partials/deployment.md.tera"
    "partials/monitoring.md.tera"
    "partials/examples.md.tera"
    "partials/migration-and-rollback.md.tera"
    "partials/dependencies.md.tera"
    "partials/acceptance-criteria.md.tera"
    "partials/future-enhancements.md.tera"
    "partials/appendix.md.tera"
];
