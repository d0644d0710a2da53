"""Who may accept an offer, by its tail and its amount."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sca_toolkit.timeline import Practice, offices

SMALL = {"worst_loss": "$50,000", "amount": "$900,000", "roles": ["a"]}
MIDDLE = {"worst_loss": "$250,000", "roles": ["a", "b"]}
ANY = {"roles": ["a", "b", "c"]}


@pytest.mark.parametrize(
    ("worst_loss", "amount", "roles"),
    [
        (50_000, 900_000, ("a",)),
        (-30_000, 10, ("a",)),
        (50_000.01, 900_000, ("a", "b")),
        (50_000, 900_000.01, ("a", "b")),
        (250_000, 9_000_000, ("a", "b")),
        (250_000.01, 10, ("a", "b", "c")),
    ],
)
def test_both_ceilings_must_hold(worst_loss: float, amount: float, roles: tuple[str, ...]) -> None:
    limits = Practice.model_validate({"acceptance_limits": [SMALL, MIDDLE, ANY]}).acceptance_limits
    assert offices(limits, worst_loss, amount) == roles


def test_without_limits_nobody_is_named() -> None:
    assert offices(Practice().acceptance_limits, 1_000_000, 1_000_000) == ()


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ([SMALL], "any other offer"),
        ([MIDDLE, SMALL, ANY], "smallest limits first"),
        ([ANY, ANY], "smallest limits first"),
        ([{"roles": ["a", "A"]}], "named twice"),
        ([{"worst_loss": 50000, "roles": ["a"]}, ANY], "currency"),
    ],
)
def test_limits_with_a_hole_are_refused(limits: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Practice.model_validate({"acceptance_limits": limits})
