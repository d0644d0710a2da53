"""PayerProfile: who pays, how it is reached, what it asks, how it is used to paying.

A key that is absent is a thing we do not know; nothing is filled in for it. `unknowns` counts
them (unknown.py).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

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
from sca_toolkit.payer.walk import walk_entries
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Dated, Grade, History, Model, Source, StateCode


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
    dual_authorization: History[bool] | None = None
    """Whether a transplant and a CAR T therapy may be requested for one patient at one time."""
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
        errors = [
            InitErrorDetails(
                type="value_error",
                loc=(*path, "source"),
                input=entry.source,
                ctx={"error": ValueError(_no_source(entry.source))},
            )
            for path, entry in walk_entries(self)
            if entry.source not in self.sources
        ]
        if errors:
            # Raised by hand so that each finding keeps its own place, and so its own line in the file.
            raise ValidationError.from_exception_data("PayerProfile", errors)
        return self

    @model_validator(mode="after")
    def _invented_is_said(self) -> Self:
        grades = {source.grade for source in self.sources.values()}
        if not self.invented and Grade.invented in grades:
            raise ValueError("a source is graded `invented` but the payer is not marked `invented: yes`")
        return self


def _no_source(key: str) -> str:
    return f"no source has the key {key!r}; add it under `sources`, or correct the key"


def on(history: History[Any] | None, day: date) -> Any:
    """The value that holds on `day`, or None when nothing is known for that day."""
    entry = history.on(day) if history is not None else None
    return entry.value if entry else None


def criteria_for(profile: PayerProfile, product: str, day: date) -> tuple[Dated[CriterionRow], ...]:
    """The criteria that hold on `day` for `product` (an id): its own rows and those for any product."""
    return tuple(
        entry for entry in in_force(profile.criteria, day) if entry.value.product in (product, "any")
    )
