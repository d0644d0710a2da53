"""What people and papers say about a request: site, prescriber, plan, documents, statements, approvals."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sca_toolkit.case.history import Entry
from sca_toolkit.values import Choice


class SiteFact(Entry):
    """A fact about the center: enrolled, accredited, contracted, trained, stocked."""

    requirement: str
    product: str | None = None
    """Product it holds for; left out, every product."""
    holds: bool = True
    value: float | None = None
    """A number where one is asked, such as doses in stock."""
    unit: str | None = None
    on: date | None = None


class Prescriber(Entry):
    """Who prescribes and who was consulted, by specialty."""

    specialty: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()


class PlannedDose(Entry):
    """What is asked for."""

    dose: float | None = Field(default=None, gt=0)
    unit: str | None = None
    doses: int | None = Field(default=None, ge=1)


class DocumentHeld(Entry):
    """A document at hand."""

    document: str
    on: date | None = None
    holds: bool = True
    """No when it is known to be missing."""


class Attestation(Entry):
    """A statement or promise somebody made, named by the criterion's id or its words."""

    statement: str
    given: bool = True
    by: str | None = None
    on: date | None = None


class Answer(Choice):
    """How a person judged."""

    met = "met"
    not_met = "not_met"


class ClinicalJudgment(Entry):
    """A person's judgment of a criterion, named by its id or its topic."""

    about: str
    answer: Answer
    by: str | None = None
    on: date | None = None


class Support(Entry):
    """Whether a kind of authority backs the use: label, compendium, guideline, literature."""

    basis: str
    holds: bool = True
    on: date | None = None


class ApprovalState(Choice):
    """Where an authorization stands."""

    requested = "requested"
    approved = "approved"
    denied = "denied"


class Approval(Entry):
    """An authorization other rules build on. Both days of its validity are inside."""

    component: str
    state: ApprovalState
    number: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class CompleteList(Choice):
    """A list of the evidence that is known to be whole, so that what it does not name did not happen."""

    lines = "lines"
    transplants = "transplants"
    cell_therapies = "cell_therapies"
    disease_events = "disease_events"
    infections = "infections"
    conditions = "conditions"
    exposures = "exposures"
    intolerances = "intolerances"
