"""A whole invented record: cases over two years as they stand on a day, with the truth behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sca_toolkit.case import Case
from sca_toolkit.desk.synthetic.journey import Happening
from sca_toolkit.desk.synthetic.offers import moves_of_talks
from sca_toolkit.desk.synthetic.payers import PAYERS, PayerTruth
from sca_toolkit.desk.synthetic.people import Person, person, with_facts
from sca_toolkit.desk.synthetic.planning import EARLY, SHADES, approved, planned, with_slot
from sca_toolkit.desk.synthetic.playing import Played, play
from sca_toolkit.desk.synthetic.truth import CaseTruth, Truth
from sca_toolkit.events import ENDS, Event, Step
from sca_toolkit.ledger import Move
from sca_toolkit.timeline import Calendar

ZONE = ZoneInfo("America/New_York")
LOG_DAYS = 730
"""How many days the log goes back."""
_BEFORE = 60
"""Cases that began up to this many days before the log are in it, without their first events."""
OWNERS = ("jamie.example", "avery.example", "sage.example")


@dataclass(frozen=True)
class World:
    """Everything in an invented record. Events and moves of a case stand in the order in which they happened."""

    cases: tuple[Case, ...]
    events: tuple[Event, ...]
    moves: tuple[Move, ...]
    owners: Mapping[str, str]
    """Who looks after a case; some open cases have nobody."""
    truth: Truth
    as_of: date
    """All of it happened before this day."""


@dataclass(frozen=True)
class _Told:
    """One case, played and cut off at `as_of`."""

    person: Person
    payer: PayerTruth
    played: Played
    seen: tuple[Happening, ...]
    referral: date
    first: bool

    @property
    def over(self) -> bool:
        """Whether the record shows its end."""
        return any(each.step in (Step.infused, *ENDS) for each in self.seen)

    def did(self, step: Step) -> bool:
        """Whether the record shows the step."""
        return any(each.step is step for each in self.seen)


def make_world(seed: int, as_of: date, cases: int = 300) -> World:
    """An invented record as it stands on the morning of `as_of`. The same arguments give the same world."""
    calendar = Calendar(state="OH")
    told = _told(seed, as_of, cases, calendar)
    made: list[Case] = []
    events: list[Event] = []
    moves: list[Move] = []
    owners: dict[str, str] = {}
    shades = count()
    for each in told:
        chance = Random(f"{seed}/plan/{each.person.case.id}")
        shade = None
        if not each.over and not each.did(Step.collected):
            shade = SHADES[next(shades) % len(SHADES)] if each.did(Step.pa_submitted) else EARLY
        dates = planned(each.seen, each.referral, as_of, shade, chance, calendar)
        seen = with_slot(each.seen, dates.collection, calendar) if shade and dates.collection else each.seen
        made.append(with_facts(each.person.case, dates, approved(seen)))
        events += (_event(made[-1].id, number, happening) for number, happening in enumerate(seen, start=1))
        moves += _moves(each, as_of, chance)
        if each.over or chance.random() > 0.15:
            owners[made[-1].id] = chance.choice(OWNERS)
    truth = Truth(
        {payer.id: payer for payer in PAYERS},
        {each.person.case.id: _truth(each, as_of) for each in told},
        as_of - timedelta(days=LOG_DAYS),
    )
    return World(tuple(made), tuple(events), tuple(moves), owners, truth, as_of)


def _told(seed: int, as_of: date, cases: int, calendar: Calendar) -> list[_Told]:
    chance = Random(f"{seed}/referrals")
    drawn = sorted(_referral(chance, as_of, calendar) for _ in range(cases))
    signed: dict[str, datetime] = {}
    return [
        _case(seed, number, referral, as_of, calendar, signed)
        for number, referral in enumerate(drawn, start=1)
    ]


def _referral(chance: Random, as_of: date, calendar: Calendar) -> date:
    day = as_of - timedelta(days=chance.randrange(2, LOG_DAYS + _BEFORE))
    return calendar.business_days_before(day + timedelta(days=1), 1)


def _case(
    seed: int, number: int, referral: date, as_of: date, calendar: Calendar, signed: dict[str, datetime]
) -> _Told:
    """Play a case until its log holds something; one that ended before the log began is played again.

    `signed` says by payer when its first agreement was signed, and learns of this one.
    """
    cut = datetime.combine(as_of, time(0))
    attempts = (
        _attempt(Random(f"{seed}/{number}/{attempt}"), number, referral, cut, calendar, signed)
        for attempt in count()
    )
    told = next(
        each for each in attempts if each.seen and each.played.ended >= cut - timedelta(days=LOG_DAYS)
    )
    talks = told.played.talks
    if talks and talks.signed and talks.signed < told.played.ended:
        signed[told.payer.id] = min(signed.get(told.payer.id, cut), talks.signed)
    return told


def _attempt(
    chance: Random,
    number: int,
    referral: date,
    cut: datetime,
    calendar: Calendar,
    signed: dict[str, datetime],
) -> _Told:
    payer = chance.choices(PAYERS, [each.weight for each in PAYERS])[0]
    who = person(f"SYN-{referral.year}-{number:03}", number, payer, referral, chance)
    first = signed.get(payer.id, cut) > datetime.combine(referral, time(0))
    played = play(payer, referral, first, who.outpatient, chance, calendar)
    began = cut - timedelta(days=LOG_DAYS)
    seen = [each for each in played.happened if began <= each.at < cut]
    steps = [each.step for each in seen]
    if Step.resumed in steps and Step.paused not in steps[: steps.index(Step.resumed)]:
        del seen[steps.index(Step.resumed)]  # the pause it ends lies before the log
    return _Told(who, payer, played, tuple(seen), referral, first)


def _truth(each: _Told, as_of: date) -> CaseTruth:
    played = each.played
    return CaseTruth(
        payer=each.payer.id,
        referral=each.referral,
        first_agreement=each.first,
        parallel=played.parallel,
        authorization_days=played.authorization_days,
        agreement_days=played.agreement_days,
        infusion=played.infusion,
        end=played.end,
        end_day=played.ended.date(),
        ended=each.over,
        denied=played.denied,
        restarted=played.restarted,
        revised=played.revised,
        late_entry=len(each.seen) > 0 and played.happened[0] is not each.seen[0],
    )


def _moves(each: _Told, as_of: date, chance: Random) -> tuple[Move, ...]:
    talks = each.played.talks
    if talks is None:
        return ()
    until = datetime.combine(as_of, time(0))
    if each.played.end in ENDS:
        until = min(until, each.played.ended.replace(hour=0, minute=0))
    began = datetime.combine(as_of - timedelta(days=LOG_DAYS), time(0))
    if talks.moves and talks.moves[0][1] < began:
        return ()
    return moves_of_talks(each.person.case.id, talks, chance, until, ZONE)


def _event(case_id: str, number: int, happening: Happening) -> Event:
    return Event(
        id=f"{case_id}-e{number:03}",
        case=case_id,
        step=happening.step,
        at=happening.at.replace(tzinfo=ZONE),
        time_known=happening.time_known,
        component=happening.component,
        by=happening.by,
        reference=happening.reference,
        reason=happening.reason,
        note=happening.note,
        details=happening.details,
    )
