# ruff: noqa: E501
"""What is wrong is said in a sentence with file, line and remedy."""

from __future__ import annotations

import pytest

from sca_toolkit.criteria import CaseFacts, World
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.criteria import facts_of_text, facts_problems, policy_of, policy_problems
from sca_toolkit.library.loading import build, data_of
from tests.criteria.world import with_policies, world

HEAD = """id: p
title: Invented
payer: nobody
products: [cilta-cel]
lines_of_business: [commercial]
sources: {s: {title: A page, grade: invented, read_on: 2026-11-22}}
source: s
seen: complete
criteria:
  all:
    - {kind: age, id: a, at_least: 18}
"""


def problems(line: str, among: World | None = None) -> tuple[Problem, ...]:
    """Problems of a policy whose line 12 is `line`."""
    text = HEAD + (f"    - {line}\n" if line else "")
    try:
        policy, located = policy_of(text, "p.yaml")
    except DataError as error:
        return error.problems
    return policy_problems(policy, located, among or with_policies(policy))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{kind: measurement, id: b, measure: creatinine, at_most: 2, unit: cells/uL}", "does not convert to mg/dL"),
        ("{kind: measurement, id: b, measure: platelets, at_least: -50000, unit: cells/uL}", "heck the sign"),
        ("{kind: measurement, id: b, measure: platelets, at_most: 50000, unit: cells/uL}", "points the wrong way"),
        ("{kind: measurement, id: b, measure: LVEF, at_least: 400, unit: '%'}", "highest value"),
        ("{kind: measurement, id: b, measure: ALC, at_least: 100}", "has no unit"),
        ("{kind: measurement, id: b, measure: zeta index, at_least: 1}", "not in the vocabulary"),
        ("{kind: measurement, id: b, measure: involved serum FLC, at_least: 10, unit: mg/dL, "
         "equivalent: {at_least: 10, unit: mg/L}}", "its equivalent"),
        ("{kind: measurement, id: b, measure: ALC, at_least: 5, at_most: 2, unit: cells/uL}", "turn them round"),
        ("{kind: age, id: a, at_most: 80}", "the id a is used 2 times"),
        ("{kind: diagnosis, id: b, icd10: [C90.07]}", "matches no code"),
        ("{kind: diagnosis, id: b, icd10: [myeloma]}", "is not an ICD-10-CM code"),
        ("{kind: diagnosis, id: b, icd10: [C83.39-C83.30]}", "ends before it starts"),
        ("{kind: reference, id: b, policy: p}", "includes itself"),
        ("{kind: reference, id: b, policy: lost}", "there is no policy 'lost'"),
        ("{kind: age, id: b, at_least: 18, applies_when: {product: axi-cel}}", "the guard can never hold"),
        ("{kind: age, id: b, at_least: 18, applies_when: {line_of_business: exchange}}", "the guard can never hold"),
        ("{all: [{kind: age, id: b, at_least: 18, applies_when: {markers: {CD20: positive}}}], "
         "applies_when: {markers: {CD20: negative}}}", "the guard can never hold"),
        ("{all: [{kind: age, id: b, at_least: 18, applies_when: {age: {at_least: 18}}}], "
         "applies_when: {age: {below: 18}}}", "the guard can never hold"),
        ("{none: [{kind: age, id: b, below: 18, polarity: exclude}]}", "turns it round twice"),
        ("{at_least: 3, of: [{kind: age, id: b, at_least: 18}]}", "can never be met"),
        ("{kind: prior_agent, id: b, any_of: [zetamab]}", "no drug or class of the vocabulary"),
        ("{kind: routing, id: b, channel: [fax]}", "move it to `administrative`"),
        ("{kind: age, id: b, at_least: 18, source: t}", "is not under `sources`"),
        ("{kind: washout, id: b, of: [live vaccine]}", "no length of time"),
        ("{kind: measurement, id: b, measure: ALC, at_least: 1, unit: cells/uL, within: 30}", "is not a length of time"),
        ("{kind: aeg, id: b, at_least: 18}", "Did you mean `age`"),
        ("{kind: age, id: b, at_leest: 18}", "Did you mean `at_least`"),
        ("{both: [{kind: age, id: b, at_least: 18}]}", "no part of a rule"),
        ("{switch: diagnosis, cases: [{is: MCL, then: met}]}", "the key `otherwise` is missing"),
        ("{kind: age, id: b, at_least: 18, waives: [c]}", "which is not in this policy"),
    ],
)  # fmt: skip
def test_a_wrong_policy_is_refused_in_a_sentence_with_its_line(line: str, said: str) -> None:
    found = [each for each in problems(line) if said in str(each)]
    assert found, [str(each) for each in problems(line)]
    assert found[0].file == "p.yaml"
    assert found[0].line is not None
    assert ";" in found[0].message or found[0].remedy, "it says what to do"


def test_a_right_policy_has_no_problems() -> None:
    assert problems("") == ()


def test_policies_that_include_each_other_are_named() -> None:
    one, located = policy_of(HEAD.replace("source: s\n", "source: s\ninherits: [q]\n"), "p.yaml")
    other, _ = policy_of(
        HEAD.replace("id: p", "id: q").replace("source: s\n", "source: s\ninherits: [p]\n"), "q.yaml"
    )
    found = policy_problems(one, located, with_policies(one, other))
    assert "includes itself by way of q" in str(found[0])


FACTS = [
    ("tests: [{test: creatinine, value: 2, unit: cells/uL, on: 2026-11-01}]", "does not convert to mg/dL"),
    ("tests:\n  - {test: ALC, value: 200, unit: cells/uL, on: 2026-11-01}\n"
     "  - {test: ALC, value: 90, unit: cells/uL, on: 2026-11-01}", "two values on 2026-11-01"),
    ("tests: [{test: ALC, value: -4, unit: cells/uL, on: 2026-11-01}]", "cannot be"),
    ("tests: [{test: ALC, value: 4, on: 2026-11-01}]", "has no unit"),
    ("performance: [{scale: ECOG, value: 70, on: 2026-11-01}]", "is no score of ECOG"),
    ("lines: [{regimen: VRd, started: 2026-01-01, ended: 2025-01-01}]", "ends on 2025-01-01 before it starts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), FACTS)
def test_wrong_evidence_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(DataError) as error:
        facts_of_text(text, "case.yaml", world().words)
    assert said in str(error.value)
    assert all(each.file == "case.yaml" and each.line for each in error.value.problems)


def test_a_value_without_a_date_is_named_where_a_lookback_asks_for_one() -> None:
    rule = "{kind: measurement, id: alc, measure: ALC, at_least: 100, unit: cells/uL, within: 30 days}"
    policy, _ = policy_of(HEAD + f"    - {rule}\n", "p.yaml")
    located = data_of("tests: [{test: ALC, value: 200, unit: cells/uL}]", "case.yaml")
    found = facts_problems(build(CaseFacts, located), located, world().words, (policy,))
    assert [(each.blocking, "alc asks how old it is" in each.message) for each in found] == [(False, True)]


def test_two_values_of_one_day_that_differ_leave_the_answer_open_and_are_named() -> None:
    from tests.criteria.world import facts, judged

    rule = "{kind: measurement, id: alc, measure: ALC, at_least: 100, unit: cells/uL, within: 30 days}"
    shown = facts(
        tests=[{"test": "ALC", "value": value, "unit": "cells/uL", "on": "2026-11-20"} for value in (90, 200)]
    )
    found = judged(rule, shown)
    assert found.verdict.value == "unknown"
    assert any("two results of ALC" in note for note in found.leaves()[0].notes)
