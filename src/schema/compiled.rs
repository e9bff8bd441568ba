//! A bundle ready to be checked against: the validator with its options, and what is known and counted beside it.
//! How an error is worded is not decided here.

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use super::budget::{Budget, Trouble};
use super::bundle::Bundle;
use super::graph::Graph;
use super::known::Known;
use super::pattern;

/// A schema ready to be checked against.
#[derive(Debug)]
pub(super) struct Compiled {
    validator: Validator,
    /// The bundle's document: errors point into it.
    pub(super) document: Value,
    graph: Graph,
    pub(super) known: Known,
    budget: Budget,
}

/// Why a bundle cannot be compiled.
#[derive(Debug)]
pub(super) enum Refused {
    /// It would cost too much; the place in the bundle.
    Trouble(Trouble, String),
    /// It has this many patterns, more than are allowed.
    Patterns(usize),
    /// The validator refuses a part of it: its place in the bundle, and what it says; if it is a regular expression,
    /// what it is.
    Invalid { pointer: String, message: String, pattern: Option<String> },
}

impl Compiled {
    pub(super) fn new(bundle: Bundle) -> Result<Self, Refused> {
        let document = bundle.document;
        let graph = Graph::new(&document);
        let budget = Budget::new(&graph).map_err(|(trouble, at)| Refused::Trouble(trouble, graph.pointer(at)))?;
        let patterns = pattern::count(&document);
        if patterns > pattern::MAX_PATTERNS {
            return Err(Refused::Patterns(patterns));
        }
        let limit = pattern::size_limit(patterns);
        let validator = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex().size_limit(limit).dfa_size_limit(limit))
            .build(&document)
            .map_err(|error| Refused::Invalid {
                pointer: error.instance_path().as_str().to_owned(),
                message: error.to_string(),
                pattern: match error.kind() {
                    Kind::Format { format } if format == "regex" => error.instance().as_str().map(str::to_owned),
                    _ => None,
                },
            })?;
        let known = Known::new(&graph);
        Ok(Self { validator, document, graph, known, budget })
    }

    /// Whether a value can be checked within the limits.
    pub(super) fn allows(&self, value: &Value) -> bool {
        self.budget.allows(&self.graph, value)
    }

    pub(super) fn is_valid(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    pub(super) fn errors<'v>(&'v self, value: &'v Value) -> Vec<ValidationError<'v>> {
        self.validator.iter_errors(value).collect()
    }

    /// What is said about the value at a pointer by the schemas that may apply to it, the nearest first.
    pub(super) fn schemas_at(&self, pointer: &str) -> impl Iterator<Item = &Value> {
        // More than a few say nothing that helps.
        let nodes = self.known.nodes(pointer).iter().take(20);
        nodes.filter_map(|node| self.document.pointer(&self.graph.pointer(*node)))
    }
}
