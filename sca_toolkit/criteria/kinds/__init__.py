"""The kinds of criteria, told apart by `kind`. A new kind is one class and one line here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sca_toolkit.criteria.kinds.administrative import Duty, Routing, Rule, Validity
from sca_toolkit.criteria.kinds.age import Age
from sca_toolkit.criteria.kinds.attribute import Attribute
from sca_toolkit.criteria.kinds.authorization import Authorization
from sca_toolkit.criteria.kinds.best_response import BestResponse
from sca_toolkit.criteria.kinds.condition import Condition
from sca_toolkit.criteria.kinds.diagnosis import Diagnosis
from sca_toolkit.criteria.kinds.disease_state import DiseaseState
from sca_toolkit.criteria.kinds.document import Document
from sca_toolkit.criteria.kinds.dose_limit import DoseLimit
from sca_toolkit.criteria.kinds.exposure import Exposure
from sca_toolkit.criteria.kinds.history import History
from sca_toolkit.criteria.kinds.infection import Infection
from sca_toolkit.criteria.kinds.interval import Interval
from sca_toolkit.criteria.kinds.measurement import Measurement
from sca_toolkit.criteria.kinds.performance import Performance
from sca_toolkit.criteria.kinds.prescriber import Prescriber
from sca_toolkit.criteria.kinds.prior_agent import PriorAgent
from sca_toolkit.criteria.kinds.prior_lines import PriorLines
from sca_toolkit.criteria.kinds.reference import Reference
from sca_toolkit.criteria.kinds.regimen import Regimen
from sca_toolkit.criteria.kinds.site import Site
from sca_toolkit.criteria.kinds.stated import Attestation, Forecast, Judgment, Unseen
from sca_toolkit.criteria.kinds.step_therapy import StepTherapy
from sca_toolkit.criteria.kinds.supported_use import SupportedUse
from sca_toolkit.criteria.kinds.test import Test
from sca_toolkit.criteria.kinds.use_limit import UseLimit
from sca_toolkit.criteria.kinds.washout import Washout
from sca_toolkit.criteria.leaf import Leaf

AnyLeaf = Annotated[
    Age
    | Diagnosis
    | DiseaseState
    | PriorLines
    | PriorAgent
    | Regimen
    | Exposure
    | BestResponse
    | Interval
    | Performance
    | Measurement
    | Test
    | Washout
    | Infection
    | History
    | Condition
    | Site
    | Prescriber
    | DoseLimit
    | UseLimit
    | StepTherapy
    | Authorization
    | Document
    | Attestation
    | Judgment
    | Forecast
    | SupportedUse
    | Reference
    | Attribute
    | Unseen
    | Routing
    | Validity
    | Duty
    | Rule,
    Field(discriminator="kind"),
]
"""Any criterion."""

KINDS: tuple[type[Leaf], ...] = AnyLeaf.__origin__.__args__  # type: ignore[attr-defined]
"""Every class of criterion, in the order of the reference page."""
