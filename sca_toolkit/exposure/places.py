"""Where a number or a word stands in an arrangement: read it, replace it, list those that can be moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ValidationError

from sca_toolkit.errors import UsageProblem
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.part import Part, PaymentNode
from sca_toolkit.payment.reading import parts
from sca_toolkit.payment.threshold import ThresholdValue

_STEP = re.compile(r"([a-z_0-9]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Term:
    """A number of an arrangement that can be negotiated."""

    path: str
    """Such as `base.parts[0].amount`."""
    label: str
    """Such as `Case Rate: amount`."""
    value: float
    kind: str
    """dollars, percent, days or times."""


def steps(path: str) -> tuple[str | int, ...]:
    """`base.parts[0].amount` as its steps."""
    return tuple(name or int(number) for name, number in _STEP.findall(path))


def value_at(arrangement: Arrangement, path: str) -> Any:
    """What stands at `path`. Raises UsageProblem for a path that leads nowhere."""
    found: Any = arrangement
    for step in steps(path):
        try:
            found = found[step] if isinstance(step, int) else getattr(found, step)
        except (AttributeError, IndexError, TypeError):
            raise UsageProblem(f"There is nothing at {path!r} in this offer.") from None
    return found


def with_number(arrangement: Arrangement, path: str, number: float) -> Arrangement:
    """With another number at `path`, fast: for a search over many. Days and times keep their unit."""
    held = value_at(arrangement, path)
    decimal = Decimal(repr(float(number)))
    new: Any = decimal
    if isinstance(held, ThresholdValue):
        new = held.model_copy(update={"count": decimal})
    elif isinstance(held, int):
        new = number
    return _put(arrangement, steps(path), new)  # type: ignore[no-any-return]


def _put(holder: Any, way: tuple[str | int, ...], new: Any) -> Any:
    if not way:
        return new
    step, rest = way[0], way[1:]
    if isinstance(step, int):
        return (*holder[:step], _put(holder[step], rest, new), *holder[step + 1 :])
    return holder.model_copy(update={step: _put(getattr(holder, step), rest, new)})


def reworded(arrangement: Arrangement, changes: Mapping[str, Any]) -> Arrangement | None:
    """With other words at some paths, checked as a whole; None where they contradict the rest."""
    data: Any = arrangement.model_dump()
    for path, value in changes.items():
        spot: Any = data
        *way, last = steps(path)
        for step in way:
            spot = spot[step]
        spot[last] = value
    try:
        return Arrangement.model_validate(data)
    except ValidationError:
        return None


def numbers(arrangement: Arrangement) -> tuple[Term, ...]:
    """Every number that can be moved, in the order of the tree: rates, percentages, thresholds."""
    return tuple(_numbers(arrangement))


def number_at(arrangement: Arrangement, path: str) -> Term:
    """The number at `path`. Raises UsageProblem naming those there are."""
    for each in numbers(arrangement):
        if each.path == path:
            return each
    known = ", ".join(each.path for each in numbers(arrangement)) or "none"
    raise UsageProblem(f"There is no number at {path!r} in this offer. It has: {known}.")


def _numbers(arrangement: Arrangement) -> Iterator[Term]:
    for at, part in parts(arrangement):
        for name in type(part).model_fields:
            kind = _kind(part, name)
            if kind:
                held = getattr(part, name)
                value = float(held.count if isinstance(held, ThresholdValue) else held)
                yield Term(
                    f"{at}.{name}", f"{_named(arrangement, at, part)}: {name.replace('_', ' ')}", value, kind
                )


def _kind(part: BaseModel, name: str) -> str:
    value = getattr(part, name)
    if isinstance(value, ThresholdValue):
        return value.unit
    if isinstance(value, bool):
        return ""
    if isinstance(value, Decimal):
        return "percent" if _is_share(part, name) else "dollars"
    return "days" if isinstance(value, int) and name in ("after_day", "minimum_days", "maximum_days") else ""


def _is_share(part: BaseModel, name: str) -> bool:
    words = str(type(part).model_fields[name].metadata) + str(type(part).model_fields[name].annotation)
    return "percent" in words.casefold()


def _named(arrangement: Arrangement, at: str, part: Part) -> str:
    """The term of the node, or the name of a level, phase or rule."""
    for name in ("level", "phase"):
        if hasattr(part, name):
            return str(getattr(part, name)).replace("_", " ")
    if isinstance(part, PaymentNode):
        return part.term
    owner = at.rpartition(".")[0]
    holder = value_at(arrangement, owner) if owner else None
    return holder.term if isinstance(holder, PaymentNode) else at.rpartition(".")[2].replace("_", " ")
