"""One patient's case: who the member is, who will bill, what is planned, and what has been approved so far."""

from sca_toolkit.case.authorization import Authorization, Component
from sca_toolkit.case.case import Case
from sca_toolkit.case.center import BillingEntity, Center, Contact, EntityRole
from sca_toolkit.case.coverage import Coverage, Funding, LineOfBusiness, OtherCoverage
from sca_toolkit.case.criterion import ClinicalCriterion
from sca_toolkit.case.diagnosis import Diagnosis, PriorLine
from sca_toolkit.case.member import Member
from sca_toolkit.case.plan import PlannedDates, Setting, SupplyTerms
from sca_toolkit.case.reason import ReasonCode

__all__ = [
    "Authorization",
    "BillingEntity",
    "Case",
    "Center",
    "ClinicalCriterion",
    "Component",
    "Contact",
    "Coverage",
    "Diagnosis",
    "EntityRole",
    "Funding",
    "LineOfBusiness",
    "Member",
    "OtherCoverage",
    "PlannedDates",
    "PriorLine",
    "ReasonCode",
    "Setting",
    "SupplyTerms",
]
