"""What can be wrong with a measured limit: measure, unit, sign, equivalent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sca_toolkit.criteria.dictionary import Dictionary, NoConversion
from sca_toolkit.criteria.vocabulary import Better, Measure
from sca_toolkit.criteria.words import bare, number

if TYPE_CHECKING:
    from sca_toolkit.criteria.kinds.measurement import Measurement


def unit_complaints(leaf: Measurement, words: Dictionary) -> Iterator[str]:
    """A sentence for each fault, with its remedy."""
    measure = words.measure(leaf.measure)
    if measure is None:
        yield (
            f"{leaf.id}: the measure {leaf.measure!r} is not in the vocabulary; add it with its unit under "
            "`vocabulary: measures`, or correct its name"
        )
        return
    relative = bare(leaf.unit or "") in ("xuln", "xlln")
    factor = 1.0
    if leaf.bounded and leaf.unit and not relative:
        try:
            factor = words.factor(leaf.unit, measure.unit, measure)
        except NoConversion:
            yield (
                f"{leaf.id}: {leaf.unit} does not convert to {measure.unit}, the unit of {measure.name}; correct the "
                "unit, or give the measure the conversion under `also`"
            )
            return
    if leaf.bounded and not leaf.unit and measure.unit != "1":
        yield f"{leaf.id}: the limit of {measure.name} has no unit; write `unit: {measure.unit}`"
    yield from _signs(leaf, measure, 1.0 if relative else factor, relative)
    yield from _equivalent(leaf, measure, words)


def _signs(leaf: Measurement, measure: Measure, factor: float, relative: bool) -> Iterator[str]:
    low = 0.0 if relative else measure.lowest
    high = None if relative else measure.highest
    for limit in leaf.numbers():
        value = limit * factor
        if low is not None and value < low:
            yield (
                f"{leaf.id}: {number(limit)} {leaf.unit or ''} lies below {number(low)}, the lowest value of "
                f"{measure.name}; check the sign"
            )
        if high is not None and value > high:
            yield (
                f"{leaf.id}: {number(limit)} lies above {number(high)}, the highest value of {measure.name}; "
                "check the number"
            )
    yield from _direction(leaf, measure)


def _direction(leaf: Measurement, measure: Measure) -> Iterator[str]:
    """A one-sided limit that asks for the worse side, or bars the better one."""
    up = leaf.at_least is not None or leaf.above is not None
    down = leaf.at_most is not None or leaf.below is not None
    if measure.better is None or up == down:
        return
    wants_high = up == (leaf.polarity.value == "require")
    if wants_high != (measure.better is Better.high):
        side = "higher" if measure.better is Better.high else "lower"
        turned = (
            "at_least for at_most (or above for below)"
            if down
            else "at_most for at_least (or below for above)"
        )
        yield (
            f"{leaf.id}: {leaf.bounds_words(leaf.unit or '')} points the wrong way, for a {side} "
            f"{measure.name} is better; "
            f"write {turned}, or change the polarity"
        )


def _equivalent(leaf: Measurement, measure: Measure, words: Dictionary) -> Iterator[str]:
    other = leaf.equivalent
    if other is None or not leaf.unit:
        return
    try:
        factor = words.factor(other.unit, leaf.unit, measure)
    except NoConversion:
        yield f"{leaf.id}: the equivalent in {other.unit} does not convert to {leaf.unit}; correct its unit"
        return
    pairs = zip(leaf.numbers(), other.numbers(), strict=False)
    if len(leaf.numbers()) != len(other.numbers()) or any(
        abs(ours - theirs * factor) > 1e-6 * max(abs(ours), 1.0) for ours, theirs in pairs
    ):
        yield (
            f"{leaf.id}: {leaf.bounds_words(leaf.unit)} and its equivalent {other.bounds_words(other.unit)} differ; "
            "correct one, or put both under `readings`"
        )
