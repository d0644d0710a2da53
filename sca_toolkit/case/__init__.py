"""One patient's case: who the member is, who will bill, what is planned, and what has been approved so far."""

from sca_toolkit.case.authorization import Authorization, Component
from sca_toolkit.case.case import Case
from sca_toolkit.case.center import BillingEntity, Center, Contact, EntityRole
from sca_toolkit.case.coverage import Coverage, Funding, LineOfBusiness, OtherCoverage
from sca_toolkit.case.criterion import ClinicalCriterion
from sca_toolkit.case.diagnosis import Diagnosis, PriorLine
from sca_toolkit.case.evidence import Evidence
from sca_toolkit.case.findings import (
    Condition,
    ConditionState,
    Exposure,
    Infection,
    InfectionState,
    PerformanceScore,
    TestResult,
)
from sca_toolkit.case.history import (
    CellTherapy,
    DiseaseEvent,
    DiseaseEventKind,
    DiseaseState,
    Entry,
    Intolerance,
    LinePhase,
    Transplant,
    TransplantType,
    TreatmentLine,
    WhyStopped,
)
from sca_toolkit.case.member import Member
from sca_toolkit.case.plan import PlannedDates, Setting, SupplyTerms
from sca_toolkit.case.proof import (
    Answer,
    Approval,
    ApprovalState,
    Attestation,
    ClinicalJudgment,
    CompleteList,
    DocumentHeld,
    PlannedDose,
    Prescriber,
    SiteFact,
    Support,
)
from sca_toolkit.case.reason import ReasonCode

__all__ = [
    "Answer",
    "Approval",
    "ApprovalState",
    "Attestation",
    "Authorization",
    "BillingEntity",
    "Case",
    "CellTherapy",
    "Center",
    "ClinicalCriterion",
    "ClinicalJudgment",
    "CompleteList",
    "Component",
    "Condition",
    "ConditionState",
    "Contact",
    "Coverage",
    "Diagnosis",
    "DiseaseEvent",
    "DiseaseEventKind",
    "DiseaseState",
    "DocumentHeld",
    "EntityRole",
    "Entry",
    "Evidence",
    "Exposure",
    "Funding",
    "Infection",
    "InfectionState",
    "Intolerance",
    "LineOfBusiness",
    "LinePhase",
    "Member",
    "OtherCoverage",
    "PerformanceScore",
    "PlannedDates",
    "PlannedDose",
    "Prescriber",
    "PriorLine",
    "ReasonCode",
    "Setting",
    "SiteFact",
    "SupplyTerms",
    "Support",
    "TestResult",
    "Transplant",
    "TransplantType",
    "TreatmentLine",
    "WhyStopped",
]
