"""Every payer's criteria load without a warning and judge the cases that stand in `tests/criteria_cases`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sca_toolkit.criteria import Leaf, Policy, ScenarioFile, Verdict, World, check_cases
from sca_toolkit.criteria.bounds import Bounds
from sca_toolkit.criteria.kinds.performance import Performance
from sca_toolkit.criteria.node import leaves, walk
from sca_toolkit.criteria.timing import TimedLeaf
from sca_toolkit.library import Library, load
from sca_toolkit.values import Grade
from tests.conftest import ROOT

CASES = sorted((ROOT / "tests" / "criteria_cases").glob("*.yaml"))
LIBRARY = Library()


@pytest.fixture(scope="module")
def world() -> World:
    return LIBRARY.criteria().world()


@pytest.fixture(scope="module")
def scenarios() -> dict[str, ScenarioFile]:
    return {path.stem: load(ScenarioFile, path) for path in CASES}


def test_every_policy_loads_without_a_warning() -> None:
    assert LIBRARY.criteria().problems() == ()


def test_every_policy_has_cases_and_every_file_of_cases_a_policy(
    world: World, scenarios: dict[str, ScenarioFile]
) -> None:
    assert set(scenarios) == set(world.policies)
    assert [name for name, file in scenarios.items() if file.policy != name or not file.invented] == []


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_the_cases_of_a_policy_come_out_as_written(
    name: str, world: World, scenarios: dict[str, ScenarioFile]
) -> None:
    assert list(check_cases(scenarios[name], world.policies[name], world)) == []


def test_every_criterion_that_decides_has_a_case_of_its_own(
    world: World, scenarios: dict[str, ScenarioFile]
) -> None:
    named = {leaf for file in scenarios.values() for case in file.cases for leaf in case.leaves}
    asked = {
        leaf.id
        for policy in world.policies.values()
        if policy.criteria is not None
        for leaf in leaves(policy.criteria)
    }
    assert sorted(asked - named) == WITHOUT_A_CASE


WITHOUT_A_CASE = [
    # It stands inside the exclusion it lifts, whose cases turn on it.
    "cam938hb-obe-cel-cd19-rebiopsy",
]


def test_policies_with_a_test_for_approval_have_cases_for_each_verdict_they_can_give(
    world: World, scenarios: dict[str, ScenarioFile]
) -> None:
    for name, file in scenarios.items():
        assert {case.expect for case in file.cases} == reachable(world.policies[name]), name


def reachable(policy: Policy) -> set[Verdict]:
    """The verdicts a policy can give, by what stands in its test and by the list below."""
    if policy.criteria is None:
        return {Verdict.not_asked}
    judged = any(
        getattr(each, "kind", getattr(each, "shape", "")) in JUDGED for each in walk(policy.criteria)
    )
    settled = {Verdict.met, Verdict.not_met, Verdict.unknown} | (
        {Verdict.needs_judgment} if judged else set()
    )
    return LIMITED.get(policy.id, settled)


JUDGED = {"judgment", "forecast", "weigh", "readings"}
"""Kinds and shapes that a person must settle."""
LIMITED = {
    # A way to be covered that nobody has read stays open whatever else fails.
    "bcbst-tisa-cel": {Verdict.met, Verdict.unknown},
    # A part that must be met was not seen, so nothing but a failure is ever settled.
    "aetna-cpb1072-obe-cel": {Verdict.not_met, Verdict.unknown},
    "unicare-med00124-tisa-cel-lbcl": {Verdict.not_met, Verdict.unknown},
    # Factors are weighed without a rule for passing.
    "uhc-2026-universal-minimum": {Verdict.needs_judgment},
}


def test_policies_that_cannot_give_a_verdict_hold_a_part_nobody_has_seen_or_only_weigh(world: World) -> None:
    for name in LIMITED:
        kinds = {
            getattr(each, "kind", getattr(each, "shape", "")) for each in walk(world.policies[name].criteria)
        }
        assert kinds & {"unseen", "weigh"}, name


@pytest.mark.parametrize("name", [path.stem for path in CASES])
def test_a_limit_that_were_a_step_higher_or_lower_would_be_noticed(
    name: str, world: World, scenarios: dict[str, ScenarioFile]
) -> None:
    policy = world.policies[name]
    asked = {leaf.id: leaf for leaf in leaves(policy.criteria)} if policy.criteria else {}
    unnoticed = [
        f"{leaf.id}: {change}"
        for leaf in asked.values()
        for change in moved_limits(leaf)
        if not noticed(scenarios[name], with_limits(policy, leaf.id, change), leaf.id, world)
    ]
    assert unnoticed == []


FLIPPED = {
    "at_least": ("above", -1),
    "at_most": ("below", 1),
    "above": ("at_least", 1),
    "below": ("at_most", -1),
}
"""The same limit without or with the number itself, and the direction in which it lets more pass."""
LENGTHS = {"day": 1, "week": 7}


def moved_limits(leaf: Leaf) -> Iterator[dict[str, Any]]:
    """Each limit of a criterion a little tighter and a little wider, as keys of the leaf to replace."""
    bounds = isinstance(leaf, Bounds)
    for name, (other, wider) in FLIPPED.items():
        value = getattr(leaf, name, None)
        if value is None or (value <= 1 and not bounds):
            continue
        step = step_of(leaf, value)
        yield {name: None, other: str(value)} if bounds else {name: in_full(value - wider * step)}
        if value or name != "at_least":  # no scale goes below 0
            yield {name: in_full(value + wider * step)}
    if isinstance(leaf, TimedLeaf) and leaf.within:
        span = leaf.within
        days = LENGTHS.get(span.unit)
        for more in (-1, 1):
            length = f"{span.count * days + more} days" if days else f"{span.count + more} {span.unit}s"
            yield {"within": length}


def step_of(leaf: Any, value: float) -> float:
    """The least step a chart would show: tens on Karnofsky and Lansky, one, or a part of a large or broken value."""
    if isinstance(leaf, Performance) and value >= 10:
        return 10
    if not isinstance(leaf, Bounds):
        return max(1.0, value // 100)
    return abs(value) / 10 if value > 20 or value % 1 else 1.0


def in_full(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def with_limits(policy: Policy, leaf_id: str, change: dict[str, Any]) -> Policy:
    """The policy with other limits in one criterion."""

    def patched(part: Any) -> Any:
        if isinstance(part, list):
            return [patched(each) for each in part]
        if not isinstance(part, dict):
            return part
        if part.get("id") == leaf_id and "kind" in part:
            return {key: value for key, value in {**part, **change}.items() if value is not None}
        return {key: patched(value) for key, value in part.items()}

    written = policy.model_dump(mode="json", by_alias=True, exclude_none=True)
    return Policy.model_validate(patched(written))


def noticed(file: ScenarioFile, policy: Policy, leaf_id: str, world: World) -> bool:
    """Whether a case that names the criterion comes out otherwise."""
    naming = [case for case in file.cases if leaf_id in case.leaves]
    return any(True for _ in check_cases(file.model_copy(update={"cases": tuple(naming)}), policy, world))


def test_nothing_in_the_language_names_a_payer() -> None:
    ids = set(LIBRARY.profile_ids())
    called = {LIBRARY.profile(name).name.partition(" (")[0] for name in ids}
    first_words = {path.stem.partition("-")[0] for path in CASES} - {"example", "la", "medicare"}
    wanted = "|".join(sorted(map(re.escape, ids | called | first_words)))
    found = [
        f"{path.name}: {hit[0]}"
        for path in sorted((ROOT / "sca_toolkit" / "criteria").rglob("*"))
        if path.suffix in (".py", ".yaml", ".json")
        for hit in re.finditer(rf"(?<![\w-])({wanted})(?!\w)", path.read_text(), re.IGNORECASE)
    ]
    assert len(wanted) > 300
    assert found == []


def test_a_summary_by_a_third_party_is_marked(world: World) -> None:
    for policy in world.policies.values():
        grade = policy.sources[policy.source].grade
        assert policy.third_party is (grade in (Grade.secondary, Grade.weak)), policy.id


def test_every_policy_says_how_much_of_it_was_seen_and_where(world: World) -> None:
    for policy in world.policies.values():
        assert policy.seen_note, policy.id
        assert all(source.url or source.grade is Grade.invented for source in policy.sources.values())


def test_the_payer_of_a_policy_has_a_profile_unless_it_is_a_review_vendor(world: World) -> None:
    payers = {policy.payer for policy in world.policies.values()}
    assert payers - set(LIBRARY.profile_ids()) == {"new-century-health"}


def test_criteria_files_are_in_the_folder_of_the_payers() -> None:
    assert LIBRARY.criteria().folder == Path(LIBRARY.folder("payer_profiles")) / "criteria"
