"""Clinical facts from a spreadsheet: one fact a row, with its case, what it is, value, day and source.

Columns: `Case ID`, `What`, `Name`, and where they fit `Value`, `Unit`, `Result`, `Date`, `End`, `Source`. Never raises
for bad input: every problem stands beside its row, and a file with a blocking problem gives no fact at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sca_toolkit.case import Evidence
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.days import Order, day_of, order_of
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow, Spot
from sca_toolkit.library.tables.opening import open_grid
from sca_toolkit.library.tables.sought import Sought

HEADINGS = ("Case ID", "What", "Name", "Value", "Unit", "Result", "Date", "End", "Source")
_NEEDED = ("Case ID", "What", "Name")
_BY_NAME = {bare(heading): heading for heading in HEADINGS} | {
    "case": "Case ID",
    "day": "Date",
    "start": "Date",
}
EVIDENCE = Sought("Evidence", "facts", 5_000, lambda heading: heading in _BY_NAME)


@dataclass(frozen=True)
class Fact:
    """One fact: the case, the list of the evidence it belongs to, and the entry."""

    case: str
    part: str
    entry: Any


@dataclass(frozen=True)
class EvidenceTable:
    """A spreadsheet of facts. While a problem blocks, no fact counts."""

    name: str
    found: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts; none when anything in the file is refused."""
        return () if any(problem.blocking for problem in self.problems) else self.found


Values = dict[str, Any]


def _plain(**values: Any) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _line(row: Values) -> Values:
    number = row.get("Value")
    return _plain(
        line=int(number) if number is not None else None,
        regimen=row["Name"],
        response=row.get("Result"),
        started=row.get("Date"),
        ended=row.get("End"),
        source=row.get("Source"),
    )


def _simple(about: str, state: str | None = None) -> Callable[[Values], Values]:
    def entry(row: Values) -> Values:
        found = {about: row["Name"]} | ({state: row.get("Result")} if state else {})
        return _plain(**found, on=row.get("Date"), source=row.get("Source"))

    return entry


def _test(row: Values) -> Values:
    return _plain(
        test=row["Name"],
        value=row.get("Value"),
        unit=row.get("Unit"),
        result=row.get("Result"),
        on=row.get("Date"),
        source=row.get("Source"),
    )


def _score(row: Values) -> Values:
    return _plain(scale=row["Name"], value=row.get("Value"), on=row.get("Date"), source=row.get("Source"))


_KINDS: Mapping[str, tuple[str, Callable[[Values], Any]]] = {
    "line": ("lines", _line),
    "test": ("tests", _test),
    "performance": ("performance", _score),
    "infection": ("infections", _simple("infection", "state")),
    "condition": ("conditions", _simple("condition", "state")),
    "exposure": ("exposures", _simple("what")),
    "event": ("disease_events", _simple("event")),
    "state": ("disease_states", _simple("state")),
    "document": ("documents", _simple("document")),
    "statement": ("attestations", _simple("statement")),
    "support": ("support", _simple("basis")),
    "complete": ("complete", lambda row: row["Name"]),
}
"""What a row may be, as the column `What` says it."""


def read_evidence_table(data: bytes, name: str, *, sheet: str | None = None) -> EvidenceTable:
    """The facts in an Excel workbook (.xlsx) or a CSV file, one a row."""
    try:
        grid = open_grid(data, name, sheet, EVIDENCE)
    except DataError as error:
        return EvidenceTable(name, problems=error.problems)
    if not grid.rows:
        return EvidenceTable(
            name, problems=(grid.spot.problem("holds nothing.", "Write one fact in each row."),)
        )
    columns = _columns(grid)
    missing = [heading for heading in _NEEDED if heading not in columns]
    if missing:
        listed = ", ".join(missing)
        problem = grid.rows[0].spot.problem(f"has no column {listed}.", f"Headings: {', '.join(HEADINGS)}.")
        return EvidenceTable(name, problems=(*grid.problems, problem))
    facts, problems = _rows(grid, columns)
    return EvidenceTable(name, facts, (*grid.problems, *_unread(grid), *problems))


def _unread(grid: Grid) -> Iterator[Problem]:
    for cell in grid.rows[0].cells:
        if not cell.empty and bare(str(cell.value)) not in _BY_NAME:
            yield cell.spot.problem(
                f"the column {str(cell.value)!r} is not read.",
                f"Headings: {', '.join(HEADINGS)}.",
                blocking=False,
            )


def _columns(grid: Grid) -> dict[str, int]:
    named = ((_BY_NAME.get(bare(str(cell.value or ""))), at) for at, cell in enumerate(grid.rows[0].cells))
    return {heading: at for heading, at in named if heading}


def _rows(grid: Grid, columns: Mapping[str, int]) -> tuple[tuple[Fact, ...], list[Problem]]:
    below = grid.rows[1:]
    orders = {
        heading: order_of(row.cells[columns[heading]] for row in below)
        for heading in ("Date", "End")
        if heading in columns
    }
    facts: list[Fact] = []
    problems: list[Problem] = []
    for row in below:
        try:
            facts.append(_fact(row, columns, orders))
        except DataError as error:
            problems.extend(error.problems)
    return tuple(facts), problems


def _fact(row: GridRow, columns: Mapping[str, int], orders: Mapping[str, Order]) -> Fact:
    values = dict(_read(row, columns, orders))
    for heading in _NEEDED:
        if heading not in values:
            raise DataError(row.cells[columns[heading]].spot.problem(f"{heading} is empty.", "Fill it in."))
    kind = bare(values["What"])
    spot = row.cells[columns["What"]].spot
    if kind not in _KINDS:
        raise DataError(
            spot.problem(f"{values['What']!r} is no kind of fact.", f"Write one of: {', '.join(_KINDS)}.")
        )
    part, build = _KINDS[kind]
    entry = build(values)
    _refuse_wrong(part, entry, row.spot)
    return Fact(values["Case ID"], part, entry)


def _read(row: GridRow, columns: Mapping[str, int], orders: Mapping[str, Order]) -> Iterator[tuple[str, Any]]:
    for heading, at in columns.items():
        cell = row.cells[at]
        if not cell.empty:
            yield heading, _value(cell, heading, orders)


def _value(cell: Cell, heading: str, orders: Mapping[str, Order]) -> Any:
    if cell.formula:
        raise DataError(cell.spot.problem(f"{heading} holds a formula.", "Paste its value."))
    if heading in ("Date", "End"):
        return day_of(cell, orders[heading])
    if heading == "Value":
        return _number(cell)
    return " ".join(str(cell.value).split())


def _number(cell: Cell) -> float:
    try:
        if isinstance(cell.value, bool):
            raise ValueError
        return float(str(cell.value).replace(",", ""))
    except ValueError:
        remedy = "Put words into the column Result, and the unit into Unit."
        raise DataError(cell.spot.problem(f"{cell.value!r} is not a number.", remedy)) from None


def _refuse_wrong(part: str, entry: Any, spot: Spot) -> None:
    needs_day = part in ("tests", "performance") and "on" not in entry
    if needs_day:
        raise DataError(spot.problem("has no date.", "Write the day of the result; its age depends on it."))
    try:
        Evidence.model_validate({part: [entry]})
    except ValidationError as error:
        words = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise DataError(
            spot.problem(f"{words}.".replace("..", "."), "Compare with docs/readiness.md.")
        ) from None
