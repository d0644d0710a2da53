"""What our own cases say of a payer, counted by hand on a small record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.payer_statistics import PayerStatistics, payer_statistics
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Event
from sca_toolkit.library import Library
from sca_toolkit.store import add_case, add_events

EAST = ZoneInfo("America/New_York")
AS_OF = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, tzinfo=EAST)
PAYER, OTHER = "example-national-commercial", "example-union-fund"


def happened(case: str, day: str, step: str, **more: str) -> Event:
    at = datetime.fromisoformat(f"2026-{day}T10:00").replace(tzinfo=EAST)
    return Event.model_validate({"case": case, "step": step, "at": at, **more})


def journey(case: str, decided: str, *more: Event) -> list[Event]:
    """Submitted on Sep 1, decided later; then an agreement from Sep 2, signed by both after 30 days."""
    return [
        happened(case, "09-01", "pa_submitted"),
        happened(case, decided, "pa_approved"),
        happened(case, "09-02", "agreement_requested"),
        happened(case, "10-02", "payer_signed"),
        happened(case, "10-02", "center_signed"),
        *more,
    ]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path_factory.mktemp("payer") / "record.sqlite"), "rlee")
    events = [event for number in range(1, 6) for event in journey(f"C-{number}", "09-11")]
    denied = [happened("C-6", "09-01", "pa_submitted"), happened("C-6", "09-21", "pa_denied")]
    overcome = [
        happened("C-7", "09-01", "pa_submitted"),
        happened("C-7", "09-15", "pa_denied"),
        happened("C-7", "09-16", "appeal_filed"),
        happened("C-7", "09-30", "appeal_decided", details={"outcome": "granted"}),  # type: ignore[arg-type]
        happened("C-7", "10-01", "delay_noted", reason="agreement_documents"),
    ]
    waiting = [happened("C-8", "11-01", "pa_submitted"), happened("C-8", "11-05", "pa_information_asked")]
    others = [event for number in range(9, 15) for event in journey(f"C-{number}", "10-30")]
    with made.record.writing(who="rlee", now=NOW) as write:
        for number in range(1, 15):
            coverage = {"payer": PAYER if number < 9 else OTHER, "line_of_business": "commercial"}
            add_case(
                write, Case.model_validate({"id": f"C-{number}", "synthetic": True, "coverage": coverage})
            )
        add_events(write, [*events, *denied, *overcome, *waiting, *others])
    yield made
    made.record.close()


@pytest.fixture(scope="module")
def found(desk: Desk) -> PayerStatistics:
    return payer_statistics(desk, PAYER, AS_OF)


def rate(found: PayerStatistics, label: str) -> str:
    return next(rate.words for rate in found.rates if rate.label == label)


def test_approvals_have_their_count_and_their_exact_interval(found: PayerStatistics) -> None:
    """Seven decided, five of them without a denial, six approved in the end. Clopper-Pearson for 5 of 7: 0.290 to
    0.963; for 6 of 7: 0.421 to 0.996."""
    assert (found.cases, found.open) == (8, 8)
    assert rate(found, "Approved without a denial") == "5 of 7 (71%, 29% to 96%)"
    assert rate(found, "Approved in the end") == "6 of 7 (86%, 42% to 100%)"
    assert rate(found, "Denials overcome") == "1 of 2 (50%, 1% to 99%)"
    assert rate(found, "Asked for more information") == "1 of 8 (12%, 0% to 53%)"
    assert rate(found, "Slot lost") == "none yet"


def test_an_open_request_is_no_denial_and_is_said(found: PayerStatistics) -> None:
    meaning = next(rate.meaning for rate in found.rates if rate.label == "Approved without a denial")
    assert "1 undecided are not counted" in meaning


def test_open_cases_are_counted_in_the_time(found: PayerStatistics) -> None:
    """Five decided after 10 days, one after 20, one after 29; one waits for 21 days. Half of eight by day 10."""
    time = next(time for time in found.times if "decided" in time.clock)
    assert (time.n, time.reached, time.open) == (8, 7, 1)
    assert time.half_by.startswith("day 10 (")


def test_first_and_repeat_agreements_stand_apart_and_few_are_said_to_be_few(found: PayerStatistics) -> None:
    """All five were asked for before any was signed, so all are first ones."""
    signed = next(time for time in found.times if time.clock == "agreement requested to signed by both")
    assert signed.first.startswith("day 30")
    assert signed.repeat == "none"


def test_reasons_are_counted_in_cases_and_unknown_days_stay_unknown(found: PayerStatistics) -> None:
    reasons = {delay.reason: (delay.cases, delay.days) for delay in found.delays}
    assert reasons["financial agreement: administrative burden: documents"] == (1, None)
    assert reasons["prior authorization: administrative burden: documents"] == (1, 17)
    assert found.delays_read == 8


def test_it_is_compared_with_all_payers_and_says_on_which_clock(found: PayerStatistics) -> None:
    assert "agreement requested to signed by both" in found.compared
    assert found.compared.startswith(("Not told apart", "Slower", "Faster"))


def test_a_payer_without_cases_has_its_documents_and_no_figures(desk: Desk) -> None:
    none = payer_statistics(desk, "example-regional-plan", AS_OF)
    assert (none.cases, none.rates, none.times, none.compared) == (0, (), (), "")
    assert none.documents


def test_a_payer_without_a_profile_still_has_its_record(desk: Desk) -> None:
    assert payer_statistics(desk, OTHER, AS_OF).cases == 6


def test_a_payer_nobody_knows_is_refused_with_what_is_near(desk: Desk) -> None:
    with pytest.raises(UsageProblem, match=r"There is no payer 'aetan'\. Did you mean aetna"):
        payer_statistics(desk, "aetan", AS_OF)


def test_an_earlier_day_knows_less(desk: Desk) -> None:
    """The denials of Sep 15 and 21 are not seen on Sep 12."""
    early = payer_statistics(desk, PAYER, date(2026, 9, 12))
    assert rate(early, "Approved without a denial") == "5 of 5 (100%, 48% to 100%)"
