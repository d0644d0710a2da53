"""The parts of an authorization: each with its approval, its channel, its papers, its validity and its clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sca_toolkit.case import Authorization, Case, Component
from sca_toolkit.criteria import Policy
from sca_toolkit.criteria.kinds.administrative import AdministrativeLeaf, Routing, Validity
from sca_toolkit.desk.readiness_reviews import due_words, law_clocks
from sca_toolkit.payer import PayerProfile
from sca_toolkit.payer.requests import Purpose, Route, in_force
from sca_toolkit.timeline import Act, Clocks, Deadline

PARTS = tuple(each for each in Component if each is not Component.whole_episode)
_PURPOSES = {Component.evaluation: Purpose.evaluation, Component.stay: Purpose.admission}
NOT_KNOWN = "not known, ask the payer"


@dataclass(frozen=True)
class PartRow:
    """One part of the authorization."""

    component: Component
    approval: str
    """Number and last day, or that none is on file."""
    channel: str
    papers: tuple[str, ...]
    """Forms and papers the payer wants for it."""
    validity: str
    clock: str
    deadline: str
    """What the record says is due for it."""


def part_rows(
    profile: PayerProfile | None,
    policies: Iterable[Policy],
    case: Case,
    product: str | None,
    as_of: date,
    clocks: Clocks,
    dues: Iterable[Deadline] = (),
) -> tuple[PartRow, ...]:
    """Every part of the episode with what is known of asking for it. `dues` are the deadlines of the record."""
    held, due = tuple(policies), tuple(dues)
    return tuple(
        PartRow(
            component=part,
            approval=_approval(case, part),
            channel=_joined(_channels(profile, held, case, part, as_of)),
            papers=tuple(dict.fromkeys(_papers(profile, held, case, part, product, as_of))),
            validity=_joined(_validity(profile, held, part, product, as_of)),
            clock=_joined(_clocks(profile, case, part, as_of, clocks)),
            deadline=due_words(due, part=part),
        )
        for part in PARTS
    )


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words)) or NOT_KNOWN


def _approval(case: Case, part: Component) -> str:
    held = [each for each in case.authorizations if each.component in (part, Component.whole_episode)]
    return "; ".join(_told(each) for each in held) or "none on file"


def _told(each: Authorization) -> str:
    number = each.number or "without a number"
    return f"{number} until {_day(each.valid_to)}" if each.valid_to else f"{number}, last day not known"


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _fits(lines: tuple[object, ...], case: Case) -> bool:
    return not lines or case.coverage.line_of_business is None or case.coverage.line_of_business in lines


def _covers(components: tuple[Component, ...], part: Component) -> bool:
    return not components or part in components or Component.whole_episode in components


def _channels(
    profile: PayerProfile | None, policies: tuple[Policy, ...], case: Case, part: Component, as_of: date
) -> Iterator[str]:
    for routing in _beside(policies, Routing, part):
        yield routing.says().partition(" for the ")[2].partition(" ")[2] or routing.says()
    if profile is None:
        return
    wanted = {_PURPOSES.get(part, Purpose.prior_authorization), Purpose.prior_authorization}
    routes = [entry.value for entry in in_force(profile.routes, as_of)]
    for purpose in (_PURPOSES.get(part), Purpose.prior_authorization):
        fitting = [
            each
            for each in routes
            if each.purpose is purpose and purpose in wanted
            and _covers(each.components, part) and _fits(each.lines_of_business, case)
        ]  # fmt: skip
        if fitting:
            yield from map(_route, fitting)
            return


def _route(route: Route) -> str:
    unit = f" ({route.unit})" if route.unit else ""
    return f"{route.channel.words} {route.address}{unit}"


def _beside(
    policies: tuple[Policy, ...], kind: type[Routing] | type[Validity], part: Component
) -> Iterator[Routing | Validity]:
    for policy in policies:
        for leaf in policy.administrative:
            if isinstance(leaf, kind) and leaf.component in (part.value, Component.whole_episode.value):
                yield leaf


def _papers(
    profile: PayerProfile | None,
    policies: tuple[Policy, ...],
    case: Case,
    part: Component,
    product: str | None,
    as_of: date,
) -> Iterator[str]:
    if profile is not None:
        purpose = _PURPOSES.get(part, Purpose.prior_authorization)
        for entry in in_force(profile.documents_wanted, as_of):
            paper = entry.value
            for_it = paper.product in ("any", product) and paper.purpose in (None, purpose)
            if for_it and _fits(paper.lines_of_business, case):
                yield paper.document
    if part is Component.product:
        for policy in policies:
            for leaf in policy.administrative:
                if (
                    not isinstance(leaf, AdministrativeLeaf)
                    and leaf.kind == "document"
                    and not leaf.carry_over
                ):
                    yield leaf.words


def _validity(
    profile: PayerProfile | None,
    policies: tuple[Policy, ...],
    part: Component,
    product: str | None,
    as_of: date,
) -> Iterator[str]:
    for leaf in _beside(policies, Validity, part):
        assert isinstance(leaf, Validity)
        yield f"{leaf.lasts} from {leaf.starts.replace('_', ' ')}"
    if profile is not None:
        for entry in in_force(profile.authorization_validity, as_of):
            lasting = entry.value
            if lasting.product in ("any", product) and _covers(lasting.components, part):
                yield str(lasting.lasts)


def _clocks(
    profile: PayerProfile | None, case: Case, part: Component, as_of: date, clocks: Clocks
) -> Iterator[str]:
    yield from law_clocks(clocks, Act.decision, case, part, as_of)
    for entry in in_force(profile.decision_clocks, as_of) if profile else ():
        clock = entry.value
        if _covers(clock.components, part) and _fits(clock.lines_of_business, case):
            yield f"{clock.within} ({clock.urgency.words})"
