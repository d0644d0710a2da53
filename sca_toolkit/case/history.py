"""What was done about the disease before: lines of treatment, transplants, cell therapies, how the disease answered."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from sca_toolkit.values import Choice, Model


class Entry(Model):
    """One thing the chart says. What the chart does not say is left out."""

    source: str | None = None
    """The note, report or letter that says so."""
    note: str | None = None


class LinePhase(Choice):
    """What part of a treatment plan a regimen was; payers count some of them together."""

    induction = "induction"
    consolidation = "consolidation"
    transplant = "transplant"
    maintenance = "maintenance"
    salvage = "salvage"
    bridging = "bridging"
    lymphodepletion = "lymphodepletion"
    other = "other"


class WhyStopped(Choice):
    """Why a regimen ended."""

    completed = "completed"
    progression = "progression"
    no_response = "no_response"
    intolerance = "intolerance"
    toxicity = "toxicity"
    choice = "choice"
    other = "other"


class TreatmentLine(Entry):
    """One regimen. Several entries may carry one line number."""

    line: int | None = Field(default=None, ge=1)
    """Number the chart gives it."""
    regimen: str | None = None
    """Its name: VRd, R-CHOP."""
    drugs: tuple[str, ...] = ()
    """Drugs given; left out, those the named regimen is known to hold."""
    phase: LinePhase | None = None
    systemic: bool | None = None
    """No for radiation or surgery alone; left out, yes."""
    started: date | None = None
    ended: date | None = None
    """Day of the last dose."""
    cycles: float | None = Field(default=None, ge=0)
    response: str | None = None
    """Best response, as complete_response, partial_response, stable_disease, progressive_disease."""
    response_on: date | None = None
    progressed_on: date | None = None
    """Day on which the disease was seen to have come back or grown after, or during, this regimen."""
    refractory: bool | None = None
    """Whether the chart itself calls the disease refractory to it."""
    stopped_for: WhyStopped | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.started and self.ended and self.ended < self.started:
            name = self.regimen or "a line"
            raise ValueError(f"{name} ends on {self.ended} before it starts on {self.started}")
        return self


class TransplantType(Choice):
    """Whose cells a transplant used."""

    autologous = "autologous"
    allogeneic = "allogeneic"


class Transplant(Entry):
    """An earlier stem-cell transplant."""

    type: TransplantType
    on: date | None = None


class CellTherapy(Entry):
    """An earlier, or a concurrent, cell or gene therapy."""

    product: str
    target: str | None = None
    """Antigen; left out, that of the product catalog."""
    kind: str = "car_t"
    """car_t, tcr_t, til, gene_therapy."""
    on: date | None = None
    doses: int = Field(default=1, ge=0)
    concurrent: bool = False
    """Yes for one that is planned beside the product asked for."""


class DiseaseEventKind(Choice):
    """What the disease did."""

    relapse = "relapse"
    progression = "progression"
    remission = "remission"
    transformation = "transformation"


class DiseaseEvent(Entry):
    """A change of the disease on a day."""

    event: DiseaseEventKind
    on: date | None = None
    after_line: int | None = Field(default=None, ge=1)
    """Line of treatment it followed."""
    site: str | None = None
    """Where: bone marrow, CNS."""
    proven_by: str | None = None
    """Biopsy, imaging, flow cytometry."""


class DiseaseState(Entry):
    """The chart's own word for the disease: relapsed, refractory, primary refractory."""

    state: str
    holds: bool = True
    on: date | None = None


class Intolerance(Entry):
    """A drug or class the patient cannot have."""

    to: str
    kind: str = "intolerance"
    """intolerance or contraindication."""
    on: date | None = None
