//! The words themselves: spellings of roles, labels and columns found in real system specs, in the form of
//! `profile::words`. How they are compared stands in `words`.

use super::{Label, Role};

/// What is meant, and every way it is written.
type Rows<T> = &'static [(T, &'static [&'static str])];

/// What a section is about, by its title.
#[rustfmt::skip]
pub(super) const ROLES: Rows<Role> = &[
    (Role::Components, &["components", "system components", "component details", "component specifications",
        "modules", "services", "service boundaries", "core components", "core services", "core modules",
        "component architecture", "components services"]),
    (Role::Interactions, &["interactions", "component interactions", "service interactions", "data flow",
        "data flows"]),
    (Role::Contracts, &["api contracts", "contracts", "service contracts", "interface contracts",
        "component contracts", "component interactions api contracts", "inter service contracts",
        "component api contracts"]),
    (Role::Data, &["data architecture", "data", "data design", "data management", "data layer"]),
    (Role::DataStrategy, &["data strategy", "database strategy", "data storage strategy", "storage strategy",
        "persistence strategy", "database architecture"]),
    (Role::DataModels, &["data models", "data model", "shared data models", "core data models", "entities"]),
    (Role::DataOwnership, &["data ownership", "ownership", "data ownership boundaries", "data ownership access"]),
    (Role::Integrations, &["integrations", "external integrations", "integration points",
        "third party integrations"]),
    (Role::Authentication, &["authentication authorization", "authentication authorization model", "authentication",
        "authorization", "authentication model", "auth model", "identity access", "identity access management",
        "authentication authorization strategy"]),
    (Role::Deployment, &["deployment", "deployment architecture", "deployment strategy", "deployment model",
        "infrastructure", "infrastructure deployment", "deployment infrastructure"]),
    (Role::Monitoring, &["logging monitoring", "logging", "monitoring", "monitoring logging", "observability",
        "monitoring observability", "logging observability", "logging strategy", "logging monitoring strategy"]),
    (Role::ErrorHandling, &["error handling", "error handling strategy", "errors", "error model", "error management",
        "failure handling", "error handling resilience"]),
    (Role::Security, &["security", "security model", "security architecture", "security requirements",
        "security considerations", "security controls"]),
    (Role::Performance, &["performance", "performance targets", "performance requirements", "performance goals",
        "performance scalability", "performance budgets"]),
    (Role::Roadmap, &["implementation roadmap", "roadmap", "implementation plan", "implementation phases",
        "epic list", "epics", "milestones", "delivery plan", "development roadmap", "feature roadmap",
        "feature spec breakdown"]),
    (Role::Risks, &["risks", "risks mitigations", "risk assessment", "risks mitigation", "technical risks"]),
    (Role::Metrics, &["success metrics", "metrics", "success criteria", "kpis"]),
];

/// What a labelled field holds, by its label.
#[rustfmt::skip]
pub(super) const LABELS: Rows<Label> = &[
    (Label::Responsibility, &["responsibility", "responsibilities"]),
    (Label::Purpose, &["purpose", "description"]),
    (Label::Technology, &["technology", "technologies", "tech stack", "technology stack", "tech"]),
    (Label::Features, &["key features", "features", "capabilities", "key capabilities", "core features"]),
    (Label::Apis, &["apis exposed", "apis", "api endpoints", "endpoints", "exposed apis", "api", "key endpoints"]),
    (Label::Interfaces, &["key interfaces", "interfaces", "events", "interfaces exposed"]),
    (Label::Dependencies, &["dependencies", "depends on", "dependency", "requires"]),
    (Label::FeatureSpec, &["feature spec", "feature specification", "feature specs"]),
    (Label::Strategy, &["strategy", "data strategy", "database strategy", "storage strategy"]),
    (Label::Estimate, &["estimated", "estimate", "effort", "estimated effort", "estimated time", "estimated days",
        "duration", "estimation"]),
    (Label::Level, &["level", "maturity", "maturity level"]),
    (Label::Complexity, &["complexity"]),
];

/// What a column of a table holds, by its header.
#[rustfmt::skip]
pub(super) const COLUMNS: Rows<Label> = &[
    (Label::Name, &["component", "service", "module", "name", "feature", "feature spec", "epic", "item", "title"]),
    (Label::Responsibility, &["responsibility", "responsibilities", "purpose", "description", "role"]),
    (Label::Technology, &["technology", "technologies", "tech stack", "stack", "tech"]),
    (Label::Dependencies, &["dependencies", "depends on", "dependency"]),
    (Label::FeatureSpec, &["spec", "spec id", "feature spec id", "feature id"]),
    (Label::Estimate, &["estimate", "estimated", "effort", "estimated days", "days", "duration"]),
    (Label::Level, &["level", "maturity"]),
    (Label::Complexity, &["complexity"]),
    (Label::Phase, &["phase", "milestone"]),
    (Label::Method, &["method", "verb", "http method"]),
    (Label::Path, &["path", "endpoint", "route", "url"]),
    (Label::Domain, &["domain", "entity", "data", "data domain", "entities", "data entity", "table", "tables"]),
    (Label::Owner, &["owner", "owning component", "owning service", "owned by", "service owner"]),
    (Label::Access, &["access", "access pattern", "access method", "accessed via"]),
];
