"""Lists of cases are filtered, sorted, counted and cut into pages in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from itertools import chain

import pytest
from sqlalchemy import event as engine_event

from sca_toolkit.case import Coverage, LineOfBusiness, PlannedDates
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Step
from sca_toolkit.store import (
    CaseFacts,
    CaseFilter,
    CaseRow,
    Standing,
    Store,
    add_cases,
    add_events,
    all_case_ids,
    assign,
    case_row,
    cases_page,
    count_cases,
    count_cases_by,
    work_out_again,
)
from sca_toolkit.store.finding import PAGE
from sca_toolkit.store.tables import cases
from tests.store.samples import NOW, case, event, with_case, writing

FIRST_DAY = date(2027, 1, 1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Twelve cases: payers a and b in turn, infusion a day later each, every fourth ended, the first three owned."""
    made = [
        case(
            f"CASE-{number:02}",
            coverage=Coverage(payer="ab"[number % 2], line_of_business=LineOfBusiness.commercial),
            dates=PlannedDates(infusion=FIRST_DAY + timedelta(days=number))
            if number != 5
            else PlannedDates(),
        )
        for number in range(12)
    ]
    with writing(store) as write:
        add_cases(write, made)
        add_events(write, [event(Step.withdrawn, case_id=f"CASE-{number:02}") for number in (3, 7, 11)])
        add_events(write, [event(Step.payer_replied, case_id="CASE-04", days_ago=3)])
        for number in range(3):
            assign(write, f"CASE-{number:02}", "rlee")
    return store


ALL = CaseFilter()


def numbers(store: Store, wanted: CaseFilter = ALL, **how: object) -> list[int]:
    with store.reading() as read:
        return [int(row.id[-2:]) for row in cases_page(read, wanted, **how)]  # type: ignore[arg-type]


@contextmanager
def asked(store: Store) -> Iterator[list[tuple[str, object]]]:
    """Statements sent to the database, with their values."""
    told: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        told.append((statement, values))

    engine_event.listen(store.engines.write, "before_cursor_execute", note)
    yield told
    engine_event.remove(store.engines.write, "before_cursor_execute", note)


def test_a_row_has_every_column_of_its_table() -> None:
    assert [field.name for field in fields(CaseRow)] == [column.name for column in cases.columns]


def test_filters_narrow_each_other(filled: Store) -> None:
    assert numbers(filled, CaseFilter(payers=("a",)), order="id") == [0, 2, 4, 6, 8, 10]
    assert numbers(filled, CaseFilter(payers=("a", "b"), open=False), order="id") == [3, 7, 11]
    assert numbers(filled, CaseFilter(owners=("rlee",)), order="id") == [0, 1, 2]
    assert numbers(filled, CaseFilter(unowned=True, open=True, payers=("b",)), order="id") == [5, 9]
    assert numbers(filled, CaseFilter(text="case-1"), order="id") == [10, 11]
    assert numbers(filled, CaseFilter(lines_of_business=("medicaid_ffs",))) == []


def test_a_day_is_included_and_a_case_without_one_is_not_due(filled: Store) -> None:
    wanted = CaseFilter(infusion_by=FIRST_DAY + timedelta(days=6))
    assert numbers(filled, wanted, order="id") == [0, 1, 2, 3, 4, 6]


def test_silence_counts_a_payer_who_never_spoke(filled: Store) -> None:
    """CASE-04 was heard from on November 19."""
    assert 4 in numbers(filled, CaseFilter(silent_since=date(2026, 11, 19)))
    assert 4 not in numbers(filled, CaseFilter(silent_since=date(2026, 11, 18)))
    assert 6 in numbers(filled, CaseFilter(silent_since=date(2026, 11, 18)))


def test_signs_of_a_pattern_are_only_signs(filled: Store) -> None:
    assert numbers(filled, CaseFilter(text="%")) == []
    assert numbers(filled, CaseFilter(text="CASE_0")) == []
    assert numbers(filled, CaseFilter(text="'; DROP TABLE cases; --")) == []


@pytest.mark.parametrize("descending", [False, True])
def test_cases_without_a_day_come_last_either_way(filled: Store, descending: bool) -> None:
    order = [number for number in range(12) if number != 5]
    expected = [*(reversed(order) if descending else order), 5]
    assert numbers(filled, order="infusion_on", descending=descending) == expected


def test_pages_follow_one_another_without_gap_or_repeat(filled: Store) -> None:
    pages = [numbers(filled, order="infusion_on", limit=5, offset=start) for start in (0, 5, 10, 15)]
    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert sorted(chain.from_iterable(pages)) == list(range(12))


def test_counts_agree_with_pages(filled: Store) -> None:
    with filled.reading() as read:
        assert count_cases(read) == 12
        assert count_cases(read, CaseFilter(open=True)) == 9
        assert count_cases_by(read, "payer", CaseFilter(open=True)) == {"a": 6, "b": 3}
        assert count_cases_by(read, "owner") == {None: 9, "rlee": 3}
        assert all_case_ids(read)[0] == "CASE-00"


def test_one_page_is_one_query_that_takes_only_its_rows(filled: Store) -> None:
    with asked(filled) as told:
        numbers(filled, CaseFilter(payers=("a",)), limit=3)
    (statement,) = [statement for statement, _ in told if "FROM cases" in statement]
    assert "WHERE" in statement
    assert "LIMIT" in statement


def test_no_page_is_longer_than_the_limit(filled: Store) -> None:
    with asked(filled) as told:
        numbers(filled, limit=10**9)
    assert str(PAGE) in str(told)
    assert str(10**9) not in str(told)


def test_an_unknown_case_is_said_so(store: Store) -> None:
    with pytest.raises(UsageProblem, match="no case CASE-9"), store.reading() as read:
        case_row(read, "CASE-9")


def test_a_rule_of_the_program_fills_the_columns_of_lists(address: str) -> None:
    seen: list[CaseFacts] = []

    def rule(facts: CaseFacts) -> Standing:
        seen.append(facts)
        return Standing(stage=3, turn="payer", due_on=date(2026, 11, 30), due_for="appeal")

    store = Store.open(address, standing=rule)
    with_case(store, events=[event(id="e1")])
    assert (seen[-1].case.id, [found.id for found in seen[-1].events], seen[-1].as_of) == (
        "CASE-1",
        ["e1"],
        NOW,
    )
    with store.reading() as read:
        row = case_row(read, "CASE-1")
        assert (row.stage, row.turn, row.due_on, row.due_for) == (3, "payer", date(2026, 11, 30), "appeal")
        assert [found.id for found in cases_page(read, CaseFilter(stages=(3,), turn="payer"))] == ["CASE-1"]
        assert cases_page(read, CaseFilter(due_by=date(2026, 11, 29))) == ()
    store.close()


def test_a_changed_rule_is_applied_to_old_cases_and_to_no_other(address: str) -> None:
    before = Store.open(address)
    with_case(before, "CASE-1")
    with_case(before, "CASE-2")
    before.close()
    after = Store.open(
        address, standing=lambda facts: Standing(stage=2 if facts.case.id == "CASE-1" else None)
    )
    with writing(after, "mdiaz", hours=5) as write:
        work_out_again(write, ["CASE-1", "CASE-2"])
    with after.reading() as read:
        assert [(row.stage, row.updated == NOW) for row in cases_page(read, order="id")] == [
            (2, False),
            (None, True),
        ]
    after.close()
