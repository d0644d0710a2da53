"""Changes one field at a time: the tool with which the tests show that no field is without words."""

from __future__ import annotations

import copy
import re
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from sca_toolkit.payment import Clause, Part, PaymentNode
from sca_toolkit.values import Choice

POOL: tuple[Any, ...] = (
    "yes",
    "no",
    "1",
    "2",
    "4",
    "37",
    "-2",
    "$1,234",
    "$612,345",
    "7%",
    "97%",
    "some words",
    "2026-03-04",
    "45 calendar days",
    "25 days",
    "3 times",
    "0110",
    "019",
    "99213",
)
"""Values of every sort that a field may take; those that do not fit are refused and passed over."""


class Change(NamedTuple):
    """One accepted change."""

    owner: type[Part]
    field: str
    path: str
    value: Any
    result: Clause


def own_parts(part: Part, path: str = "") -> Iterator[tuple[str, Part]]:
    """`part` and what is inside it, without the payment nodes below it: those are changed in their own examples."""
    yield path, part
    for at, each in part.branches():
        if not isinstance(each, PaymentNode):
            yield from own_parts(each, f"{path}.{at}" if path else at)


def changes(clause: Clause) -> Iterator[Change]:
    """Every accepted change of one field of `clause` or of its rows, windows and prices."""
    data = clause.model_dump(mode="json")
    for path, part in own_parts(clause):
        for field in type(part).model_fields:
            value = getattr(part, field)
            if field == "kind" or isinstance(value, Part) or _holds_parts(value):
                continue
            for candidate in _candidates(part, field):
                changed = with_value(data, f"{path}.{field}" if path else field, candidate)
                result = _build(type(clause), changed)
                if result is not None and result != clause:
                    yield Change(type(part), field, path, candidate, result)


def emptied(clause: Clause) -> Iterator[Change]:
    """`clause` with one field after another taken away, where that is accepted."""
    data = clause.model_dump(mode="json")
    for path, part in own_parts(clause):
        for field in type(part).model_fields:
            blank: Any = [] if isinstance(getattr(part, field), tuple) else None
            result = _build(type(clause), with_value(data, f"{path}.{field}" if path else field, blank))
            if result is not None and result != clause:
                yield Change(type(part), field, path, blank, result)


def _holds_parts(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Part) for item in value)


def _candidates(part: Part, field: str) -> tuple[Any, ...]:
    choices = tuple(member.value for choice in _choices(type(part), field) for member in choice)
    singles = (*choices, *POOL)
    return (
        *singles,
        *([single] for single in singles),
        *([choices[0], choices[1]] for _ in choices[:1]),
        None,
    )


def _choices(owner: type[Part], field: str) -> Iterator[type[Choice]]:
    pending: list[Any] = [owner.model_fields[field].annotation]
    while pending:
        each = pending.pop()
        if isinstance(each, type) and issubclass(each, Choice):
            yield each
        pending.extend(typing.get_args(each))


def with_value(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `data` with another value at `path`, such as `parts[0].amount`."""
    changed = copy.deepcopy(data)
    *way, last = re.findall(r"[^.\[\]]+", path)
    place: Any = changed
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    return changed


def _build(kind: type[Clause], data: dict[str, Any]) -> Clause | None:
    try:
        return kind.model_validate(data)
    except ValidationError:
        return None
