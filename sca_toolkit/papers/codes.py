"""The code exhibit: for each step of the episode the codes valid on the planned day."""

from __future__ import annotations

from sca_toolkit.terms import AgreementTerms
from sca_toolkit.therapy import Catalogue, Product
from sca_toolkit.values.marks import gap


def code_rows(
    terms: AgreementTerms, catalogue: Catalogue | None, product: Product | None, *, for_billers: bool
) -> list[dict[str, str]]:
    """One row a code; the day is the planned infusion, else the first day of the agreement.

    Only our own billers see the cautions of the catalog and what is not known of a step: the other side of an
    agreement has no use for them.
    """
    day = terms.episode.projected_day0 or terms.period.effective_date
    if day is None:
        return [_row("", "", "", gap("planned infusion date"), "")]
    if catalogue is None or product is None:
        return [_row("", "", "", gap("product"), "")]
    rows = []
    for step in catalogue.code_map(product.id, day):
        phase = step.step.words.capitalize()
        for code in step.codes:
            note = code.note or "" if for_billers else ""
            rows.append(_row(phase, code.system.words, code.code, code.meaning, note))
        if for_billers:
            rows += [_row(phase, "", "", text, "to be confirmed") for text in step.gaps]
    return rows


def _row(phase: str, system: str, code: str, meaning: str, note: str) -> dict[str, str]:
    return {"phase": phase, "system": system, "code": code, "meaning": meaning, "note": note}
