"""One patient's case.

A case file never puts personal data in its `id`; the id is what appears in file names, logs and page addresses.
"""

from __future__ import annotations

from pydantic import Field, field_validator

from sca_toolkit.case.authorization import Authorization
from sca_toolkit.case.center import BillingEntity, Center
from sca_toolkit.case.coverage import Coverage
from sca_toolkit.case.criterion import ClinicalCriterion
from sca_toolkit.case.diagnosis import Diagnosis
from sca_toolkit.case.evidence import Evidence
from sca_toolkit.case.member import Member
from sca_toolkit.case.plan import PlannedDates, Setting, SupplyTerms
from sca_toolkit.case.reason import ReasonCode
from sca_toolkit.values import Cpt, Model


class Case(Model):
    """Everything the center knows of one request for CAR T coverage."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{1,40}$")
    """A number of the center's own that names nobody."""
    synthetic: bool = False
    """True if the person is invented."""
    member: Member = Member()
    coverage: Coverage = Coverage()
    bills_through: tuple[str, ...] = ()
    """Keys of the center's entities that will bill."""
    other_entities: tuple[BillingEntity, ...] = ()
    """Entities outside the center's file that will bill."""
    diagnosis: Diagnosis = Diagnosis()
    product: str | None = None
    """Id, brand or generic name of the product."""
    alternates: tuple[str, ...] = ()
    """Products that may stand in."""
    setting: Setting | None = None
    """Planned place of infusion."""
    alternate_setting: Setting | None = None
    dates: PlannedDates = PlannedDates()
    authorizations: tuple[Authorization, ...] = ()
    criteria: tuple[ClinicalCriterion, ...] = ()
    evidence: Evidence = Evidence()
    """Clinical facts with their days and sources."""
    reasons: tuple[ReasonCode, ...] = ()
    """Why ordinary terms do not apply."""
    reason_narrative: str | None = None
    travel_miles: int | None = Field(default=None, ge=0)
    """Miles from the member's home to the center."""
    supply: SupplyTerms = SupplyTerms()
    service_codes: tuple[Cpt, ...] = ()
    """CPT codes expected on the claims beyond those of the catalogue."""
    notes: str | None = None

    @field_validator("bills_through", "alternates", "reasons")
    @classmethod
    def _each_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is listed twice; keep one")
        return names

    def entities(self, center: Center | None) -> tuple[BillingEntity, ...]:
        """All entities that will bill, the center's first. Raises KeyError for a key the center does not have."""
        known = center.entities if center else {}
        return tuple(known[key] for key in self.bills_through) + self.other_entities
