"""What a policy is judged against: the clinical evidence beside who is asked for what, and when it is planned."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sca_toolkit.case import Authorization, Case, Evidence, PriorLine, TreatmentLine
from sca_toolkit.case.proof import Approval, ApprovalState
from sca_toolkit.values import Icd10Cm, Model


class FactsDiagnosis(Model):
    """The disease that is treated."""

    icd10: tuple[Icd10Cm, ...] = ()
    """ICD-10-CM codes."""
    names: tuple[str, ...] = ()
    """The disease in words, the most exact first."""
    confirmed_by: tuple[str, ...] = ()
    """How it was confirmed: histology, flow cytometry."""


class FactsDates(Model):
    """The plan. A date left out is not planned yet."""

    request: date | None = None
    """Left out, the day of judgment."""
    evaluation: date | None = None
    collection: date | None = None
    lymphodepletion: date | None = None
    infusion: date | None = None
    diagnosis: date | None = None
    """Day of the diagnosis."""


class CaseFacts(Evidence):
    """Evidence, and the frame of the request. Unknown stays left out."""

    id: str | None = None
    date_of_birth: date | None = None
    age: float | None = Field(default=None, ge=0, le=130)
    """Age in years on the day of judgment, where the date of birth is not given."""
    product: str | None = None
    """Product asked for: id, brand or generic name."""
    line_of_business: str | None = None
    setting: str | None = None
    state: str | None = None
    diagnosis: FactsDiagnosis = FactsDiagnosis()
    dates: FactsDates = FactsDates()


def facts_of(case: Case) -> CaseFacts:
    """The facts of a case of the record. Lines that stand only in the diagnosis are read from there."""
    shown = case.evidence
    lines = shown.lines or tuple(_line(each) for each in case.diagnosis.prior_lines)
    granted = tuple(_approval(each) for each in case.authorizations)
    words = (case.diagnosis.histology, case.diagnosis.text)
    dates = case.dates
    return CaseFacts(
        **{
            name: getattr(shown, name) for name in Evidence.model_fields if name not in ("lines", "approvals")
        },
        lines=lines,
        approvals=(*shown.approvals, *granted),
        id=case.id,
        date_of_birth=case.member.date_of_birth,
        product=case.product,
        line_of_business=case.coverage.line_of_business and case.coverage.line_of_business.value,
        setting=case.setting and case.setting.value,
        state=case.member.state,
        diagnosis=FactsDiagnosis(
            icd10=case.diagnosis.icd10,
            names=tuple(word for word in words if word),
            confirmed_by=("histology",) if case.diagnosis.histology else (),
        ),
        dates=FactsDates(
            evaluation=dates.evaluation,
            collection=dates.collection,
            lymphodepletion=dates.lymphodepletion,
            infusion=dates.infusion,
        ),
    )


def _line(line: PriorLine) -> TreatmentLine:
    return TreatmentLine(
        line=line.line,
        regimen=line.regimen,
        started=line.started,
        ended=line.ended,
        response=line.best_response,
    )


def _approval(grant: Authorization) -> Approval:
    return Approval(
        component=grant.component.value,
        state=ApprovalState.approved,
        number=grant.number,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
    )
