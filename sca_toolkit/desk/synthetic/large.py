"""Very many invented cases in little time, for benchmarks of the record. Simple cases, no truth.

Events come as lines: the columns by which a record finds them and their canonical JSON. Making millions of checked
`Event`s would take longer than what is to be measured; a test reads lines back and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sca_toolkit.case import Case, Component, PlannedDates
from sca_toolkit.desk.synthetic.payers import PAYERS
from sca_toolkit.desk.synthetic.people import person
from sca_toolkit.events import Event, Side, Step

AT_ONCE = 1_000
_YEARS = 10
_OPEN = 0.04
"""Share of cases that are open."""
_PATH: tuple[tuple[Step, Side | None, Component | None], ...] = (
    (Step.referred, None, None), (Step.consulted, Side.us, None), (Step.benefits_requested, Side.us, None),
    (Step.benefits_answered, Side.payer, None), (Step.pa_submitted, Side.us, Component.whole_episode),
    (Step.pa_approved, Side.payer, Component.whole_episode), (Step.agreement_requested, Side.us, None),
    (Step.payer_replied, Side.payer, None), (Step.draft_sent, Side.us, None), (Step.offer_received, Side.payer, None),
    (Step.terms_agreed, Side.us, None), (Step.payer_signed, Side.payer, None), (Step.center_signed, Side.us, None),
    (Step.order_requested, Side.us, None), (Step.order_placed, Side.us, None), (Step.collected, Side.us, None),
    (Step.product_received, Side.maker, None), (Step.lymphodepletion_started, Side.us, None),
    (Step.infused, Side.us, None), (Step.follow_up_ended, Side.us, None),
)  # fmt: skip
_FEWEST_LEFT = 5
"""Steps from the collection on: an open case has taken none of them."""


class _Form(NamedTuple):
    """What is the same in all events of one kind: the canonical JSON around the time, the case and the id."""

    step: str
    component: str | None
    before: str
    between: str
    behind: str


def _form(step: Step, by: Side | None, part: Component | None) -> _Form:
    component = part.value if part else None
    return _Form(
        step.value,
        component,
        f',"by":{_json(by)},"case":"',
        f'","component":{_json(component)},"corrects":null,"details":{{}},"id":"',
        f'","note":null,"reason":null,"reference":null,"removed":false,"step":"{step.value}","time_known":true}}',
    )


def _json(text: str | None) -> str:
    return f'"{text}"' if text else "null"


_FORMS = tuple(_form(*taken) for taken in _PATH)
_CALL = _form(Step.contact_made, Side.payer, None)


class EventLine(NamedTuple):
    """One event. `data` is its canonical JSON, `at` is in UTC, `day` the day of `at`."""

    id: str
    case: str
    step: str
    at: datetime
    day: date
    component: str | None
    data: str

    def event(self) -> Event:
        """The event itself."""
        return Event.model_validate_json(self.data)


@dataclass(frozen=True)
class Batch:
    """Some cases with all their events, by case and in order."""

    cases: tuple[Case, ...]
    events: tuple[EventLine, ...]


def make_large(seed: int, as_of: date, cases: int = 100_000, events: int = 2_000_000) -> Iterator[Batch]:
    """`cases` invented cases with exactly `events` events in all, in batches of AT_ONCE cases.

    Nothing happened on `as_of` or after it. Raises ValueError for fewer than one event a case.
    """
    if events < cases:
        raise ValueError("each case needs one event at least")
    chance = np.random.default_rng(seed)
    models = _models(seed, as_of)
    few, more = divmod(events, cases)
    for first in range(0, cases, AT_ONCE):
        places = range(first, min(first + AT_ONCE, cases))
        yield _batch(chance, models, as_of, {place: few + (place < more) for place in places})


def _models(seed: int, as_of: date) -> list[Case]:
    drawn = Random(f"{seed}/models")
    return [
        person("SYN-MODEL", number, payer, as_of, drawn).case
        for number, payer in enumerate(PAYERS * 8, start=1)
    ]


def _batch(chance: np.random.Generator, models: list[Case], as_of: date, lengths: dict[int, int]) -> Batch:
    size = len(lengths)
    kinds = chance.integers(0, len(models), size)
    open_ = chance.random(size) < _OPEN
    taken = np.where(open_, chance.integers(2, len(_PATH) - _FEWEST_LEFT, size), len(_PATH))
    spans = chance.integers(60, 160, size)
    before = np.where(open_, 1, chance.integers(2, _YEARS * 365, size))
    cases: list[Case] = []
    events: list[EventLine] = []
    for index, (place, length) in enumerate(lengths.items()):
        case_id = f"BIG-{place + 1:07}"
        referral = as_of - timedelta(days=int(before[index] + spans[index]))
        ahead = (place * 7919 % 40) - 5 if open_[index] else None
        cases.append(_case(models[kinds[index]], case_id, referral, as_of, ahead))
        minutes = np.sort(chance.integers(0, int(spans[index]) * 1440, length))
        steps = _steps(chance, length, min(length, int(taken[index])))
        events += _lines(case_id, np.datetime64(referral, "m") + minutes, steps)
    return Batch(tuple(cases), tuple(events))


def _case(model: Case, case_id: str, referral: date, as_of: date, ahead: int | None) -> Case:
    """A case of the model's kind; `ahead` says in how many days an open one is to be collected."""
    collection = referral + timedelta(days=50) if ahead is None else as_of + timedelta(days=ahead)
    dates = PlannedDates(
        referral=referral,
        collection=collection,
        infusion=collection + timedelta(days=35),
        needed_by=collection - timedelta(days=2),
    )
    return model.model_copy(update={"id": case_id, "dates": dates})


def _steps(chance: np.random.Generator, length: int, taken: int) -> Iterator[_Form]:
    """The first `taken` steps of the path in their order, the referral first, and calls to the payer between them."""
    is_step = np.zeros(length, dtype=bool)
    is_step[0] = True
    is_step[1 + chance.permutation(length - 1)[: taken - 1]] = True
    path = iter(_FORMS)
    return (next(path) if step else _CALL for step in is_step.tolist())


def _lines(case_id: str, moments: npt.NDArray[np.datetime64], steps: Iterator[_Form]) -> Iterator[EventLine]:
    texts = np.datetime_as_string(moments, unit="s").tolist()
    times = moments.astype("M8[s]").tolist()
    for number, (at, text, form) in enumerate(zip(times, texts, steps, strict=True)):
        event_id = f"{case_id}-{number:02}"
        data = f'{{"at":"{text}Z"{form.before}{case_id}{form.between}{event_id}{form.behind}'
        yield EventLine(event_id, case_id, form.step, at.replace(tzinfo=UTC), at.date(), form.component, data)
