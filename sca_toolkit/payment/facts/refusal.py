"""A price that cannot be worked out, because a value is missing or two terms cannot go together."""

from __future__ import annotations

from typing import Any

from sca_toolkit.errors import ScaError
from sca_toolkit.payment.part import Part, is_open


class CannotPrice(ScaError):
    """What is missing (`what`), where it belongs (`path`), and the sentence that says so."""

    exit_status = 3

    def __init__(self, what: str, path: str, remedy: str = "") -> None:
        self.what = what
        self.path = path
        sentence = f"{path}: {what} is missing, so this cannot be priced."
        super().__init__(f"{sentence} {remedy}".rstrip())


class CannotCombine(CannotPrice):
    """Terms that have no common meaning in numbers."""

    def __init__(self, sentence: str, path: str) -> None:
        self.what = sentence
        self.path = path
        ScaError.__init__(self, f"{path}: {sentence}")


def agreed(part: Part, field: str, path: str) -> Any:
    """The value of a field, or `CannotPrice` with the words that name it while it is open."""
    value = getattr(part, field)
    if is_open(value):
        label = part.open_terms().get(field, field.replace("_", " "))
        place = f"{path}.{field}" if path else field
        raise CannotPrice(label, place, "Nothing is filled in for it; agree on it or enter it.")
    return value
