"""Letters and lists about a payer's criteria, as Word documents, from the criteria on file and the evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.letter_lists import checklist_context, waiver_context
from sca_toolkit.desk.letter_necessity import necessity_context
from sca_toolkit.desk.letter_summary import summary_context
from sca_toolkit.desk.letter_words import (
    Context,
    about_rows,
    document_part,
    is_invented,
    product_words,
    recipient,
    signer,
)
from sca_toolkit.desk.payer_names import payer_words
from sca_toolkit.desk.readiness import Readiness, policies_for, readiness
from sca_toolkit.desk.readiness_lines import Standing
from sca_toolkit.documents import Properties, Template, render, safe_name, write_whole
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms import contract_date
from sca_toolkit.therapy import Product

OF_A_CASE = ("medical_necessity", "packet_checklist", "waiver_request")
SUMMARY = "criteria_summary"
LETTERS = (*OF_A_CASE, SUMMARY)


@dataclass(frozen=True)
class Letter:
    """A letter that was made."""

    name: str
    """File name without ending; it names no person."""
    word: bytes
    draft: bool


def letter(
    desk: Desk,
    letter_id: str,
    case: Case,
    payer: str | None,
    as_of: date,
    *,
    final: bool = False,
    waive: Iterable[str] = (),
) -> Letter:
    """Make a letter about a case. A final one is refused while a criterion is missing its evidence.

    Raises UsageProblem for an unknown letter or payer, or a waiver without a test; DataError for a final that may
    not be made.
    """
    held = readiness(desk, case, payer, as_of)
    return letter_of(desk, letter_id, held, final=final, waive=waive)


def letter_of(
    desk: Desk, letter_id: str, held: Readiness, *, final: bool = False, waive: Iterable[str] = ()
) -> Letter:
    """The same from a case that was already held against its payer."""
    if letter_id == SUMMARY:
        return criteria_summary(desk, held.payer, held.product, held.as_of)
    if final and letter_id == "medical_necessity":
        _refuse_unfinished(held)
    product = _product(desk, held.product)
    words = product_words(held.case, product)
    if letter_id == "medical_necessity":
        parts = necessity_context(held, words)
    elif letter_id == "packet_checklist":
        parts = checklist_context(held, product.brand.value if product else words)
    elif letter_id == "waiver_request":
        parts = waiver_context(held, words, _to_waive(held, waive))
    else:
        raise UsageProblem(f"There is no letter {letter_id!r}. Known: {', '.join(LETTERS)}.")
    return _made(desk, letter_id, held, product, parts, final)


def _refuse_unfinished(held: Readiness) -> None:
    problems = [
        Problem(f"{line.asks}: {line.standing.words}.", "Enter the evidence, or make a draft.", place=line.id)
        for line in held.open_lines
        if line.standing in (Standing.missing, Standing.failed)
    ]
    if problems:
        raise DataError(problems)


def _to_waive(held: Readiness, waive: Iterable[str]) -> tuple[str, ...]:
    items = tuple(waive) or held.carried_over
    if not items:
        raise UsageProblem("Name the test to be waived, such as --waive 'dental clearance'.")
    return items


def _product(desk: Desk, product: str | None) -> Product | None:
    try:
        return desk.library.catalogue().product(product) if product else None
    except UsageProblem:
        return None


def _made(
    desk: Desk, letter_id: str, held: Readiness, product: Product | None, parts: Context, final: bool
) -> Letter:
    entry, center = desk.library.letter(letter_id), desk.library.center()
    profile = _profile(desk, held.payer)
    name, title, reach = signer(center)
    context: Context = {
        "doc": document_part(
            entry.title,
            entry.version,
            held.case.id,
            held.as_of,
            draft=not final,
            invented=is_invented(held, profile, center),
        ),
        "center_name": center.name if center else "Provider",
        "to_lines": recipient(profile, held.payer_name, held.as_of),
        "re_rows": about_rows(held.case, product, [each.policy for each in held.asked]),
        "signer_name": name,
        "signer_title": title,
        "reach": reach,
        **parts,
    }
    return _rendered(desk, letter_id, f"{held.case.id}-{letter_id}", context, held.as_of, final=final)


def _profile(desk: Desk, payer: str) -> PayerProfile | None:
    return desk.library.profile(payer) if payer in desk.library.profile_ids() else None


def _rendered(desk: Desk, letter_id: str, name: str, context: Context, as_of: date, *, final: bool) -> Letter:
    entry, center = desk.library.letter(letter_id), desk.library.center()
    properties = Properties(
        title=f"{entry.title} {name.partition(f'-{letter_id}')[0]}",
        made_on=as_of,
        template_id=entry.id,
        template_version=entry.version,
        terms_hash=hashlib.sha256(repr(context).encode()).hexdigest(),
        subject=entry.purpose,
        keywords=("CAR T", entry.title),
        author=center.name if center else "Provider",
    )
    template = Template.open(desk.library.template_file(entry))
    word = render(template, context, properties=properties, draft=not final)
    return Letter(safe_name(f"{name}-{'final' if final else 'draft'}"), word, not final)


def criteria_summary(desk: Desk, payer: str, product: str | None, as_of: date) -> Letter:
    """What a payer asks for a product, on a page. Raises UsageProblem where no criteria are on file."""
    world = desk.library.criteria().world()
    found = _product(desk, product)
    held = [each for each in policies_for(world, payer, found.id if found else product) if each.criteria]
    if not held:
        raise UsageProblem(f"No criteria of {payer} for {product or 'any product'} are on file.")
    profile = _profile(desk, payer)
    entry = desk.library.letter(SUMMARY)
    words = f"{found.generic_name.value} ({found.brand.value})" if found else product or "any product"
    invented = bool(profile and profile.invented)
    context: Context = {
        "doc": document_part(entry.title, entry.version, payer, as_of, draft=False, invented=invented)
        | {"status": contract_date(as_of)},
        **summary_context(profile, payer_words(profile, payer), held, words, as_of),
    }
    return _rendered(desk, SUMMARY, f"{payer}-{product or 'any'}-{SUMMARY}", context, as_of, final=True)


def keep_letter(made: Letter, folder: Path) -> Path:
    """Write a letter into a folder, whole or not at all; returns the file."""
    path = folder / f"{made.name}.docx"
    write_whole(path, made.word)
    return path
