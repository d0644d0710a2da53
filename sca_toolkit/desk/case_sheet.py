"""The case sheet: a case as a person fills it in, checked at every change; what does not fit stands beside its spot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.kinds import Kind
from sca_toolkit.desk.spots import Spot, spot_of
from sca_toolkit.errors import DataError
from sca_toolkit.library.sentences import sentences
from sca_toolkit.library.tables.case_columns import SECTIONS
from sca_toolkit.library.tables.columns import Column

STEPS_KEPT = 50
"""How many changes can be taken back."""
_LISTS = {
    "coverage.other": "Other coverage",
    "other_entities": "Other entities that bill",
    "diagnosis.prior_lines": "Earlier lines of treatment",
    "criteria": "Clinical criteria",
    "authorizations": "Authorizations",
}


@dataclass(frozen=True)
class CaseSection:
    """A part of the form."""

    title: str
    spots: tuple[Spot, ...]


def case_sections(desk: Desk) -> tuple[CaseSection, ...]:
    """The form: the headings and meanings of the case spreadsheet, with the payers, products and entities at hand.

    Raises DataError when the center's file is wrong.
    """
    choices = _choices(desk)
    return tuple(CaseSection(title, _spots(columns, choices)) for title, columns in SECTIONS.items())


def _spots(
    columns: tuple[Column, ...], choices: Mapping[str, tuple[tuple[str, str], ...]]
) -> tuple[Spot, ...]:
    """One spot for each column, and one for each list of numbered columns."""
    spots = {spot.path: spot for spot in (_spot(column, choices) for column in columns)}
    return tuple(spots.values())


def _choices(desk: Desk) -> Mapping[str, tuple[tuple[str, str], ...]]:
    center = desk.library.center()
    products = desk.library.catalogue().products.products
    return {
        "coverage.payer": tuple((name, _name_of(desk, name)) for name in desk.library.profile_ids()),
        "product": tuple((each.id, each.brand.value) for each in products),
        "bills_through": tuple(
            (key, f"{entity.legal_name} ({entity.role.words})")
            for key, entity in (center.entities if center else {}).items()
        ),
    }


def _name_of(desk: Desk, payer_id: str) -> str:
    """The payer's name; its id where its file is wrong."""
    try:
        return desk.library.profile(payer_id).name
    except DataError:
        return payer_id


def _spot(column: Column, choices: Mapping[str, tuple[tuple[str, str], ...]]) -> Spot:
    path = column.path.partition("[]")[0]
    if column.numbered:
        return spot_of(path, _LISTS[path], _annotation(path))
    spot = spot_of(
        path,
        column.heading,
        _annotation(path),
        meaning=column.meaning,
        example=column.example,
        required=column.needed,
    )
    if path in choices:
        return replace(
            spot, kind=Kind.choices if spot.kind is Kind.lines else Kind.choice, choices=choices[path]
        )
    return spot


def _annotation(path: str) -> Any:
    model: Any = Case
    for part in path.split("."):
        model = model.model_fields[part].annotation
    return model


@dataclass(frozen=True)
class CaseSheet:
    """A case in the making. `case` is None while something does not fit."""

    data: Mapping[str, Any] = field(default_factory=dict)
    case: Case | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    """Sentences by the path of their spot; an empty path for what concerns no single spot."""
    earlier: tuple[CaseSheet, ...] = field(default=(), repr=False)

    def value(self, path: str) -> Any:
        """What was put in at a spot; None where nothing was."""
        spot: Any = self.data
        for part in path.split("."):
            spot = spot.get(part) if isinstance(spot, Mapping) else None
        return spot

    def with_value(self, path: str, value: Any) -> CaseSheet:
        """With another value at a spot; None or nothing empties it."""
        data = _changed(self.data, path.split("."), value)
        return checked(data).after(self)

    def after(self, before: CaseSheet) -> CaseSheet:
        """The same sheet, from which `undone` leads back to `before`."""
        return replace(self, earlier=(*before.earlier, replace(before, earlier=()))[-STEPS_KEPT:])

    def undone(self) -> CaseSheet:
        """As it was before the last change."""
        return replace(self.earlier[-1], earlier=self.earlier[:-1]) if self.earlier else self


def sheet_of(case: Case) -> CaseSheet:
    """A sheet that starts from a case on file."""
    return checked(case.model_dump(mode="python", exclude_defaults=True))


def checked(data: Mapping[str, Any]) -> CaseSheet:
    """A sheet with everything that is wrong with its data."""
    numbered = _numbered(data)
    try:
        return CaseSheet(data, Case.model_validate(numbered))
    except ValidationError as error:
        return CaseSheet(data, None, _by_spot(error, numbered))


def _by_spot(error: ValidationError, data: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in sentences(error, data, Case):
        path = ".".join(str(part) for part in each.path if not isinstance(part, int))
        row = next((part for part in each.path if isinstance(part, int)), None)
        words = f"{each.message[:1].upper()}{each.message[1:]} {each.remedy}".strip()
        spot = _spot_path(path)
        text = f"Row {row + 1}: {words}" if row is not None and spot in _LISTS else words
        found[spot] = f"{found[spot]} {text}" if spot in found else text
    return found


def _spot_path(path: str) -> str:
    """The path of the spot that holds `path`: a row's part lies in its list."""
    return next((name for name in _LISTS if path == name or path.startswith(f"{name}.")), path)


def _numbered(data: Mapping[str, Any]) -> dict[str, Any]:
    """Earlier lines of treatment get their number from their place, unless they carry one."""
    lines = data.get("diagnosis", {}).get("prior_lines") or ()
    if not lines:
        return dict(data)
    counted = [{"line": number, **line} for number, line in enumerate(lines, start=1)]
    return {**data, "diagnosis": {**data["diagnosis"], "prior_lines": counted}}


def _changed(data: Mapping[str, Any], parts: list[str], value: Any) -> dict[str, Any]:
    first, *rest = parts
    inner = _changed(data.get(first) or {}, rest, value) if rest else value
    kept = {name: each for name, each in data.items() if name != first}
    return kept if inner in (None, "", [], {}, ()) else {**kept, first: inner}
