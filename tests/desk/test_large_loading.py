"""A large invented record is a record like any other: its trail fits, its events read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.synthetic import load_large, make_large
from sca_toolkit.desk.tracking import case_view, worklist
from sca_toolkit.errors import DataError
from sca_toolkit.library import Library
from sca_toolkit.store import CaseFilter, add_cases, add_events, count_cases_by, events_of, verify
from sca_toolkit.store.tables import events
from tests.store.samples import NOW

CASES, EVENTS = 30, 600


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(Library(), str(tmp_path / "record.sqlite"), "rlee")
    batches = make_large(5, NOW.date(), cases=CASES, events=EVENTS)
    assert load_large(made.record, batches, who="rlee", now=NOW, owners=("rlee", None)) == EVENTS
    return made


def test_the_trail_accounts_for_every_row(desk: Desk) -> None:
    assert verify(desk.record) == []
    with desk.record.reading() as read:
        assert count_cases_by(read, "owner") == {"rlee": 15, None: 15}


def test_rows_are_those_that_adding_the_events_one_by_one_would_make(desk: Desk, tmp_path: Path) -> None:
    (batch,) = make_large(5, NOW.date(), cases=CASES, events=EVENTS)
    other = Desk(Library(), str(tmp_path / "other.sqlite"), "rlee").record
    with other.writing(who="rlee", now=NOW) as write:
        add_cases(write, batch.cases)
        add_events(write, [line.event() for line in batch.events])
    with desk.record.reading() as one, other.reading() as two:
        wanted = events.select().order_by(events.c.id)
        assert one.connection.execute(wanted).all() == two.connection.execute(wanted).all()
        assert events_of(one, batch.cases[3].id) == events_of(two, batch.cases[3].id)
    other.close()


def test_pages_and_statistics_are_ready_at_once(desk: Desk) -> None:
    rows = desk.record.clock_rows(as_of=NOW.date())
    ended = int((rows.end_step == "infused").sum())
    open_ones = worklist(desk, NOW, CaseFilter(open=True))
    assert open_ones.found == CASES - ended
    view = case_view(desk, str(rows.case_id[0]), NOW)
    assert len(view.events) == EVENTS // CASES


def test_a_record_that_has_the_numbers_already_is_left_as_it_is(desk: Desk) -> None:
    with pytest.raises(DataError, match="already has a case"):
        load_large(desk.record, make_large(5, NOW.date(), cases=3, events=3), who="rlee", now=NOW)
    assert verify(desk.record) == []
