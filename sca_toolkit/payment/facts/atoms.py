"""The smallest billed services of one dated episode: an outpatient line, one day of a stay in one column, the product.

A stay runs from the day of admission through the day before discharge (or the one date). Its charges belong to those
days in equal parts. Which days count as inpatient days is asked only where days are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sca_toolkit.payment.episode import Billed, Episode, Stay, days_of
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.rules import Conversion, DayCounting
from sca_toolkit.payment.rules.conversion import ConversionRule, Observation
from sca_toolkit.payment.rules.days import Census, SameDayStay, TransferDay
from sca_toolkit.payment.scope import Setting
from sca_toolkit.payment.service import Column, Group, Purpose

HOURS_OF_A_DAY = 24


@dataclass(frozen=True, eq=False)
class Atom:
    """One service on one day. Two atoms are never equal, so a set of them is a set of services."""

    column: Column
    day: date | None
    setting: Setting
    stay: int | None
    """The stay it belongs to, by billing or because it rolled in."""
    claim: str
    billed: Billed | None = None
    parts: int = 1
    """Into how many days the billed line is divided."""
    code: str = ""
    """Level of care of a day at midnight."""
    day_of_stay: int = 0
    """1 on the day of admission."""
    discharge_day: bool = False
    """Whether it is the day of discharge, which carries no charges and counts only if a rule says so."""


def first_day(stay: Stay, conversion: Conversion) -> date:
    """The day on which inpatient care begins: with observation, where that is paid as inpatient care."""
    if not stay.observation_days:
        return stay.admitted
    if agreed(conversion, "observation", "rules.conversion") is Observation.inpatient_day:
        return stay.admitted - timedelta(days=stay.observation_days)
    return stay.admitted


def with_observation(stay: Stay, conversion: Conversion) -> Stay:
    """The stay as the rule on observation sees it."""
    start = first_day(stay, conversion)
    if start == stay.admitted:
        return stay
    nights = (stay.discharged - stay.admitted).days
    first = stay.levels[0]
    longer = first.model_copy(update={"days": first.days + stay.observation_days - (0 if nights else 1)})
    return stay.model_copy(update={"admitted": start, "levels": (longer, *stay.levels[1:])})


def stay_atoms(at: int, stay: Stay) -> Iterator[Atom]:
    """Days in a bed and charge lines of a stay, day by day; the day of discharge stands apart."""
    days = days_of(stay)
    codes = [run.code for run in stay.levels for _ in range(run.days)]
    bed = Column(f"bed {at}", "bed", Group.room, at, claim=stay.claim, billed_by=stay.billed_by)
    inside = (Setting.inpatient, at, stay.claim)
    for number, (day, code) in enumerate(zip(days, codes, strict=True), start=1):
        yield Atom(bed, day, *inside, code=code, day_of_stay=number)
    if stay.discharged > stay.admitted:
        last = len(days) + 1
        yield Atom(bed, stay.discharged, *inside, code=codes[-1], day_of_stay=last, discharge_day=True)
    for number, billed in enumerate(stay.charges):
        line = _column(f"stay {at} line {number}", billed, at, stay.claim, stay.billed_by)
        for day in days:
            yield Atom(line, day, *inside, billed=billed, parts=len(days))


def is_counted(atom: Atom, stay: Stay, counting: DayCounting) -> bool:
    """Whether a day in a bed counts as an inpatient day."""
    at = "rules.day_counting"
    census = agreed(counting, "census", at)
    came = stay.transferred_in and atom.day == stay.admitted
    if came and agreed(counting, "transfer_day", at) is TransferDay.sending:
        return False
    if stay.admitted == stay.discharged:
        return agreed(counting, "same_day_stay", at) is SameDayStay.one_day
    if not atom.discharge_day:
        return True
    if stay.transferred_out:
        return agreed(counting, "transfer_day", at) in (TransferDay.sending, TransferDay.both)
    return census is Census.any_part


def _column(
    name: str,
    billed: Billed,
    stay: int | None,
    claim: str,
    billed_by: str | None,
    purpose: Purpose = Purpose.usual,
) -> Column:
    return Column(
        name=name,
        group=billed.group,
        stay=stay,
        code=billed.code.upper() if billed.code else None,
        service=billed.service,
        claim=claim,
        billed_by=billed_by,
        standing=billed.standing,
        purpose=purpose,
    )


def rolled_into(
    episode_stays: tuple[Stay, ...], day: date, billed_by: str | None, observation: bool, rule: Conversion
) -> int | None:
    """The stay into which an outpatient service on `day` rolls, or None."""
    if (
        observation
        and agreed(rule, "observation", "rules.conversion") is Observation.inpatient_day
        and (
            inside := [at for at, stay in enumerate(episode_stays) if stay.admitted <= day <= stay.discharged]
        )
    ):
        return inside[0]
    if not episode_stays or agreed(rule, "rule", "rules.conversion") is ConversionRule.separate:
        return None
    hours = agreed(rule, "window_hours", "rules.conversion")
    same_only = agreed(rule, "same_entity_only", "rules.conversion")
    for at, stay in enumerate(episode_stays):
        before = (stay.admitted - day).days * HOURS_OF_A_DAY
        if 0 <= before <= hours and (not same_only or stay.billed_by == billed_by):
            return at
    return None


def service_atoms(episode: Episode, stays: tuple[Stay, ...], rule: Conversion) -> Iterator[Atom]:
    """Outpatient lines, each in the stay it rolls into, if any."""
    for number, line in enumerate(episode.services):
        column = _column(f"line {number}", line, None, line.claim, line.billed_by, line.purpose)
        watched = line.purpose is Purpose.observation
        into = rolled_into(stays, line.day, line.billed_by, watched, rule)
        setting = Setting.outpatient if into is None else Setting.inpatient
        claim = line.claim if into is None else stays[into].claim
        yield Atom(column, line.day, setting, into, claim, line)


def product_atom(episode: Episode, stays: tuple[Stay, ...], rule: Conversion) -> Atom | None:
    """The infused product; None where none was infused."""
    bought, day = episode.product, episode.dates.infusion
    if day is None:
        return None
    column = Column("product", "product", claim=bought.claim, billed_by=bought.billed_by)
    site = bought.site or (Setting.inpatient if episode.infusion_stay() else Setting.outpatient)
    into: int | None = None
    if site is Setting.inpatient:
        into = next(at for at, stay in enumerate(stays) if stay.kind == "infusion")
    elif stays and agreed(rule, "rule", "rules.conversion") is ConversionRule.roll_in:
        into = rolled_into(stays, day, bought.billed_by, False, rule)
    setting = Setting.outpatient if into is None else Setting.inpatient
    return Atom(column, day, setting, into, bought.claim if into is None else stays[into].claim)
