"""Which column of an open event list holds what, and everything that is unclear about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sca_toolkit.errors import Problem
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.days import Order, order_of
from sca_toolkit.library.tables.events_fields import AT, CASE, STEP, TIME, Target, target_of
from sca_toolkit.library.tables.events_mapping import WORD, words_of
from sca_toolkit.library.tables.events_moments import day_texts
from sca_toolkit.library.tables.events_words import StepWord, step_of
from sca_toolkit.library.tables.grid import Grid
from sca_toolkit.library.tables.mapped import NOT_READ, by_bare, column_cells, headed, heading_problems


@dataclass(frozen=True)
class Layout:
    """The columns of one table by their position from 0."""

    heads: Mapping[int, str]
    targets: Mapping[int, Target]
    words: Mapping[str, StepWord]
    """What the mapping makes of the words of the step column, by the words as they are compared."""
    orders: Mapping[int, Order]
    problems: tuple[Problem, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether each row is a case."""
        return any(target.step for target in self.targets.values())

    def position(self, field: str) -> int | None:
        """The column of a field of a long list, and of the case number of a wide one."""
        found = (
            place for place, target in self.targets.items() if target.step is None and target.field == field
        )
        return next(found, None)

    @property
    def moments(self) -> tuple[int, ...]:
        """Columns that say when something happened."""
        return tuple(position for position, target in self.targets.items() if target.holds_moments)


def layout_of(grid: Grid, mapping: Mapping[str, str]) -> Layout:
    """The layout of a table as the mapping says it."""
    heads = headed(grid)
    known = by_bare({key: target for key, target in mapping.items() if not key.startswith(WORD)})
    problems = [*grid.problems, *grid.rows[0].problems, *heading_problems(grid)]
    targets: dict[int, Target] = {}
    for position, heading in heads.items():
        spot = grid.rows[0].cells[position].spot
        if bare(heading) not in known:
            remedy = "Say where it goes, or that it is not read."
            problems.append(
                spot.problem(f"the mapping does not say what the column {heading!r} holds.", remedy)
            )
            continue
        try:
            target = target_of(known[bare(heading)])
        except ValueError as error:
            problems.append(spot.problem(f"the column {heading!r}: {error}.", "Choose another field for it."))
            continue
        if target:
            targets[position] = target
    problems += _unclear(grid, heads, targets)
    orders = {position: _order(grid, position) for position in heads}
    return Layout(heads, targets, _words(mapping), orders, tuple(problems))


def _unclear(grid: Grid, heads: Mapping[int, str], targets: Mapping[int, Target]) -> Iterator[Problem]:
    spot = grid.rows[0].spot
    wide = [target for target in targets.values() if target.step]
    fields = {target.field for target in targets.values() if target.step is None}
    if CASE not in fields:
        yield spot.problem("no column holds the number of the case.", "Say which one does.")
    if wide and fields & {STEP, AT, TIME}:
        yield spot.problem(
            "the mapping has a column for the step of each row and columns for single steps.",
            "A list has either one event a row or one case a row; map the others as not read.",
        )
    if not wide and not {STEP, AT} <= fields:
        missing = " and ".join(words for key, words in _NEEDED.items() if key not in fields)
        yield spot.problem(
            f"no column holds {missing}.",
            "Say which one does, or give columns of dates the step each stands for.",
        )
    seen: dict[Target, str] = {}
    for position, target in targets.items():
        if target in seen:
            yield (
                grid.rows[0]
                .cells[position]
                .spot.problem(
                    f"the columns {seen[target]!r} and {heads[position]!r} are both read as “{target.words}”.",
                    "Keep one of the two.",
                )
            )
        seen.setdefault(target, heads[position])
    dated = {target.step for target in wide if target.field == AT}
    for position, target in targets.items():
        if target.step and target.step not in dated:
            yield (
                grid.rows[0]
                .cells[position]
                .spot.problem(
                    f"no column says when “{target.step.step.words}” happened, which {heads[position]!r} belongs to.",
                    "Map the column with its date, or do not read this one.",
                )
            )


_NEEDED = {STEP: "the step", AT: "when it happened"}


def _order(grid: Grid, position: int) -> Order:
    return order_of(day_texts(column_cells(grid, position)))


def two_orders(grid: Grid, layout: Layout) -> Iterator[Problem]:
    """Columns in which some dates can only be month first and others only day first."""
    for position in layout.targets:
        if layout.orders[position] is not Order.mixed:
            continue
        cells = list(day_texts(column_cells(grid, position)))
        month_first = next((cell for cell in cells if order_of([cell]) is Order.month_first), None)
        day_first = next((cell for cell in cells if order_of([cell]) is Order.mixed), None)
        if month_first and day_first:
            where = month_first.spot.place or f"line {month_first.spot.line}"
            yield day_first.spot.problem(
                f"the column {layout.heads[position]!r} writes dates in two orders: {day_first.value} here, "
                f"{month_first.value} in {where}.",
                "Write all of them as year-month-day, like 2026-12-10; no date of the column is safe as it is.",
            )


def _words(mapping: Mapping[str, str]) -> dict[str, StepWord]:
    found = ((word, step_of(step)) for word, step in words_of(mapping).items() if step != NOT_READ)
    return {word: step for word, step in found if step}
