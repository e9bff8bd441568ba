"""A made-up corpus: system specs with their feature specs, and other files, in which every relation holds.

Nothing here knows git or how long anything takes.
"""

import argparse
import random
from dataclasses import dataclass, field

LEVELS = [(3, "EASY"), (4, "MODERATE"), (5, "HIGH")]
NOUNS = (
    "Account Archive Basket Calendar Catalogue Claim Delivery Ledger Message Payment Price Quota Report Search Stock"
).split()
VERBS = "keep list find change remove count send sign sort check merge split lock share".split()


@dataclass(frozen=True)
class Size:
    """How much a repository holds; a spec is one Markdown file, system specs included."""

    specs: int
    others: int

    @classmethod
    def parse(cls, text):
        specs, _, others = text.partition("+")
        try:
            size = cls(int(specs), int(others or 1))
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not SPECS or SPECS+OTHERS") from None
        if size.specs < 9 or size.others < 1:
            raise argparse.ArgumentTypeError("the smallest repository has 9 specs and 1 other file")
        return size


@dataclass
class Feature:
    """One component with its roadmap entry and feature spec; neighbours are features of the same system."""

    name: str
    id: str
    level: int
    complexity: str
    needs: list = field(default_factory=list)
    needed_by: list = field(default_factory=list)


def corpus_files(size, version):
    """Yields path and text of every file, the same ones each time; another version changes each spec a little."""
    rng = random.Random(size.specs)
    for number, components in enumerate(system_sizes(size.specs, rng), start=1):
        features = system_features(number, components, rng)
        yield f"specs/architecture/sys-{number:04}.md", system_spec(number, features, version)
        for feature in features:
            yield f"specs/features/sys-{number:04}/{feature.id}.md", feature_spec(number, feature, version, rng)
    for number in range(size.others):
        yield f"src/module_{number // 100:03}/file_{number % 100:02}.rs", source_file(number, rng)


def system_sizes(specs, rng):
    """Splits the specs into systems of 8 to 40 components; each system is one spec more."""
    while specs:
        components = rng.randint(8, 40)
        if specs <= 41:
            components = specs - 1
        elif specs - components - 1 < 9:
            components = specs // 2 - 1
        yield components
        specs -= components + 1


def system_features(number, components, rng):
    features = []
    for index in range(components):
        noun = NOUNS[(number + index) % len(NOUNS)]
        level, complexity = LEVELS[index % len(LEVELS)]
        slug = f"{noun.lower()}-{number:04}-{index:02}"
        feature = Feature(f"{noun} {number:04}-{index:02} Service", f"feat-{slug}-service", level, complexity)
        for needed in sorted(rng.sample(range(index), min(index, rng.randint(0, 3)))):
            feature.needs.append(features[needed])
            features[needed].needed_by.append(feature)
        features.append(feature)
    return features


def names(features):
    return ", ".join(feature.name for feature in features) or "None"


def system_spec(number, features, version):
    ids = "".join(f"  - {feature.id}\n" for feature in features)
    components = "\n".join(component(index, feature) for index, feature in enumerate(features, start=1))
    contracts = "\n".join(contract(feature) for feature in features if feature.needs)
    owned = "".join(f"| Records of {feature.name} | {feature.name} | Own schema |\n" for feature in features)
    return f"""---
specmas: "3.0"
kind: system
id: sys-{number:04}
name: "System {number}"
version: "1.{version}.0"
complexity: MODERATE
maturity: 4
owner: "Team {number % 40}"
created: "2025-11-01"
updated: "2025-11-{10 + version}"
status: approved
tags: [benchmark]
feature_specs:
{ids}---

# System {number}

## 1. System Overview

A system of {len(features)} components, each of which keeps records of its own.

## 2. System Components

{components}
## 3. API Contracts

{contracts}
## 4. Data Architecture

One schema per component.

| Domain | Owner | Access |
|---|---|---|
{owned}
## 5. Cross-Cutting Concerns

### 5.1 Authentication & Authorization

- Every request carries a signed token that is valid for 1 hour.

### 5.2 Logging & Monitoring

- One JSON line per request, with a correlation id.

### 5.3 Error Handling

- Calls time out after 2 seconds and are tried again twice.

## 6. Deployment Architecture

- Containers, two replicas or more.

## 7. Quality Attributes

### 7.1 Performance Targets

- Any request: 500 ms (p95).

### 7.2 Security Model

- TLS 1.3 everywhere, input checked at the edge of each component.

## 8. Implementation Roadmap

### 8.1 Feature Spec Breakdown

{roadmap(features)}"""


def component(index, feature):
    path = f"/api/v1/{feature.id.removeprefix('feat-')}"
    return f"""#### Component {index}: {feature.name}

**Responsibility:** Keeps the records of {feature.name} and answers questions about them.

**Technology:** Rust, PostgreSQL

**Key Features:**

- Keep records with their history
- Find records by name and date

**APIs Exposed:**

- `GET {path}` - List records
- `POST {path}` - Add a record
- `GET {path}/{{id}}` - Read a record

**Dependencies:** {names(feature.needs)}

**Feature Spec:** {feature.id}
"""


def contract(feature):
    return f"""**{feature.needs[0].name} → {feature.name}**

```typescript
interface Answer {{
  id: string;
  records: {{ name: string; changedAt: string }}[];
}}
```
"""


def roadmap(features):
    lines = []
    for index, feature in enumerate(features):
        if index % 8 == 0:
            phase = index // 8 + 1
            lines += ["", f"#### Phase {phase}: Part {phase} (Weeks {4 * phase - 3}-{4 * phase})", ""]
        lines.append(f"{index + 1}. {feature.name} ({feature.complexity}, Level {feature.level})")
        lines.append(f"    - Dependencies: {names(feature.needs)}")
        lines.append("    - Estimated: 3-5 days")
    return "\n".join(lines[1:]) + "\n"


def related(number, feature):
    """One entry per neighbour: the system, then roadmap order; a contract runs to the first that is needed."""
    lines = [f"  - id: sys-{number:04}", "    relationship: implements_component", f'    component: "{feature.name}"']
    for index, needed in enumerate(feature.needs):
        lines += [f"  - id: {needed.id}", f"    relationship: {'depends_on' if index else 'consumes'}"]
    for user in feature.needed_by:
        lines += [f"  - id: {user.id}", f"    relationship: {'consumed_by' if user.needs[0] is feature else 'enables'}"]
    return "\n".join(lines)


def feature_spec(number, feature, version, rng):
    system = f"../../architecture/sys-{number:04}.md"
    stories = "\n".join(story(index, rng) for index in range(1, 4))
    requirements = "\n".join(requirement(index, rng) for index in range(1, 5))
    return f"""---
specmas: "3.0"
kind: feature
id: {feature.id}
name: "{feature.name}"
version: "0.{version}.0"
complexity: {feature.complexity}
maturity: {feature.level}
owner: "Team {number % 40}"
created: "2025-11-01"
updated: "2025-11-{10 + version}"
status: draft
tags: [benchmark]

# System Context
system_spec: sys-{number:04}
system_component: "{feature.name}"

# Relationships
related_specs:
{related(number, feature)}

# Dependencies
depends_on: [{", ".join(needed.id for needed in feature.needs)}]
required_by: [{", ".join(user.id for user in feature.needed_by)}]
---

# {feature.name} Feature Specification

> **System Context:** a component of [System {number}]({system}).

## 1. Overview

Keeps the records of {feature.name} under the [security model]({system}#72-security-model).

## 2. User Stories

{stories}
## 3. Functional Requirements

{requirements}"""


def story(index, rng):
    verb = rng.choice(VERBS)
    return f"""### Story {index}: To {verb} records

As a user, I want to {verb} my records, so that others see them as they are.

- [ ] Given {rng.randint(2, 99)} records, when I {verb} one of them, then the others stay as they were
"""


def requirement(index, rng):
    return f"""### FR-{index}: To {rng.choice(VERBS)} and {rng.choice(VERBS)}

**Validation Criteria:**

- [ ] {rng.randint(2, 99)} requests at once give the same result as one after the other
- [ ] A wrong record gets 400 and changes nothing

**Priority:** MUST
"""


def source_file(number, rng):
    rows = (f"pub const VALUE_{row}: u64 = {rng.getrandbits(60)};\n" for row in range(rng.randint(10, 80)))
    return f"//! File {number}.\n\n" + "".join(rows)
