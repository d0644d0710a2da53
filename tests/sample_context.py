"""What a template is filled with, for tests: invented people, payers, numbers and dates throughout.

`full` has every list filled with long values, `short` is a small final without gaps, `sparse` a first draft in which
nearly everything is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sca_toolkit.clauses import TemplateEntry
from sca_toolkit.terms.agreement import all_fields
from sca_toolkit.values.marks import bookmark, gap, ref, term

Context = dict[str, Any]
Row = dict[str, str]
Rows = list[Row] | list[str]

PAYER = "Example Mutual Health Plans of the Upper Midwest and Great Plains, Incorporated"
PHASES = ("Evaluation", "Collection", "Bridging therapy", "Lymphodepletion", "Infusion and stay", "Follow-up")
MEMBER_NAME, MEMBER_ID = "Alexandria Example-Placeholder (invented)", "EXM-000000001"
SECRET = (MEMBER_NAME, MEMBER_ID, "April 9, 1961")
"""What may stand only in the exhibits for protected health information."""


def full(entry: TemplateEntry) -> Context:
    """A draft with every list filled, five entities and twelve codes in each phase."""
    return _base(entry, draft=True) | {
        "payer_capacity": "as administrator on behalf of Example Manufacturing Company Employee Health Plan",
        "provider_names": "; ".join(entity["name"] for entity in ENTITIES[:-1])
        + f" and {ENTITIES[-1]['name']}",
        "t": _terms({"payer.legal_name": PAYER}),
        "cover": _cover(),
        "articles": _articles(entry, _paragraphs),
        "entities": ENTITIES,
        "codes": [_code(phase, number) for phase in PHASES for number in range(12)],
        "open_points": OPEN_POINTS,
        **_rows(),
        "signatures": _signatures(entry),
    }


def short(entry: TemplateEntry) -> Context:
    """A final with short values, one entity and few rows; optional lists are empty."""
    rows = {name: lines[:2] for name, lines in _rows().items()}
    return _base(entry, draft=False) | {
        "payer_capacity": "",
        "provider_names": "Example Hospital",
        "t": _terms({"payer.legal_name": "Example Health"}),
        "cover": {"intro": "", "gap_count": 0, "gaps": [], "findings": []},
        "articles": _articles(entry, lambda number, _: [SENTENCES[number % len(SENTENCES)]]),
        "entities": [ENTITIES[0] | {"name": "Example Hospital", "ccn": "", "medicaid": ""}],
        "codes": [_code(phase, number) for phase in PHASES[:2] for number in range(2)],
        "open_points": [],
        **rows,
        **{name: [] for name in ("excluded", "prior_lines", "toxicity_drugs")},
        "sheet_rows": _rows()["sheet_rows"],
        "contacts": _rows()["contacts"],
        "signatures": [
            {"party": party, "capacity": "", "name": "Jordan Sample", "title": "Vice President"}
            for party in ("Example Health", "Example Hospital")
        ],
    }


def sparse(entry: TemplateEntry) -> Context:
    """A first draft: every field of the agreement is a gap and every list is empty."""
    lists = (*_rows(), "entities", "codes", "open_points", "signatures")
    gaps = [_gap_row(number, field.label, field.clause) for number, field in enumerate(all_fields(), start=1)]
    return _base(entry, draft=True) | {
        "payer_capacity": gap("payer role"),
        "provider_names": gap("providers"),
        "t": _terms({}, all_open=True),
        "cover": {"intro": "", "gap_count": len(gaps), "gaps": gaps, "findings": []},
        "articles": _articles(
            entry, lambda number, _: [f"The Payer shall pay within {gap(f'term {number}')}."]
        ),
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


def _paragraphs(number: int, clauses: list[str]) -> list[str]:
    """One to four paragraphs; some define a term, refer to another clause, or hold a gap."""
    chosen = [SENTENCES[(number + step) % len(SENTENCES)] for step in range(1 + number % 4)]
    if number % 3 == 0:
        chosen[0] = f"A {term('Clean Claim')} is a claim that needs no further document. {chosen[0]}"
    if number % 4 == 1:
        other = clauses[(number * 7) % len(clauses)]
        chosen[-1] += f" Section {ref(_bookmark(other), _NUMBERS[other])} applies to what is left."
    if number % 9 == 5:
        chosen[-1] += f" The deadline is {gap('signature deadline')}."
    return chosen


_NUMBERS: dict[str, str] = {}


def _articles(entry: TemplateEntry, paragraphs: Any) -> list[Context]:
    _NUMBERS.update(entry.clause_numbers(entry.clauses))
    clauses = list(entry.clauses)
    return [
        {
            "title": article.title,
            "clauses": [
                {
                    "id": clause,
                    "heading": bookmark(_bookmark(clause)) + HEADINGS[clauses.index(clause) % len(HEADINGS)],
                    "paragraphs": paragraphs(clauses.index(clause), clauses),
                }
                for clause in article.clauses
            ],
        }
        for article in entry.articles
    ]


def _bookmark(clause: str) -> str:
    return "clause_" + clause.replace("-", "_")


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


def _code(phase: str, number: int) -> Row:
    return {
        "phase": phase,
        "system": ("HCPCS", "CPT", "ICD-10-PCS", "Revenue code")[number % 4],
        "code": f"X{number:02}{len(phase):02}",
        "meaning": "Invented service used in tests only" + ", with a longer description of it" * (number % 3),
        "note": "" if number % 2 else "Put the invoice amount into value code 86 (invented note).",
    }


ENTITIES: list[Row] = [
    {
        "name": name,
        "role": role,
        "tin": f"99-000000{number}",
        "npi": f"100000000{number}",
        "ccn": f"99000{number}" if number < 3 else "",
        "address": f"{number}00 Example Medical Center Boulevard, Building {number}, Columbus, OH 4321{number}",
        "medicaid": "OH 0000001 (invented)" if number == 1 else "",
        "w9": "Attached" if number < 4 else "",
    }
    for number, (name, role) in enumerate(
        [
            (
                "Example Regional Cancer Center and Research Institute, a nonprofit corporation",
                "infusing hospital",
            ),
            (
                "Example Hematology and Oncology Practice Associates of Central Ohio, PLLC",
                "outpatient practice",
            ),
            ("Example Partner Hospital", "partner hospital"),
            ("Example Community Blood and Apheresis Services", "collection center"),
            ("Example Physicians Faculty Group", "professional group"),
        ],
        start=1,
    )
]

OPEN_POINTS: list[Row] = [
    {
        "topic": "Whether charges for the Product count toward the stop-loss threshold",
        "owner": "Payer, actuarial",
    },
    {
        "topic": "Rate for an admission after the window",
        "owner": "Example Regional Cancer Center, contracting",
    },
    {"topic": "Proof that the stop-loss carrier agrees", "owner": ""},
]


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


def _rows() -> dict[str, Any]:
    return {name: list(rows) for name, rows in _tables()}


def _tables() -> Iterator[tuple[str, Rows]]:
    yield (
        "member_rows",
        _labelled(Name=MEMBER_NAME, Member_ID=MEMBER_ID, Date_of_birth="April 9, 1961", State="OH"),
    )
    yield (
        "coverage_rows",
        _labelled(
            Plan="Example National Choice PPO Gold Plus with Centers of Excellence Rider",
            Line_of_business="commercial",
            Funding="self-funded",
            Coverage="January 1, 2026 to December 31, 2026",
            Eligibility="verified on November 16, 2026, reference EX-ELG-5521",
            Group_number="",
        ),
    )
    yield (
        "product_rows",
        _labelled(
            Product="Examplecel (invented)",
            HCPCS="X0000",
            Manufacturer="Example Cell Therapies",
            Dose="one infusion bag",
        ),
    )
    yield (
        "case_rows",
        _labelled(
            Case="EX-014",
            Product="Examplecel (invented)",
            Setting="hospital outpatient",
            Effective="November 22, 2026",
        )
        + _labelled(Planned_Day_0="December 10, 2026"),
    )
    yield (
        "interim_services",
        ["evaluation visits", "imaging and laboratory tests", "collection of cells, once"],
    )
    yield (
        "phases",
        [
            {
                "name": phase,
                "starts": "on the day of the first visit that the Payer has authorized for the Episode",
                "ends": "at the end of the day before the next phase starts, or 30 days after Day 0",
                "projected": "December 1 to 10, 2026" if phase != "Follow-up" else "",
                "billed_by": ENTITIES[number % 5]["name"],
            }
            for number, phase in enumerate(PHASES)
        ],
    )
    yield "included", _scope("Case rate")
    yield "excluded", _scope("Billed to the Plan under its ordinary terms")[:5]
    rates = [
        (
            "Collection",
            "Collection of cells, each",
            "Fixed amount",
            "$14,250.00",
            "per collection",
            "A repeat is paid.",
        ),
        (
            "Infusion and stay",
            "All Covered Services in the window",
            "Case rate",
            "$186,500.00",
            "per Episode",
            "",
        ),
        (
            "Infusion and stay",
            "Product",
            "Invoice plus percentage",
            "104.5%",
            "of the invoice",
            "Invoice with the claim",
        ),
        (
            "Infusion and stay",
            "Intensive care after the window",
            "Per diem",
            "$9,800.00",
            "per day",
            "From day 31",
        ),
        ("Follow-up", "Services that are not listed", "Percent of charges", "62%", "of billed charges", ""),
    ]
    rate_keys = ("phase", "service", "method", "amount", "unit", "note")
    rate_rows = [dict(zip(rate_keys, rate, strict=True)) for rate in rates]
    yield "rates", rate_rows
    yield "summary_rows", rate_rows
    yield "payment_paragraphs", [SENTENCES[number] for number in (4, 2, 1, 5)]
    yield (
        "authorizations",
        [
            {
                "component": component,
                "number": f"EX-AUTH-{number:05}",
                "scope": "Codes X0000 and X0001; all supplies, laboratory tests and imaging of the phase",
                "setting": "hospital outpatient" if number % 2 else "",
                "valid": "October 5, 2026 to April 4, 2027",
                "issued_by": "Example Utilization Review (invented)",
            }
            for number, component in enumerate(("Evaluation", "Collection", "Product", "Stay"), start=1)
        ],
    )
    yield "criteria", _criteria()
    yield (
        "prior_lines",
        [
            {
                "line": str(number),
                "regimen": "Example regimen",
                "dates": "March to July 2025",
                "response": "progression",
            }
            for number in range(1, 4)
        ],
    )
    yield (
        "toxicity_drugs",
        [
            {
                "name": name,
                "code": "X1234",
                "doses": "4 doses",
                "grade": "grade 1 and up",
                "setting": "any setting",
                "paid": "separately",
            }
            for name in ("Tocilizumab", "Siltuximab", "Anakinra")
        ],
    )
    yield (
        "contacts",
        [
            {
                "side": side,
                "role": role,
                "name": "Jordan Sample" if role != "claims pricing" else "",
                "phone": "555-0101",
                "email": "jordan.sample@example.com",
                "backup": "Riley Example, 555-0102" if role == "negotiator" else "",
            }
            for side in ("Payer", "Provider")
            for role in ("negotiator", "medical director", "claims pricing", "case manager", "after hours")
        ],
    )
    yield "sheet_rows", _sheet_rows()
    yield (
        "timetable",
        [
            {"step": step, "by": by, "who": who}
            for step, by, who in (
                ("Evidence for each criterion goes to the Payer", "November 24, 2026", "Provider"),
                ("The Payer answers with objections, if any", "November 27, 2026", "Payer, medical director"),
                ("Decision on the single-case agreement", "December 4, 2026", "both sides"),
            )
        ],
    )


def _labelled(**values: str) -> list[Row]:
    return [{"label": label.replace("_", " "), "value": value} for label, value in values.items()]


def _scope(paid_under: str) -> list[Row]:
    services = (
        "Evaluation visits and tests, including imaging, laboratory tests and consultations",
        "Collection of cells by apheresis and placement of the line",
        "Cell processing, storage and thawing",
        "Bridging therapy, systemic or radiation",
        "Lymphodepletion drugs and their administration",
        "Infusion of the Product",
        "Inpatient days at every level of care, intensive care included",
        "Professional fees",
    )
    return [
        {
            "service": service,
            "phase": PHASES[number % len(PHASES)],
            "code": "X0000 to X0009" if number % 3 else "",
            "paid_under": paid_under,
        }
        for number, service in enumerate(services)
    ]


def _criteria() -> list[Row]:
    rows = (
        (
            "Performance status",
            "ECOG 0 to 2",
            "Label of the Product, section 14",
            "Clinic note of November 10, 2026",
        ),
        (
            "Left ventricular ejection fraction",
            "at least 45%",
            "Payer policy EX-77 of July 1, 2026",
            "Echocardiogram",
        ),
        ("Creatinine clearance", "at least 30 mL/min", "Payer policy EX-77 of July 1, 2026", ""),
        ("No active infection", "", "Center criteria", "Laboratory report of November 12, 2026"),
    )
    return [
        {
            "criterion": criterion,
            "threshold": threshold,
            "source": source,
            "evidence": evidence,
            "valid_for": "60 calendar days",
            "status": "met on November 12, 2026" if evidence else "evidence to follow",
        }
        for criterion, threshold, source, evidence in rows
    ]


TOPICS = (
    "Parties, funding, and who signs for the money",
    "Member and plan year end",
    "Product, indication, and setting",
    "Day 0, windows, and phases",
    "Payment model and amounts",
    "Product price",
    "Change of setting",
    "Stop-loss",
    "Readmission and services not listed",
    "Not infused, repeat collection, out of specification",
    "Toxicity drugs",
    "Lesser-of, floor, cap, charge limit",
    "Member cost share and hold harmless",
    "Filing, payment, interest, recoupment",
    "Change of coverage and point of no return",
    "Travel and lodging",
    "Dates",
    "Open points",
)


def _sheet_rows() -> list[Row]:
    positions = (
        (
            "Invoice plus 4.5% on the invoice date; increases pass through",
            "Fixed amount",
            "Invoice at order date",
        ),
        (
            "Product paid in full in any setting; an admission is paid on top",
            "Services 72 hours before roll in",
            "",
        ),
        ("Case rate of $186,500.00, product apart", "", ""),
    )
    rows = []
    for number, topic in enumerate(TOPICS, start=1):
        ours, theirs, agreed = positions[number % 3]
        status = "agreed" if agreed else "countered" if theirs else "open"
        moved = "Payer, November 20, 2026" if theirs else ""
        rows.append(
            {
                "number": str(number),
                "topic": topic,
                "ours": ours,
                "theirs": theirs,
                "agreed": agreed,
                "status": status,
                "moved": moved,
            }
        )
    return rows
