"""One invented case that tests move about: what is planned, what happened, and a moment to look at it."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sca_toolkit.case import Case, Component
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.library.loading import load
from sca_toolkit.payer import PayerProfile
from sca_toolkit.timeline import AgreementDates, Clocks, Practice, Situation
from tests.conftest import ROOT

EAST = ZoneInfo("America/New_York")
DATES = {
    "referral": "2026-11-02",
    "evaluation": "2026-11-10",
    "collection": "2026-12-03",
    "lymphodepletion": "2026-12-23",
    "infusion": "2026-12-28",
    "needed_by": "2026-12-01",
}


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """`11-22` (of 2026) or `2027-01-05`, at an hour in New York."""
    year, month, number = (f"2026-{day}" if len(day) == 5 else day).split("-")
    return datetime(int(year), int(month), int(number), hour, minute, tzinfo=EAST)


def happened(step: str, day: str, hour: int = 10, **more: Any) -> Event:
    """An event of the invented case. `part` names a component; `details` are passed on."""
    part = more.pop("part", None)
    return Event(
        case="CASE-1",
        step=Step(step),
        at=at(day, hour),
        component=Component(part) if part else None,
        by=Side(more.pop("by")) if "by" in more else None,
        **more,
    )


def case(**more: Any) -> Case:
    """A commercial member with planned dates. `dates` and `coverage` are added to the usual ones."""
    dates = {**DATES, **more.pop("dates", {})}
    coverage = {"line_of_business": "commercial", "funding": "fully_insured", **more.pop("coverage", {})}
    return Case.model_validate(
        {"id": "CASE-1", "synthetic": True, "dates": dates, "coverage": coverage, **more}
    )


def situation(*events: Event, as_of: str = "11-22", hour: int = 10, **more: Any) -> Situation:
    """The invented case with `events` at `as_of`. `case`, `practice`, `agreement`, `profile`, `clocks` may be given."""
    practice, agreement = more.pop("practice", {}), more.pop("agreement", {})
    profile = more.pop("profile", None)
    return Situation(
        case=more.pop("case", None) or case(),
        events=events,
        as_of=at(as_of, hour),
        practice=practice if isinstance(practice, Practice) else Practice.model_validate(practice),
        agreement=AgreementDates.model_validate(agreement),
        profile=payer(**profile) if isinstance(profile, dict) else profile,
        clocks=more.pop("clocks", law()),
        **more,
    )


@cache
def law() -> Clocks:
    """The clocks that come with the toolkit."""
    return load(Clocks, ROOT / "sca_toolkit/reference/clocks.yaml")


def payer(**facts: Any) -> PayerProfile:
    """An invented payer; a fact is its value, known since 2025."""
    invented = {"title": "Invented for a test", "grade": "invented", "read_on": "2026-11-22"}
    lists = ("decision_clocks", "authorization_validity", "contract", "criteria")
    return PayerProfile.model_validate(
        {
            "id": "example",
            "name": "Example Plan (invented)",
            "invented": True,
            "summary": "Invented for tests.",
            "sources": {"test": invented},
            **{name: _known(value, several=name in lists) for name, value in facts.items()},
        }
    )


def _known(value: Any, *, several: bool) -> Any:
    if isinstance(value, dict) and set(value) <= {"initial", "corrected", "clock_start"}:
        return {name: [_dated(each)] for name, each in value.items()}
    return [_dated(each) for each in (value if several else [value])]


def _dated(value: Any) -> dict[str, Any]:
    return {"value": value, "from": "2025-01-01", "source": "test"}


def agreed(requested: str = "11-04", signed: str = "11-18") -> tuple[Event, ...]:
    """An agreement from its request to both signatures."""
    return (
        happened("agreement_requested", requested),
        happened("payer_signed", signed, 9),
        happened("center_signed", signed, 15),
    )


def authorized(sent: str = "11-04", approved: str = "11-12", **details: str) -> tuple[Event, ...]:
    """Everything authorized at once."""
    return (
        happened("pa_submitted", sent),
        happened("pa_approved", approved, reference="PA-1", details=details),
    )
