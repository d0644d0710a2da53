"""The clinical facts of a case, each with its day and source. What is not written is not known, which is not *no*.

A list named under `complete` is known to be whole: only then does its silence mean that something did not happen.
Results from before the referral count like any other.
"""

from __future__ import annotations

from pydantic import Field

from sca_toolkit.case.findings import Condition, Exposure, Infection, PerformanceScore, TestResult
from sca_toolkit.case.history import (
    CellTherapy,
    DiseaseEvent,
    DiseaseState,
    Intolerance,
    Transplant,
    TreatmentLine,
)
from sca_toolkit.case.proof import (
    Approval,
    Attestation,
    ClinicalJudgment,
    CompleteList,
    DocumentHeld,
    PlannedDose,
    Prescriber,
    SiteFact,
    Support,
)
from sca_toolkit.values import Model


class Evidence(Model):
    """Everything that can be held against a payer's criteria."""

    lines: tuple[TreatmentLine, ...] = ()
    """Earlier treatment of this disease, first regimen first."""
    transplants: tuple[Transplant, ...] = ()
    """Stem-cell transplants."""
    cell_therapies: tuple[CellTherapy, ...] = ()
    """Earlier or concurrent cell and gene therapies."""
    disease_events: tuple[DiseaseEvent, ...] = ()
    """Relapses, progressions, remissions, transformation."""
    disease_states: tuple[DiseaseState, ...] = ()
    """The chart's own words for the disease."""
    intolerances: tuple[Intolerance, ...] = ()
    """What the patient cannot have."""
    tests: tuple[TestResult, ...] = ()
    """Laboratory, pathology, imaging and organ function; markers too."""
    performance: tuple[PerformanceScore, ...] = ()
    """Performance status."""
    infections: tuple[Infection, ...] = ()
    """Infections and their state."""
    conditions: tuple[Condition, ...] = ()
    """Other conditions, present, past or absent."""
    exposures: tuple[Exposure, ...] = ()
    """Vaccines and drugs outside the lines."""
    site: tuple[SiteFact, ...] = ()
    """Facts about the center."""
    prescriber: Prescriber | None = None
    """Who prescribes."""
    planned: PlannedDose | None = None
    """Dose asked for."""
    documents: tuple[DocumentHeld, ...] = ()
    """Documents at hand."""
    attestations: tuple[Attestation, ...] = ()
    """Statements and promises made."""
    judgments: tuple[ClinicalJudgment, ...] = ()
    """Judgments of a person."""
    support: tuple[Support, ...] = ()
    """Label, compendium, guideline, literature."""
    approvals: tuple[Approval, ...] = ()
    """Authorizations that others build on."""
    attributes: dict[str, str] = Field(default_factory=dict)
    """Anything else about plan or member, by name."""
    complete: tuple[CompleteList, ...] = ()
    """Lists known to be whole."""
