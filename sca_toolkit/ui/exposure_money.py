"""Dollars and chances as the Exposure pages show them: no more digits than their error supports."""

from __future__ import annotations

import math

from sca_toolkit.values import whole_dollars


def money(value: float, error: float | None = None) -> str:
    """`$54,200`, `-$126,000`: rounded to what the error supports, whole hundreds at most without one."""
    digits = 0 if error is None else max(0, math.floor(math.log10(2 * error)) if error > 0.5 else 0)
    digits = min(max(digits, 2 if abs(value) >= 10_000 else 1), 4)
    return whole_dollars(round(value, -digits))


def within(error: float | None) -> str:
    """`± $60`: two standard errors."""
    return "" if error is None else f" ± {money(2 * error)}" if error >= 2.5 else ""


def chance(value: float, error: float | None = None) -> str:
    """`18%`, `0.4%`, `under 0.1%`."""
    if value <= 0:
        return "none"
    if value < 0.001:
        return "under 0.1%"
    small = value < 0.02 and (error is None or error < 0.002)
    return f"{value * 100:.1f}%" if small else f"{value * 100:.0f}%"


def signed(value: float) -> str:
    """`+$4,900`, `-$1,800`."""
    text = money(value)
    return text if text.startswith("-") or text == "$0" else f"+{text}"


def of_patients(value: float, error: float | None = None) -> str:
    """`18% of patients`, `no simulated patient`."""
    return f"{chance(value, error)} of patients" if value > 0 else "no simulated patient"
