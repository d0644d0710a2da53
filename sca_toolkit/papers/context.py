"""Everything a Word template may ask for, as plain data: dictionaries, lists, text and yes-or-no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_toolkit.checks import Finding
from sca_toolkit.clauses import Clause, DocumentType
from sca_toolkit.ledger import Ledger, summaries
from sca_toolkit.papers import exhibit_parties, exhibits
from sca_toolkit.papers.codes import code_rows
from sca_toolkit.papers.exhibit_words import field_rows
from sca_toolkit.papers.paper import Paper
from sca_toolkit.papers.payment_parts import ALL_PARTS, payment_paragraphs
from sca_toolkit.papers.sheet import open_points, owner_of, sheet_rows
from sca_toolkit.terms import AgreementTerms, Origin, all_fields, contract_date, printed
from sca_toolkit.therapy import Catalogue, Product
from sca_toolkit.values.marks import gap, gaps_in

Context = dict[str, Any]


@dataclass(frozen=True)
class Issue:
    """How a paper goes out."""

    draft: bool
    made_on: date
    invented: bool
    """True if anything in it comes from an invented payer, center or person."""
    center_name: str
    findings: tuple[Finding, ...] = ()


def context_of(
    paper: Paper,
    issue: Issue,
    *,
    origins: Mapping[str, Origin],
    clauses: Mapping[str, Clause],
    catalogue: Catalogue | None = None,
    product: Product | None = None,
    ledger: Ledger | None = None,
) -> Context:
    """The data a template is filled with. Missing values are gap marks; nothing is None.

    `ledger` is the negotiation so far; a term sheet prints its positions.
    """
    terms = paper.terms
    letter = paper.entry.document_type == DocumentType.interim_loa
    return {
        "doc": _document(paper, issue),
        "center_name": issue.center_name,
        "provider_names": listed([each.legal_name for each in terms.providers]) or gap("provider"),
        "payer_capacity": payer_capacity(terms),
        "t": _fields(terms),
        "cover": _cover(paper, issue),
        "articles": _articles(paper),
        "exhibits": {
            each.key: {"letter": paper.entry.letters[each.key], "title": each.title}
            for each in paper.entry.exhibits
        },
        **_tables(terms, letter),
        "payment_paragraphs": _payment_paragraphs(paper),
        "codes": code_rows(terms, catalogue, product, for_billers=not paper.entry.articles),
        "key_rules": key_rules(terms),
        "sheet_rows": sheet_rows(terms, origins, clauses, ledger),
        "open_points": open_points(terms, [(each.label, each.path) for each in paper.gaps]),
        "case_rows": _case_rows(terms),
        "timetable": _timetable(terms),
    }


def _document(paper: Paper, issue: Issue) -> dict[str, Any]:
    terms, entry = paper.terms, paper.entry
    return {
        "title": entry.title,
        "type": entry.document_type.words,
        "reference": printed(terms, "document.reference", "reference"),
        "version": printed(terms, "document.version", "version"),
        "status": "DRAFT" if issue.draft else "FINAL",
        "draft": issue.draft,
        "date": contract_date(issue.made_on),
        "template_version": entry.version,
        "invented": issue.invented,
    }


def _fields(terms: AgreementTerms) -> dict[str, Any]:
    printed_fields: dict[str, Any] = {}
    for field in all_fields():
        if "." in field.path:
            group, name = field.path.split(".")
            printed_fields.setdefault(group, {})[name] = printed(terms, field.path, field.label)
    return printed_fields


def _articles(paper: Paper) -> list[dict[str, Any]]:
    return [
        {
            "title": article.title,
            "clauses": [
                {"id": each.id, "heading": each.heading, "paragraphs": list(each.paragraphs)}
                for each in article.clauses
            ],
        }
        for article in paper.articles
    ]


def _cover(paper: Paper, issue: Issue) -> dict[str, Any]:
    gaps = paper.gaps
    count = len(gaps)
    intro = (
        f"{count} {'term is' if count == 1 else 'terms are'} missing. Each is marked in yellow where it stands. "
        "A final cannot be issued until the list is empty and no blocking finding is left."
        if count
        else "No term is missing."
    )
    return {
        "intro": intro,
        "gap_count": count,
        "gaps": [
            {
                "number": str(number),
                "label": gap_.label[0].upper() + gap_.label[1:],
                "clause": gap_.clause,
                "section": gap_.section or "-",
                "where": owner_of(gap_.path),
            }
            for number, gap_ in enumerate(gaps, start=1)
        ],
        "findings": [
            {
                "severity": "blocks a final" if finding.blocking else "look at it",
                "text": finding.message,
                "remedy": finding.remedy,
            }
            for finding in issue.findings
        ],
    }


def _tables(terms: AgreementTerms, letter: bool) -> Context:
    return {
        "entities": exhibit_parties.entities(terms),
        "member_rows": field_rows(terms, "member"),
        "coverage_rows": [
            row
            for part in ("benefit", "cob", "cost_share.oop_max_remaining")
            for row in field_rows(terms, part)
        ],
        "product_rows": field_rows(terms, "product"),
        "phases": exhibits.phases(terms),
        "included": exhibits.interim(terms) if letter else exhibits.scope(terms.scope.included),
        "excluded": [] if letter else exhibits.scope(terms.scope.excluded),
        "rates": exhibits.rates(terms),
        "summary_rows": exhibits.rates(terms),
        "authorizations": exhibits.authorizations(terms),
        "criteria": exhibits.criteria(terms),
        "prior_lines": exhibits.prior_lines(terms),
        "toxicity_drugs": exhibits.toxicity_drugs(terms),
        "contacts": exhibit_parties.contacts(terms),
        "signatures": exhibit_parties.signatures(terms, letter=letter),
        "interim_services": list(terms.letter.interim_services),
    }


def _payment_paragraphs(paper: Paper) -> list[str]:
    """The whole arrangement in sentences, for a paper whose clauses do not print them already."""
    if paper.entry.articles:
        return []
    return [text for part in ALL_PARTS for text in payment_paragraphs(paper.terms.payment, part)]


def key_rules(terms: AgreementTerms) -> list[str]:
    """The payment arrangement in short lines, for the one-page summary."""
    if terms.payment is None:
        return [gap("payment arrangement")]
    quiet = ("base", "product", "rounding", "order")
    lines = [text for part in ALL_PARTS if part not in quiet for text in summaries(terms.payment, part)]
    rows = [value for row in exhibits.rates(terms) for value in row.values()]
    shown = {label for text in (*lines, *rows) for label in gaps_in(text)}
    hidden = [gap(each.label) for each in terms.payment.gaps() if each.label not in shown]
    spoken = [text[0].upper() + text[1:] for text in lines]
    return [*spoken, f"Still open: {'; '.join(hidden)}"] if hidden else spoken


def payer_capacity(terms: AgreementTerms) -> str:
    """How the payer is described after its name: `an insurer`, or on whose behalf it signs."""
    role = terms.payer.role
    if role is None:
        return gap("payer role")
    if role.bears_risk:
        return f"{'an' if role.words[0] in 'aeioAEIOH' else 'a'} {role.words}"
    sponsor = terms.payer.plan_sponsor or gap("plan sponsor")
    return f"{'an' if role.words[0] in 'aeio' else 'a'} {role.words}, acting on behalf of {sponsor}"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A; B; and C`."""
    if len(names) < 3:
        return " and ".join(names)
    return "; ".join(names[:-1]) + f"; and {names[-1]}"


def _case_rows(terms: AgreementTerms) -> list[dict[str, str]]:
    paths = (
        "document.reference",
        "payer.legal_name",
        "product.name",
        "product.hcpcs",
        "clinical.indication",
        "setting.planned",
        "episode.projected_day0",
        "period.needed_by",
    )
    labels = {field.path: field.label for field in all_fields()}
    return [
        {"label": labels[path][0].upper() + labels[path][1:], "value": printed(terms, path, labels[path])}
        for path in paths
    ]


def _timetable(terms: AgreementTerms) -> list[dict[str, str]]:
    steps = (
        ("Letter signed by both sides", terms.period.signature_deadline, "Payer and Provider"),
        ("Single-Case Agreement decided", terms.letter.decision_deadline, "Payer and Provider"),
        ("Agreement needed for collection", terms.period.needed_by, "Payer and Provider"),
        ("Letter lapses", terms.letter.expires_on, ""),
    )
    return [{"step": step, "by": contract_date(day), "who": who} for step, day, who in steps if day]
