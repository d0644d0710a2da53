"""Cases are kept with every version; a stale save is told what changed and loses nothing."""

from __future__ import annotations

from datetime import date

import pytest

from sca_toolkit.case import Coverage, LineOfBusiness, Member, PlannedDates
from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.store import (
    Conflict,
    Store,
    add_case,
    add_cases,
    assign,
    case_history,
    case_row,
    count_cases,
    save_case,
    stored_case,
    stored_cases,
    trail_of,
    verify,
)
from tests.store.samples import NOW, case, read_case, with_case, writing


def test_a_case_comes_back_as_it_was_kept(store: Store) -> None:
    kept = with_case(
        store, member=Member(name="Zoë Ünal-O’Brien", member_id="00100"), notes="50% — “quoted”\n日本"
    )
    assert read_case(store) == kept
    with store.reading() as read:
        found = stored_case(read, "CASE-1")
    assert (found.version, found.owner, found.saved_by, found.saved_at) == (1, None, "rlee", NOW)


def test_saving_makes_a_new_version_and_keeps_the_old_one(store: Store) -> None:
    first = with_case(store)
    second = first.model_copy(update={"product": "liso-cel"})
    with writing(store, "mdiaz", hours=1) as write:
        assert save_case(write, second, version=1) == 2
    with store.reading() as read:
        assert [(old.version, old.case.product, old.saved_by) for old in case_history(read, "CASE-1")] == [
            (1, "axi-cel", "rlee"),
            (2, "liso-cel", "mdiaz"),
        ]
        assert case_row(read, "CASE-1").product == "liso-cel"
        assert trail_of(read, "CASE-1")[-1].details == {"product": {"was": "axi-cel", "now": "liso-cel"}}


def test_saving_what_is_there_makes_no_version(store: Store) -> None:
    kept = with_case(store)
    with writing(store) as write:
        assert save_case(write, kept, version=1) == 1
    with store.reading() as read:
        assert len(case_history(read, "CASE-1")) == 1


def test_a_stale_save_names_fields_people_times_and_both_values(store: Store) -> None:
    read_by_both = with_case(store)
    moved = read_by_both.model_copy(update={"dates": PlannedDates(needed_by=date(2026, 12, 3))})
    with writing(store, "mdiaz", hours=1) as write:
        save_case(write, moved, version=1)
    with writing(store, "kcho", hours=2) as write:
        save_case(write, moved.model_copy(update={"travel_miles": 80}), version=2)
    mine = read_by_both.model_copy(
        update={"notes": "called twice", "dates": PlannedDates(needed_by=date(2026, 12, 8))}
    )
    with pytest.raises(Conflict) as caught, writing(store, "rlee", hours=3) as write:
        save_case(write, mine, version=1)
    conflict = caught.value
    said = {c.path: (c.was, c.theirs, c.mine, c.who, c.when.hour, c.clashes) for c in conflict.changes}
    assert said == {
        "dates.needed_by": ("2026-12-01", "2026-12-03", "2026-12-08", "mdiaz", 16, True),
        "dates.infusion": ("2027-01-05", None, None, "mdiaz", 16, False),
        "travel_miles": (None, 80, None, "kcho", 17, False),
    }
    assert conflict.latest == 3
    assert "saved by kcho and mdiaz" in str(conflict)
    assert "You changed the same: dates.needed_by." in str(conflict)
    assert read_case(store).notes is None, "nothing was written"


def test_both_sides_of_a_conflict_can_be_kept(store: Store) -> None:
    first = with_case(store)
    with writing(store, "mdiaz") as write:
        save_case(write, first.model_copy(update={"travel_miles": 80}), version=1)
    mine = first.model_copy(update={"notes": "called twice"})
    with pytest.raises(Conflict) as caught, writing(store) as write:
        save_case(write, mine, version=1)
    with writing(store) as write:
        save_case(write, type(mine).model_validate(caught.value.merged()), version=caught.value.latest)
    both = read_case(store)
    assert (both.travel_miles, both.notes) == (80, "called twice")


def test_a_stale_save_of_the_same_content_is_no_conflict(store: Store) -> None:
    first = with_case(store)
    same = first.model_copy(update={"travel_miles": 80})
    for _ in range(2):
        with writing(store) as write:
            assert save_case(write, same, version=1) == 2


def test_cases_are_added_all_or_none(store: Store) -> None:
    with_case(store, "CASE-2")
    with pytest.raises(DataError) as caught, writing(store) as write:
        add_cases(write, [case("CASE-1"), case("CASE-2"), case("CASE-3"), case("CASE-3")])
    assert [(problem.place, problem.message) for problem in caught.value.problems] == [
        ("case 2", "The record already has a case CASE-2."),
        ("case 4", "The record already has a case CASE-3."),
    ]
    with store.reading() as read:
        assert count_cases(read) == 1


def test_a_case_that_is_not_there_is_said_so(store: Store) -> None:
    with pytest.raises(UsageProblem, match="no case CASE-9"), store.reading() as read:
        stored_case(read, "CASE-9")
    with pytest.raises(UsageProblem, match="no case CASE-9"), writing(store) as write:
        save_case(write, case("CASE-9"), version=1)
    with pytest.raises(UsageProblem, match="no case CASE-9"), writing(store) as write:
        assign(write, "CASE-9", "rlee")


def test_the_owner_changes_without_a_new_version(store: Store) -> None:
    with_case(store)
    with writing(store, "mdiaz") as write:
        assign(write, "CASE-1", "kcho")
    with store.reading() as read:
        assert (case_row(read, "CASE-1").owner, stored_case(read, "CASE-1").version) == ("kcho", 1)
        last = trail_of(read, "CASE-1")[-1]
    assert (last.what, last.who, last.details) == ("owner set", "mdiaz", {"was": None, "now": "kcho"})
    assert verify(store) == []


def test_the_columns_of_lists_follow_the_case(store: Store) -> None:
    with_case(store)
    moved = case(
        coverage=Coverage(payer="aetna", line_of_business=LineOfBusiness.medicare_advantage),
        dates=PlannedDates(infusion=date(2027, 2, 1)),
    )
    with writing(store) as write:
        save_case(write, moved, version=1)
    with store.reading() as read:
        row = case_row(read, "CASE-1")
    assert (row.payer, row.line_of_business, row.infusion_on, row.needed_by) == (
        "aetna", "medicare_advantage", date(2027, 2, 1), None,
    )  # fmt: skip


def test_many_cases_are_read_at_once_in_the_order_asked(store: Store) -> None:
    with writing(store) as write:
        add_cases(write, [case(f"CASE-{number}") for number in range(502)])
    wanted = [f"CASE-{number}" for number in range(501, -1, -1)]
    with store.reading() as read:
        assert [found.case.id for found in stored_cases(read, [*wanted, "CASE-X"])] == wanted


def test_a_failure_in_the_block_keeps_nothing(store: Store) -> None:
    def fail_in_the_middle() -> None:
        with writing(store) as write:
            add_case(write, case())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_middle()
    with store.reading() as read:
        assert count_cases(read) == 0


@pytest.mark.parametrize("who", ["", "  "])
def test_a_write_needs_a_name(store: Store, who: str) -> None:
    with pytest.raises(UsageProblem, match="needs the name"), writing(store, who):
        pass


def test_a_character_that_is_no_text_is_refused_alike(store: Store) -> None:
    with pytest.raises(UsageProblem, match="no text"), writing(store) as write:
        add_case(write, case(), owner="r\0lee")
