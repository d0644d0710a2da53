"""What a payer's criteria ask, and what the record shows for it."""

from __future__ import annotations

from datetime import date

from sca_toolkit.values import Model


class ClinicalCriterion(Model):
    """One clinical requirement and what the record shows for it."""

    criterion: str
    threshold: str | None = None
    source: str | None = None
    """Label, guideline, or policy with number and date."""
    evidence: str | None = None
    """The document that shows it."""
    met: bool | None = None
    """Left out while nobody has judged it."""
    as_of: date | None = None
    valid_for: str | None = None
    """How long a result counts, for example `60 calendar days`."""
