"""Every kind of criterion on both sides of its edge, and open while nobody knows."""

from __future__ import annotations

import pytest
import yaml

from sca_toolkit.criteria import KINDS, Verdict
from tests.criteria.samples import SAMPLES, Sample
from tests.criteria.world import facts, judged, policy, verdict

DECIDED = [each for each in SAMPLES if each.met]


def test_every_kind_has_an_example() -> None:
    assert [each.kind for each in SAMPLES] == [kind.model_fields["kind"].default for kind in KINDS]


@pytest.mark.parametrize("sample", DECIDED, ids=lambda each: each.kind)
def test_the_example_is_met_on_its_side_of_the_edge(sample: Sample) -> None:
    found = judged(sample.text, sample.met)
    assert found.verdict is Verdict.met, found.reason
    assert found.leaves()[0].quotes or sample.kind in (
        "test",
        "use_limit",
        "history",
        "exposure",
        "dose_limit",
    )


@pytest.mark.parametrize("sample", [each for each in DECIDED if each.not_met], ids=lambda each: each.kind)
def test_the_example_is_not_met_on_the_other_side(sample: Sample) -> None:
    found = judged(sample.text, sample.not_met)
    assert found.verdict is Verdict.not_met, found.reason


@pytest.mark.parametrize("sample", DECIDED, ids=lambda each: each.kind)
def test_without_facts_nothing_is_met_and_nothing_fails(sample: Sample) -> None:
    found = judged(sample.text)
    assert found.verdict is (Verdict.needs_judgment if sample.kind == "judgment" else Verdict.unknown)
    assert found.leaves()[0].needs, "it says what is missing"


@pytest.mark.parametrize("sample", [each for each in SAMPLES if not each.met], ids=lambda each: each.kind)
def test_an_example_without_an_edge_says_itself_in_words(sample: Sample) -> None:
    data = yaml.load(sample.text, yaml.BaseLoader)
    kind = next(each for each in KINDS if each.model_fields["kind"].default == sample.kind)
    assert kind.model_validate(data).says()


def test_text_that_was_not_seen_is_never_met_and_never_failed_and_asks_the_payer() -> None:
    found = judged(
        "{any: [{kind: unseen, id: a, what: the rest}, {kind: age, id: b, at_least: 18}]}", "age: 30"
    )
    assert found.verdict is Verdict.met
    alone = judged("{kind: unseen, id: a, what: the rest}")
    assert alone.verdict is Verdict.unknown
    assert [need.who.value for need in alone.needs()] == ["payer"]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(2.0, "mg/dL", Verdict.met), (176.8, "umol/L", Verdict.met), (177.9, "umol/L", Verdict.not_met),
     (2.0, "furlongs", Verdict.unknown)],
)  # fmt: skip
def test_creatinine_converts_between_conventional_and_si_units(
    value: float, unit: str, expected: Verdict
) -> None:
    """2.0 mg/dL x 88.4 = 176.8 umol/L."""
    rule = "{kind: measurement, id: a, measure: creatinine, at_most: 2, unit: mg/dL}"
    assert (
        verdict(rule, facts(tests=[{"test": "SCr", "value": value, "unit": unit, "on": "2026-11-01"}]))
        is expected
    )


@pytest.mark.parametrize(
    ("value", "upper", "expected"),
    [(120, 40, Verdict.met), (121, 40, Verdict.not_met), (121, None, Verdict.unknown)],
)
def test_multiples_of_the_upper_limit_use_the_laboratorys_own_range(
    value: float, upper: float | None, expected: Verdict
) -> None:
    rule = "{kind: measurement, id: a, measure: ALT, at_most: 3, unit: xULN}"
    result = {"test": "ALT", "value": value, "unit": "U/L", "on": "2026-11-01", "upper_limit": upper}
    assert verdict(rule, facts(tests=[result])) is expected


def test_an_abnormal_ratio_is_read_from_its_range_or_from_the_word() -> None:
    rule = "{kind: measurement, id: a, measure: serum FLC ratio, result: [abnormal]}"
    inside = {"test": "FLC ratio", "value": 1.0, "lower_limit": 0.26, "upper_limit": 1.65, "on": "2026-11-01"}
    assert verdict(rule, facts(tests=[inside])) is Verdict.not_met
    assert verdict(rule, facts(tests=[{**inside, "value": 8.0}])) is Verdict.met
    assert verdict(rule, facts(tests=[{"test": "FLC ratio", "result": "Abnormal"}])) is Verdict.met


def test_lines_are_counted_the_payers_way() -> None:
    shown = """
lines:
  - {regimen: VRd, phase: induction}
  - {regimen: melphalan, phase: transplant}
  - {regimen: lenalidomide, phase: maintenance, progressed_on: 2024-05-01}
  - {regimen: DPd, phase: salvage}
complete: [lines]
"""
    one = "{kind: prior_lines, id: a, at_most: 2, counting: {one_line: [induction, transplant, maintenance]}}"
    assert verdict(one, shown) is Verdict.met
    assert verdict("{kind: prior_lines, id: a, at_least: 4, count: regimens}", shown) is Verdict.met
    assert verdict("{kind: prior_lines, id: a, at_least: 3}", shown) is Verdict.not_met


def test_a_history_that_may_be_longer_settles_a_lower_limit_and_leaves_an_upper_one_open() -> None:
    shown = "lines: [{line: 1, regimen: VRd}, {line: 2, regimen: DPd}]"
    assert verdict("{kind: prior_lines, id: a, at_least: 2}", shown) is Verdict.met
    assert verdict("{kind: prior_lines, id: a, at_least: 3}", shown) is Verdict.unknown
    assert verdict("{kind: prior_lines, id: a, at_most: 3}", shown) is Verdict.unknown
    assert verdict("{kind: prior_lines, id: a, at_most: 1}", shown) is Verdict.not_met


def test_refractory_to_a_drug_looks_only_at_the_lines_that_held_it() -> None:
    """Progression within 60 days of the last dose of lenalidomide: 60 days after May 10 is July 9."""
    rule = """
{kind: disease_state, id: a, any_of: [lenalidomide-refractory], definitions: {lenalidomide-refractory:
  {best_response_below: partial_response, of: [lenalidomide], to: any_line, or_progression_within: 60 days}}}
"""
    line = {"regimen": "VRd", "response": "VGPR", "ended": "2025-05-10", "progressed_on": "2025-07-09"}
    later = {"regimen": "Kd", "response": "PD"}
    assert verdict(rule, facts(lines=[line, later], complete=["lines"])) is Verdict.met
    assert (
        verdict(rule, facts(lines=[{**line, "progressed_on": "2025-07-10"}, later], complete=["lines"]))
        is Verdict.not_met
    )
    assert verdict(rule, facts(lines=[later], complete=["lines"])) is Verdict.not_met
    assert verdict(rule, facts(lines=[later])) is Verdict.unknown
    assert verdict(rule, facts(lines=[{"regimen": "VRd", "refractory": True}])) is Verdict.met


def test_a_washout_of_any_treatment_looks_at_every_line() -> None:
    rule = "{kind: washout, id: a, of: [any], within: 2 weeks, anchor: collection}"
    shown = facts(
        dates={"collection": "2026-12-10"},
        lines=[{"regimen": "Kd", "ended": "2026-11-20"}],
        complete=["lines"],
    )
    assert verdict(rule, shown) is Verdict.met
    assert (
        verdict(rule, shown.model_copy(update={"dates": facts(dates={"collection": "2026-12-04"}).dates}))
        is Verdict.not_met
    )


def test_a_drug_nobody_knows_keeps_an_exclusion_open() -> None:
    rule = "{kind: history, id: a, of: [any], target: BCMA, polarity: exclude}"
    whole = "complete: [lines, cell_therapies]\nlines: [{regimen: study drug ABC-123}]"
    assert verdict(rule, whole) is Verdict.unknown
    assert verdict(rule, whole.replace("study drug ABC-123", "VRd")) is Verdict.met


def test_a_payers_own_words_are_part_of_its_file() -> None:
    """A measure, a unit and a drug class that the toolkit has never heard of."""
    own = policy(
        """
all:
  - {kind: measurement, id: a, measure: zeta index, at_least: 4, unit: zeta}
  - {kind: prior_agent, id: b, any_of: [zeta blocker]}
""",
        vocabulary={
            "units": [
                {"name": "zeta", "dimension": "zeta", "factor": 1},
                {"name": "kilozeta", "dimension": "zeta", "factor": 1000},
            ],
            "measures": [{"name": "zeta index", "unit": "zeta"}],
            "drugs": [{"name": "zeta blocker"}, {"name": "zetamab", "is_a": ["zeta blocker"]}],
        },
    )
    shown = facts(tests=[{"test": "Zeta Index", "value": 0.004, "unit": "kilozeta", "on": "2026-11-01"}],
                  lines=[{"drugs": ["zetamab"]}])  # fmt: skip
    assert verdict(own, shown) is Verdict.met
