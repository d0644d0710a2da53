"""A center's own list of patients: one infused patient a row, for the numbers of the simulation.

Columns: `Setting` and `Infused`, and where known the others of `HEADINGS`; a heading that starts with # is not read.
Never raises for bad input: every problem stands beside its row, and a file with one gives no patient at all.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.exposure.fitted import SOON, Treated
from sca_toolkit.exposure.own import LONGEST_STAY
from sca_toolkit.library.tables.columns import bare
from sca_toolkit.library.tables.days import Order, day_of, order_of
from sca_toolkit.library.tables.grid import Cell, Grid, GridRow
from sca_toolkit.library.tables.mapped import column_cells, headed, heading_problems
from sca_toolkit.library.tables.opening import open_grid
from sca_toolkit.library.tables.sought import Sought
from sca_toolkit.therapy import Catalogue

HEADINGS = {
    "Setting": "inpatient or outpatient: where the product was infused",
    "Infused": "day of the infusion",
    "Product": "brand or generic name; leave the column out where all products count together",
    "Collected": "day of the collection that gave the product",
    "Admitted": "day of admission: of the infusion's stay, or of the first stay after an outpatient infusion",
    "Discharged": "day of discharge from that stay",
    "ICU days": "days in intensive care; 0 for none, empty where not known",
    "Admitted within 30 days": "yes or no, after an outpatient infusion",
    "Readmitted within 30 days": "yes or no, after discharge",
    "Readmission days": "days of the readmission",
    "Paid": "day on which the payer paid",
}
_DAYS = ("Infused", "Collected", "Admitted", "Discharged", "Paid")
_COUNTS = ("ICU days", "Readmission days")
_NEEDED = ("Setting", "Infused")
_BY_NAME = {bare(heading): heading for heading in HEADINGS} | {
    "infusiondate": "Infused",
    "collectiondate": "Collected",
    "apheresis": "Collected",
    "admission": "Admitted",
    "admissiondate": "Admitted",
    "discharge": "Discharged",
    "dischargedate": "Discharged",
    "icudaycount": "ICU days",
    "daysinicu": "ICU days",
    "readmitted": "Readmitted within 30 days",
}
PATIENTS = Sought("Patients", "patients", 5_000, lambda heading: heading in _BY_NAME)
_MADE_ON = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day keeps the bytes the same


@dataclass(frozen=True)
class OwnListTable:
    """The patients of a file; none while a problem blocks."""

    name: str
    patients: tuple[Treated, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_own_list(data: bytes, name: str, catalogue: Catalogue, today: date) -> OwnListTable:
    """The list in an Excel workbook (.xlsx) or a CSV file. A day after `today` is refused."""
    try:
        grid = open_grid(data, name, None, PATIENTS)
    except DataError as error:
        return OwnListTable(name, problems=error.problems)
    if len(grid.rows) < 2:
        empty = grid.spot.problem("holds no patient.", "Write one infused patient in each row.")
        return OwnListTable(name, problems=(empty,))
    heads = headed(grid)
    columns = {_BY_NAME[bare(text)]: at for at, text in heads.items() if bare(text) in _BY_NAME}
    problems = [*grid.problems, *heading_problems(grid), *_headings(grid, heads, columns)]
    patients: list[Treated] = []
    orders = {each: order_of(column_cells(grid, columns[each])) for each in _DAYS if each in columns}
    for row in grid.rows[1:] if set(_NEEDED) <= set(columns) else ():
        try:
            patients.append(_patient(row, columns, orders, catalogue, today))
        except DataError as error:
            problems.extend(error.problems)
    blocked = any(each.blocking for each in problems)
    return OwnListTable(name, () if blocked else tuple(patients), tuple(problems))


def _headings(grid: Grid, heads: Mapping[int, str], columns: Mapping[str, int]) -> Iterator[Problem]:
    first, known = grid.rows[0], ", ".join(HEADINGS)
    for at, text in heads.items():
        name = _BY_NAME.get(bare(text))
        if name is None:
            remedy = f"Known: {known}. Start a heading of your own with #; its column is not read."
            yield first.cells[at].spot.problem(f"the heading {text!r} is not known.", remedy)
        elif columns[name] != at:
            yield first.cells[at].spot.problem(f"the column {name} stands twice.", "Keep one of the two.")
    for name in _NEEDED:
        if name not in columns:
            yield first.spot.problem(f"no column is headed {name!r}.", "Add it: each patient needs it.")


def _patient(
    row: GridRow, columns: Mapping[str, int], orders: Mapping[str, Order], catalogue: Catalogue, today: date
) -> Treated:
    cells = {
        name: row.cells[at] for name, at in columns.items() if at < len(row.cells) and not row.cells[at].empty
    }
    needed = (*_NEEDED, *(("Product",) if "Product" in columns else ()))
    problems = [
        row.spot.problem(f"{name} is empty.", f"Write {HEADINGS[name]}.")
        for name in needed
        if name not in cells
    ]
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        try:
            values[name] = _value(name, cell, orders, catalogue)
        except DataError as error:
            problems.extend(error.problems)
    if not problems:
        problems = [row.spot.problem(*each) for each in _impossible(values, today)]
    if problems:
        raise DataError(problems)
    return _treated(values)


def _value(name: str, cell: Cell, orders: Mapping[str, Order], catalogue: Catalogue) -> Any:
    if cell.formula:
        raise DataError(cell.spot.problem(f"{name} holds a formula.", "Paste its value."))
    if name in _DAYS:
        return date.fromisoformat(day_of(cell, orders[name]))
    if name in _COUNTS:
        return _count(name, cell)
    text = " ".join(str(cell.value).split())
    if name == "Product":
        try:
            return catalogue.product(text).id
        except UsageProblem as error:
            raise DataError(cell.spot.problem(str(error), "Correct the name.")) from None
    words = {"inpatient": True, "outpatient": False} if name == "Setting" else {"yes": True, "no": False}
    if isinstance(cell.value, bool) and name != "Setting":
        return cell.value
    if text.casefold() not in words:
        raise DataError(cell.spot.problem(f"{name} says {text!r}.", f"Write {' or '.join(words)}."))
    return words[text.casefold()]


def _count(name: str, cell: Cell) -> float:
    try:
        number = float("nan") if isinstance(cell.value, bool) else float(str(cell.value))
    except ValueError:
        number = float("nan")
    if not 0 <= number <= LONGEST_STAY:
        remedy = f"Write a number of days from 0 to {LONGEST_STAY}, or leave it empty where it is not known."
        raise DataError(cell.spot.problem(f"{name} says {str(cell.value)!r}.", remedy))
    return number


def _impossible(values: Mapping[str, Any], today: date) -> Iterator[tuple[str, str]]:
    """What cannot have happened, with the remedy."""
    correct = "Correct one of the two."
    for name in _DAYS:
        if name in values and values[name] > today:
            yield f"{name} ({values[name]}) lies in the future.", "List only what has happened."
    for first, second, close in (
        ("Collected", "Infused", False),
        ("Admitted", "Discharged", True),
        ("Discharged", "Paid", True),
    ):
        if {first, second} <= values.keys() and (
            values[second] < values[first] or (not close and values[second] == values[first])
        ):
            yield f"{second} ({values[second]}) is not after {first} ({values[first]}).", correct
        elif {first, second} <= values.keys() and (values[second] - values[first]).days > LONGEST_STAY:
            days = (values[second] - values[first]).days
            yield f"{first} to {second} is {days} days; over {LONGEST_STAY} is likely a slip.", correct
    yield from _impossible_stay(values, correct)
    yield from _impossible_after(values, correct)


def _impossible_stay(values: Mapping[str, Any], correct: str) -> Iterator[tuple[str, str]]:
    infused, admitted, discharged = (values.get(name) for name in ("Infused", "Admitted", "Discharged"))
    if values["Setting"] and admitted and infused < admitted:
        yield f"an inpatient infused on {infused} was admitted later, on {admitted}.", correct
    if values["Setting"] and discharged and discharged < infused:
        yield f"an inpatient infused on {infused} was discharged earlier, on {discharged}.", correct
    if not values["Setting"] and admitted and admitted < infused:
        yield (
            f"an outpatient infused on {infused} was admitted before, on {admitted}.",
            "Write inpatient, or leave a stay before the infusion out.",
        )
    if admitted and discharged and values.get("ICU days", 0) > (discharged - admitted).days + 1:
        yield (
            f"{values['ICU days']:g} ICU days do not fit into a stay from {admitted} to {discharged}.",
            correct,
        )


def _impossible_after(values: Mapping[str, Any], correct: str) -> Iterator[tuple[str, str]]:
    soon, admitted = values.get("Admitted within 30 days"), values.get("Admitted")
    if not values["Setting"] and admitted and soon is not None:
        within = 0 <= (admitted - values["Infused"]).days <= SOON
        if within != soon:
            said = "yes" if soon else "no"
            yield f"Admitted within 30 days says {said}, but Admitted is {admitted}.", correct
    if values.get("Readmitted within 30 days") is False and values.get("Readmission days"):
        yield "it was not readmitted, but Readmission days is filled in.", correct


def _treated(values: Mapping[str, Any]) -> Treated:
    admitted, soon = values.get("Admitted"), values.get("Admitted within 30 days")
    if soon is None and admitted is not None and not values["Setting"]:
        soon = (admitted - values["Infused"]).days <= SOON
    return Treated(
        inpatient=values["Setting"],
        infused=values["Infused"],
        product=values.get("Product"),
        collected=values.get("Collected"),
        admitted=admitted,
        discharged=values.get("Discharged"),
        icu_days=values.get("ICU days"),
        admitted_soon=soon,
        readmitted=values.get("Readmitted within 30 days"),
        readmission_days=values.get("Readmission days") or None,
        paid=values.get("Paid"),
    )


def own_list_template() -> bytes:
    """An Excel workbook to fill in: the headings, and a sheet that explains them. The same bytes every time."""
    import xlsxwriter  # seldom needed

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": "Our own patients", "created": _MADE_ON})
    head, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, guide = book.add_worksheet(PATIENTS.sheet), book.add_worksheet("What to write")
    guide.set_column(0, 0, 28)
    guide.set_column(1, 1, 90)
    for at, (heading, meaning) in enumerate(HEADINGS.items()):
        sheet.set_column(at, at, max(12, len(heading) + 2), day if heading in _DAYS else None)
        sheet.write_string(0, at, heading, head)
        needed = "" if heading in _NEEDED else " May be left empty."
        guide.write_string(at, 0, heading)
        guide.write_string(at, 1, f"{meaning[0].upper()}{meaning[1:]}.{needed}")
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
