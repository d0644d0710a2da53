"""What a percentage of charges may be."""

from __future__ import annotations

from sca_toolkit.values import Percent, percent


def at_most_all_charges(value: Percent | None) -> Percent | None:
    """`value`, or `ValueError` when it is more than 100% of charges."""
    if value is not None and value > 1:
        raise ValueError(
            f"{percent(value)} is more than 100% of charges; write 100% or less (only a multiplier may be more)"
        )
    return value
