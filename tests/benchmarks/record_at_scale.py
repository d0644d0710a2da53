"""How the record answers with many cases. Not run with the tests:

    python -m tests.benchmarks.record_at_scale                 100,000 cases with 20 events each, in a temporary file
    python -m tests.benchmarks.record_at_scale --cases 10000 --address postgresql://…

Fills an empty record through the ordinary writes, measures what a page asks of it, and prints each time as a share of
the second that a rerun of a page may take, and against a record of a tenth of the size. Everything is invented.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sca_toolkit.case import Case, Coverage, LineOfBusiness, PlannedDates
from sca_toolkit.events import ENDS, Event, Step
from sca_toolkit.store import (
    CaseFacts,
    CaseFilter,
    Standing,
    Store,
    add_cases,
    add_events,
    assign,
    attachments_of,
    case_row,
    cases_page,
    contacts_of,
    count_cases,
    count_cases_by,
    events_between,
    events_of,
    latest_terms,
    moves_of,
    papers_of,
    standing_of,
    stored_case,
    stored_cases,
    trail_of,
    verify,
)

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
TODAY = NOW.date()
EVENTS = 20
ALLOWED = 1.0
"""Seconds a rerun of a page may take."""
BATCH = 500
STEPS = [step for step in Step if step is not Step.infused and step not in ENDS]
PAYERS = [f"payer-{number}" for number in range(40)]
OWNERS = ["rlee", "mdiaz", "kcho", "tshah", None]


def standing(facts: CaseFacts) -> Standing:
    """A rule with the shape of the real one: every column of lists is filled."""
    plain = standing_of(facts)
    number = int(facts.case.id[-6:])
    day, stage = TODAY + timedelta(days=number % 60 - 10), number % 9 + 1
    return Standing(
        stage, TODAY, plain.end_step, "payer", TODAY, plain.payer_contact_on, day, "authorization"
    )


def invented(number: int, chance: random.Random) -> tuple[Case, list[Event]]:
    infusion = TODAY + timedelta(days=chance.randint(-700, 90))
    case = Case(
        id=f"CASE-{number:06}",
        synthetic=True,
        product=chance.choice(["axi-cel", "liso-cel", "cilta-cel"]),
        coverage=Coverage(payer=chance.choice(PAYERS), line_of_business=chance.choice(list(LineOfBusiness))),
        dates=PlannedDates(infusion=infusion, needed_by=infusion - timedelta(days=35)),
    )
    start = NOW - timedelta(days=chance.randint(30, 730))
    events = [
        Event(case=case.id, step=chance.choice(STEPS), at=start + timedelta(days=day, hours=chance.random()))
        for day in range(EVENTS - 1)
    ]
    # Nine in ten have ended; the worklist is about the rest.
    last = Step.infused if chance.random() < 0.9 else Step.payer_replied
    return case, [*events, Event(case=case.id, step=last, at=start + timedelta(days=EVENTS))]


def fill(store: Store, cases: int) -> float:
    chance, begun = random.Random(20261122), time.perf_counter()
    for start in range(0, cases, BATCH):
        made = [invented(number, chance) for number in range(start, min(cases, start + BATCH))]
        with store.writing(who="benchmark", now=NOW) as write:
            add_cases(write, [case for case, _ in made], owner=chance.choice(OWNERS))
            add_events(write, [event for _, events in made for event in events])
    return time.perf_counter() - begun


def questions(store: Store, cases: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What pages ask, each as they ask it: in one transaction."""
    one, open_ones = f"CASE-{cases // 2:06}", CaseFilter(open=True)

    def worklist() -> object:
        with store.reading() as read:
            mine = CaseFilter(open=True, owners=("rlee",), due_by=TODAY + timedelta(days=14))
            rows = cases_page(read, mine, limit=50)
            counts = count_cases_by(read, "stage", open_ones), count_cases(read, mine)
            return rows, counts, [stored_cases(read, [row.id for row in rows])]

    def all_open() -> object:
        with store.reading() as read:
            rows = cases_page(read, open_ones, limit=100, offset=cases // 20)
            return rows, [count_cases_by(read, name, open_ones) for name in ("stage", "payer", "owner")]

    def search() -> object:
        with store.reading() as read:
            return cases_page(read, CaseFilter(text="99", silent_since=TODAY - timedelta(days=7)), order="id")

    def case_page() -> object:
        with store.reading() as read:
            return (
                case_row(read, one), stored_case(read, one), events_of(read, one), moves_of(read, one),
                latest_terms(read, one), papers_of(read, one), contacts_of(read, one), attachments_of(read, one),
                trail_of(read, one),
            )  # fmt: skip

    def last_days() -> object:
        with store.reading() as read:
            return events_between(
                read, TODAY - timedelta(days=14), TODAY, steps=[Step.payer_replied], limit=200
            )

    def record_event() -> object:
        with store.writing(who="benchmark", now=NOW) as write:
            add_events(write, [Event(case=one, step=Step.note, at=NOW)])
            assign(write, one, "rlee")
        return None

    yield "worklist: my open cases by due day, counts by stage", worklist
    yield "all open cases: a page far down, three counts", all_open
    yield "search by part of the number, silent payers", search
    yield "case page: everything of one case", case_page
    yield "answers of payers in the last 14 days", last_days
    yield "record an event", record_event


def median_time(act: Callable[[], object], times: int = 9) -> float:
    act()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def measure(address: str, cases: int) -> dict[str, float]:
    store = Store.open(address, standing=standing)
    with store.reading() as read:
        if count_cases(read):
            raise SystemExit(f"{store.address.words} is not empty; name an empty record")
    taken = fill(store, cases)
    size = store.address.file.stat().st_size if store.address.file else 0
    print(f"\n{cases:,} cases, {cases * EVENTS:,} events: filled in {taken:.0f} s", end="")
    print(
        f" ({cases * EVENTS / taken:,.0f} events/s, {size / 1e6:,.0f} MB, {size / cases / EVENTS:.0f} B an event)"
    )
    answered = {name: median_time(act) for name, act in questions(store, cases)}
    begun = time.perf_counter()
    if problems := verify(store):
        raise SystemExit(f"the record is not what was written: {problems[:3]}")
    print(f"audit verified in {time.perf_counter() - begun:.0f} s")
    store.close()
    return answered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--address", help="an empty record; a temporary file by default")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sca-benchmark-") as folder:
        tenth = measure(str(Path(folder) / "tenth.sqlite"), given.cases // 10)
        whole = measure(given.address or str(Path(folder) / "whole.sqlite"), given.cases)
    print(f"\n{'median of 9':55} {'ms':>8} {'of 1 s':>7} {'to a tenth':>11}")
    for name, taken in whole.items():
        print(f"{name:55} {taken * 1000:8.1f} {taken / ALLOWED:7.1%} {taken / tenth[name]:10.1f}x")
    if slow := [name for name, taken in whole.items() if taken > ALLOWED]:
        raise SystemExit(f"slower than {ALLOWED:g} s: {', '.join(slow)}")


if __name__ == "__main__":
    main()
