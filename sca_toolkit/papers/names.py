"""What a Word template may ask for besides the fields of the terms: single values, switches and tables with columns.

FIELDS.md is generated from here, and a test compares it with what a template really gets.
"""

from __future__ import annotations

SINGLE: dict[str, tuple[str, str]] = {
    "doc.title": ("Title of the paper", "Single-Case Agreement"),
    "doc.type": ("Kind of paper", "Single-Case Agreement"),
    "doc.reference": ("Reference number, naming nobody", "CASE-2026-101"),
    "doc.version": ("Version of this paper", "1"),
    "doc.status": ("DRAFT or FINAL", "DRAFT"),
    "doc.draft": ("Whether it is a draft, for `{%p if doc.draft %}`", "yes or no"),
    "doc.invented": ("Whether anything in it is an invented example", "yes or no"),
    "doc.date": ("Day it was made", "November 22, 2026"),
    "doc.template_version": ("Version of the template", "2026.11"),
    "center_name": ("Name of the program", "Example Cancer Center (invented)"),
    "provider_names": ("All billing entities in one line", "Example Hospital and Example Practice"),
    "payer_capacity": ("How the payer signs", "an insurer"),
    "cover.intro": ("First sentences of a draft's cover note", "3 terms are missing."),
    "cover.gap_count": ("How many terms are missing", "3"),
}
"""Name, meaning and example of each single value."""

TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "cover.gaps": ("Missing terms, for the cover note", ("number", "label", "clause", "section", "where")),
    "cover.findings": ("What the completeness checks found", ("severity", "text", "remedy")),
    "articles": (
        "Articles; each has `title` and `clauses`, each clause `id`, `heading`, `paragraphs`",
        ("title", "clauses"),
    ),
    "entities": ("Billing entities", ("name", "role", "tin", "npi", "ccn", "address", "medicaid", "w9")),
    "member_rows": ("Member", ("label", "value")),
    "coverage_rows": ("Benefit and coordination of benefits", ("label", "value")),
    "product_rows": ("Product", ("label", "value")),
    "case_rows": ("The case in eight lines, naming nobody", ("label", "value")),
    "phases": ("Phases of the episode", ("name", "starts", "ends", "projected", "billed_by")),
    "included": ("Covered services", ("service", "phase", "code", "paid_under")),
    "excluded": ("Excluded services", ("service", "phase", "code", "paid_under")),
    "rates": ("Rate sheet", ("phase", "service", "method", "amount", "unit", "note")),
    "summary_rows": (
        "Rate sheet, for the one-page summary",
        ("phase", "service", "method", "amount", "unit", "note"),
    ),
    "codes": ("Codes by step of the episode", ("phase", "system", "code", "meaning", "note")),
    "authorizations": ("Approvals", ("component", "number", "scope", "setting", "valid", "issued_by")),
    "criteria": (
        "Clinical criteria",
        ("criterion", "threshold", "source", "evidence", "valid_for", "status"),
    ),
    "prior_lines": ("Earlier treatment", ("line", "regimen", "dates", "response")),
    "toxicity_drugs": ("Toxicity drugs", ("name", "code", "doses", "grade", "setting", "paid")),
    "contacts": ("People on both sides", ("side", "role", "name", "phone", "email", "backup")),
    "signatures": ("Signature blocks", ("party", "capacity", "name", "title")),
    "sheet_rows": (
        "Rows of the term sheet",
        ("number", "topic", "ours", "theirs", "agreed", "status", "moved"),
    ),
    "open_points": ("What is open and who owns it", ("topic", "owner")),
    "timetable": ("Dates of the interim letter", ("step", "by", "who")),
}
"""Meaning and columns of each table."""

LISTS: dict[str, str] = {
    "payment_paragraphs": "Sentences of the whole payment arrangement",
    "key_rules": "The payment arrangement in short lines",
    "interim_services": "Services covered by the interim letter",
}
"""Plain lists of text."""
