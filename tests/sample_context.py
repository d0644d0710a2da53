"""What a template is filled with, for tests: invented people, payers, numbers and dates throughout.

`full` has every list filled with long values, `short` is a small final without gaps, `sparse` a first draft in which
nearly everything is open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sca_toolkit.clauses import TemplateEntry
from sca_toolkit.terms.agreement import all_fields
from sca_toolkit.values.marks import bookmark, gap, ref, term
from tests.sample_rows import ENTITIES, OPEN_POINTS, PHASES, Row, all_rows, code_row

Context = dict[str, Any]

PAYER = "Example Mutual Health Plans of the Upper Midwest and Great Plains, Incorporated"


def full(entry: TemplateEntry) -> Context:
    """A draft with every list filled, five entities and twelve codes in each phase."""
    return _base(entry, draft=True) | {
        "payer_capacity": "as administrator on behalf of Example Manufacturing Company Employee Health Plan",
        "provider_names": "; ".join(entity["name"] for entity in ENTITIES[:-1])
        + f" and {ENTITIES[-1]['name']}",
        "t": _terms({"payer.legal_name": PAYER}),
        "cover": _cover(),
        "articles": _articles(entry, _long_paragraphs(entry)),
        "entities": ENTITIES,
        "codes": [code_row(phase, number) for phase in PHASES for number in range(12)],
        "open_points": OPEN_POINTS,
        **all_rows(),
        "signatures": _signatures(entry),
    }


def short(entry: TemplateEntry) -> Context:
    """A final with short values, one entity and few rows; optional lists are empty."""
    rows = {name: lines[:2] for name, lines in all_rows().items()}
    return _base(entry, draft=False) | {
        "payer_capacity": "",
        "provider_names": "Example Hospital",
        "t": _terms({"payer.legal_name": "Example Health"}),
        "cover": {"intro": "", "gap_count": 0, "gaps": [], "findings": []},
        "articles": _articles(entry, lambda number: [SENTENCES[number % len(SENTENCES)]]),
        "entities": [ENTITIES[0] | {"name": "Example Hospital", "ccn": "", "medicaid": ""}],
        "codes": [code_row(phase, number) for phase in PHASES[:2] for number in range(2)],
        "open_points": [],
        **rows,
        **{name: [] for name in ("excluded", "prior_lines", "toxicity_drugs")},
        "sheet_rows": all_rows()["sheet_rows"],
        "contacts": all_rows()["contacts"],
        "signatures": [
            {"party": party, "capacity": "", "name": "Jordan Sample", "title": "Vice President"}
            for party in ("Example Health", "Example Hospital")
        ],
    }


def sparse(entry: TemplateEntry) -> Context:
    """A first draft: every field of the agreement is a gap and every list is empty."""
    lists = (*all_rows(), "entities", "codes", "open_points", "signatures")
    gaps = [_gap_row(number, field.label, field.clause) for number, field in enumerate(all_fields(), start=1)]
    return _base(entry, draft=True) | {
        "payer_capacity": gap("payer role"),
        "provider_names": gap("providers"),
        "t": _terms({}, all_open=True),
        "cover": {"intro": "", "gap_count": len(gaps), "gaps": gaps, "findings": []},
        "articles": _articles(entry, lambda number: [f"The Payer pays within {gap(f'term {number}')}."]),
        **{name: [] for name in lists},
    }


def _base(entry: TemplateEntry, *, draft: bool) -> Context:
    return {
        "doc": {
            "title": entry.title,
            "type": entry.title,
            "reference": "SCA-2026-014",
            "version": "3",
            "status": "DRAFT" if draft else "FINAL",
            "draft": draft,
            "date": "November 22, 2026",
            "template_version": f"{entry.id} {entry.version}",
            "invented": True,
        },
        "center_name": "Example Regional Cancer Center",
        "exhibits": {
            exhibit.key: {"letter": entry.letters[exhibit.key], "title": exhibit.title}
            for exhibit in entry.exhibits
        },
    }


def _terms(values: dict[str, str], *, all_open: bool = False) -> dict[str, Any]:
    """Every field by group: its example, or a gap."""
    terms: dict[str, Any] = {}
    for field in all_fields():
        group, _, name = field.path.partition(".")
        if name:
            shown = gap(field.label) if all_open else values.get(field.path, _shown(field.example))
            terms.setdefault(group, {})[name] = shown
    return terms


def _shown(example: str) -> str:
    """Dates as an agreement writes them."""
    try:
        day = date.fromisoformat(example)
    except ValueError:
        return example
    return f"{day:%B} {day.day}, {day.year}"


SENTENCES = (
    "Day 0 is the day on which the first dose of the Product is infused.",
    "The Payer confirms that the Covered Services are a covered benefit of the Plan for the Member at each Provider "
    "entity. It waives every requirement that the center be designated by the Plan or by a network.",
    "The Payer shall pay each Clean Claim within 30 calendar days after it receives it, and shall pay the undisputed "
    "part of a disputed claim within the same time.",
    "A manual, policy, or fee schedule of the Payer does not apply unless it is attached and dated. This Agreement "
    "prevails over every other paper that deals with the Episode.",
    "If the Member is admitted after an outpatient Infusion, the Payer shall pay the Product as if no admission had "
    "taken place. It shall pay the admission in addition, at the rate in the rate sheet, from the hour of the order "
    "to admit.",
    "Neither party shall end this Agreement after Collection has begun.",
)


def _long_paragraphs(entry: TemplateEntry) -> Callable[[int], list[str]]:
    """One to four paragraphs a clause; some define a term, refer to another clause, or hold a gap."""
    numbers = list(entry.clause_numbers(entry.clauses).items())

    def paragraphs(number: int) -> list[str]:
        chosen = [SENTENCES[(number + step) % len(SENTENCES)] for step in range(1 + number % 4)]
        if number % 3 == 0:
            chosen[0] = f"A {term('Clean Claim')} is a claim that needs no further document. {chosen[0]}"
        if number % 4 == 1:
            other, shown = numbers[(number * 7) % len(numbers)]
            chosen[-1] += f" Section {ref(_bookmark(other), shown)} applies to what is left."
        if number % 9 == 5:
            chosen[-1] += f" The deadline is {gap('signature deadline')}."
        return chosen

    return paragraphs


def _articles(entry: TemplateEntry, paragraphs: Callable[[int], list[str]]) -> list[Context]:
    order = list(entry.clauses)
    return [
        {
            "title": article.title,
            "clauses": [
                {
                    "id": clause,
                    "heading": bookmark(_bookmark(clause)) + heading(order.index(clause)),
                    "paragraphs": paragraphs(order.index(clause)),
                }
                for clause in article.clauses
            ],
        }
        for article in entry.articles
    ]


def _bookmark(clause: str) -> str:
    return "clause_" + clause.replace("-", "_")


def heading(number: int) -> str:
    """The heading of the clause at that place in the document."""
    return HEADINGS[number % len(HEADINGS)]


HEADINGS = (
    "Document Status and Precedence",
    "Payer and Authority to Sign",
    "Audit",
    "Manufacturing Failure, Out-of-Specification Product, and Repeat Collection",
    "Authorizations and No Retroactive Denial",
)


def _cover() -> Context:
    labels = [
        "member ID",
        "payer signatory title",
        "plan year end",
        "point of no return",
        "interest rate a year",
    ]
    findings = [
        (
            "blocking",
            "The authorization for the product ends on December 1, 2026, before Day 0.",
            "Ask to extend it.",
        ),
        (
            "warning",
            "The stop-loss threshold is measured on charges, and the draft does not say whether charges for the "
            "Product count. If they do, every case crosses it.",
            "Say whether the Product counts toward the threshold.",
        ),
        (
            "note",
            "The infusion is planned after the plan year ends.",
            "Check the rule for a change of coverage.",
        ),
    ]
    return {
        "intro": "This draft follows the payer's profile of November 22, 2026 and the case on file.",
        "gap_count": 3 * len(labels),
        "gaps": [
            _gap_row(number + 1, labels[number % 5], f"SCA-{number + 1:02}")
            for number in range(3 * len(labels))
        ],
        "findings": [
            {"severity": severity, "text": text, "remedy": remedy} for severity, text, remedy in findings
        ],
    }


def _gap_row(number: int, label: str, clause: str) -> Row:
    return {
        "number": str(number),
        "label": label,
        "clause": clause,
        "section": "2.1",
        "where": "Case, member",
    }


def _signatures(entry: TemplateEntry) -> list[Row]:
    if entry.id == "interim_loa":
        parties = [
            (PAYER, "Medical Director", "Casey Sample, MD"),
            (PAYER, "Contracting", "Jordan Sample"),
            ("Example Regional Cancer Center", "Program Director", "Morgan Example, MD"),
            ("Example Regional Cancer Center", "Contracting", ""),
        ]
    else:
        parties = [
            (PAYER, "as administrator on behalf of Example Manufacturing Company Employee Health Plan", "")
        ]
        parties += [(entity["name"], "Provider entity", "Riley Example") for entity in ENTITIES]
    return [
        {"party": party, "capacity": capacity, "name": name, "title": "Vice President" if name else ""}
        for party, capacity, name in parties
    ]
