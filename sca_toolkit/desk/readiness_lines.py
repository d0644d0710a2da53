"""One line of the checklist: a criterion, how the case stands to it, what shows it, what is missing and who gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sca_toolkit.case import Case
from sca_toolkit.criteria import Finding, Judgment, Leaf, Moment, Need, Policy, Quote, Verdict
from sca_toolkit.criteria.timing import Anchor
from sca_toolkit.desk.readiness_lapses import Window, window_of
from sca_toolkit.values import Choice, Source

TURNED = ("none", "not")
ROUTES = ("any", "at_least", "switch", "readings")
"""Shapes in which one criterion that fails does not yet decide."""


class Standing(Choice):
    """How the case stands to a criterion, in the order in which a nurse works."""

    failed = "failed"
    missing = "missing"
    judgment = "judgment"
    later = "later"
    met = "met"
    not_asked = "not_asked"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "failed": "not met",
            "judgment": "a person judges",
            "later": "due later",
            "not_asked": "not asked here",
        }


@dataclass(frozen=True)
class ReadinessLine:
    """A criterion of one policy as the case stands to it."""

    policy: str
    id: str
    asks: str
    """The criterion in words; `Excluded: …` where the policy names a state that bars approval."""
    standing: Standing
    reason: str
    quotes: tuple[Quote, ...] = ()
    needs: tuple[Need, ...] = ()
    proof: str | None = None
    """The paper that usually shows it."""
    due: Moment = Moment.request
    due_on: date | None = None
    """Planned day of that moment; None for the request and where no day is planned."""
    counts_until: date | None = None
    """Last day of its anchor on which the evidence still counts."""
    window: Window | None = None
    """The days from which a result counts; None where its age does not matter."""
    settled: bool = False
    """Whether another way through the policy already makes it unnecessary."""
    notes: tuple[str, ...] = ()
    source: str = ""
    """Title of the page it was read from."""
    carry_over: bool = False
    """Whether it belongs to a transplant work-up."""
    stale: bool = False
    """Whether it names something that has ended."""
    alternatives: bool = False
    """Whether it is one of several ways; a person needs one of them."""

    @property
    def by(self) -> date | None:
        """The last day for it; None where it only has to go with the request."""
        if self.due_on:
            return self.due_on
        with_request = self.window is None or self.window.anchor == Anchor.request.words
        return None if with_request or self.window is None else self.window.last

    @property
    def open(self) -> bool:
        """Whether somebody must still do something."""
        return not self.settled and self.standing in (Standing.failed, Standing.missing, Standing.judgment)


def lines_of(policy: Policy, judged: Judgment, later: Judgment, case: Case) -> tuple[ReadinessLine, ...]:
    """The checklist of one policy. `later` is the same case judged after the last moment, so that what is due later is
    seen as it would stand then.
    """
    if judged.root is None:
        return ()
    ahead = {each.id: each for each in later.leaves()}
    found = (
        _line(policy, each, turned, settled, routes, ahead.get(each.id), case, judged.as_of)
        for each, turned, settled, routes in _walk(judged.root)
    )
    # Two readings of one rule that come out alike are one thing to do.
    return tuple(
        {(line.asks, line.standing, line.settled): line for line in reversed(tuple(found))}.values()
    )[::-1]


def _walk(
    found: Finding, turned: bool = False, settled: bool = False, routes: bool = False
) -> Iterator[tuple[Finding, bool, bool, bool]]:
    """Every criterion with whether it is turned round, settled by another way, and one of several ways."""
    if not found.children:
        yield found, turned, settled, routes
        return
    done = found.kind in ROUTES and found.verdict in (Verdict.met, Verdict.not_asked)
    for child in found.children:
        good = Verdict.not_met if turned else Verdict.met
        over = settled or (done and child.verdict is not good)
        yield from _walk(
            child,
            turned ^ (found.kind in TURNED),
            over,
            routes or (found.kind in ROUTES and len(found.children) > 1),
        )


def _line(
    policy: Policy,
    found: Finding,
    turned: bool,
    settled: bool,
    routes: bool,
    ahead: Finding | None,
    case: Case,
    as_of: date,
) -> ReadinessLine:
    leaf = policy.leaf(found.id or "")
    waits = found.verdict is Verdict.not_asked and found.due is not Moment.request
    seen = ahead if waits and ahead else found
    source = policy.sources.get(found.source or policy.source)
    return ReadinessLine(
        policy=policy.id,
        id=found.id or "",
        asks=_asks(leaf, found, turned),
        standing=Standing.later if waits else _standing(found.verdict, turned),
        reason=found.reason,
        quotes=seen.quotes,
        needs=seen.needs,
        proof=leaf.proof if leaf else None,
        due=found.due,
        due_on=due_day(case, found.due),
        counts_until=seen.expires_on,
        window=window_of(policy, found.id or "", case, as_of),
        settled=settled,
        notes=seen.notes,
        source=cited(source),
        carry_over=found.carry_over is not None,
        stale=found.stale_since is not None,
        alternatives=routes,
    )


def _asks(leaf: Leaf | None, found: Finding, turned: bool) -> str:
    words = leaf.words if leaf else found.label
    return f"Excluded: {words[:1].lower()}{words[1:]}" if turned else words


def _standing(verdict: Verdict, turned: bool) -> Standing:
    if turned and verdict in (Verdict.met, Verdict.not_met):
        return Standing.failed if verdict is Verdict.met else Standing.met
    return {
        Verdict.met: Standing.met,
        Verdict.not_met: Standing.failed,
        Verdict.unknown: Standing.missing,
        Verdict.needs_judgment: Standing.judgment,
        Verdict.not_asked: Standing.not_asked,
    }[verdict]


def due_day(case: Case, moment: Moment) -> date | None:
    """The planned day of a moment; None for the request, for after the infusion and where nothing is planned."""
    day: date | None = getattr(case.dates, moment.value, None)
    return day


def cited(source: Source | None) -> str:
    """Title of a page with its date."""
    if source is None:
        return ""
    dated = f", {source.dated:%B} {source.dated.day}, {source.dated.year}" if source.dated else ", undated"
    return f"{source.title}{dated}"
