"""A fact that is missing, in words for the person who can get it."""

from __future__ import annotations

from datetime import date

from sca_toolkit.values import Choice, Model


class Who(Choice):
    """Who can usually get a missing fact."""

    clinician = "clinician"
    laboratory = "laboratory"
    pathology = "pathology"
    referring_office = "referring_office"
    patient = "patient"
    scheduler = "scheduler"
    site = "site"
    payer = "payer"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "clinician": "treating physician",
            "referring_office": "referring office",
            "scheduler": "whoever plans the dates",
            "site": "the center's own office",
            "patient": "patient or family",
        }


class Need(Model):
    """A missing fact. Two criteria that wait for the same fact name the same `key`."""

    key: str
    text: str
    """What to get, in words."""
    who: Who
    criterion: str | None = None
    """Id of the criterion that asked first."""


class Quote(Model):
    """A piece of evidence as the chart has it."""

    text: str
    on: date | None = None
    source: str | None = None
