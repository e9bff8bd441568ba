//! Laws of coverage over random small systems.

use proptest::prelude::*;

use super::*;

const NAMES: &[&str] = &["Search", "Search Service", "Map Layer", "Map Admin", "Map", "Auth", "Reports"];
const IDS: &[&str] =
    &["", "feat-search", "feat-search-service", "feat-map-layer", "feat-auth", "feat-reports", "feat-x"];

/// A name and an id, or no id.
fn named() -> impl Strategy<Value = (&'static str, &'static str)> {
    (prop::sample::select(NAMES), prop_oneof![4 => Just(""), 1 => prop::sample::select(IDS)])
}

fn claim() -> impl Strategy<Value = Claim<'static>> {
    let maybe = |words: &'static [&'static str]| prop::option::weighted(0.8, prop::sample::select(words));
    let system = prop::sample::select(&[Some("sys-a"), Some("sys-a"), Some("sys-b"), None][..]);
    (maybe(&IDS[1..]), system, maybe(NAMES), prop::bool::weighted(0.15))
        .prop_map(|(id, system, component, retired)| Claim { id, system, component, retired })
}

fn system() -> impl Strategy<Value = SystemSpec> {
    (prop::collection::vec(named(), 0..5), prop::collection::vec(named(), 0..7)).prop_map(|(components, entries)| {
        let mut components = components;
        components.sort_unstable();
        components.dedup_by_key(|(name, _)| *name);
        spec(&components, &entries)
    })
}

/// The same coverage with its claims in the order of their places: what may not depend on the order they came in.
fn sorted(mut coverage: Coverage) -> String {
    coverage.entries.iter_mut().for_each(|entry| entry.covered_by.sort_unstable());
    coverage.orphans.sort_unstable();
    coverage.ambiguous.sort();
    format!("{coverage:#?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_claim_ends_in_one_place(spec in system(), claims in prop::collection::vec(claim(), 0..8)) {
        let coverage = covered(&spec, &claims);
        prop_assert_eq!(coverage.entries.len(), spec.entries().count());
        let covering: Vec<usize> = coverage.entries.iter().flat_map(|entry| entry.covered_by.clone()).collect();
        for (at, claim) in claims.iter().enumerate() {
            let count = |places: &[usize]| places.iter().filter(|place| **place == at).count();
            let ambiguous: Vec<usize> = coverage.ambiguous.iter().map(|(claim, _)| *claim).collect();
            let places = (count(&covering), count(&coverage.orphans), count(&ambiguous));
            let total = places.0 + places.1 + places.2;
            match claim {
                Claim { retired: true, .. } | Claim { system: Some("sys-b"), .. } => prop_assert_eq!(total, 0),
                Claim { system: Some(_), .. } => prop_assert_eq!(total, 1, "{:?}", claim),
                Claim { system: None, .. } => prop_assert!(places.0 <= 1 && places.1 + places.2 == 0, "{claim:?}"),
            }
        }
    }

    #[test]
    fn what_covers_has_the_id_or_names_the_component(spec in system(), claims in prop::collection::vec(claim(), 0..8)) {
        let coverage = covered(&spec, &claims);
        for ((_, entry), covered) in spec.entries().zip(&coverage.entries) {
            for claim in covered.covered_by.iter().map(|at| &claims[*at]) {
                let by_id = claim.id.is_some() && claim.id == covered.planned();
                let by_component = claim.system.is_some() && claim.component.is_some() && entry.component_ref.is_some();
                prop_assert!(by_id || by_component, "{claim:?} covers {covered:?}");
            }
        }
    }

    #[test]
    fn the_order_of_the_claims_does_not_matter(
        spec in system(),
        (claims, order) in prop::collection::vec(claim(), 0..8).prop_flat_map(|claims| {
            let order: Vec<usize> = (0..claims.len()).collect();
            (Just(claims), Just(order).prop_shuffle())
        }),
    ) {
        let shuffled: Vec<Claim<'_>> = order.iter().map(|at| claims[*at].clone()).collect();
        let mut coverage = covered(&spec, &shuffled);
        coverage.translate(|at| order[at]);
        prop_assert_eq!(sorted(coverage), sorted(covered(&spec, &claims)));
    }
}
