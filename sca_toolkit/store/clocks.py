"""What statistics count of a case, worked out whenever the case changes: the day of each moment, and who had the turn.

Nothing here depends on the day on which it is looked at, so a hundred thousand cases can be counted up to any day
without reading one event. Days are at the center, as numbers from January 1, 2000.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sca_toolkit.events import EIGHT_TIME_STAMPS, DelayReason, Side, Stage, Step
from sca_toolkit.store.fingerprints import canonical, sha256
from sca_toolkit.timeline import ApprovalKind, Situation, Spell, case_spells, ending, spells_of, stamps
from sca_toolkit.timeline.bounds import bounds_of
from sca_toolkit.timeline.tracks import events_of

NEVER = -(2**15)
"""Stands for a day that has not come or that nobody knows."""
STEPS, STAGES, REASONS = tuple(Step), tuple(Stage), tuple(DelayReason)
KINDS: tuple[ApprovalKind | None, ...] = (None, *ApprovalKind)
"""What has a clock of turns: the whole case (None) and each approval."""
PAUSED = "paused"
SIDES = (None, *(side.value for side in Side), PAUSED)
"""Who has the turn in a spell; None: nobody."""
MARKS = ("created", "first_event", "last_event", "ended", "end_step", "asked", "signed")
NAMES = (
    *MARKS,
    *(f"stamp_{step}" for step in EIGHT_TIME_STAMPS),
    *(f"first_{step}" for step in STEPS),
    *(f"begun_{stage.name}" for stage in STAGES),
    *(f"finished_{stage.name}" for stage in STAGES),
)
"""What stands at each place of `days`."""
SPELL = struct.Struct("<BBh")
"""Place in KINDS times WIDTH plus place in SIDES; place in REASONS (from 1; 0: none); and the first day."""
WIDTH = 16
EPOCH = date(2000, 1, 1)
"""No case is older (`appending.EARLIEST`), and two bytes hold the days of a long life after it."""
_DAYS = struct.Struct(f"<{len(NAMES)}h")
_FIRST = EPOCH.toordinal()
_EDITION = 2
"""To be raised when a definition changes and the names do not."""
RULE = sha256(canonical([_EDITION, NAMES, KINDS, SIDES, REASONS]))[:16]
"""Names the definitions by which a row was worked out; a row of other definitions is worked out again."""
_BOTH = (Step.payer_signed, Step.center_signed)


@dataclass(frozen=True)
class CaseClocks:
    """One row: `days` has a day for each of NAMES, `spells` a SPELL for each spell, in the order of KINDS and time."""

    days: bytes
    spells: bytes
    signed_on: date | None
    """The day of the later of the two signatures."""


def clocks_of(s: Situation, created: datetime) -> CaseClocks:
    """The row of a case that was put into the record at `created`. Seen are all events, also those after `s.as_of`."""
    latest = max((event.at for event in s.events), default=s.as_of)
    s = replace(s, as_of=latest) if latest > s.as_of else s
    found = _days(s) | {"created": s.day_of(created)}
    end = ending(s)
    numbers = {name: number_of(day) for name, day in found.items()}
    numbers["end_step"] = STEPS.index(end.step) if end else NEVER
    return CaseClocks(
        _DAYS.pack(*(numbers.get(name, NEVER) for name in NAMES)),
        b"".join(_spells(s)),
        found["signed"],
    )


def number_of(day: date | None) -> int:
    """Days from EPOCH to `day`; NEVER for None."""
    return NEVER if day is None else day.toordinal() - _FIRST


def _days(s: Situation) -> dict[str, date | None]:
    end, agreement = ending(s), events_of(s, ApprovalKind.agreement)
    stamped = {stamp.step: stamp.on for stamp in stamps(s)}
    signed = [day for step in _BOTH if (day := stamped[step])]
    asked = next((event for event in agreement if event.step is not Step.revised), None)
    found: dict[str, date | None] = {
        "first_event": s.day_of(s.history[0].at) if s.history else None,
        "last_event": s.day_of(s.history[-1].at) if s.history else None,
        "ended": end.on if end else None,
        "asked": s.day_of(asked.at) if asked else None,
        "signed": max(signed) if len(signed) == len(_BOTH) else None,
    }
    found |= {f"stamp_{step}": day for step, day in stamped.items()}
    for event in reversed(s.run):
        found[f"first_{event.step}"] = s.day_of(event.at)
    for stage, bounds in bounds_of(s).items():
        found[f"begun_{stage.name}"] = s.day_of(bounds.since) if bounds.since else None
        found[f"finished_{stage.name}"] = s.day_of(bounds.until) if bounds.until else None
    return found


def _spells(s: Situation) -> Iterator[bytes]:
    for place, kind in enumerate(KINDS):
        for spell in case_spells(s) if kind is None else spells_of(s, kind):
            reason = REASONS.index(spell.reason) + 1 if spell.reason else 0
            yield SPELL.pack(place * WIDTH + _side(spell), reason, number_of(s.day_of(spell.since)))


def _side(spell: Spell) -> int:
    side = spell.side.value if spell.side else None
    return SIDES.index(PAUSED if spell.paused else side)
