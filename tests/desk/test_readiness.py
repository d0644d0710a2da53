"""Readiness of the invented example case for its payer and for the others, by hand from the dates in its file.

The plan: collection December 3, lymphodepletion December 23, infusion December 28, 2026. The blood
count is of November 18; the policy counts it for 14 days before collection, so until December 2: a day too short.
"""

from __future__ import annotations

from datetime import date

import pytest

from sca_toolkit.case import Case, Component
from sca_toolkit.criteria import Verdict
from sca_toolkit.desk import Desk
from sca_toolkit.desk.readiness import Readiness, across, payers_with_criteria, readiness
from sca_toolkit.desk.readiness_lines import Standing
from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library

DAY = date(2026, 11, 22)
DESK = Desk(Library())


def case(number: str) -> Case:
    return DESK.library.case(f"CASE-2026-{number}")


@pytest.fixture(scope="module")
def held() -> Readiness:
    return readiness(DESK, case("101"), None, DAY)


def test_a_result_that_runs_out_a_day_before_collection_is_missing_and_says_when_to_draw_it(
    held: Readiness,
) -> None:
    (line,) = held.open_lines
    assert line.id.endswith("alc-100")
    assert line.standing is Standing.missing
    assert [need.who.words for need in line.needs] == ["laboratory"]
    assert line.window is not None
    assert (line.window.first, line.window.last) == (date(2026, 11, 19), date(2026, 12, 3))
    assert line.by == date(2026, 12, 3)


def test_what_runs_out_is_told_as_planned_and_a_week_later(held: Readiness) -> None:
    by_id = {each.criterion or each.what: each for each in held.expiries}
    count = by_id["example-en-0412-axi-cel-alc-100"]
    assert (count.counts_until, count.lapses, count.spare) == (date(2026, 12, 2), True, -1)
    viral = by_id["example-en-0412-axi-cel-viral-screen"]
    assert (viral.counts_until, viral.lapses, viral.lapses_if_slipped) == (date(2026, 12, 17), False, False)


def test_slipping_a_week_makes_a_result_run_out_that_held() -> None:
    """Screened on November 17 counts until December 17; collection on December 11 slips to December 18."""
    dates = case("101").dates.model_copy(update={"collection": date(2026, 12, 11)})
    moved = readiness(DESK, case("101").model_copy(update={"dates": dates}), None, DAY)
    viral = next(each for each in moved.expiries if (each.criterion or "").endswith("viral-screen"))
    assert (viral.lapses, viral.lapses_if_slipped) == (False, True)


def test_what_is_judged_at_a_later_moment_is_due_later_with_its_day(held: Readiness) -> None:
    later = {
        line.id.removeprefix("example-en-0412-axi-cel-"): line for line in held.policies[0].of(Standing.later)
    }
    assert set(later) == {"viral-screen", "anc-500", "no-live-vaccine"}
    assert later["anc-500"].due_on == date(2026, 12, 23)
    window = later["anc-500"].window
    assert window is not None
    assert window.first == date(2026, 12, 20)


def test_an_exclusion_that_is_shown_absent_counts_as_met(held: Readiness) -> None:
    line = next(each for each in held.policies[0].lines if each.id.endswith("no-prior-cart"))
    assert line.standing is Standing.met
    assert line.asks == "Excluded: the member has had any CAR T therapy"


def test_a_way_that_is_not_needed_is_not_asked_for() -> None:
    """The medicine of one line only: the way over two lines fails, the early relapse carries it."""
    lines = case("101").evidence.lines[:1]
    changed = case("101").model_copy(
        update={"evidence": case("101").evidence.model_copy(update={"lines": lines})}
    )
    policy = readiness(DESK, changed, None, DAY).policies[0]
    two = next(each for each in policy.lines if each.id.endswith("lines-min-2"))
    assert two.standing is Standing.failed
    assert two.settled
    assert not two.open


def test_a_transplant_item_outside_the_car_t_policy_is_named_for_a_waiver(held: Readiness) -> None:
    assert held.carried_over == ("Dental clearance",)


def test_each_part_of_the_authorization_has_its_own_channel_papers_and_clock(held: Readiness) -> None:
    parts = {each.component: each for each in held.parts}
    assert parts[Component.product].approval == "EX-PA-88103 until Feb 17, 2027"
    assert "5 business days" in parts[Component.product].clock
    assert parts[Component.stay].channel == "fax 555-0102 (Utilization Management)"
    assert "72 hours" in parts[Component.stay].clock
    assert "90 days from approval" in parts[Component.product].validity


def test_the_same_case_stands_against_all_payers_the_closest_first() -> None:
    rows = across(DESK, case("105"), DAY)
    verdicts = {row.policy: row.verdict for row in rows}
    assert verdicts["aetna-cpb1007-cilta-cel"] is Verdict.not_met
    assert verdicts["uhc-2026-universal-minimum"] is Verdict.needs_judgment
    assert "centene-cpmp247-transplant-documents" not in verdicts
    order = [row.verdict for row in rows]
    assert order.index(Verdict.unknown) < order.index(Verdict.not_met)


def test_two_lines_fail_a_rule_of_four_and_the_reason_quotes_them() -> None:
    held = readiness(DESK, case("105"), "qualchoice", DAY)
    failed = held.policies[0].of(Standing.failed)
    assert [line.id for line in failed] == ["qualchoice-bi699-cilta-cel-lines-min-4"]
    assert "VRd" in failed[0].reason


def test_a_policy_for_another_disease_is_set_apart() -> None:
    held = readiness(DESK, case("103"), "qualchoice", DAY)
    assert [each.policy.id for each in held.asked] == ["qualchoice-bi666-tisa-cel-all"]
    assert [each.policy.id for each in held.policies if each.other_disease] == [
        "qualchoice-bi666-tisa-cel-lbcl"
    ]


def test_a_payer_without_criteria_has_nothing_to_judge_and_an_unknown_one_is_refused() -> None:
    assert readiness(DESK, case("103"), None, DAY).policies == ()
    with pytest.raises(UsageProblem, match="There is no payer 'aetan'"):
        readiness(DESK, case("103"), "aetan", DAY)
    nobody = case("103").model_copy(
        update={"coverage": case("103").coverage.model_copy(update={"payer": None})}
    )
    with pytest.raises(UsageProblem, match="names no payer"):
        readiness(DESK, nobody, None, DAY)


def test_payers_with_criteria_are_listed_by_name() -> None:
    names = [name for _, name in payers_with_criteria(DESK)]
    assert names == sorted(names)
    assert "Example National Health (invented)" in names
