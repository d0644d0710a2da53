"""Every payer's criteria load without a warning and judge the cases that stand in `tests/criteria_cases`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_toolkit.criteria import ScenarioFile, Verdict, World, check_cases
from sca_toolkit.criteria.node import leaves
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
        verdicts = {case.expect for case in file.cases}
        if world.policies[name].criteria is None:
            assert verdicts == {Verdict.not_asked}, name
        elif name in NEVER_FAILS:
            assert verdicts == NEVER_FAILS[name], name
        else:
            assert {Verdict.not_met, Verdict.unknown} <= verdicts, name


NEVER_FAILS = {
    # A way to be covered that nobody has read stays open whatever else fails.
    "bcbst-tisa-cel": {Verdict.met, Verdict.unknown},
    # Factors are weighed without a rule for passing.
    "uhc-2026-universal-minimum": {Verdict.needs_judgment},
}


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
