"""Policies compared: with the label, with one another, with their earlier version; what is shared, what is flagged."""

from __future__ import annotations

from datetime import date

from sca_toolkit.criteria import Policy, Verdict
from sca_toolkit.criteria.against_label import Stance, label_differences
from sca_toolkit.criteria.flags import FlagKind, flags, not_in_policy
from sca_toolkit.criteria.matrix import NOT_ASKED, NOT_SEEN, core, matrix
from sca_toolkit.criteria.versions import ChangeKind, affected, dated_changes, version_changes
from tests.criteria.world import TODAY, facts, policy, world

ADULT = {"kind": "age", "id": "adult", "at_least": 18}
ECOG = {"kind": "performance", "id": "ecog", "scale": "ECOG", "at_most": 2}


def made(name: str, *criteria: object, **more: object) -> Policy:
    return policy({"all": list(criteria)}, id=name, payer=more.pop("payer", name), **more)


def test_a_matrix_has_a_row_for_each_topic_whatever_it_is_called() -> None:
    one = made("one", ADULT, {**ECOG, "scale": "ECOG performance status"})
    two = made("two", {**ADULT, "at_least": 21}, {**ECOG, "at_most": 1}, seen="partial")
    three = made("three", ADULT)
    found = matrix([one, two, three], world(), TODAY)
    rows = {row.topic: [cell.text for cell in row.cells] for row in found.rows}
    assert rows == {
        "Age": ["age at least 18 years", "age at least 21 years", "age at least 18 years"],
        "Performance status: ECOG": ["ECOG performance status at most 2", "ECOG at most 1", NOT_ASKED],
    }
    assert [row.asked_by for row in found.rows] == [3, 2]


def test_a_criterion_under_none_of_reads_as_an_exclusion() -> None:
    one = made("one", {"none": [{"kind": "age", "id": "minor", "below": 18}]}, products=["axi-cel"])
    found = matrix([one, made("two", ADULT)], world(), TODAY)
    assert [cell.text for cell in found.rows[0].cells] == [
        "excludes: age below 18 years",
        "age at least 18 years",
    ]
    assert [each.stance for each in label_differences(one, "axi-cel", world(), TODAY)] == [Stance.same]


def test_silence_in_a_policy_seen_in_part_is_not_called_silence() -> None:
    found = matrix([made("one", ADULT, ECOG), made("two", ADULT, seen="partial")], world(), TODAY)
    assert found.rows[1].cells[1].text == NOT_SEEN


def test_the_core_counts_payers_and_not_policies() -> None:
    same = [
        made("a1", ADULT, ECOG, payer="a"),
        made("a2", ADULT, ECOG, payer="a"),
        made("b1", ADULT, payer="b"),
    ]
    assert [item.topic for item in core(same, world(), TODAY, at_least=2)] == ["Age"]
    assert [item.topic for item in core(same, world(), TODAY, at_least=1)] == [
        "Age",
        "Performance status: ECOG",
    ]


def test_a_new_version_is_told_by_the_ids_of_its_criteria() -> None:
    old = made("p", ADULT, ECOG, {"kind": "unseen", "id": "rest", "what": "the rest"})
    new = policy({"all": [{**ADULT, "note": "read again"}, {"any": [{**ECOG, "at_most": 1},
                  {"kind": "age", "id": "young", "below": 60}]}]})  # fmt: skip
    assert [(each.id, each.kind, each.fields) for each in version_changes(old, new)] == [
        ("rest", ChangeKind.removed, ()),
        ("young", ChangeKind.added, ()),
        ("ecog", ChangeKind.changed, ("at_most",)),
    ]
    assert version_changes(new, new) == ()
    moved = policy({"any": [ADULT, ECOG]})
    assert [
        (each.id, each.before, each.after) for each in version_changes(made("p", ADULT, ECOG), moved)
    ] == [
        ("adult", "all", "any"),
        ("ecog", "all", "any"),
    ]


def test_a_new_version_names_the_cases_it_touches() -> None:
    old, new = made("p", ADULT, ECOG), made("p", ADULT, {**ECOG, "at_most": 1})
    shown = facts(age=40, performance=[{"scale": "ECOG", "value": 2}])
    (found,) = affected(old, new, [("C-1", shown), ("C-2", facts(age=17))], TODAY, world())
    assert (found.case, found.before, found.after) == ("C-1", Verdict.met, Verdict.not_met)


def test_dates_on_criteria_are_versions_too() -> None:
    rule = made("p", {**ADULT, "removed": "2021-11-01"}, {**ECOG, "effective": "2021-11-01"})
    found = dated_changes(rule, date(2021, 10, 31), date(2021, 11, 1))
    assert [(each.id, each.kind) for each in found] == [
        ("adult", ChangeKind.removed),
        ("ecog", ChangeKind.added),
    ]


def test_four_lines_are_stricter_than_a_label_that_asks_for_one() -> None:
    """The label of cilta-cel asks for one earlier line since April 2024; several policies still ask for four."""
    rule = made("p", ADULT, ECOG, {"kind": "prior_lines", "id": "four", "at_least": 4})
    found = {each.leaf: each for each in label_differences(rule, "cilta-cel", world(), TODAY)}
    assert {name: each.stance for name, each in found.items()} == {
        "adult": Stance.same,
        "ecog": Stance.beyond,
        "four": Stance.stricter,
    }
    assert found["four"].label_says == "1 earlier line or more"


def test_flags_give_the_sentence_to_push_back_with() -> None:
    rule = made(
        "p",
        {"kind": "site", "id": "rems", "requirement": "REMS enrollment"},
        {"kind": "document", "id": "dental", "any_of": ["dental clearance"], "carry_over": "transplant"},
        {"kind": "forecast", "id": "near", "statement": "stays near the center", "lasting": "4 weeks"},
        {"kind": "use_limit", "id": "once", "at_most": 1, "codes": ["0540T"]},
        products=["cilta-cel"],
        indication="multiple myeloma",
        effective="2022-03-01",
    )
    found = {each.kind: each for each in flags(rule, world(), TODAY)}
    assert set(found) == set(FlagKind) - {FlagKind.doubt}
    assert found[FlagKind.ended_program].text.endswith("the FDA ended this REMS on June 26, 2025.")
    assert "14 calendar days" in found[FlagKind.watch_longer_than_label].text
    assert "0540T" in found[FlagKind.retired_code].text


def test_before_the_program_ended_it_is_not_flagged() -> None:
    rule = made("p", {"kind": "site", "id": "rems", "requirement": "REMS enrollment"}, products=["cilta-cel"])
    assert flags(rule, world(), date(2025, 6, 25)) == ()


def test_a_label_that_gained_another_disease_does_not_age_the_policy() -> None:
    rule = made("p", ADULT, products=["brexu-cel"], indication="mantle cell lymphoma", effective="2021-01-01")
    assert flags(rule, world(), TODAY) == ()


def test_an_item_the_policy_does_not_hold_is_named_with_the_transplant_list_it_comes_from() -> None:
    car_t = made("p", ADULT, ECOG, number="MP-1")
    listed = made(
        "t", {"kind": "document", "id": "d", "any_of": ["dental clearance"]}, transplant=True, number="TX-9"
    )
    found = not_in_policy(["dental clearance", "ECOG"], car_t, world(), [listed])
    assert [each.text for each in found] == [
        "Dental clearance is asked, and the policy MP-1 does not hold it. It stands in the transplant policy TX-9."
    ]
