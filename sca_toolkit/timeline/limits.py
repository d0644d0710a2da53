"""The time limits that bind one act for one part of the episode: those set by law and those in the payer's profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sca_toolkit.case import Component
from sca_toolkit.events import Detail, Event
from sca_toolkit.payer import Urgency, in_force
from sca_toolkit.timeline.clocks import Act
from sca_toolkit.timeline.deadline import cited
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.values import Duration


@dataclass(frozen=True)
class Limit:
    """One time limit and where it stands."""

    id: str
    within: Duration
    source: str
    url: str | None
    extension: str | None
    note: str | None
    stops_for_information: bool = False


def urgency_of(event: Event | None) -> Urgency:
    """The track of a request: standard unless its event says expedited."""
    said = event.says(Detail.urgency) if event else None
    return Urgency(said) if said else Urgency.standard


def limits(s: Situation, act: Act, part: Component | None, begun: Event, urgency: Urgency) -> Iterator[Limit]:
    """Every limit that binds `act`, begun by the event `begun`; the law first. The payer's own bind decisions only."""
    yield from _by_law(s, act, part, begun, urgency)
    if act is Act.decision:
        yield from _of_payer(s, part, begun, urgency)


def no_limit_known(s: Situation, act: Act, part: Component | None, begun: Event, urgency: Urgency) -> bool:
    """Whether nothing is known about how long `act` may take."""
    return next(limits(s, act, part, begun, urgency), None) is None


def _by_law(
    s: Situation, act: Act, part: Component | None, begun: Event, urgency: Urgency
) -> Iterator[Limit]:
    if s.clocks is None:
        return
    for entry in s.clocks.for_act(act, s.case.coverage, part, urgency, s.day_of(begun.at)):
        clock, page = entry.value, s.clocks.sources[entry.source]
        yield Limit(
            id=clock.id,
            within=clock.within,
            source=cited(clock.authority, page),
            url=page.url,
            extension=clock.extension,
            note=entry.note,
            stops_for_information=clock.stops_for_information,
        )


def _of_payer(s: Situation, part: Component | None, begun: Event, urgency: Urgency) -> Iterator[Limit]:
    if s.profile is None:
        return
    for entry in in_force(s.profile.decision_clocks, s.day_of(begun.at)):
        clock, page = entry.value, s.profile.sources[entry.source]
        line = s.case.coverage.line_of_business
        if (
            clock.urgency is urgency
            and (not clock.lines_of_business or line in clock.lines_of_business)
            and (not clock.components or part is None or part in clock.components)
        ):
            yield Limit(
                id=f"payer-{clock.urgency}",
                within=clock.within,
                source=cited(clock.authority or f"profile of {s.profile.name}", page),
                url=page.url,
                extension=clock.extension,
                note=entry.note,
            )
