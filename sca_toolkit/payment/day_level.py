"""Which level of care a day has when the patient moves."""

from __future__ import annotations

from sca_toolkit.values import Choice


class DayLevelRule(Choice):
    """Which level of care a day has when the patient moves during it."""

    midnight = "midnight"
    highest_of_day = "highest_of_day"
    noon = "noon"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "midnight": "the level at midnight at the end of that day",
            "highest_of_day": "the highest-paid level furnished at any time on that day",
            "noon": "the level at noon of that day",
        }
