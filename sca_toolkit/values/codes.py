"""Codes that look like numbers and are not: diagnosis, procedure, revenue, provider and tax identifiers.

Only the form (and where there is one, the check digit) is judged here; whether a code is valid on a day is the
catalogue's to say (`therapy.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator
from stdnum import luhn
from stdnum.us import ein

_NPI_PREFIX = "80840"


def _formed(pattern: str, what: str, example: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        text = value.upper()
        if not compiled.fullmatch(text):
            raise ValueError(f"{value!r} is not {what}; it looks like {example}")
        return text

    return check


def _npi(value: str) -> str:
    digits = value.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"[12]\d{9}", digits):
        raise ValueError(f"{value!r} is not an NPI; an NPI has ten digits and starts with 1 or 2")
    if not luhn.is_valid(_NPI_PREFIX + digits):
        raise ValueError(f"{value!r} fails the NPI check digit; compare it with the NPI registry")
    return digits


def _tin(value: str) -> str:
    digits = value.replace("-", "").replace(" ", "")
    if not re.fullmatch(r"\d{9}", digits):
        raise ValueError(f"{value!r} is not a tax ID; an employer's tax ID has nine digits, like 12-3456789")
    if not ein.is_valid(digits):
        raise ValueError(f"{value!r} starts with a prefix the IRS does not issue; compare it with the W-9")
    return ein.format(digits)


Icd10Cm = Annotated[
    str,
    AfterValidator(
        _formed(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?", "an ICD-10-CM diagnosis code", "C83.30")
    ),
]
Icd10Pcs = Annotated[
    str, AfterValidator(_formed(r"[0-9A-HJ-NP-Z]{7}", "an ICD-10-PCS procedure code", "XW033H7"))
]
Hcpcs = Annotated[str, AfterValidator(_formed(r"[A-V]\d{4}", "a HCPCS level II code", "Q2041"))]
Cpt = Annotated[str, AfterValidator(_formed(r"\d{4}[0-9TFU]", "a CPT code", "38228"))]
RevenueCode = Annotated[str, AfterValidator(_formed(r"\d{4}", "a four-digit revenue code", "0891"))]
ValueCode = Annotated[str, AfterValidator(_formed(r"[0-9A-Z]{2}", "a two-character value code", "86"))]
Ndc = Annotated[
    str, AfterValidator(_formed(r"\d{4,5}-\d{3,4}-\d{1,2}|\d{11}", "an NDC", "12345-6789-01 (invented)"))
]
StateCode = Annotated[str, AfterValidator(_formed(r"[A-Z]{2}", "a two-letter state code", "OH"))]
Npi = Annotated[str, AfterValidator(_npi)]
"""Ten digits; the check digit is the Luhn digit over the number with 80840 before it (CMS NPI standard)."""
Tin = Annotated[str, AfterValidator(_tin)]
"""Nine digits, written back as 12-3456789; the first two are checked against the prefixes the IRS issues."""
