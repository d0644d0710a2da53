"""What dates and checks need to know of a payment arrangement."""

from __future__ import annotations

from sca_toolkit.payment import Arrangement, StartEvent, inclusion_window


def last_window_day(arrangement: Arrangement | None) -> int | None:
    """Last day of the inclusion window counted from Day 0 (inclusive); None where none is agreed on that count."""
    window = inclusion_window(arrangement) if arrangement else None
    if window is None or window.end_from is not StartEvent.infusion:
        return None
    return window.end_day
