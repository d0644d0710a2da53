"""The code exhibit: for each step of the episode the codes valid on the planned day, and in words what is not known."""

from __future__ import annotations

from sca_toolkit.terms import AgreementTerms
from sca_toolkit.therapy import Catalogue, Product


def code_rows(
    terms: AgreementTerms, catalogue: Catalogue | None, product: Product | None
) -> list[dict[str, str]]:
    """One row a code; the day is the planned infusion, else the first day of the agreement."""
    day = terms.episode.projected_day0 or terms.period.effective_date
    if catalogue is None or product is None or day is None:
        return []
    rows = []
    for step in catalogue.code_map(product.id, day):
        rows += [
            {
                "phase": step.step.words.capitalize(),
                "system": code.system.words,
                "code": code.code,
                "meaning": code.meaning,
                "note": code.note or "",
            }
            for code in step.codes
        ]
        rows += [
            {
                "phase": step.step.words.capitalize(),
                "system": "",
                "code": "",
                "meaning": text,
                "note": "to be confirmed",
            }
            for text in step.gaps
        ]
    return rows
