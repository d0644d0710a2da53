"""Spots: every place in a record where a person can type, and what an input has to know about it.

A path names a spot: `payer.signatory_name`, a part of a row such as `providers[1].npi`, or a piece of the payment such
as `payment.base.parts[0].amount`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from sca_toolkit.desk.kinds import Kind, kind_of, written_as_text
from sca_toolkit.terms import AgreementTerms, all_fields, field_at
from sca_toolkit.values import meaning as meaning_of
from sca_toolkit.values import place_steps

LONGEST_CHOICE = 60
"""Characters; a choice whose words are longer is shown by its name."""


@dataclass(frozen=True)
class Spot:
    """One place to type into."""

    path: str
    label: str
    meaning: str
    example: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    """Value and words of each choice."""
    columns: tuple[Spot, ...] = ()
    """For rows: the parts of one row; their paths are names."""
    required: bool = False
    clause: str = ""


def found_at(record: Any, parts: tuple[str | int, ...]) -> Any:
    """What lies at the parts of a path; None when nothing does."""
    for part in parts:
        if record is None:
            return None
        if isinstance(part, int):
            record = record[part] if part < len(record) else None
        else:
            record = getattr(record, part, None)
    return record


def spot_at(terms: AgreementTerms, path: str, label: str = "") -> Spot:
    """The spot at `path` in these terms. Raises KeyError for a path that leads nowhere."""
    try:
        field = field_at(path)
    except KeyError:
        return _inner_spot(terms, path, label)
    return spot_of(
        path,
        field.label,
        field.type,
        meaning=field.meaning,
        example=field.example,
        required=field.required,
        clause=field.clause,
    )


def _inner_spot(terms: AgreementTerms, path: str, label: str) -> Spot:
    *above, name = place_steps(path)
    parent = found_at(terms, tuple(above))
    if not isinstance(parent, BaseModel) or name not in type(parent).model_fields:
        raise KeyError(path)
    if path == "payment.order":
        return Spot(path, label, "Step by step.", "", Kind.choice, (("standard", "the usual order"),))
    info = type(parent).model_fields[str(name)]
    words = label or _in_words(str(name))
    return spot_of(path, words, info.annotation, meaning=meaning_of(type(parent), str(name)), required=True)


def spot_of(
    path: str,
    label: str,
    annotation: Any,
    *,
    meaning: str = "",
    example: str = "",
    required: bool = False,
    clause: str = "",
) -> Spot:
    """A spot for a value of the given type."""
    kind, inner = kind_of(annotation)
    return Spot(
        path,
        label,
        meaning,
        example or _EXAMPLES.get(kind, "") or " or ".join(written_as_text(inner).get("examples", ())),
        kind,
        choices_of(inner) if kind in (Kind.choice, Kind.choices) else (),
        columns_of(inner) if kind in (Kind.records, Kind.record) else (),
        required,
        clause,
    )


def columns_of(model: type[BaseModel]) -> tuple[Spot, ...]:
    """The parts of one row, in their order."""
    return tuple(
        spot_of(
            name,
            _in_words(name),
            info.annotation,
            meaning=meaning_of(model, name),
            required=info.is_required(),
        )
        for name, info in model.model_fields.items()
    )


def choices_of(choice: Any) -> tuple[tuple[str, str], ...]:
    """Value and words of each member of a closed list."""
    if get_origin(choice) is Literal:
        return tuple((value, _in_words(value)) for value in get_args(choice))
    return tuple(
        (each.value, each.words if len(each.words) <= LONGEST_CHOICE else _in_words(each.value))
        for each in choice
    )


_EXAMPLES = {
    Kind.money: "$2,500",
    Kind.share: "42%",
    Kind.length: "30 calendar days",
}
_UPPER = {
    "tin": "TIN",
    "npi": "NPI",
    "ccn": "CCN",
    "hcpcs": "HCPCS",
    "icd10": "ICD-10",
    "w9": "W-9",
    "pps": "PPS",
}


def _in_words(name: str) -> str:
    return " ".join(_UPPER.get(word, word) for word in name.split("_"))


def all_spots() -> tuple[Spot, ...]:
    """A spot for every field of an agreement, in its order."""
    empty = AgreementTerms()
    return tuple(spot_at(empty, field.path) for field in all_fields())
