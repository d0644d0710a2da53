"""A policy, and a judgment by it, as trees to read. Words say everything; shade only helps the eye."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from sca_toolkit.criteria import Finding, Verdict
from sca_toolkit.criteria.outline import OutlineRow
from sca_toolkit.ui.words import day
from sca_toolkit.values import Source

_SMALL = "color:#55646B;font-size:0.85rem"
_WEIGHT = {Verdict.not_met: "700", Verdict.unknown: "600", Verdict.needs_judgment: "600"}


def tree_html(rows: Iterable[OutlineRow], sources: Mapping[str, Source]) -> str:
    """The outline of a policy: headings, criteria, and under each what it rests on."""
    numbers = {key: at for at, key in enumerate(sources, start=1)}
    return "".join(_row(row, numbers) for row in rows)


def _row(row: OutlineRow, numbers: Mapping[str, int]) -> str:
    small = [f"asked only where {row.guard}"] if row.guard else []
    small += [f"as printed: “{row.printed}”"] if row.printed else []
    small += list(row.remarks)
    number = numbers.get(row.source or "")
    page = f" <sup>[{number}]</sup>" if number else ""
    at = f" ({row.at})" if row.at else ""
    weight = "400" if row.source else "600"
    notes = "".join(f"<div style='{_SMALL}'>{escape(text)}</div>" for text in small)
    text = f"<span style='font-weight:{weight}'>{escape(row.text)}</span>{page}{escape(at)}"
    return _block(row.depth, text + notes)


def _block(depth: int, inner: str) -> str:
    line = "border-left:1px solid #C9D4D8;" if depth else ""
    return (
        f"<div style='margin-left:{depth * 1.4:.1f}rem;{line}padding:0.15rem 0 0.15rem 0.6rem'>{inner}</div>"
    )


def sources_html(sources: Mapping[str, Source]) -> str:
    """The pages by number, with how far each can be trusted and the day it was read."""
    return "".join(
        f"<div style='{_SMALL}'>[{at}] {_page(page)}</div>" for at, page in enumerate(sources.values(), 1)
    )


def _page(page: Source) -> str:
    dated = f", dated {day(page.dated)}" if page.dated else ""
    told = f"{escape(page.grade.words)}, read {day(page.read_on)}{dated}"
    note = f". {escape(page.note)}" if page.note else ""
    if page.url and page.url.startswith(("https://", "http://")):
        address = escape(page.url, quote=True)
        link = f"<a href='{address}' rel='noopener noreferrer' target='_blank'>{escape(page.title)}</a>"
        return f"{link} ({told}){note}"
    return f"{escape(page.title)} ({told}){note}"


def verdict_html(found: Finding, depth: int = 0) -> str:
    """A judged tree: the verdict in words in front of each part; under a criterion its reason and what is missing."""
    weight = _WEIGHT.get(found.verdict, "400")
    head = f"<span style='font-weight:{weight}'>{escape(found.verdict.words)}</span>: {escape(found.label)}"
    small = [found.reason, *found.notes] if found.is_leaf else []
    small += [f"Get: {need.text} ({need.who.words})" for need in found.needs]
    if found.expires_on:
        small.append(f"Counts until {day(found.expires_on)}.")
    notes = "".join(f"<div style='{_SMALL}'>{escape(text)}</div>" for text in small)
    return _block(depth, head + notes) + "".join(verdict_html(child, depth + 1) for child in found.children)
