"""A fact of a payer as a person reads it, and the label it stands under. US English, dates as `Nov 22, 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from sca_toolkit.payer.facts import CommitteeCalendar, ContractCoverage, KnownPosition, PlanYear
from sca_toolkit.payer.requests import (
    AuthorizationValidity,
    CriterionRow,
    DecisionClock,
    DocumentWanted,
    PaymentRule,
    Policy,
    ProductLimit,
    Route,
    SiteRule,
)
from sca_toolkit.payment import Arrangement
from sca_toolkit.values import Choice, percent
from sca_toolkit.values.marks import plain

_ONE_WORD = re.compile(r"[a-z]+(_[a-z]+)+")


def day_in_words(day: date) -> str:
    """`Nov 22, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"


@singledispatch
def in_words(value: Any) -> str:
    """The fact in one line. Lists are joined by commas, a share is a percentage, `in_network` is `in network`."""
    text = str(value)
    return text.replace("_", " ") if _ONE_WORD.fullmatch(text) else text


@in_words.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@in_words.register
def _(value: Decimal) -> str:
    return percent(value)


@in_words.register
def _(value: date) -> str:
    return day_in_words(value)


@in_words.register
def _(value: Choice) -> str:
    return value.words


@in_words.register
def _(value: tuple) -> str:  # type: ignore[type-arg]
    return ", ".join(in_words(item) for item in value)


@in_words.register
def _(value: list) -> str:  # type: ignore[type-arg]
    return "; ".join(in_words(item) for item in value)


@in_words.register
def _(value: dict) -> str:  # type: ignore[type-arg]
    return ", ".join(in_words(item) for item in value.values())


@in_words.register
def _(value: Arrangement) -> str:
    return plain(value.summary())


@in_words.register
def _(value: PlanYear) -> str:
    return f"{date(2028, value.month, 1):%B} {value.day}"


@in_words.register
def _(value: CommitteeCalendar) -> str:
    due = f"; the packet is due {value.packet_due} before" if value.packet_due else ""
    return f"meets {value.meets}{due}"


@in_words.register
def _(value: KnownPosition) -> str:
    own = "; supplies its own wording" if value.wording else ""
    return f"{value.position.words}{own}"


@in_words.register
def _(value: ContractCoverage) -> str:
    ends = f"through {day_in_words(value.ends)}" if value.ends else ""
    scope = _named(("product", value.product), ("indication", value.indication))
    return _with(value.state.words, (value.agreement or "", scope, ends))


@in_words.register
def _(value: Route) -> str:
    parts = tuple(part.words for part in value.components)
    lines = tuple(line.words for line in value.lines_of_business)
    about = (value.unit or "", f"for the {', '.join(parts)}" if parts else "", *lines, value.hours or "")
    return _with(value.address, about)


@in_words.register
def _(value: DocumentWanted) -> str:
    return _with(value.document, (_product(value.product), in_words(value.lines_of_business)))


@in_words.register
def _(value: Policy) -> str:
    follows = f"follows {value.follows}" if value.follows else ""
    seen = f"read: {value.seen}" if value.seen else ""
    return _with(value.title, (", ".join(value.products), in_words(value.lines_of_business), follows, seen))


@in_words.register
def _(value: CriterionRow) -> str:
    parts = [f"{value.criterion}: {value.threshold}" if value.threshold else value.criterion]
    parts += [f"evidence: {value.evidence_needed}"] if value.evidence_needed else []
    parts += [f"result valid for: {value.valid_for}"] if value.valid_for else []
    parts += ["carried over from transplant"] if value.carried_over_from_transplant else []
    parts += [_outdated(value.outdated_since)] if value.outdated_since else []
    return "; ".join(parts)


@in_words.register
def _(value: ProductLimit) -> str:
    return _with(value.limit, (_product(value.product), value.policy or ""))


@in_words.register
def _(value: SiteRule) -> str:
    barred = f"not in: {in_words(value.settings_barred)}" if value.settings_barred else ""
    outdated = _outdated(value.outdated_since) if value.outdated_since else ""
    lines, states = in_words(value.lines_of_business), ", ".join(value.states)
    return _with(value.rule, (_product(value.product), barred, states, lines, outdated))


@in_words.register
def _(value: DecisionClock) -> str:
    scope = (in_words(value.components), in_words(value.lines_of_business))
    extension = f"extension: {value.extension}" if value.extension else ""
    return _with(str(value.within), (*scope, extension, value.authority or ""))


@in_words.register
def _(value: AuthorizationValidity) -> str:
    covers = f"covers {value.covers}" if value.covers else ""
    return _with(str(value.lasts), (_product(value.product), in_words(value.components), covers))


@in_words.register
def _(value: PaymentRule) -> str:
    return _with(value.rule, (_product(value.product), in_words(value.lines_of_business)))


def label_of(value: Any, otherwise: str) -> str:
    """The label of an entry in a list, such as `Prior authorization by phone`; `otherwise` for a single value."""
    match value:
        case Route():
            return _capital(f"{value.purpose.words} by {value.channel.words}")
        case DocumentWanted():
            return f"Paper for {value.purpose.words}" if value.purpose else "Paper"
        case Policy():
            return f"Policy {value.number}" if value.number else "Policy"
        case CriterionRow():
            return _with("Criterion", (_product(value.product), _product(value.indication)))
        case DecisionClock():
            return f"Time to decide, {value.urgency.words}"
    return otherwise


def _outdated(since: date) -> str:
    return f"outdated since {day_in_words(since)}: challenge it"


def _product(name: str) -> str:
    return "" if name == "any" else name


def _named(*pairs: tuple[str, str]) -> str:
    return ", ".join(value if value != "any" else f"any {what}" for what, value in pairs)


def _with(text: str, about: Iterable[str]) -> str:
    known = [item for item in about if item]
    return f"{text} ({'; '.join(known)})" if known else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
