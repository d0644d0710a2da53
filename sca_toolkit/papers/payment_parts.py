"""The sentences of one part of a payment arrangement, as a clause prints them."""

from __future__ import annotations

from sca_toolkit.payment import Arrangement
from sca_toolkit.values.marks import gap


def payment_paragraphs(arrangement: Arrangement | None, part: str) -> tuple[str, ...]:
    """What the arrangement says of `part`; a gap for the base of an arrangement that is not there, else nothing."""
    if arrangement is None:
        return (gap("payment arrangement"),) if part == "base" else ()
    return arrangement.paragraphs(part)
