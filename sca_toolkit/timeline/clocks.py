"""Clocks set by law: how fast a payer must decide and how long an appeal may be filed, by line of business.

They stand in `reference/clocks.yaml`, each with its first day and source. Payers split a CAR T request into drugs and
services, and the law has a clock for each: the product and the drugs given with it are drugs, the rest are services.
That reading is ours; ask the payer how it handles the cell product.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.case import Component, Coverage, Funding, LineOfBusiness
from sca_toolkit.payer import Standing, Urgency, in_force
from sca_toolkit.values import Choice, Dated, Length, Model, Source


class Act(Choice):
    """What a clock times."""

    decision = "decision"
    information = "information"
    appeal = "appeal"
    appeal_decision = "appeal_decision"
    external_review = "external_review"
    external_review_decision = "external_review_decision"


class Covers(Choice):
    """What kind of request it is."""

    drug = "drug"
    service = "service"


_DRUGS = (Component.product, Component.lymphodepletion, Component.tocilizumab)


def kinds_of(component: Component | None) -> tuple[Covers, ...]:
    """Drug, service, or both for a request that names the whole episode or no part of it."""
    if component in (None, Component.whole_episode):
        return tuple(Covers)
    return (Covers.drug,) if component in _DRUGS else (Covers.service,)


class RegulatoryClock(Standing):
    """One time limit."""

    id: str
    """Short name; a later limit of the same rule keeps it."""
    act: Act
    """What it times."""
    within: Length
    """The time allowed."""
    lines_of_business: tuple[LineOfBusiness, ...] = Field(min_length=1)
    """The lines it binds."""
    funding: tuple[Funding, ...] = ()
    """The kinds of funding it binds; all when left out."""
    covers: Covers | None = None
    """Drugs or services; both when left out."""
    urgency: Urgency | None = None
    """The track it belongs to; both when left out."""
    authority: str
    """The rule it rests on."""
    extension: str | None = None
    """Whether and how it may be extended."""
    stops_for_information: bool = False
    """Whether it stands still while the payer waits for information it asked for."""
    also: tuple[str, ...] = ()
    """Further sources, by key."""
    proposed: bool = False
    """A rule that is only proposed; it is shown and never applied."""


class Clocks(Model):
    """All clocks, each with its first day and source."""

    sources: dict[str, Source]
    """The pages they were read from, by a short key."""
    clocks: tuple[Dated[RegulatoryClock], ...]
    """One entry a limit; a changed limit is one more entry."""

    @model_validator(mode="after")
    def _sources_exist(self) -> Self:
        for entry in self.clocks:
            for key in (entry.source, *entry.value.also):
                if key not in self.sources:
                    raise ValueError(
                        f"clock {entry.value.id!r} names source {key!r}, which is not under `sources`"
                    )
        return self

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        named = [(entry.value.id, entry.since) for entry in self.clocks]
        twice = sorted({name for name, since in named if named.count((name, since)) > 1})
        if twice:
            raise ValueError(f"the clock {twice[0]!r} stands twice with the same first day; keep one")
        return self

    def for_act(
        self, act: Act, coverage: Coverage, component: Component | None, urgency: Urgency, day: date
    ) -> tuple[Dated[RegulatoryClock], ...]:
        """The clocks that bind this coverage for an act begun on `day`; a whole request may meet one of each kind.

        Unknown funding meets the clocks of every funding. None bind while the line of business is unknown.
        """
        return tuple(
            entry
            for entry in in_force(self.clocks, day)
            if entry.value.act is act
            and not entry.value.proposed
            and coverage.line_of_business in entry.value.lines_of_business
            and _fits(coverage.funding, entry.value.funding)
            and (entry.value.covers is None or entry.value.covers in kinds_of(component))
            and entry.value.urgency in (None, urgency)
        )


def _fits(funding: Funding | None, bound: tuple[Funding, ...]) -> bool:
    return not bound or funding is None or funding in bound
