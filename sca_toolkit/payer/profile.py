"""PayerProfile: who pays, how it is reached, what it asks, how it is used to paying.

A key that is absent is a thing we do not know; nothing is filled in for it. `unknowns` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from sca_toolkit.case import Funding, LineOfBusiness
from sca_toolkit.payer.facts import (
    CommitteeCalendar,
    ContractCoverage,
    Experience,
    KnownPosition,
    Letters,
    NetworkState,
    PayerRole,
    PlanYear,
    PromptPay,
    Recoupment,
    TimelyFiling,
)
from sca_toolkit.payer.requests import (
    AuthorizationValidity,
    CriterionRow,
    DecisionClock,
    DocumentWanted,
    PaymentRule,
    Policy,
    ProductLimit,
    Route,
    SiteRule,
    in_force,
)
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Dated, Grade, History, Length, Model, Source, StateCode


class PayerProfile(Model):
    """All that is known of one payer, each value with its first day and source."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")
    """The file's name without `.yaml`."""
    name: str
    """How people call the payer."""
    invented: bool
    """True for the example payers. The files of real payers that come with the toolkit never carry a rate."""
    summary: str
    """One sentence on what this payer is."""
    sources: dict[str, Source]
    """Every page the facts were read from, by a short key."""

    role: History[PayerRole] | None = None
    """The part it plays."""
    legal_name: History[str] | None = None
    """The entity that must sign."""
    address: History[str] | None = None
    """Notice address."""
    tax_id: History[str] | None = None
    """Tax ID of the signing entity."""
    plan_sponsor: History[str] | None = None
    """Employer or fund whose money pays, where the payer only administers."""
    stop_loss_carrier: History[str] | None = None
    """Carrier that reinsures large claims."""
    funding: History[Funding] | None = None
    """Who bears the insurance risk."""
    lines_of_business: History[tuple[LineOfBusiness, ...]] | None = None
    """Lines it sells or runs."""
    states: History[tuple[StateCode, ...]] | None = None
    """States in which it is licensed or runs the program."""
    experience: History[Experience] | None = None
    """How used it is to CAR T agreements."""
    agreements_so_far: History[int] | None = None
    """CAR T agreements signed with this center."""

    contract: tuple[Dated[ContractCoverage], ...] = ()
    """What a standing contract says, by product and indication."""
    network: History[NetworkState] | None = None
    """Where the center stands on the payer's network ladder."""
    accreditation: History[str] | None = None
    """Accreditation it asks for."""
    enrollment: History[str] | None = None
    """What a provider must have before it can be paid: enrollment with the state, credentialing."""
    site_of_care: tuple[Dated[SiteRule], ...] = ()
    """Rules on where the product may be given."""
    routes: tuple[Dated[Route], ...] = ()
    """How to reach it, by line of business and by what is asked."""
    documents_wanted: tuple[Dated[DocumentWanted], ...] = ()
    """Papers it asks for with a request."""
    policies: tuple[Dated[Policy], ...] = ()
    """Its written policies on these products."""
    criteria: tuple[Dated[CriterionRow], ...] = ()
    """Clinical requirements for the interim letter."""
    limits: tuple[Dated[ProductLimit], ...] = ()
    """How often and how much it covers."""
    decision_clocks: tuple[Dated[DecisionClock], ...] = ()
    """How fast it must decide, by line of business and part of the episode."""
    authorization_validity: tuple[Dated[AuthorizationValidity], ...] = ()
    """How long an approval lasts."""
    negotiates: History[bool] | None = None
    """Whether it negotiates terms at all; Medicare fee-for-service does not."""
    letters: Letters = Letters()
    """Whether it may sign interim letters."""
    clause_positions: dict[str, History[KnownPosition]] = Field(default_factory=dict)
    """Positions it is known to take, by clause id."""
    usual_terms: dict[str, History[Any]] = Field(default_factory=dict)
    """Any other value it is used to, by field path (see FIELDS.md)."""
    arrangement: History[Arrangement] | None = None
    """How it is used to paying."""
    payment_rules: tuple[Dated[PaymentRule], ...] = ()
    """Rules on how its claims are sent and paid, without rates."""
    timely_filing: TimelyFiling = TimelyFiling()
    """How long claims may be filed."""
    prompt_pay: PromptPay = PromptPay()
    """How fast it pays."""
    recoupment: Recoupment = Recoupment()
    """How far back it may reach."""
    plan_year_end: History[PlanYear] | None = None
    """Last day of its plan year."""
    committee: History[CommitteeCalendar] | None = None
    """When its committee decides."""
    signatory: History[str] | None = None
    """Name and title of the person who signs for the payer."""
    notes: tuple[Dated[str], ...] = ()
    """Other facts worth knowing."""

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        missing = sorted({f"{path} names source {key!r}" for path, key in self._source_keys() if key not in self.sources})
        if missing:
            raise ValueError("; ".join(missing) + "; add it under `sources`")
        return self

    @model_validator(mode="after")
    def _invented_is_said(self) -> Self:
        grades = {source.grade for source in self.sources.values()}
        if not self.invented and Grade.invented in grades:
            raise ValueError("a source is graded `invented` but the payer is not marked `invented: yes`")
        return self

    def _source_keys(self) -> Iterator[tuple[str, str]]:
        for path, entry in walk_dated(self):
            yield path, entry.source


def walk_dated(record: Any, path: str = "") -> Iterator[tuple[str, Dated[Any]]]:
    """Every dated value inside `record` with its dotted path."""
    if isinstance(record, Dated):
        yield path, record
    elif isinstance(record, History):
        for entry in record:
            yield path, entry
    elif isinstance(record, BaseModel):
        for name in type(record).model_fields:
            yield from walk_dated(getattr(record, name), f"{path}.{name}" if path else name)
    elif isinstance(record, dict):
        for key, item in record.items():
            yield from walk_dated(item, f"{path}.{key}")
    elif isinstance(record, tuple):
        for index, item in enumerate(record):
            yield from walk_dated(item, f"{path}[{index}]")


class Unknown(Model):
    """One thing we do not know of a payer."""

    path: str
    """The key to fill in."""
    what: str
    """What it is, in words."""


_NEVER_ASKED = {"notes", "usual_terms", "clause_positions", "plan_sponsor", "stop_loss_carrier"}


def unknowns(profile: PayerProfile) -> tuple[Unknown, ...]:
    """The absent keys of a profile, in the order of the card. Sponsor and carrier are asked of administrators only."""
    return tuple(_absent(profile, ""))


def _absent(record: Model, prefix: str) -> Iterator[Unknown]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        path = f"{prefix}{name}"
        if isinstance(value, Model):
            yield from _absent(value, f"{path}.")
        elif (value is None or value == ()) and _asked(record, name):
            yield Unknown(path=path, what=(field.description or name).rstrip("."))


def _asked(record: Model, name: str) -> bool:
    if name in ("plan_sponsor", "stop_loss_carrier") and isinstance(record, PayerProfile):
        latest = record.role.root[-1].value if record.role else None
        return latest in (PayerRole.aso_administrator, PayerRole.self_funded_plan)
    return name not in _NEVER_ASKED


def on(history: History[Any] | None, day: date) -> Any:
    """The value that holds on `day`, or None when nothing is known for that day."""
    entry = history.on(day) if history is not None else None
    return entry.value if entry else None
