"""One deadline: what is due, when, counted from what, by which source, and what to do next."""

from __future__ import annotations

from datetime import date, datetime

from sca_toolkit.case import Component
from sca_toolkit.events import Event, Side
from sca_toolkit.payer.words import day_in_words
from sca_toolkit.timeline.calendar import Due
from sca_toolkit.timeline.kinds import Counting, DeadlineKind, Severity
from sca_toolkit.timeline.situation import Situation
from sca_toolkit.values import Duration, Model, Source


class Deadline(Model):
    """One line of a case's ladder."""

    id: str
    """Names what is due and not when, so it stays the same when a date moves: `authorization_ends/product`."""
    case: str
    """Number of the case; names nobody."""
    kind: DeadlineKind
    parts: tuple[Component, ...] = ()
    """Parts of the episode it is about."""
    what: str
    """One sentence. It may name a test or a payer; it never names the member."""
    on: date
    """The last day inside."""
    at: datetime | None = None
    """The last moment, where hours were counted or a time was given."""
    counted_from: str
    """The event or entry it was counted from, with its day."""
    counting: Counting
    source: str
    """Where the limit stands."""
    url: str | None = None
    severity: Severity
    at_risk: bool = False
    """As things stand, something will be lost: an approval ends before it is needed, a slot lacks its approval."""
    judged_at: date | None = None
    """The planned date at which it was judged."""
    next_step: str
    """What to do next."""
    owner: Side
    """Whose act is due."""
    note: str | None = None
    """A caution, such as a possible extension."""

    @property
    def title(self) -> str:
        """Two to six words without names: fit for a calendar that others see."""
        words = self.kind.words
        parts = ", ".join(part.words for part in self.parts)
        return f"{words} ({parts})" if parts else words


def deadline(
    s: Situation,
    kind: DeadlineKind,
    due: Due,
    *,
    what: str,
    counted_from: str,
    source: str,
    next_step: str,
    owner: Side,
    counting: Counting = Counting.given,
    subject: str = "",
    parts: tuple[Component, ...] = (),
    at_risk: bool = False,
    judged_at: date | None = None,
    url: str | None = None,
    note: str | None = None,
) -> Deadline:
    """A deadline with its id and severity worked out."""
    name = subject or "+".join(parts)
    return Deadline(
        id=f"{kind}/{name}" if name else kind,
        case=s.case.id,
        kind=kind,
        parts=parts,
        what=what,
        on=due.on,
        at=due.at,
        counted_from=counted_from,
        counting=counting,
        source=source,
        url=url,
        severity=severity(s, due, at_risk=at_risk),
        at_risk=at_risk,
        judged_at=judged_at,
        next_step=next_step,
        owner=owner,
        note=note,
    )


def severity(s: Situation, due: Due, *, at_risk: bool = False) -> Severity:
    """Late when its last day or moment is over; soon within the center's `soon_days`, or when something is at risk."""
    if due.on < s.today or (due.at is not None and due.at <= s.as_of):
        return Severity.late
    if due.on == s.today:
        return Severity.today
    near = (due.on - s.today).days <= s.practice.soon_days
    return Severity.soon if near or at_risk else Severity.fine


def counting_of(length: Duration) -> Counting:
    """How a length of time is counted."""
    return Counting(length.unit.replace(" ", "_"))


def start_of(s: Situation, event: Event) -> date | datetime:
    """The moment of `event`, or its day where the time is not known."""
    return event.at if event.time_known else s.day_of(event.at)


def counted(s: Situation, length: Duration, event: Event, label: str | None = None) -> str:
    """`7 calendar days after prior authorization submitted on Nov 2, 2026`."""
    return f"{length} after {label or event.step.words} on {day_in_words(s.day_of(event.at))}"


def cited(authority: str, source: Source) -> str:
    """`42 CFR 422.572 (official; read Nov 22, 2026)`."""
    return f"{authority} ({source.grade.words} source, read {day_in_words(source.read_on)}: {source.title})"
