"""Where a case stands, in the few words and days by which lists filter and sort."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sca_toolkit.case import Case
from sca_toolkit.events import ENDS, Event, Side, Step, standing
from sca_toolkit.ledger import Move
from sca_toolkit.store.clocks import CaseClocks, clocks_of
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.timeline import Situation


@dataclass(frozen=True)
class CaseFacts:
    """All that the record holds of one case."""

    case: Case
    events: tuple[Event, ...]
    moves: tuple[Move, ...]
    """In the order in which they were recorded, corrected ones too."""
    payer_contacts: tuple[date, ...]
    """Days of logged contacts with the payer."""
    terms_json: str | None
    """The newest terms; `terms` reads them, which takes a while."""
    created: datetime
    """When the case was put into the record."""
    as_of: datetime
    """The time of the write."""

    @cached_property
    def terms(self) -> AgreementTerms | None:
        """The newest terms; None while there are none."""
        return AgreementTerms.model_validate_json(self.terms_json) if self.terms_json else None


@dataclass(frozen=True)
class Standing:
    """What lists show of a case. None where nobody knows. Days are at the center."""

    stage: int | None = None
    """Number of the stage of the journey, 1 to 9."""
    stage_since: date | None = None
    end_step: str | None = None
    """The step that ended the case: `infused` or one of the three other ends; None while it is open."""
    turn: str | None = None
    """Whose turn it is in the negotiation: `us` or `payer`."""
    turn_since: date | None = None
    payer_contact_on: date | None = None
    """Last day on which the payer was reached or was heard from."""
    due_on: date | None = None
    """The earliest deadline that has not been met, past or to come."""
    due_for: str | None = None
    """What falls due then."""
    clocks: CaseClocks | None = None
    """What statistics count; None: as `plain_clocks` works it out."""

    def columns(self) -> dict[str, Any]:
        """By the columns of lists."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "clocks"}


_FROM_PAYER = (Step.benefits_answered, Step.pa_information_asked, Step.peer_to_peer_held, Step.pa_approved,
               Step.pa_denied, Step.appeal_decided, Step.payer_replied, Step.offer_received, Step.payer_signed,
               Step.network_exception_granted, Step.network_exception_refused)  # fmt: skip


def standing_of(facts: CaseFacts) -> Standing:
    """What events and contacts alone say. A program that knows stages, turns and deadlines gives its own function."""
    counting = standing(facts.events)
    ends = [event for event in counting if event.step in (*ENDS, Step.infused)]
    heard = [event.at.date() for event in counting if event.by is Side.payer or event.step in _FROM_PAYER]
    return Standing(
        end_step=ends[0].step.value if ends else None,
        payer_contact_on=max((*heard, *facts.payer_contacts), default=None),
    )


def plain_clocks(facts: CaseFacts) -> CaseClocks:
    """What statistics count, for a center that works as we think most do and payers of whom nothing is known."""
    return clocks_of(Situation(facts.case, facts.events, facts.as_of), facts.created)
