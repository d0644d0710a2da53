"""Places: where a value lies in a record, written as `providers[1].npi` or `payment.base.parts[0].amount`."""

from __future__ import annotations

import re
from functools import lru_cache

_STEP = re.compile(r"(\w+)|\[(\d+)\]")


@lru_cache(maxsize=4096)
def place_steps(place: str) -> tuple[str | int, ...]:
    """`payment.base.parts[0].amount` as `("payment", "base", "parts", 0, "amount")`; rows count from 0."""
    return tuple(int(match[2]) if match[2] else match[1] for match in _STEP.finditer(place))
