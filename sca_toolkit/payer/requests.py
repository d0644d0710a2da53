"""What a payer asks for and how it is asked: routes, papers, policies, criteria, limits, sites, clocks.

Each of these stands in a list of dated entries. `until` is the last day on which an entry held (inclusive), so
that a rule the payer has withdrawn is closed and not deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sca_toolkit.case import Component, LineOfBusiness, Setting
from sca_toolkit.values import Choice, Dated, Length, Model, StateCode


class Standing(Model):
    """A fact that holds until it is withdrawn."""

    until: date | None = None
    """Last day on which it held; left out while it holds."""


S = TypeVar("S")


def in_force(entries: Iterable[Dated[S]], day: date) -> tuple[Dated[S], ...]:
    """The entries that hold on `day`: begun by then (inclusive) and not ended before it."""
    return tuple(
        entry
        for entry in entries
        if (entry.since is None or entry.since <= day) and not _ended(entry.value, day)
    )


def _ended(value: object, day: date) -> bool:
    return isinstance(value, Standing) and value.until is not None and value.until < day


class Purpose(Choice):
    """What a payer is contacted for."""

    benefit_check = "benefit_check"
    prior_authorization = "prior_authorization"
    evaluation = "evaluation"
    admission = "admission"
    agreement = "agreement"
    second_level = "second_level"
    peer_to_peer = "peer_to_peer"
    appeal = "appeal"
    claims = "claims"
    questions = "questions"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"peer_to_peer": "peer-to-peer review", "second_level": "second-level review"}


class Channel(Choice):
    """How a request reaches the payer."""

    phone = "phone"
    fax = "fax"
    portal = "portal"
    email = "email"
    mail = "mail"


class Route(Standing):
    """One way to reach one unit of the payer for one purpose."""

    purpose: Purpose
    """What it is used for."""
    channel: Channel
    """How the request travels."""
    address: str
    """Number, portal name or postal address."""
    unit: str | None = None
    """Name of the unit that answers."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines this route is for; all lines when left out."""
    components: tuple[Component, ...] = ()
    """The parts of the episode this route is for; all parts when left out."""
    hours: str | None = None
    """When it answers."""


class DocumentWanted(Standing):
    """One paper the payer asks for."""

    document: str
    """What it is, with its form number."""
    product: str = "any"
    """Product id, or `any`."""
    purpose: Purpose | None = None
    """The request it goes with."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines that ask for it; all lines when left out."""


class Policy(Standing):
    """A written policy of the payer on these products."""

    title: str
    """Name of the policy."""
    number: str | None = None
    """Number the payer gives it."""
    products: tuple[str, ...] = ()
    """Product ids; all products when left out."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines it governs; all lines when left out."""
    follows: str | None = None
    """What its criteria track: the label, a trial, a compendium, consensus."""
    seen: str | None = None
    """How much of it was read. What was not read may still be asked."""


class CriterionRow(Standing):
    """One clinical requirement of the payer, in our words, as it goes into an interim letter."""

    criterion: str
    """What must be so. Alternatives stand in one row."""
    product: str = "any"
    """Product id, or `any`."""
    indication: str = "any"
    """Disease it is asked for, or `any`."""
    threshold: str | None = None
    """The number or grade, with its unit."""
    evidence_needed: str | None = None
    """The paper or test that shows it."""
    valid_for: str | None = None
    """How old a result may be."""
    policy: str | None = None
    """Number of the policy it stands in."""
    carried_over_from_transplant: bool = False
    """A test that belongs to a transplant work-up and may be asked to be waived."""
    outdated_since: date | None = None
    """The day on which the thing it names ceased to exist (the FDA REMS, for example): a row to challenge."""


class ProductLimit(Standing):
    """A limit on how often or how much the payer covers."""

    limit: str
    """What is limited and to what."""
    product: str = "any"
    """Product id, or `any`."""
    policy: str | None = None
    """Number of the policy it stands in."""


class SiteRule(Standing):
    """A rule on where the product may be given."""

    rule: str
    """What the site must be or have."""
    product: str = "any"
    """Product id, or `any`."""
    settings_barred: tuple[Setting, ...] = ()
    """Settings in which it may not be given."""
    states: tuple[StateCode, ...] = ()
    """States in which the rule applies; all when left out."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines it governs; all lines when left out."""
    outdated_since: date | None = None
    """The day on which the thing it names ceased to exist: a rule to challenge."""


class Urgency(Choice):
    """The track a request is decided on."""

    standard = "standard"
    expedited = "expedited"


class DecisionClock(Standing):
    """How fast a request must be decided; it differs by line of business and by the part requested."""

    within: Length
    """Time to decide."""
    urgency: Urgency
    """The track it belongs to."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines it binds; all lines when left out."""
    components: tuple[Component, ...] = ()
    """The parts of the episode it binds; all parts when left out."""
    extension: str | None = None
    """Whether and how the time may be extended."""
    authority: str | None = None
    """The rule or contract it rests on."""


class AuthorizationValidity(Standing):
    """How long an approval lasts."""

    lasts: Length
    """Time from approval to expiry."""
    product: str = "any"
    """Product id, or `any`."""
    components: tuple[Component, ...] = ()
    """The parts of the episode that last so long; all parts when left out."""
    covers: str | None = None
    """What the approval holds beyond the product."""


class PaymentRule(Standing):
    """A rule on how a claim is paid or must be sent; a rate never stands here."""

    rule: str
    """What the payer does or asks."""
    product: str = "any"
    """Product id, or `any`."""
    lines_of_business: tuple[LineOfBusiness, ...] = ()
    """The lines it governs; all lines when left out."""
