"""The trace: who decided, by which evidence of which day, and what could still turn the answer."""

from __future__ import annotations

import json
from datetime import date
from itertools import product

from hypothesis import given, settings

from sca_toolkit.case import Case
from sca_toolkit.criteria import Verdict, compile_policy, facts_of
from tests.criteria.test_verdict import NAMES, answers, trees
from tests.criteria.world import TODAY, facts, judged, policy, verdict, world

RULE = """
all:
  - {kind: age, id: adult, at_least: 18}
  - any:
    - {kind: performance, id: ecog, scale: ECOG, at_most: 1}
    - {kind: performance, id: kps, scale: Karnofsky, at_least: 80}
  - {kind: infection, id: hbv, infection: HBV, polarity: exclude}
"""


def test_the_trace_names_the_criterion_that_decided_and_quotes_its_evidence() -> None:
    found = judged(
        RULE,
        "age: 40\ninfections: [{infection: HBV, state: active, on: 2026-10-05, source: laboratory report}]",
    )
    assert found.verdict is Verdict.not_met
    (decided,) = found.deciding()
    assert decided.id == "hbv"
    assert decided.reason == "This bars approval: HBV active, Oct 5, 2026 (laboratory report)."
    assert (decided.quotes[0].on, decided.quotes[0].source) == (date(2026, 10, 5), "laboratory report")


def test_the_smallest_sets_of_missing_facts_are_named_in_both_directions() -> None:
    found = judged(RULE, "age: 40")
    sets = [(each.toward.value, tuple(need.key for need in each.needs)) for each in found.open_sets]
    assert sets == [
        ("met", ("infection:hbv", "score:ecog")),
        ("met", ("infection:hbv", "score:karnofsky")),
        ("not_met", ("infection:hbv",)),
        ("not_met", ("score:ecog", "score:karnofsky")),
    ]


def test_a_settled_verdict_waits_for_nothing() -> None:
    assert judged(RULE, "age: 17").open_sets == ()


@settings(max_examples=30, deadline=None)
@given(trees(guards=False, depth=2), answers)
def test_a_set_toward_an_answer_really_can_reach_it(rule: dict[str, object], held: dict[str, str]) -> None:
    ready = compile_policy(policy(rule), world())
    found = judged(policy(rule), facts(attributes=held))
    for each in found.open_sets:
        names = [need.key.removeprefix("attribute:") for need in each.needs]
        if set(names) <= set(NAMES):
            reached = {
                ready.verdict(
                    world().record(facts(attributes={**held, **dict(zip(names, some, strict=True))}), TODAY)
                )
                for some in _choices(len(names))
            }
            # A fact that two criteria share in opposite ways can bar the way; otherwise the way is open.
            assert Verdict(each.toward.value) in reached or _shared(rule)


def _choices(count: int) -> list[tuple[str, ...]]:
    return list(product(("yes", "no"), repeat=count))


def _shared(rule: object) -> bool:
    text = json.dumps(rule)
    return any(text.count(f'"name": "{name}"') > 1 for name in NAMES)


@settings(max_examples=30, deadline=None)
@given(trees(), answers)
def test_the_trace_and_the_quick_verdict_agree(rule: dict[str, object], held: dict[str, str]) -> None:
    shown = facts(attributes=held)
    found = judged(policy(rule), shown)
    assert found.verdict is compile_policy(policy(rule), world()).verdict(world().record(shown, TODAY))
    assert found.root is not None
    assert found.root.verdict is found.verdict


def test_evidence_dated_after_the_day_of_judgment_is_not_seen() -> None:
    rule = "{kind: performance, id: ecog, scale: ECOG, at_most: 1}"
    shown = "performance: [{scale: ECOG, value: 1, on: 2026-11-22}]"
    assert verdict(rule, shown) is Verdict.met
    assert verdict(rule, shown, as_of=date(2026, 11, 21)) is Verdict.unknown


def test_a_result_says_until_when_it_counts() -> None:
    rule = "{kind: measurement, id: alc, measure: ALC, at_least: 100, unit: cells/uL, within: 30 days, anchor: infusion}"  # noqa: E501
    shown = "tests: [{test: ALC, value: 400, unit: cells/uL, on: 2026-11-20}]\ndates: {infusion: 2026-12-20}"
    assert judged(rule, shown).leaves()[0].expires_on == date(2026, 12, 20)
    late = judged(rule, shown.replace("12-20", "12-21"))
    assert late.verdict is Verdict.unknown
    assert late.leaves()[0].notes == (
        "The result of Nov 20, 2026 counts until Dec 20, 2026; the infusion is on Dec 21, 2026.",
    )


def test_a_policy_seen_in_part_says_that_its_silence_is_no_permission() -> None:
    found = judged(policy("{kind: age, id: a, at_least: 18}", seen="partial", third_party=True), "age: 40")
    assert found.caution == (
        "The payer's text was seen only in part (partial), so silence in it is not permission. "
        "It was read in somebody else's summary; check the payer's own document."
    )


def test_the_tree_is_plain_data_with_the_ids_of_the_file() -> None:
    data = json.loads(json.dumps(judged(RULE, "age: 40").to_json()))
    assert data["verdict"] == "unknown"
    assert [each.get("id") for each in data["root"]["children"]] == ["adult", None, "hbv"]


def test_a_case_of_the_record_brings_its_own_facts() -> None:
    case = Case.model_validate(
        {
            "id": "X-1",
            "member": {"date_of_birth": "1980-01-01"},
            "coverage": {"line_of_business": "commercial"},
            "diagnosis": {"icd10": ["C90.02"], "prior_lines": [{"line": 1, "regimen": "VRd"}]},
            "authorizations": [{"component": "evaluation", "valid_to": "2026-12-31"}],
        }
    )
    shown = facts_of(case)
    rule = """
all:
  - {kind: age, id: a, at_least: 18}
  - {kind: diagnosis, id: b, any_of: [multiple myeloma]}
  - {kind: prior_agent, id: c, any_of: [proteasome inhibitor]}
  - {kind: authorization, id: d, component: evaluation}
"""
    assert verdict(rule, shown) is Verdict.met
