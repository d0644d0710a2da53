# ruff: noqa: E501
"""The logical shapes that payers' policies have, one test each; the docstrings name where each was read."""

from __future__ import annotations

import pytest

from sca_toolkit.criteria import Moment, Verdict
from tests.criteria.world import facts, judged, policy, verdict, with_policies

MET, NOT, UNKNOWN = Verdict.met, Verdict.not_met, Verdict.unknown
JUDGMENT, NOT_ASKED = Verdict.needs_judgment, Verdict.not_asked
ADULT = "{kind: age, id: adult, at_least: 18}"
CLASSES = """
  - {kind: prior_agent, id: chemo, any_of: [anthracycline, bendamustine]}
  - {kind: prior_agent, id: cd20, any_of: [anti-CD20 monoclonal antibody]}
  - {kind: prior_agent, id: btk, any_of: [BTK inhibitor]}
"""


def test_all_of() -> None:
    """The list of Aetna CPB 1007: one item that fails fails the whole, one that is open leaves it open."""
    rule = "all:\n  - " + ADULT + "\n  - {kind: performance, id: ecog, scale: ECOG, at_least: 0, at_most: 2}"
    assert verdict(rule, "age: 40\nperformance: [{scale: ECOG, value: 2}]") is MET
    assert verdict(rule, "age: 40") is UNKNOWN
    assert verdict(rule, "age: 17") is NOT


def test_any_of() -> None:
    """UniCare: Karnofsky or Lansky of 50, or ECOG 0 to 3."""
    rule = """
any:
  - {kind: performance, id: a, scale: [Karnofsky, Lansky], at_least: 50}
  - {kind: performance, id: b, scale: ECOG, at_least: 0, at_most: 3}
"""
    assert verdict(rule, "performance: [{scale: Lansky, value: 50}]") is MET
    assert verdict(rule, "performance: [{scale: Karnofsky, value: 40}]") is UNKNOWN
    assert verdict(rule, "performance: [{scale: Karnofsky, value: 40}, {scale: ECOG, value: 4}]") is NOT


def test_none_of() -> None:
    """Aetna CPB 1072: ways to be excluded before any criterion is read."""
    rule = """
none:
  - {kind: age, id: minor, below: 18}
  - {kind: performance, id: ecog, scale: ECOG, at_least: 3}
  - {kind: condition, id: gvhd, any_of: [GVHD]}
"""
    clear = "age: 40\nperformance: [{scale: ECOG, value: 1}]\n"
    assert verdict(rule, clear + "conditions: [{condition: GVHD, state: absent}]") is MET
    assert verdict(rule, clear) is UNKNOWN
    assert verdict(rule, clear + "conditions: [{condition: GVHD, state: active}]") is NOT


def test_at_least_k_of_n() -> None:
    """One of three classes in Texas, all three of the same classes at QualChoice."""
    btk_only = "lines: [{regimen: ibrutinib}]\ncomplete: [lines]"
    assert verdict("at_least: 1\nof:" + CLASSES, btk_only) is MET
    assert verdict("all:" + CLASSES, btk_only) is NOT


def test_a_genuine_any_two_of_rule() -> None:
    """No payer has one yet."""
    rule = """
at_least: 2
of:
  - {kind: measurement, id: ldh, measure: LDH, above: 1, unit: xULN}
  - {kind: performance, id: ecog, scale: ECOG, at_least: 2}
  - {kind: condition, id: cns, any_of: [CNS involvement]}
"""
    one = "performance: [{scale: ECOG, value: 2}]\n"
    assert verdict(rule, one) is UNKNOWN
    assert verdict(rule, one + "conditions: [{condition: CNS lymphoma, state: active}]") is MET
    none = "conditions: [{condition: CNS disorder, state: absent}]\n"
    assert verdict(rule, none + "performance: [{scale: ECOG, value: 0}]") is NOT
    assert verdict(rule, one + none) is UNKNOWN
    sets = judged(rule, one).open_sets
    assert [[need.key for need in each.needs] for each in sets if each.toward.value == "met"] == [
        ["condition:cns involvement"],
        ["test:ldh"],
    ]
    assert [len(each.needs) for each in sets if each.toward.value == "not_met"] == [2]


def test_count_within_a_class() -> None:
    """Texas: four or more lines of the listed classes."""
    rule = "{kind: prior_lines, id: a, at_least: 2, of_classes: [proteasome inhibitor, IMiD]}"
    assert verdict(rule, "lines: [{regimen: VRd}, {regimen: Kd}, {regimen: BR}]") is MET
    assert verdict(rule, "lines: [{regimen: VRd}, {regimen: BR}, {regimen: BR}]\ncomplete: [lines]") is NOT


def test_bounded_range() -> None:
    """QualChoice BI667: two to five earlier regimens."""
    rule = "{kind: prior_lines, id: a, at_least: 2, at_most: 5, count: regimens}"
    for number, expected in ((1, NOT), (2, MET), (5, MET), (6, NOT)):
        assert verdict(rule, facts(lines=[{"regimen": "BR"}] * number, complete=["lines"])) is expected


MEASURABLE = """
any:
  - any:
    - {kind: measurement, id: serum, measure: serum M-protein, at_least: 1, unit: g/dL, within: 30 days}
    - {kind: measurement, id: urine, measure: urine M-protein, at_least: 200, unit: mg/24h, within: 30 days}
    - all:
      - {kind: measurement, id: flc, measure: involved serum FLC, at_least: 10, unit: mg/dL,
         equivalent: {at_least: 100, unit: mg/L}, within: 30 days}
      - {kind: measurement, id: ratio, measure: serum FLC ratio, result: [abnormal]}
  - {kind: test, id: progression, any_of: [disease assessment], result: [progressive disease], within: 60 days,
     anchor: last_dose, direction: after}
"""


def test_nested_any_inside_any_inside_all() -> None:
    """QualChoice BI699: measurable disease in thirty days, or progression sixty days after the last dose."""
    chain = {"test": "involved FLC", "value": 100, "unit": "mg/L", "on": "2026-11-10"}
    ratio = {"test": "FLC ratio", "result": "abnormal", "on": "2026-11-10"}
    assert verdict(MEASURABLE, facts(tests=[chain, ratio])) is MET
    assert verdict(MEASURABLE, facts(tests=[chain])) is UNKNOWN
    grew = {"test": "disease assessment", "result": "progressive disease", "on": "2026-11-02"}
    assert verdict(MEASURABLE, facts(tests=[grew], lines=[{"regimen": "Kd", "ended": "2026-09-03"}])) is MET
    assert (
        verdict(MEASURABLE, facts(tests=[grew], lines=[{"regimen": "Kd", "ended": "2026-09-02"}])) is UNKNOWN
    )


def test_alternative_routes_each_an_all_of() -> None:
    """QualChoice BI686: two lines; or early failure of the first; or unfit for transplant."""
    rule = """
any:
  - all:
    - {kind: prior_lines, id: two, at_least: 2}
    - {kind: prior_agent, id: agents, all_of: [anti-CD20, anthracycline]}
  - {kind: interval, id: early, from: first_line_end, to: relapse_or_progression, at_most: 12, unit: months}
  - all:
    - {kind: condition, id: unfit, any_of: [transplant ineligible]}
    - {kind: prior_lines, id: one, at_least: 1}
"""
    assert verdict(rule, "lines: [{regimen: R-CHOP, line: 1}, {regimen: R-ICE, line: 2}]") is MET
    assert verdict(rule, "lines: [{regimen: R-CHOP, ended: 2026-01-10, progressed_on: 2026-11-01}]") is MET
    unfit = "lines: [{regimen: BR, line: 1}]\nconditions: [{condition: HSCT-ineligible, state: active}]"
    assert verdict(rule, unfit) is MET


def test_conditional_on_diagnosis() -> None:
    """BlueCross BlueShield of Tennessee: marrow blasts above 5 percent for ALL only."""
    rule = """
switch: diagnosis
cases:
  - {is: [mantle cell lymphoma], then: met}
  - is: [ALL]
    then: {kind: measurement, id: blasts, measure: marrow blasts, above: 5, unit: "%"}
otherwise: not_met
"""
    assert verdict(rule, "diagnosis: {icd10: [C83.18]}") is MET
    assert (
        verdict(rule, "diagnosis: {icd10: [C91.02]}\ntests: [{test: marrow blasts, value: 5, unit: '%'}]")
        is NOT
    )
    assert (
        verdict(rule, "diagnosis: {icd10: [C91.02]}\ntests: [{test: marrow blasts, value: 5.1, unit: '%'}]")
        is MET
    )
    assert verdict(rule, "diagnosis: {icd10: [C90.00]}") is NOT
    assert verdict(rule) is UNKNOWN


def test_conditional_on_marker() -> None:
    """BlueChoice CAM 938HB: a TKI where Philadelphia-positive, nothing more where negative."""
    rule = """
switch: marker
of: Philadelphia chromosome
cases:
  - is: positive
    then: {kind: prior_agent, id: tki, any_of: [BCR-ABL TKI]}
  - {is: negative, then: not_asked}
otherwise: not_met
"""
    assert verdict("all:\n  - " + ADULT + "\n  - " + rule.strip().replace("\n", "\n    "),
                   "age: 40\ntests: [{test: Ph, result: negative}]") is MET  # fmt: skip
    assert verdict(rule, "tests: [{test: Ph, result: positive}]\nlines: [{drugs: [imatinib]}]") is MET
    assert verdict(rule, "tests: [{test: Ph, result: positive}]\ncomplete: [lines]") is NOT
    assert verdict(rule, "lines: [{drugs: [imatinib]}]") is UNKNOWN


def test_conditional_on_age_or_indication() -> None:
    """Centene's change log: the adult rule is waived for primary mediastinal lymphoma."""
    rule = """
all:
  - {kind: age, id: adult, at_least: 18}
  - any:
    - {kind: diagnosis, id: pmbcl, any_of: [PMBCL], waives: [adult]}
    - {kind: diagnosis, id: lbcl, any_of: [large B-cell lymphoma]}
"""
    assert verdict(rule, "age: 16\ndiagnosis: {icd10: [C85.20]}") is MET
    assert verdict(rule, "age: 16\ndiagnosis: {icd10: [C83.33]}") is NOT
    assert "waived" in (judged(rule, "age: 16\ndiagnosis: {icd10: [C85.20]}").leaves()[0].reason)


def test_conditional_on_line_of_business() -> None:
    """Blue Cross Blue Shield of Massachusetts: another fax for Medicare Advantage."""
    rule = policy(
        "{all: [" + ADULT + "]}",
        administrative=[
            {
                "kind": "document",
                "id": "fax-ma",
                "form": "941",
                "applies_when": {"line_of_business": "medicare_advantage"},
            },
        ],
    )
    found = judged(rule, "age: 40\nline_of_business: commercial")
    assert found.verdict is MET
    assert found.administrative[0].verdict is NOT_ASKED
    assert judged(rule, "age: 40\nline_of_business: medicare_advantage").administrative[0].verdict is UNKNOWN


CD19 = """
kind: history
id: cd19
of: [any]
target: CD19
except_for: [blinatumomab]
polarity: exclude
"""


def test_exception_inside_an_exclusion() -> None:
    """Aetna CPB 1072: any CD19 drug but blinatumomab."""
    whole = "\ncomplete: [lines, cell_therapies]"
    assert verdict(CD19, "lines: [{drugs: [blinatumomab]}]" + whole) is MET
    assert verdict(CD19, "lines: [{drugs: [tafasitamab]}]" + whole) is NOT


def test_exclusion_lifted_by_a_test() -> None:
    """BlueChoice CAM 938HB: an earlier CD19 drug does no harm where a biopsy after it is CD19-positive."""
    rule = CD19.replace("except_for: [blinatumomab]\n", "") + (
        "lifted_by: {kind: test, id: rebiopsy, any_of: [CD19], result: [positive], anchor: last_exposure, direction: after}"
    )
    had = "lines: [{drugs: [blinatumomab], started: 2025-01-05, ended: 2025-03-05}]\ncomplete: [lines, cell_therapies]\n"
    assert verdict(rule, had + "tests: [{test: CD19, result: positive, on: 2025-03-06}]") is MET
    assert verdict(rule, had + "tests: [{test: CD19, result: negative, on: 2025-03-06}]") is NOT
    assert verdict(rule, had + "tests: [{test: CD19, result: positive, on: 2025-01-01}]") is UNKNOWN


def test_lookback_with_the_anchor_stated() -> None:
    """BlueChoice CAM 938HB: no live vaccine in the six weeks before lymphodepletion, both ends inside."""
    rule = "{kind: washout, id: a, of: [live vaccine], within: 6 weeks, anchor: lymphodepletion}"
    plan = "dates: {lymphodepletion: 2026-12-01}\ncomplete: [exposures]\n"
    assert verdict(rule, plan + "exposures: [{what: live vaccine, on: 2026-10-20}]") is NOT
    assert verdict(rule, plan + "exposures: [{what: live vaccine, on: 2026-10-19}]") is MET
    assert (
        verdict(rule, "complete: [exposures]\nexposures: [{what: live vaccine, on: 2026-10-19}]") is UNKNOWN
    )


def test_lookback_with_the_anchor_not_stated() -> None:
    """Centene CP.PHAR.362: a lymphocyte count from the last thirty days, before nobody says what."""
    rule = "{kind: measurement, id: alc, measure: ALC, at_least: 100, unit: cells/uL, within: 30 days}"
    drawn = "tests: [{test: ALC, value: 400, unit: cells/uL, on: 2026-11-02}]\n"
    assert verdict(rule, drawn) is MET
    assert verdict(rule, drawn + "dates: {collection: 2026-12-02}") is MET
    late = judged(rule, drawn + "dates: {collection: 2026-12-03}")
    assert late.verdict is UNKNOWN
    notes = " ".join(late.leaves()[0].notes)
    assert (
        "The answer depends on it: from the request (Nov 22, 2026) met, from cell collection (Dec 3, 2026) unknown"
        in notes
    )
    assert "Not judged from the infusion" in notes


def test_anchors_that_give_opposite_answers_need_a_person() -> None:
    rule = "{kind: measurement, id: alc, measure: ALC, at_least: 100, unit: cells/uL, within: 30 days, which: every}"
    shown = facts(
        dates={"request": "2026-10-01", "collection": "2026-11-20"},
        tests=[{"test": "ALC", "value": 90, "unit": "cells/uL", "on": "2026-09-20"},
               {"test": "ALC", "value": 300, "unit": "cells/uL", "on": "2026-11-15"}],
    )  # fmt: skip
    assert verdict(rule, shown) is JUDGMENT


def test_interval_between_two_clinical_events() -> None:
    """Texas Medicaid: relapse no more than twelve months after the first line."""
    rule = "{kind: interval, id: a, from: first_line_end, to: relapse, at_most: 12, unit: months}"
    line = "lines: [{regimen: R-CHOP, response: CR, ended: 2025-02-28}]\n"
    assert verdict(rule, line + "disease_events: [{event: relapse, on: 2026-02-28}]") is MET
    assert verdict(rule, line + "disease_events: [{event: relapse, on: 2026-03-01}]") is NOT
    assert verdict(rule, line) is UNKNOWN
    assert verdict(rule, line + "complete: [disease_events]") is NOT


@pytest.mark.parametrize(("value", "unit"), [(10, "mg/dL"), (100, "mg/L"), (0.1, "g/L")])
def test_number_with_unit_and_its_equivalent(value: float, unit: str) -> None:
    """QualChoice BI699: 10 mg/dL is 100 mg/L."""
    rule = """
{kind: measurement, id: flc, measure: involved serum FLC, at_least: 10, unit: mg/dL, equivalent: {at_least: 100, unit: mg/L}}
"""
    result = {"test": "involved serum FLC", "value": value, "unit": unit, "on": "2026-11-01"}
    assert verdict(rule, facts(tests=[result])) is MET
    assert verdict(rule, facts(tests=[{**result, "value": value * 0.99}])) is NOT


def test_clinical_judgment() -> None:
    """Aetna CPB 1007: organ function adequate and stable, without a number."""
    rule = "{kind: judgment, id: organs, topic: organ function is adequate and stable}"
    assert verdict(rule) is JUDGMENT
    assert verdict(rule, "judgments: [{about: organs, answer: met, on: 2026-11-20}]") is MET


def test_factors_weighed_without_a_pass_rule() -> None:
    """UnitedHealthcare 2026: factors are weighed; no value of theirs passes or fails."""
    rule = """
weigh:
  - {kind: judgment, id: renal, topic: renal status, looks_at: [GFR, creatinine]}
  - {kind: measurement, id: lvef, measure: LVEF, at_least: 40, unit: "%"}
"""
    assert verdict(rule) is JUDGMENT
    assert verdict(rule, "tests: [{test: LVEF, value: 20, unit: '%', on: 2026-11-01}]") is JUDGMENT


def test_attestation_about_the_future() -> None:
    """BlueChoice CAM 938HB: no live vaccine until immune recovery."""
    rule = "{kind: forecast, id: vaccine, statement: no live vaccine is given, until: immune recovery}"
    assert verdict(rule) is UNKNOWN
    assert verdict(rule, "attestations: [{statement: vaccine, on: 2026-11-20}]") is MET


def test_by_reference() -> None:
    """CDPHP: the national determination governs."""
    other = policy("{kind: age, id: ncd-adult, at_least: 18}", id="ncd")
    rule = policy("{kind: reference, id: see, policy: ncd}")
    world = with_policies(other, rule)
    assert verdict(rule, "age: 40", among=world) is MET
    assert verdict(rule, "age: 17", among=world) is NOT
    assert verdict("{kind: reference, id: see, to: Medicare Benefit Policy Manual}") is JUDGMENT


def test_duty_after_approval() -> None:
    """MassHealth: a report about thirty days after the infusion never decides the approval."""
    duty = {
        "kind": "duty",
        "id": "report",
        "what": "report the response",
        "within": "30 days",
        "after": "infusion",
    }
    found = judged(policy("{all: [" + ADULT + "]}", administrative=[duty]), "age: 40")
    assert (found.verdict, found.administrative[0].verdict) == (MET, NOT_ASKED)
    assert found.administrative[0].label == "report the response within 30 days of infusion"


def test_what_is_due_later_is_not_asked_at_the_request() -> None:
    rule = (
        "{all: ["
        + ADULT
        + ", {kind: test, id: blasts, any_of: [bone marrow assessment], due: lymphodepletion}]}"
    )
    found = judged(rule, "age: 40")
    assert (found.verdict, found.due_later) == (MET, ("blasts",))
    assert verdict(rule, "age: 40", moment=Moment.lymphodepletion) is UNKNOWN


def test_polarity_reads_the_same_fact_from_both_sides() -> None:
    """ECOG of 3 excludes; ECOG 0 to 2 is required. Nobody asks twice, and silence settles neither."""
    exclude = "{kind: performance, id: a, scale: ECOG, at_least: 3, polarity: exclude}"
    require = "{kind: performance, id: a, scale: ECOG, at_most: 2}"
    for value, expected in ((2, MET), (3, NOT)):
        for rule in (exclude, require):
            assert verdict(rule, facts(performance=[{"scale": "ECOG", "value": value}])) is expected
    assert verdict(exclude) is verdict(require) is UNKNOWN
    assert "Record its absence" in judged(exclude).leaves()[0].reason


def test_payer_wide_rules_are_inherited_by_a_products_policy() -> None:
    wide = policy("{kind: age, id: wide-adult, at_least: 18}", id="wide")
    own = policy("{kind: performance, id: ecog, scale: ECOG, at_most: 1}", inherits=["wide"])
    world = with_policies(wide, own)
    assert verdict(own, "age: 17\nperformance: [{scale: ECOG, value: 0}]", among=world) is NOT
    assert verdict(own, "age: 18\nperformance: [{scale: ECOG, value: 0}]", among=world) is MET


def test_a_criterion_is_asked_only_while_it_is_in_force() -> None:
    """Texas removed its specialist rule on November 1, 2021."""
    from datetime import date

    rule = "{all: [" + ADULT + ", {kind: prescriber, id: spec, any_of: [oncologist], removed: 2021-11-01}]}"
    assert verdict(rule, "age: 40", as_of=date(2021, 10, 31)) is UNKNOWN
    assert verdict(rule, "age: 40", as_of=date(2021, 11, 1)) is MET


def test_two_readings_are_both_judged() -> None:
    """Texas: four lines of the classes, or four lines among which the classes appear."""
    rule = """
readings:
  - understood: four lines, each of these classes
    rule: {kind: prior_lines, id: strict, at_least: 2, of_classes: [IMiD]}
  - understood: four lines with the classes among them
    rule: {kind: prior_lines, id: wide, at_least: 2, include_classes: [IMiD]}
"""
    assert verdict(rule, "lines: [{regimen: VRd}, {regimen: DPd}]") is MET
    differs = judged(rule, "lines: [{regimen: VRd}, {regimen: Kd}]\ncomplete: [lines]")
    assert differs.verdict is JUDGMENT
    assert "The readings differ" in differs.reason or "The readings differ" in (
        differs.root.reason if differs.root else ""
    )


def test_a_policy_that_only_routes_asks_nothing() -> None:
    rule = policy(administrative=[{"kind": "routing", "id": "r", "channel": ["fax"]}])
    assert judged(rule).verdict is NOT_ASKED
