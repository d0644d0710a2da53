"""The payment of a draft: what it says, the shapes to choose from, and the arrangement as text that people edit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from sca_toolkit.desk.desk import Desk
from sca_toolkit.library import load_text
from sca_toolkit.payment import Arrangement, RateRow
from sca_toolkit.values import dollars

_AMOUNT = re.compile(r"^USD (\d+\.\d\d)$")


@dataclass(frozen=True)
class Shape:
    """A payment shape a center may propose."""

    id: str
    summary: str


def payment_shapes(desk: Desk) -> tuple[Shape, ...]:
    """The shapes of the templates folder, by id. Raises DataError for wrong files."""
    return tuple(
        Shape(name, desk.library.arrangement(name).summary()) for name in desk.library.arrangement_ids()
    )


def payment_shape(desk: Desk, shape_id: str) -> Arrangement:
    """One shape. Raises UsageProblem for an unknown id."""
    return desk.library.arrangement(shape_id)


def arrangement_text(arrangement: Arrangement | None) -> str:
    """The arrangement as YAML, without what is not agreed yet; empty where there is none."""
    if arrangement is None:
        return ""
    data = _told(arrangement.model_dump(mode="json", by_alias=True))
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=80) if data else ""


def _told(value: Any) -> Any:
    """What is agreed, the kind of each part first, amounts as people write them."""
    if isinstance(value, dict):
        first = {"kind": value["kind"]} if "kind" in value else {}
        kept = {key: _told(item) for key, item in (first | value).items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    if isinstance(value, str) and (amount := _AMOUNT.match(value)):
        return dollars(Decimal(amount[1]))
    return [_told(item) for item in value] if isinstance(value, list) else value


def read_arrangement(text: str) -> Arrangement:
    """The arrangement that a person typed. Raises DataError with the line of every problem."""
    return load_text(Arrangement, text, "payment")


def rate_rows(arrangement: Arrangement) -> tuple[RateRow, ...]:
    """The rows of the rate sheet."""
    return arrangement.rate_rows()
