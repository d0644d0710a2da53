"""Services that the rates of an arrangement may leave over."""

from __future__ import annotations

from sca_toolkit.values import Choice


class LeftOver(Choice):
    """A group of services that other rates do not reach."""

    outside_window = "outside_window"
    not_listed = "not_listed"
    between_phases = "between_phases"
    other_setting = "other_setting"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "outside_window": "are furnished outside the days to which another rate applies",
            "not_listed": "are not listed by any other rate",
            "between_phases": "are furnished between two phases",
            "other_setting": "are furnished in a setting to which no other rate applies",
        }
