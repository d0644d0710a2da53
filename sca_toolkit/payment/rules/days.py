"""Counting days, stays that cross the edge of a window, and readmissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sca_toolkit.payment.part import Words
from sca_toolkit.payment.rules.rule import Rule
from sca_toolkit.payment.wording import paragraph
from sca_toolkit.values import Choice


class Follows(Choice):
    """To which side of an edge a stay belongs."""

    admission_date = "admission_date"
    service_date = "service_date"
    discharge_date = "discharge_date"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "admission_date": "belongs wholly to the period in which the Member was admitted",
            "service_date": "is divided by day, and each day belongs to the period in which it falls",
            "discharge_date": "belongs wholly to the period in which the Member was discharged",
        }


class Straddle(Rule):
    """A stay that begins before an edge of a window and ends after it."""

    heading: ClassVar[str] = "Stays across an edge"

    follows: Follows | None = None
    """admission_date, service_date or discharge_date."""

    def open_terms(self) -> Mapping[str, str]:
        """The choice."""
        return {"follows": "rule for a stay that crosses the edge of a window"}

    def phrase(self) -> tuple[str, ...]:
        """One sentence."""
        rule = self.told("follows", lambda choice: choice.words)
        return (f"An inpatient stay that crosses the first or last day of a window or phase {rule}.",)

    def summary(self) -> str:
        """`stays across an edge follow the admission date`."""
        return f"stays across an edge follow the {self.told('follows', lambda choice: choice.value.replace('_', ' '))}"


class Census(Choice):
    """What makes a day count."""

    midnight = "midnight"
    any_part = "any_part"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "midnight": "A day counts if the Member occupies an inpatient bed at midnight at the end of that day; the "
            "day of discharge does not count",
            "any_part": "A day counts if the Member occupies an inpatient bed during any part of it; the day of "
            "discharge counts",
        }


class SameDayStay(Choice):
    """A stay with admission and discharge on one date."""

    one_day = "one_day"
    no_day = "no_day"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"one_day": "counts as one day", "no_day": "does not count as a day"}


class TransferDay(Choice):
    """The day on which a member moves from one billing entity to another."""

    receiving = "receiving"
    sending = "sending"
    both = "both"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "receiving": "counts for the receiving facility only",
            "sending": "counts for the sending facility only",
            "both": "counts for both facilities",
        }


class DayCounting(Rule):
    """How inpatient days are counted."""

    heading: ClassVar[str] = "Counting days"

    census: Census | None = None
    """midnight (a day counts if the bed is occupied at midnight) or any_part."""
    same_day_stay: SameDayStay | None = None
    """one_day or no_day for a stay that begins and ends on one date."""
    transfer_day: TransferDay | None = None
    """receiving, sending or both: for whom the day of a transfer counts."""

    def open_terms(self) -> Mapping[str, str]:
        """All three."""
        return {
            "census": "how inpatient days are counted",
            "same_day_stay": "whether a same-day stay counts as a day",
            "transfer_day": "for whom the day of a transfer counts",
        }

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        return (
            paragraph(
                f"{self.told('census', lambda choice: choice.words)}.",
                f"A stay with admission and discharge on the same date "
                f"{self.told('same_day_stay', lambda choice: choice.words)}.",
                f"The day of a transfer between facilities {self.told('transfer_day', lambda choice: choice.words)}.",
            ),
        )

    def summary(self) -> str:
        """`days by midnight census`."""
        by = {Census.midnight: "midnight census", Census.any_part: "any part of the day"}
        return f"days counted by {self.told('census', lambda choice: by[choice])}"


class ReadmissionScope(Choice):
    """Which readmissions the windowed rates already pay for."""

    all_cause = "all_cause"
    related_only = "related_only"
    none = "none"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "all_cause": "A readmission within a window or phase, for any cause, is included in its rate",
            "related_only": "A readmission within a window or phase is included in its rate only if it is related to "
            "the Product",
            "none": "No readmission is included in the rate of a window or phase",
        }


class Readmission(Rule):
    """Readmissions inside a window."""

    heading: ClassVar[str] = "Readmissions"
    only_with: ClassVar[Mapping[str, str]] = {
        "related_means": "scope: related_only",
        "same_facility_only": "scope: all_cause or related_only",
    }

    scope: ReadmissionScope | None = None
    """all_cause, related_only or none."""
    related_means: Words | None = None
    """What related means, for example `cytokine release syndrome or neurotoxicity`; only with related_only."""
    same_facility_only: bool | None = None
    """Whether only a readmission to the same facility is included."""

    def open_terms(self) -> Mapping[str, str]:
        """The scope; then its details, where there are any."""
        scope = {"scope": "which readmissions are included"}
        if self.scope is ReadmissionScope.none:
            return scope
        related = {"related_means": "what makes a readmission related"}
        return {
            **scope,
            **(related if self.scope is ReadmissionScope.related_only else {}),
            "same_facility_only": "whether readmissions to other facilities are included",
        }

    def phrase(self) -> tuple[str, ...]:
        """One paragraph."""
        first = f"{self.told('scope', lambda choice: choice.words)}."
        if self.scope is ReadmissionScope.none:
            return (
                paragraph(first, "Each readmission is paid as if it fell outside every window and phase."),
            )
        elsewhere = self.whether("same_facility_only", "is not included", "is included in the same way")
        related = ""
        if self.scope is ReadmissionScope.related_only:
            related = f"Related means caused by {self.told('related_means')}."
        return (paragraph(first, related, f"A readmission to another facility {elsewhere}."),)

    def summary(self) -> str:
        """`readmissions included: related only`."""
        return f"readmissions included: {self.told('scope', lambda choice: choice.value.replace('_', ' '))}"
