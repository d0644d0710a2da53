"""One invented case from referral to its end, as it would have gone, and where it was cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from sca_toolkit.case import Component
from sca_toolkit.desk.synthetic.agreeing import Talks, negotiate, revise
from sca_toolkit.desk.synthetic.authorizing import authorize, intake, network_exception
from sca_toolkit.desk.synthetic.journey import OPENS, Happening, Track, on_days_alone
from sca_toolkit.desk.synthetic.payers import LOST_A_DAY, MOVED_A_DAY, WITHDRAWN_A_DAY, PayerTruth
from sca_toolkit.desk.synthetic.treating import after, book_slots, order, treat
from sca_toolkit.events import Side, Step
from sca_toolkit.timeline import Calendar

_LOST_BY = ("progression", "decline", "death", "other")


@dataclass(frozen=True)
class Played:
    """A whole case, and how it would have gone on without its end."""

    happened: tuple[Happening, ...]
    talks: Talks | None
    authorization_days: int | None
    agreement_days: int | None
    infusion: date | None
    end: Step
    ended: datetime
    parallel: bool
    denied: bool
    restarted: bool
    revised: bool


def play(
    payer: PayerTruth, referral: date, first: bool, outpatient: bool, chance: Random, calendar: Calendar
) -> Played:
    """Play a case. `first` says that the center never had an agreement with this payer."""
    happened: list[Happening] = []
    main = Track(chance, calendar, datetime.combine(referral, OPENS), happened)
    intake(main, payer)
    restarted = main.happens(0.05)
    if restarted:
        _transplant_first(main, payer)
    asked = main.today
    authorizing, agreeing = main.fork(), main.fork()
    if payer.exception:
        network_exception(main.fork(), payer)
    parallel = main.happens(0.45)
    granted, denied = authorize(authorizing, payer)
    authorized = authorizing.now
    if not parallel:
        agreeing.join([authorizing])
    agreeing.wait(chance.randint(1, 5))
    talks = negotiate(agreeing, payer, payer.first_factor if first else 1.0) if granted or parallel else None
    signed = talks.signed if talks else None
    played = Played(
        happened=(),
        talks=talks,
        authorization_days=(authorized.date() - asked).days if granted else None,
        agreement_days=(signed.date() - talks.requested.date()).days if talks and signed else None,
        infusion=None,
        end=Step.withdrawn,
        ended=max(authorized, agreeing.now) if granted else authorized,
        parallel=parallel,
        denied=denied,
        restarted=restarted,
        revised=False,
    )
    if granted and signed:
        played = _treated(played, main, authorizing, agreeing, payer, outpatient)
    return _cut(replace(played, happened=tuple(happened)), referral, chance)


def _transplant_first(track: Track, payer: PayerTruth) -> None:
    """A transplant is authorized before the plan changes to CAR T, which starts the authorization again."""
    track.wait(2)
    note = "for a transplant (HSCT)"
    track.add(Step.pa_submitted, Side.us, component=Component.whole_episode, note=note)
    track.wait_about(payer.decision_days)
    track.add(
        Step.pa_approved, Side.payer, component=Component.whole_episode, note=note, reference="EX-PA-HSCT"
    )
    track.wait(track.chance.randint(8, 25))
    track.add(
        Step.restarted,
        Side.us,
        note="the plan changed from transplant (HSCT) to CAR T",
        details={"restarts_from": "authorization"},
    )


def _treated(
    played: Played, main: Track, authorizing: Track, agreeing: Track, payer: PayerTruth, outpatient: bool
) -> Played:
    slots, ordering = authorizing.fork(), agreeing.fork()
    ordering.join([authorizing])
    revised = agreeing.happens(0.1)
    if revised:
        revise(agreeing, payer)
    slot = book_slots(slots, max(authorizing.today, agreeing.today))
    order(ordering)
    main.join([slots, ordering, agreeing])
    infusion = treat(main, max(slot, main.today + timedelta(days=1)), outpatient)
    ended = main.now
    after(main, outpatient)
    return replace(played, infusion=infusion, end=Step.infused, ended=ended, revised=revised)


def _cut(played: Played, referral: date, chance: Random) -> Played:
    """The end that comes first, and nothing after it."""
    begun = datetime.combine(referral, time(12))
    waits = {
        Step.lost_while_waiting: LOST_A_DAY,
        Step.withdrawn: WITHDRAWN_A_DAY,
        Step.moved_to_other_payer: MOVED_A_DAY,
    }
    rivals = {step: begun + timedelta(days=chance.expovariate(a_day)) for step, a_day in waits.items()}
    step, at = min(rivals.items(), key=lambda each: each[1])
    lost_by = chance.choice(_LOST_BY)
    happened = tuple(on_days_alone(sorted(played.happened, key=lambda each: each.at), chance))
    if at >= played.ended and played.end is Step.infused:
        return replace(played, happened=happened)
    note = lost_by
    if at >= played.ended:
        step, at = Step.withdrawn, played.ended + timedelta(days=4)
        note = (
            "no authorization"
            if played.talks is None or played.authorization_days is None
            else "no agreement"
        )
    at = datetime.combine(at.date(), time(9, 30))
    by = Side.payer if step is Step.moved_to_other_payer else Side.patient
    kept = tuple(each for each in happened if each.at.date() < at.date())
    end = Happening(step, at, by, note=note if step is not Step.moved_to_other_payer else None)
    return replace(played, happened=(*kept, end), end=step, ended=at)
