"""What is in a row of an exhibit: a value in words, a gap mark, or that nothing is stated."""

from __future__ import annotations

from typing import Any

from sca_toolkit.terms import AgreementTerms, all_fields, in_words, is_open, printed, value_at
from sca_toolkit.values.marks import gap

Row = dict[str, str]
NONE_STATED = "not stated"


def said(value: Any) -> str:
    """A value in words, or `not stated`."""
    return NONE_STATED if is_open(value) else in_words(value)


def needed(value: Any, label: str) -> str:
    """A value in words, or a gap."""
    return gap(label) if is_open(value) else in_words(value)


def field_rows(terms: AgreementTerms, group: str) -> list[Row]:
    """Label and value of each field of a group or path: gaps for required fields, open optional ones left out."""
    rows = []
    for field in all_fields():
        if group in (field.group, field.path) and (
            field.required or not is_open(value_at(terms, field.path))
        ):
            label = field.label[0].upper() + field.label[1:]
            rows.append({"label": label, "value": printed(terms, field.path, field.label)})
    return rows
