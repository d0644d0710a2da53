"""The packet checklist and the request to waive tests that a payer's own policy does not name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sca_toolkit.case import Case, Component
from sca_toolkit.desk.letter_words import Context, Row, Sources, policy_words
from sca_toolkit.desk.readiness import Readiness
from sca_toolkit.desk.readiness_lines import ReadinessLine, Standing
from sca_toolkit.terms import contract_date

_LIMIT = "no limit"


def checklist_context(held: Readiness, product: str) -> Context:
    """What the template of the checklist asks for."""
    lines = [line for policy in held.asked for line in policy.lines if not line.settled]
    later = [line for line in lines if line.standing is Standing.later]
    met = [line for line in lines if line.standing is Standing.met and line.quotes]
    groups = (
        ("Get before the request goes out", [_line_row(line) for line in held.open_lines]),
        ("Due later", [_line_row(line) for line in later]),
        ("Papers the payer wants", [_paper_row(held.case, paper) for paper in _papers(held)]),
        ("In hand", [_line_row(line) for line in met]),
    )
    return {
        "subtitle": f"{held.payer_name} · {product} · {contract_date(held.as_of)}",
        "case_rows": _case_rows(held),
        "standing": _standing(held, met),
        "groups": [{"title": title, "rows": rows} for title, rows in groups if rows],
        "route_rows": _routes(held),
        "note": "Made from the evidence of the case. A clinician checks each paper before the packet goes out.",
    }


def _standing(held: Readiness, met: list[ReadinessLine]) -> str:
    missing = len(held.open_lines)
    told = (
        f"{len(met)} items are in hand and {missing} still open."
        if missing
        else f"All {len(met)} items are in hand."
    )
    running = held.lapsing
    if running:
        first = running[0]
        told += f" {first.what} counts only until {contract_date(first.counts_until)}."
    return told


def _case_rows(held: Readiness) -> list[Row]:
    dates = held.case.dates
    planned = (
        ("Collection", dates.collection),
        ("Lymphodepletion", dates.lymphodepletion),
        ("Infusion", dates.infusion),
    )
    rows = [{"label": label, "value": contract_date(day) if day else "not planned"} for label, day in planned]
    return [{"label": "Case", "value": held.case.id}, *rows]


def _line_row(line: ReadinessLine) -> dict[str, object]:
    quoted = "; ".join(
        f"{each.text}{f', {contract_date(each.on)}' if each.on else ''}" for each in line.quotes[:1]
    )
    wanted = "; ".join(need.text for need in line.needs)
    return {
        "have": line.standing is Standing.met,
        "item": (line.proof or wanted or line.asks)[:1].upper() + (line.proof or wanted or line.asks)[1:],
        "why": line.asks,
        "held": quoted or "nothing yet",
        "until": _until(line),
        "owner": "; ".join(dict.fromkeys(need.who.words for need in line.needs)),
    }


def _until(line: ReadinessLine) -> str:
    """Last day a result counts; for one that is missing, the days on which it must be made."""
    if line.counts_until:
        return contract_date(line.counts_until)
    if line.window and line.standing is not Standing.met:
        return f"made from {contract_date(line.window.first)} to {contract_date(line.window.last)}"
    return _LIMIT


def _papers(held: Readiness) -> Iterator[str]:
    found = [paper for part in held.parts if part.component is Component.product for paper in part.papers]
    yield from dict.fromkeys(found)


def _paper_row(case: Case, paper: str) -> dict[str, object]:
    kept = next(
        (each for each in case.evidence.documents if each.document.casefold() in paper.casefold()), None
    )
    day = contract_date(kept.on) if kept and kept.on else ""
    return {
        "have": kept is not None,
        "item": paper,
        "why": "",
        "held": f"{kept.document}, {day}" if kept else "nothing yet",
        "until": _LIMIT,
        "owner": "",
    }


def _routes(held: Readiness) -> list[Row]:
    part = next(each for each in held.parts if each.component is Component.product)
    rows = (("Send to", part.channel), ("Decided within", part.clock), ("Approval lasts", part.validity))
    return [{"label": label, "value": value} for label, value in rows]


def waiver_context(held: Readiness, product: str, items: Iterable[str]) -> Context:
    """What the template of the waiver request asks for; `items` are the tests to be waived."""
    sources = Sources()
    policies = [each.policy for each in held.asked]
    named = "; ".join(
        f"{policy_words(policy)} {sources.mark(policy.sources[policy.source])}" for policy in policies
    )
    seen = f"Not named in {named}" if named else "We hold no policy of yours that names it"
    return {
        "salutation": "Dear Medical Director:",
        "ask": f"We ask you to decide on {product} for this member without the tests below. Your own policy for this "
        "product does not ask for them.",
        "story": [
            "They belong to the work-up for a transplant. They take time to schedule, and your criteria for this "
            "product do not look at what they show.",
            "If another policy of yours asks for them, please name it and the page. We then supply them.",
        ],
        "items": [
            {"item": item, "policy": seen, "have": _shown(held.case, item)} for item in dict.fromkeys(items)
        ],
        "closing": "Please confirm in writing, with the date of your answer. We are glad to discuss this by phone.",
        "sources": sources.rows(),
    }


def _shown(case: Case, item: str) -> str:
    word = item.split()[0].casefold()
    found = [each for each in case.evidence.documents if word in each.document.casefold()]
    tests = [each for each in case.evidence.tests if word in each.test.casefold()]
    told = [f"{each.document}{f', {contract_date(each.on)}' if each.on else ''}" for each in found]
    told += [f"{each.test}{f', {contract_date(each.on)}' if each.on else ''}" for each in tests]
    return "; ".join(told) or "nothing; it is not part of the work-up for this product"
