"""How long a payer has been silent: business days without a word from it while the turn is its own.

A call of ours does not break the silence; the last one is told, with its reference number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.events import Side, Step
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.kinds import ApprovalKind
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.timeline.turns import clock_of, last_act_of_payer
from sca_toolkit.values import Model


class Silence(Model):
    """One matter in which the payer has the turn."""

    kind: ApprovalKind
    turn_since: date
    """The day on which the payer got the turn."""
    heard: date
    """The day on which it was last heard of, or got the turn if that is later."""
    business_days: int
    """Business days after that day up to today."""
    last_contact: date | None = None
    contact_reference: str | None = None

    @property
    def words(self) -> str:
        """One sentence on the silence and one on the last contact."""
        days = f"{self.business_days} business day{'' if self.business_days == 1 else 's'}"
        text = f"No answer for {days}; with the payer since {day_in_words(self.turn_since)}."
        if self.last_contact is None:
            return text
        number = f", reference {self.contact_reference}" if self.contact_reference else ""
        return f"{text} Last contact: {day_in_words(self.last_contact)}{number}."


def silences(s: Situation) -> Iterator[Silence]:
    """Every matter in which the turn is the payer's, in the order of the five approvals."""
    call = s.last(Step.contact_made)
    for kind in ApprovalKind:
        clock = clock_of(s, kind)
        if clock.side is not Side.payer or clock.since is None:
            continue
        act = last_act_of_payer(s, kind)
        heard = max(clock.since, s.day_of(act)) if act else clock.since
        yield Silence(
            kind=kind,
            turn_since=clock.since,
            heard=heard,
            business_days=s.practice.calendar.business_days_between(heard, s.today),
            last_contact=s.day_of(call.at) if call else None,
            contact_reference=call.reference if call else None,
        )
