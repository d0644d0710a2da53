"""Issuing: a paper as Word and PDF, draft or final, with what it was made from beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.documents import PdfUnavailable, Properties, Template, render, safe_name, to_pdf, write_whole
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.ledger import Ledger
from sca_toolkit.papers import Issue, Paper, context_of
from sca_toolkit.terms import AgreementTerms


@dataclass(frozen=True)
class Issued:
    """A paper that was made. `terms_hash` is the SHA-256 of the terms it was made from."""

    name: str
    """File name without ending; it names no person."""
    word: bytes
    draft: bool
    terms_hash: str
    paper: Paper


def terms_hash(terms: AgreementTerms) -> str:
    """SHA-256 of the terms as canonical JSON, in hexadecimal."""
    data = json.dumps(
        terms.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(data.encode()).hexdigest()


def issue(
    drafting: Drafting, template_id: str, *, final: bool = False, ledger: Ledger | None = None
) -> Issued:
    """Make a paper. A final is refused while anything is missing or a blocking finding stands; every one is named.

    `ledger` is the negotiation so far; a term sheet prints both sides' positions from it.
    Raises UsageProblem for an unknown template, DataError for a final that may not be made, TemplateError for a
    template that cannot be filled.
    """
    library = drafting.desk.library
    entry = library.template(template_id)
    paper = drafting.paper(template_id)
    findings = drafting.findings(paper)
    if final:
        refuse_unfinished(drafting, paper)
    fingerprint = terms_hash(drafting.terms)
    context = context_of(
        paper,
        Issue(not final, drafting.as_of, drafting.invented, center_name(drafting), findings),
        origins=drafting.proposal.origins,
        clauses=drafting.clauses,
        catalogue=drafting.catalogue,
        product=drafting.product,
        ledger=ledger,
    )
    properties = Properties(
        title=f"{entry.title} {drafting.terms.document.reference or drafting.case.id}",
        made_on=drafting.as_of,
        template_id=entry.id,
        template_version=entry.version,
        terms_hash=fingerprint,
        subject=entry.purpose,
        keywords=("CAR T", entry.document_type.words),
        author=center_name(drafting),
    )
    template = _read_once(library.template_file(entry))
    word = render(template, context, properties=properties, draft=not final)
    return Issued(file_name(drafting, template_id, final), word, not final, fingerprint, paper)


def _read_once(file: Path) -> Template:
    """The template of a file, checked again only when the file changes: checking takes longer than filling."""
    return _template(file.name, file.read_bytes())


@lru_cache(maxsize=8)
def _template(name: str, data: bytes) -> Template:
    return Template.open(data, name)


def center_name(drafting: Drafting) -> str:
    """The program's name, or the first entity that bills."""
    if drafting.center:
        return drafting.center.name
    return drafting.terms.providers[0].legal_name if drafting.terms.providers else "Provider"


def file_name(drafting: Drafting, template_id: str, final: bool) -> str:
    """`CASE-1-sca-v1-draft`: the case's number, never a person's name."""
    version = drafting.terms.document.version or "0"
    return safe_name(f"{drafting.case.id}-{template_id}-v{version}-{'final' if final else 'draft'}")


def refuse_unfinished(drafting: Drafting, paper: Paper) -> None:
    """Raise DataError naming every gap with its clause and field, and every blocking finding."""
    problems = [
        Problem(f"{gap.label} is missing (clause {gap.clause}).", place=gap.path, file=paper.entry.title)
        for gap in paper.gaps
    ]
    problems += [
        Problem(finding.message, finding.remedy, place=finding.path, file=paper.entry.title)
        for finding in drafting.findings(paper)
        if finding.blocking
    ]
    if problems:
        raise DataError(problems)


@dataclass(frozen=True)
class Written:
    """Files of one paper on disk. `pdf` is None where no PDF could be made; `pdf_note` says why."""

    issued: Issued
    word: Path
    pdf: Path | None
    pdf_note: str = ""


def write(issued: Issued, folder: Path, *, pdf: bool = True) -> Written:
    """Write Word and, where LibreOffice is installed, PDF. Files appear whole or not at all."""
    word = folder / f"{issued.name}.docx"
    write_whole(word, issued.word)
    if not pdf:
        return Written(issued, word, None)
    try:
        data = to_pdf(issued.word)
    except PdfUnavailable as error:
        return Written(issued, word, None, str(error))
    path = folder / f"{issued.name}.pdf"
    write_whole(path, data)
    return Written(issued, word, path)


def write_terms(drafting: Drafting, folder: Path) -> Path:
    """The terms as JSON, so that the next agreement with this payer can start from them."""
    path = folder / f"{terms_name(drafting)}.json"
    write_whole(path, terms_file(drafting))
    return path


def terms_name(drafting: Drafting) -> str:
    """`CASE-1-terms-v1`: the case's number, never a person's name."""
    return safe_name(f"{drafting.case.id}-terms-v{drafting.terms.document.version or '0'}")


def terms_file(drafting: Drafting) -> bytes:
    """The terms as JSON, without what is open; `read_terms` and `read_uploaded_terms` read them back."""
    return (drafting.terms.model_dump_json(indent=2, exclude_none=True) + "\n").encode()


def papers_to_draft(drafting: Drafting, wanted: Iterable[str]) -> list[str]:
    """The papers to make: those wanted, or by default what the advice calls for.

    A letter is left out where the payer may not sign one or nothing is negotiated.
    """
    chosen = list(wanted)
    if chosen:
        return chosen
    if drafting.advice.document is None:
        return []
    letter = [] if drafting.advice.letter is False else ["interim_loa"]
    return ["sca", *letter, "term_sheet", "rate_summary"]
