"""What every rule of an arrangement has in common."""

from __future__ import annotations

from typing import ClassVar

from sca_toolkit.payment.part import Clause


class Rule(Clause):
    """A rule that holds for the whole arrangement. A rule with nothing filled in is an open question."""

    heading: ClassVar[str] = "Rule"

    def stated(self) -> bool:
        """Whether anything in it is settled."""
        return any(getattr(self, name) not in (None, ()) for name in type(self).model_fields)
