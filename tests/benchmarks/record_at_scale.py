"""How the record and its pages answer with many cases. Not run with the tests:

    python -m tests.benchmarks.record_at_scale                  100,000 cases, 2,000,000 events, in a temporary file
    python -m tests.benchmarks.record_at_scale --keep big.sqlite        the same in a file that is used again next time
    python -m tests.benchmarks.record_at_scale --cases 10000 --address postgresql://…

Fills an empty record through whole writes with their trail, as the app does, measures what pages ask of it, the pages
themselves and the audit, and prints each time as a share of the second that a rerun may take. Everything is invented.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.choosing import case_numbers, choices, mark
from sca_toolkit.desk.synthetic import load_large, make_large
from sca_toolkit.desk.tracking import AT_ONCE, case_view, worklist
from sca_toolkit.events import Event, Step
from sca_toolkit.library import Library
from sca_toolkit.store import CaseFilter, add_events, cases_page, count_cases, events_between, verify
from sca_toolkit.timeline import ApprovalKind
from tests.conftest import ROOT

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
TODAY = NOW.date()
EVENTS = 20
"""Events a case."""
SEED = 20261122
OWNERS = ("rlee", "mdiaz", "kcho", "tshah", None)
ALLOWED = 1.0
"""Seconds a rerun of a page may take."""
OPEN = CaseFilter(open=True)
Question = tuple[str, Callable[[], object]]


def fill(desk: Desk, cases: int) -> None:
    """Fill an empty record and say how fast; a record that holds something is left as it is."""
    with desk.record.reading() as read:
        if there := count_cases(read):
            print(f"{there:,} cases are there already")
            return
    begun = time.perf_counter()
    batches = make_large(SEED, TODAY, cases=cases, events=cases * EVENTS)
    events = load_large(desk.record, batches, who="benchmark", now=NOW, owners=OWNERS)
    taken = time.perf_counter() - begun
    file = desk.record.address.file
    size = f", {file.stat().st_size / 1e6:,.0f} MB" if file else ""
    print(
        f"{cases:,} cases, {events:,} events: filled in {taken:.0f} s ({events / taken:,.0f} events/s{size})"
    )


def questions(desk: Desk) -> Iterator[Question]:
    """What pages ask, as they ask it."""
    mine = replace(OPEN, owners=("rlee",), payers=("example-regional-plan",))
    some = desk.record.clock_rows(OPEN, as_of=TODAY).case_id
    one = str(some[len(some) // 2])

    def search_silent() -> object:
        with desk.record.reading() as read:
            silent = CaseFilter(text="99", silent_since=TODAY - timedelta(days=7))
            return cases_page(read, silent, order="id"), count_cases(read, silent)

    def last_days() -> object:
        with desk.record.reading() as read:
            since = TODAY - timedelta(days=14)
            return events_between(read, since, TODAY, steps=[Step.payer_replied], limit=200)

    def whole_case() -> object:
        view = case_view(desk, one, NOW)
        return view.approvals, view.journey, view.gates, view.deadlines, view.action, view.ledger

    def statistics_of_all() -> object:
        rows = desk.record.clock_rows(as_of=TODAY)
        return rows.turns(ApprovalKind.agreement), rows.turns(None)

    def record_event() -> None:
        with desk.record.writing(who="benchmark", now=NOW) as write:
            add_events(write, [Event(case=one, step=Step.note, at=NOW)])

    yield "worklist: first page, counts by stage", lambda: worklist(desk, NOW, OPEN)
    yield "worklist: one owner and payer", lambda: worklist(desk, NOW, mine)
    yield "worklist: page 20", lambda: worklist(desk, NOW, OPEN, page=19)
    yield "filters: owners, payers, stages with counts", lambda: choices(desk)
    yield "did the record change", lambda: mark(desk)
    yield "search by part of the number", lambda: case_numbers(desk, "0999")
    yield "search: number and silent payer, with count", search_silent
    yield "case page: all data, approvals, journey, deadlines", whole_case
    yield "answers of payers in the last 14 days", last_days
    yield "clock rows of all cases, turns of two clocks", statistics_of_all
    payer = CaseFilter(payers=("example-regional-plan",))
    yield "clock rows of one payer", lambda: desk.record.clock_rows(payer, as_of=TODAY)
    yield "record an event, with its trail", record_event


def pages(desk: Desk) -> Iterator[Question]:
    """Reruns of pages of the app, as a click causes them."""
    rows = worklist(desk, NOW, OPEN).rows
    by_owner = iter(("rlee", "mdiaz", "kcho", "tshah") * 10)
    listed = opened("worklist")

    def other_owner() -> AppTest:
        return listed.multiselect(key="worklist_owner").set_value([next(by_owner)]).run()

    case = opened("case_record", rows[0].row.id)
    yield "page Worklist: a rerun that changes nothing", listed.run
    yield "page Worklist: another owner", other_owner
    yield "page Case: a rerun that changes nothing", case.run
    yield "page Case: opened anew", lambda: opened("case_record", rows[0].row.id)


def opened(page: str, case: str | None = None) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    if case:
        app.session_state["record_case"] = case
    app.switch_page(f"sca_toolkit/ui/{page}.py")
    app.run()
    if app.exception:
        raise SystemExit(f"the page {page} failed: {app.exception[0].value}")
    return app


def median_time(act: Callable[[], object], times: int = 9) -> float:
    act()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def measure(address: str, cases: int) -> dict[str, float]:
    desk = Desk(Library(), address, "benchmark")
    fill(desk, cases)
    answered = {name: median_time(act) for name, act in questions(desk)}
    os.environ["SCA_DATABASE"] = address
    answered |= {name: median_time(act) for name, act in pages(desk)}
    begun = time.perf_counter()
    if problems := verify(desk.record):
        raise SystemExit(f"the record is not what was written: {problems[:3]}")
    print(f"audit verified in {time.perf_counter() - begun:.0f} s; worklist pages hold {AT_ONCE} cases")
    desk.record.close()
    return answered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    logging.disable(logging.WARNING)  # Streamlit wonders about pages without a browser
    parser.add_argument("--cases", type=int, default=100_000)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--address", help="an empty PostgreSQL database")
    where.add_argument("--keep", type=Path, help="a file to fill, or filled by an earlier run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sca-benchmark-") as folder:
        address = given.address or str((given.keep or Path(folder) / "record.sqlite").resolve())
        answered = measure(address, given.cases)
    print(f"\n{'median of 9':55} {'ms':>8} {'of 1 s':>7}")
    for name, taken in answered.items():
        print(f"{name:55} {taken * 1000:8.1f} {taken / ALLOWED:7.1%}")
    if slow := [name for name, taken in answered.items() if taken > ALLOWED]:
        raise SystemExit(f"slower than {ALLOWED:g} s: {', '.join(slow)}")


if __name__ == "__main__":
    main()
