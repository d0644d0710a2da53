"""A paper before it becomes Word: numbered articles with their clauses, exhibits, and every gap with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sca_toolkit.clauses import Clause, TemplateEntry
from sca_toolkit.papers.gaps import OpenTerm, list_gaps, payment_gaps
from sca_toolkit.papers.wording import Writer, facts_of, printed_fields
from sca_toolkit.terms import AgreementTerms, all_fields, field_at, is_open, value_at
from sca_toolkit.values.marks import bookmark, ref


@dataclass(frozen=True)
class PaperClause:
    """One clause as printed. `number` is its section, such as `3.2`."""

    id: str
    number: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The title with the bookmark that cross-references point to."""
        return bookmark(bookmark_name(self.id)) + self.title


@dataclass(frozen=True)
class PaperArticle:
    """A numbered article."""

    title: str
    clauses: tuple[PaperClause, ...]


@dataclass(frozen=True)
class Paper:
    """One agreement, letter or sheet, ready to be put into Word."""

    entry: TemplateEntry
    terms: AgreementTerms
    articles: tuple[PaperArticle, ...]
    gaps: tuple[OpenTerm, ...]
    """Everything a final may not lack, in reading order."""


def bookmark_name(clause_id: str) -> str:
    """The Word bookmark of a clause: letters, digits and underscores only."""
    return clause_id.replace("-", "_")


def assemble(
    entry: TemplateEntry,
    terms: AgreementTerms,
    clauses: Mapping[str, Clause],
    product_kind: str | None = None,
) -> Paper:
    """Put the clauses that apply into the order of the paper, number them and fill their wording.

    Raises KeyError for a clause the outline names and the library lacks (the library's check finds it first).
    """
    facts = facts_of(terms, product_kind)
    outline = [
        (
            article.title,
            [clauses[name] for name in article.clauses if clauses[name].applies_when.holds(facts)],
        )
        for article in entry.articles
    ]
    outline = [(title, chosen) for title, chosen in outline if chosen]
    numbers = entry.clause_numbers([clause.id for _, chosen in outline for clause in chosen])
    writer = Writer(
        terms, lambda name: _reference(name, numbers), lambda key: f"Exhibit {entry.letters[key]}"
    )
    articles = tuple(
        PaperArticle(
            title,
            tuple(
                PaperClause(each.id, numbers[each.id], each.title, writer.paragraphs(each)) for each in chosen
            ),
        )
        for title, chosen in outline
    )
    return Paper(
        entry,
        terms,
        articles,
        _gaps(entry, terms, [each for _, chosen in outline for each in chosen], numbers),
    )


def _reference(clause_id: str, numbers: Mapping[str, str]) -> str:
    if clause_id in numbers:
        return ref(bookmark_name(clause_id), numbers[clause_id])
    return "(not used)"


def _gaps(
    entry: TemplateEntry, terms: AgreementTerms, clauses: list[Clause], numbers: Mapping[str, str]
) -> tuple[OpenTerm, ...]:
    """Required fields and printed fields that are open, then what payment and lists lack; each path once."""
    found: dict[str, OpenTerm] = {}
    for clause in clauses:
        for path in (*_required(clause.id), *printed_fields(clause, terms)):
            if path != "payment" and is_open(value_at(terms, path)):
                found.setdefault(path, OpenTerm(path, field_at(path).label, clause.id, numbers[clause.id]))
    for path in entry.fields:
        if is_open(value_at(terms, path)):
            field = field_at(path)
            found.setdefault(path, OpenTerm(path, field.label, field.clause, numbers.get(field.clause, "")))
    in_paper = {clause.id for clause in clauses}
    for gap in (*payment_gaps(terms), *list_gaps(terms)):
        if gap.clause in in_paper or not entry.articles:
            found.setdefault(gap.path, gap.in_section(numbers.get(gap.clause, "")))
    return tuple(found.values())


def _required(clause_id: str) -> tuple[str, ...]:
    return tuple(field.path for field in all_fields() if field.required and field.clause == clause_id)
