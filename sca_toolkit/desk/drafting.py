"""Drafting: from a payer and a case to terms, and from terms to papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sca_toolkit.case import Case, Center
from sca_toolkit.checks import Evidence, Finding, check_terms
from sca_toolkit.clauses import Clause, DocumentType, Stance, TemplateEntry
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.readiness_terms import clinical_rows
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.papers import Paper, assemble
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms import (
    Advice,
    AgreementTerms,
    Background,
    Proposal,
    field_at,
    propose_terms,
    which_document,
)
from sca_toolkit.therapy import Catalogue, Product

USUAL_PAPERS = ("sca", "interim_loa", "term_sheet", "rate_summary")


@dataclass(frozen=True)
class Drafting:
    """One case on the desk: who, for whom, the advice, the proposed terms. Immutable; changing it makes a new one."""

    desk: Desk
    profile: PayerProfile
    case: Case
    as_of: date
    center: Center | None
    product: Product | None
    clauses: Mapping[str, Clause]
    advice: Advice
    proposal: Proposal
    last: AgreementTerms | None = None

    @property
    def terms(self) -> AgreementTerms:
        """The terms as they stand."""
        return self.proposal.terms

    @cached_property
    def catalogue(self) -> Catalogue:
        """Products and codes."""
        return self.desk.library.catalogue()

    @property
    def invented(self) -> bool:
        """Whether anything in it is invented, so that every page says so."""
        return self.profile.invented or self.case.synthetic or bool(self.center and self.center.invented)

    def changed(self, changes: Mapping[str, Any]) -> Drafting:
        """With values typed by a person, by field path; None opens a field again. Raises DataError."""
        return replace(self, proposal=self.proposal.with_typed(changes))

    def with_position(self, clause_id: str, stance: Stance) -> Drafting:
        """With another position on a clause, and the values that position settles.

        Raises UsageProblem for a clause the library lacks or a position it has no wording for.
        """
        clause = self.clauses.get(clause_id)
        if clause is None:
            raise UsageProblem(f"There is no clause {clause_id!r}.")
        if stance not in clause.positions:
            had = ", ".join(each.value for each in clause.positions)
            raise UsageProblem(f"{clause_id} has no {stance.value} wording; it has {had}.")
        return replace(self, proposal=self.proposal.with_position(clause, stance))

    def paper(self, template_id: str) -> Paper:
        """The assembled paper: numbered wording and its gaps. Raises UsageProblem for an unknown template."""
        return self._paper(self.desk.library.template(template_id))

    def _paper(self, entry: TemplateEntry) -> Paper:
        missing = [name for name in entry.clauses if name not in self.clauses]
        if missing:
            names = ", ".join(missing)
            raise DataError(
                Problem(
                    f"lists clauses that the library lacks: {names}.", "Add their files.", file="index.yaml"
                )
            )
        return assemble(entry, self.terms, self.clauses, self.product.kind.value if self.product else None)

    def findings(self, paper: Paper) -> tuple[Finding, ...]:
        """What the completeness checks say of a paper; only what concerns its clauses, where it has any."""
        texts = {each.id: each.paragraphs for article in paper.articles for each in article.clauses}
        titles = tuple(
            (entry.title, entry.document_type) for entry in self.desk.library.templates().templates
        )
        evidence = Evidence(self.case, self.center, self.catalogue, self.product, texts, titles)
        found = check_terms(self.terms, evidence)
        if paper.entry.document_type == DocumentType.interim_loa:
            return tuple(each for each in found if each.clause in _OF_LETTER or each.clause.startswith("LOA"))
        return found


_OF_LETTER = {"SCA-01", "SCA-03", "SCA-08", "SCA-09"}
"""Checks that concern a letter too: parties, codes, product and the name of the paper."""


def papers(desk: Desk) -> tuple[TemplateEntry, ...]:
    """The papers that can be made. Raises DataError for a wrong list."""
    return desk.library.templates().templates


def begin(
    desk: Desk,
    case: Case,
    as_of: date,
    *,
    payer: str | None = None,
    arrangement: str | None = None,
    last: AgreementTerms | None = None,
) -> Drafting:
    """Put a case on the desk: look up payer, center and product, decide which paper it needs, propose terms.

    `payer` overrules the case's own payer id; `arrangement` names a payment shape of the templates folder for a payer
    whose way of paying is not known; `last` is the last signed agreement with this payer.
    Raises UsageProblem for an unknown payer, product or shape, DataError for wrong files or values.
    """
    library = desk.library
    payer_id = payer or case.coverage.payer
    if payer_id is None:
        raise UsageProblem(f"Case {case.id} names no payer. Add `coverage: payer:` or choose one.")
    profile, center, clauses = library.profile(payer_id), library.center(), library.clauses()
    _check_entities(case, center)
    product = library.catalogue().product(case.product) if case.product else None
    shape = arrangement or (center.arrangement if center else None)
    background = Background(
        center=center,
        product=product,
        clauses=clauses,
        standards=library.standards(),
        arrangement=library.arrangement(shape) if shape else None,
        last=last,
    )
    proposal = propose_terms(profile, case, as_of, background)
    if not case.criteria and (rows := clinical_rows(desk, case, payer_id, as_of)):
        judged = "the payer's criteria on file and the evidence of the case"
        proposal = proposal.with_derived({"clinical.criteria": rows}, judged)
    advice = which_document(profile, case, as_of, center=center, product=product)
    if not proposal.terms.reason.codes:
        proposal = proposal.with_derived({"reason.codes": advice.codes}, "what profile and case say")
    return Drafting(desk, profile, case, as_of, center, product, clauses, advice, proposal, last)


def _check_entities(case: Case, center: Center | None) -> None:
    known = center.entities if center else {}
    missing = [key for key in case.bills_through if key not in known]
    if missing:
        has = ", ".join(known) or "none"
        raise DataError(
            Problem(
                f"names billing entities the center's file does not have: {', '.join(missing)}.",
                f"The center has: {has}. Or describe the entity under `other_entities`.",
                file=f"case {case.id}",
                place="bills_through",
            )
        )


def settled_by(clause: Clause, stance: Stance) -> tuple[tuple[str, str], ...]:
    """Label and value of what choosing a position settles, for the person who chooses."""
    return tuple(
        (path if path.startswith("payment") else field_at(path).label, value or "open again")
        for path, value in clause.position(stance).sets.items()
    )
