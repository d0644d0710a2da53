"""What the trace adds to a verdict: how it depends on an anchor, results that are too old, when evidence runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.case import TestResult
from sca_toolkit.criteria.kinds.authorization import Authorization
from sca_toolkit.criteria.leaf import Leaf
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.timing import CANDIDATES, Anchor, Direction, TimedLeaf
from sca_toolkit.criteria.verdict import NOT, VERDICTS
from sca_toolkit.criteria.words import listed, sentence
from sca_toolkit.criteria.world import Part


def notes_on(part: Part, record: Record) -> Iterator[str]:
    """Every note on a criterion."""
    leaf: Leaf = part.node
    if isinstance(leaf, TimedLeaf):
        yield from _anchors(leaf, part, record)
        yield from _lapsed(leaf, part, record)
    yield from _same_day(part, record)
    if leaf.doubt:
        yield sentence(f"Doubt: {leaf.doubt}")
    if leaf.stale_since:
        yield sentence(f"It names something that ended ({leaf.stale_since}). {leaf.stale_note or ''}")
    if leaf.note:
        yield sentence(leaf.note)


def _anchors(leaf: TimedLeaf, part: Part, record: Record) -> Iterator[str]:
    if not leaf.timed or leaf.anchor is not Anchor.unstated:
        return
    if not leaf.shown_by(record, part.scope):
        yield "The policy does not say from which day it counts."
        return
    told, skipped, seen = [], [], set()
    for anchor, bits in leaf.by_anchor(part.scope):
        day = record.days.get(anchor.value)
        if day is None:
            skipped.append(anchor.words)
            continue
        found = bits(record) if leaf.polarity.value == "require" else NOT[bits(record)]
        seen.add(found)
        told.append(f"from {anchor.words} ({date.fromordinal(day):%b %-d, %Y}) {VERDICTS[found].words}")
    depends = "The answer depends on it: " if len(seen) > 1 else "The answer is the same: "
    yield sentence(f"The policy does not say from which day it counts. {depends}{', '.join(told)}")
    if skipped:
        yield sentence(f"Not judged from {listed(skipped, 'and')}, which has no planned day")


def _lapsed(leaf: TimedLeaf, part: Part, record: Record) -> Iterator[str]:
    if leaf.within is None or leaf.direction is Direction.after:
        return
    for entry in leaf.shown_by(record, part.scope)[:1]:
        on = getattr(entry, "on", None)
        if on is None:
            yield "The result has no date, so its age is not known."
            continue
        last = leaf.within.after(on)
        anchors = CANDIDATES if leaf.anchor is Anchor.unstated else (leaf.anchor,)
        for anchor in anchors:
            day = record.days.get(anchor.value)
            if day is not None and date.fromordinal(day) > last:
                yield (
                    f"The result of {on:%b %-d, %Y} counts until {last:%b %-d, %Y}; "
                    f"{anchor.words} is on {date.fromordinal(day):%b %-d, %Y}."
                )


def _same_day(part: Part, record: Record) -> Iterator[str]:
    entries = [each for each in part.node.shown_by(record, part.scope) if isinstance(each, TestResult)]
    if len(entries) > 1 and entries[0].on and entries[0].on == entries[1].on:
        first, second = entries[0], entries[1]
        if first.test == second.test and (first.value, first.result) != (second.value, second.result):
            yield f"There are two results of {first.test} on {first.on:%b %-d, %Y}; keep the one that stands."


def expiry(part: Part, record: Record) -> date | None:
    """Last day of the anchor for which the newest evidence still counts; None where it does not run out."""
    leaf = part.node
    entries = leaf.shown_by(record, part.scope)
    if isinstance(leaf, Authorization):
        ends = [each.valid_to for each in entries if getattr(each, "valid_to", None)]
        return max(ends, default=None)
    if not isinstance(leaf, TimedLeaf) or leaf.within is None or leaf.direction is Direction.after:
        return None
    days = [each.on for each in entries if getattr(each, "on", None)]
    return leaf.within.after(max(days)) if days and leaf.kind != "washout" else None  # type: ignore[attr-defined]
