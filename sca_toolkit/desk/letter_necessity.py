"""The letter of medical necessity: each criterion of the payer beside the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sca_toolkit.case import Case
from sca_toolkit.criteria import Quote
from sca_toolkit.desk.letter_words import Context, Row, Sources
from sca_toolkit.desk.readiness import PolicyReadiness, Readiness
from sca_toolkit.desk.readiness_lines import ReadinessLine, Standing
from sca_toolkit.terms import contract_date
from sca_toolkit.values.marks import gap

_LINE = re.compile(r"line \d+: ")
_STANDING = {
    Standing.met: "Met",
    Standing.failed: "Not met; see below",
    Standing.missing: "To follow",
    Standing.judgment: "For your judgment",
    Standing.later: "Due later",
}


def necessity_context(held: Readiness, product: str) -> Context:
    """What the template of the letter asks for, beside the parts that all letters share."""
    sources = Sources()
    rows = [row for policy in held.asked for row in _rows(policy, sources)]
    return {
        "salutation": "Dear Medical Director:",
        "ask": _ask(held, product),
        "story": list(_story(held.case)),
        "lines": _lines(held.case),
        "criteria_intro": _intro(held),
        "criteria_rows": rows,
        "points": list(_points(held)),
        "enclosures": "; ".join(dict.fromkeys(_enclosures(held))),
        "closing": "We are glad to speak with your reviewer and can set up a peer-to-peer call at short notice.",
        "sources": sources.rows(),
    }


def _ask(held: Readiness, product: str) -> str:
    dates = held.case.dates
    planned = [
        f"{words} on {contract_date(day)}"
        for words, day in (("collection of the cells", dates.collection), ("the infusion", dates.infusion))
        if day
    ]
    plan = f" We plan {' and '.join(planned)}." if planned else ""
    return (
        f"We ask you to authorize {product} for this member, with collection, infusion and follow-up.{plan}"
    )


def _story(case: Case) -> Iterator[str]:
    diagnosis = case.diagnosis
    if diagnosis.text:
        stage = f", {diagnosis.stage}" if diagnosis.stage else ""
        tissue = f" The pathology report reads: {diagnosis.histology}." if diagnosis.histology else ""
        yield f"The member has {diagnosis.text}{stage}.{tissue}"
    lines = len({each.line for each in case.evidence.lines if each.line}) or len(diagnosis.prior_lines)
    if lines:
        yield f"{_counted(lines)} of earlier treatment {'is' if lines == 1 else 'are'} on record, as listed below."


def _counted(lines: int) -> str:
    words = ("No line", "One line", "Two lines", "Three lines", "Four lines", "Five lines", "Six lines")
    return words[lines] if lines < len(words) else f"{lines} lines"


def _lines(case: Case) -> list[Row]:
    told = case.evidence.lines or case.diagnosis.prior_lines
    rows = []
    for each in told:
        days = [contract_date(day) for day in (each.started, each.ended) if day]
        response = getattr(each, "response", None) or getattr(each, "best_response", None) or "not stated"
        rows.append(
            {
                "line": str(each.line or ""),
                "regimen": each.regimen or "not named",
                "dates": " to ".join(days) or "not stated",
                "response": response.replace("_", " "),
            }
        )
    return rows


def _intro(held: Readiness) -> str:
    if not held.asked:
        return "We do not hold your policy for this product. Please send it with your answer."
    return "The table follows your policy. Each line names what shows it; the papers are enclosed."


def _rows(policy: PolicyReadiness, sources: Sources) -> Iterator[Row]:
    written = policy.policy
    for line in policy.lines:
        if line.settled or line.standing is Standing.not_asked:
            continue
        leaf = written.leaf(line.id)
        key = leaf.source if leaf and leaf.source else written.source
        yield {
            "requirement": line.asks,
            "source": sources.mark(written.sources[key]),
            "evidence": evidence_words(line),
            "standing": _STANDING[line.standing],
        }


def evidence_words(line: ReadinessLine) -> str:
    """What the record shows for a criterion, or what is still to come."""
    if line.standing is Standing.later and line.needs:
        return _to_come(line)
    if line.quotes:
        return "; ".join(dict.fromkeys(map(_quoted, line.quotes[:_MOST])))
    if line.standing is Standing.met:
        return "None in the complete record"
    return "; ".join(need.text for need in line.needs) or "To be supplied"


_MOST = 5
"""Pieces of evidence named for one criterion."""


def _to_come(line: ReadinessLine) -> str:
    if line.window:
        return f"To be made from {contract_date(line.window.first)} to {contract_date(line.window.last)}"
    return "; ".join(need.text for need in line.needs)


def _quoted(quote: Quote) -> str:
    if _LINE.match(quote.text):
        # The table of earlier treatment has the days and responses.
        return quote.text.partition(",")[0].partition(" (")[0]
    on = f", {contract_date(quote.on)}" if quote.on else ""
    paper = f" ({quote.source})" if quote.source else ""
    return f"{quote.text}{on}{paper}"


def _points(held: Readiness) -> Iterator[str]:
    for policy in held.asked:
        for line in policy.of(Standing.failed):
            yield f"Not met: {line.asks}. We ask for individual consideration: {gap('reason for an exception')}."
        for line in policy.of(Standing.judgment):
            yield f"Left to judgment: {line.asks}. The values at hand are in the table."
        for line in policy.lines:
            if line.stale and not line.settled:
                yield f"No longer in use: {line.asks}. We ask you not to require it."
    yield from _to_follow(held)


def _to_follow(held: Readiness) -> Iterator[str]:
    waiting = [line for each in held.asked for line in each.of(Standing.missing, Standing.later)]
    if waiting:
        last = max((line.by for line in waiting if line.by), default=None)
        by = f", the last by {contract_date(last)}" if last else ""
        yield f"What is marked to follow or due later reaches you as it is made{by}."


def _enclosures(held: Readiness) -> Iterator[str]:
    for policy in held.asked:
        for line in policy.lines:
            if not line.settled and line.standing is not Standing.not_asked:
                yield from (_capital(quote.source) for quote in line.quotes[:2] if quote.source)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
