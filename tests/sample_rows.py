"""The tables of the sample context: invented rows, some long, some with blanks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, str]
Rows = list[Row] | list[str]

PHASES = ("Evaluation", "Collection", "Bridging therapy", "Lymphodepletion", "Infusion and stay", "Follow-up")
MEMBER_NAME, MEMBER_ID = "Alexandria Example-Placeholder (invented)", "EXM-000000001"
SECRET = (MEMBER_NAME, MEMBER_ID, "April 9, 1961", "C83.30")
"""What may stand only in the exhibits for protected health information."""

SENTENCES_OF_PAYMENT = (
    "The Payer shall pay the Case Rate for all Covered Services in the Inclusion Window.",
    "The Payer shall pay the Product apart from the Case Rate, at the invoice price on the invoice date.",
    "If the Member is admitted after an outpatient Infusion, the Payer shall pay the admission in addition.",
)


def all_rows() -> dict[str, Any]:
    """Every table and list by its name in a template."""
    return {name: list(rows) for name, rows in _tables()}


def code_row(phase: str, number: int) -> Row:
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
    yield (
        "key_rules",
        ["Stop-loss: 45% above $600,000 of charges", "Admission after outpatient care: separate"],
    )
    yield "payment_paragraphs", list(SENTENCES_OF_PAYMENT)
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
