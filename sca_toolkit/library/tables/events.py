"""Events from a spreadsheet: every row its events or its problems; one problem that blocks, and no event counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.events import Event, implausible
from sca_toolkit.library.tables.events_layout import Layout, layout_of, two_orders
from sca_toolkit.library.tables.events_mapping import EVENTS, propose_for
from sca_toolkit.library.tables.events_row import ReadEvent
from sca_toolkit.library.tables.events_rows import read_row
from sca_toolkit.library.tables.events_shifted import columns_that_turn, shifted_rows
from sca_toolkit.library.tables.grid import Grid, GridRow, Spot
from sca_toolkit.library.tables.opening import open_grid


@dataclass(frozen=True)
class EventRow:
    """One row of the table: its events (none when something blocks it) and its problems."""

    spot: Spot
    read: tuple[ReadEvent, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the row."""
        return tuple(each.event for each in self.read)


@dataclass(frozen=True)
class EventTable:
    """A spreadsheet of events. `problems` concern the file as a whole, among them what is only said."""

    name: str
    rows: tuple[EventRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    mapping: Mapping[str, str] | None = None
    """The mapping by which it was read, to be remembered."""
    wide: bool = False
    """Whether each row was a case with a column of dates for each step."""
    sheet: str | None = None
    """Name of the sheet that was read; None for a CSV file."""

    @cached_property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the file, then of its rows in their order."""
        return (*self.problems, *(problem for row in self.rows for problem in row.problems))

    @property
    def blocked(self) -> bool:
        """Whether anything keeps the table from being taken."""
        return any(problem.blocking for problem in self.all_problems)

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, or none while anything blocks."""
        return () if self.blocked else tuple(event for row in self.rows for event in row.events)

    @cached_property
    def spots(self) -> Mapping[str, Spot]:
        """The cell in which each event happened, by the event's id."""
        return {each.event.id: each.spot for row in self.rows for each in row.read}


def read_event_table(
    data: bytes,
    name: str,
    mapping: Mapping[str, str] | None = None,
    *,
    zone: ZoneInfo,
    as_of: datetime,
    sheet: str | None = None,
) -> EventTable:
    """The events in an Excel workbook or a CSV file, one a row or one case a row; see docs/import-export.md.

    `mapping` says what each column holds (see `propose_event_mapping`, whose proposal is taken without one). `zone` is
    the center's: times without a zone are meant in it, and the table says so. `as_of`, with its zone, is the moment
    after which nothing can have happened. Never raises for bad input: every problem is in the table.
    """
    try:
        grid = open_grid(data, name, sheet, EVENTS)
    except DataError as error:
        return EventTable(name, problems=error.problems)
    if not grid.rows:
        return EventTable(name, problems=(grid.spot.problem("holds nothing."),), sheet=grid.sheet)
    mapping = dict(mapping) if mapping else propose_for(grid, {}).mapping
    layout = layout_of(grid, mapping)
    table = EventTable(name, (), layout.problems, mapping, layout.wide, grid.sheet)
    if any(problem.blocking for problem in layout.problems):
        return table
    if len(grid.rows) == 1:
        nothing = grid.spot.problem("holds headings and no event.", "Write the events below them.")
        return replace(table, problems=(*table.problems, nothing))
    rows = _checked(_rows(grid, layout, zone), layout, as_of)
    said = (*two_orders(grid, layout), *columns_that_turn(grid, layout), *_said(rows, layout, zone, grid))
    return replace(table, rows=rows, problems=(*table.problems, *said))


def _rows(grid: Grid, layout: Layout, zone: ZoneInfo) -> tuple[EventRow, ...]:
    shifted = shifted_rows(grid, layout)
    rows = []
    for place, row in enumerate(grid.rows[1:], start=1):
        if place in shifted:
            rows.append(EventRow(row.spot, (), (*row.problems, shifted[place])))
        elif _repeats_headings(row, layout):
            again = row.spot.problem("the row repeats the headings.", "Delete one of the two heading rows.")
            rows.append(EventRow(row.spot, (), (*row.problems, again)))
        else:
            rows.append(EventRow(row.spot, *read_row(row, layout, zone)))
    return tuple(rows)


def _repeats_headings(row: GridRow, layout: Layout) -> bool:
    filled = {place: str(cell.value).strip() for place, cell in enumerate(row.cells) if not cell.empty}
    return bool(filled) and all(layout.heads.get(place) == text for place, text in filled.items())


def _checked(rows: tuple[EventRow, ...], layout: Layout, as_of: datetime) -> tuple[EventRow, ...]:
    """The rows with what only shows beside others: twins, wrong order, the future, two signatures."""
    found = defaultdict(list)
    place_of = {each.event.id: place for place, row in enumerate(rows) for each in row.read}
    for place, problem in (*_twins(rows, layout.wide), *_wrong_in_cases(rows, as_of, place_of)):
        found[place].append(problem)
    return tuple(replace(row, problems=(*row.problems, *found[place])) for place, row in enumerate(rows))


def _twins(rows: tuple[EventRow, ...], wide: bool) -> Iterator[tuple[int, Problem]]:
    seen: dict[str, Spot] = {}
    for place, row in enumerate(rows):
        for each in row.read[:1] if wide else row.read:
            key = each.event.case if wide else each.event.id
            earlier = seen.setdefault(key, each.spot)
            if earlier is not each.spot:
                yield place, _twin(each, earlier, wide)


def _twin(each: ReadEvent, earlier: Spot, wide: bool) -> Problem:
    where = earlier.place or f"line {earlier.line}"
    if wide:
        return each.spot.problem(
            f"the case {each.event.case} has another row ({where}).", "Make one row of the two."
        )
    return each.spot.problem(
        f"it says the same as {where}.", "Delete one; if it happened twice, tell them apart by time or note."
    )


def _wrong_in_cases(
    rows: tuple[EventRow, ...], as_of: datetime, place_of: Mapping[str, int]
) -> Iterator[tuple[int, Problem]]:
    spots = {each.event.id: each.spot for row in rows for each in row.read}
    for events in by_case(event for row in rows for event in row.events).values():
        once = {event.id: event for event in events}
        # What an event corrects may stand in the record already; who knows the record checks that.
        here = tuple(event for event in once.values() if not event.corrects or event.corrects in once)
        for problem in implausible(here, as_of):
            spot = spots[problem.place or ""]
            found = spot.problem(
                f"{events[0].case}: {problem.message}", problem.remedy, blocking=problem.blocking
            )
            yield place_of[problem.place or ""], found


def by_case(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    """The events by the number of their case."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        found[event.case].append(event)
    return found


def _said(rows: tuple[EventRow, ...], layout: Layout, zone: ZoneInfo, grid: Grid) -> Iterator[Problem]:
    """What was taken for granted, so that nobody has to find out."""
    moments = [each.moment for row in rows for each in row.read]
    naive = sum(moment.time_known and not moment.zoned for moment in moments)
    days = sum(not moment.time_known for moment in moments)
    twice = [each for row in rows for each in row.read if each.moment.twice]
    if naive:
        yield _note(grid, f"{_count(naive, 'time')} without a time zone: read as {zone.key}.")
    if days:
        yield _note(grid, f"{_count(days, 'event')} with a day and no time: read as days in {zone.key}.")
    for each in twice:
        yield each.spot.problem(
            f"{each.moment.at:%H:%M} came twice that night in {zone.key}: the first one is taken.",
            "Write its offset from UTC if the second one is meant.",
            blocking=False,
        )
    unread = [repr(text) for place, text in layout.heads.items() if place not in layout.targets]
    if unread:
        yield _note(grid, f"Not read: {', '.join(unread)}.")


def _note(grid: Grid, message: str) -> Problem:
    return grid.spot.problem(message, blocking=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("s" if number != 1 else "")
