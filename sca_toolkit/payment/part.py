"""What every piece of a payment arrangement can do: say what is still open, phrase itself, list its rates.

A field that is not agreed yet is `None` (or an empty list). It is never filled in: the wording shows a gap in its
place and `gaps()` names it with its path, such as `parts[0].amount`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from sca_toolkit.payment.step import Step
from sca_toolkit.values import Model
from sca_toolkit.values.marks import MARKS, gap

if TYPE_CHECKING:
    from sca_toolkit.payment.facts.facts import Facts, Reach, Spot
    from sca_toolkit.payment.facts.lines import Lines


def _one_line(value: str) -> str:
    if any(sign in MARKS or not sign.isprintable() for sign in value):
        raise ValueError(f"{value!r} has a line break or a control character; write it on one line")
    return value


Words = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
"""A name or a short description on one line, printed in the agreement as it is written."""


@dataclass(frozen=True)
class Gap:
    """A value that is not agreed yet: its name in plain words and its path from the object that was asked."""

    label: str
    path: str


class RateRow(Model):
    """One line of the rate exhibit. All cells are text as printed; a missing amount is a gap mark."""

    scope: str
    """Phase, level of care or setting to which the rate applies."""
    service: str
    """What is paid for."""
    method: str
    """How it is paid: case rate, per diem, percentage of charges."""
    amount: str
    """The amount or percentage."""
    unit: str
    """What one amount pays for: episode, day, phase, code."""
    note: str = ""
    """Window, product treatment or limit."""


def is_open(value: object) -> bool:
    """Whether a field is not agreed yet."""
    return value is None or value == ()


class Part(Model):
    """A piece of an arrangement: a payment node, a row of one, or a rule."""

    only_with: ClassVar[Mapping[str, str]] = {}
    """Fields that mean something only beside another choice, and that choice as a file writes it."""

    @model_validator(mode="after")
    def _every_field_means_something(self) -> Self:
        asked = self.open_terms()
        for field, choice in self.only_with.items():
            if not is_open(getattr(self, field)) and field not in asked:
                raise ValueError(f"{field} means something only with {choice}; leave it out or change that")
        return self

    def open_terms(self) -> Mapping[str, str]:
        """The fields this piece cannot do without, each with the words that name it when it is missing.

        A field that has no meaning in the piece as it stands (an amount where nothing is paid) is left out.
        """
        return {}

    def branches(self) -> Iterator[tuple[str, Part]]:
        """The pieces directly inside this one, each with its path, in the order of the fields."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Part):
                yield name, value
            elif isinstance(value, tuple):
                yield from (
                    (f"{name}[{at}]", item) for at, item in enumerate(value) if isinstance(item, Part)
                )

    def gaps(self) -> tuple[Gap, ...]:
        """Everything not agreed yet, here and below, in the order of the fields."""
        own = [Gap(label, name) for name, label in self.open_terms().items() if is_open(getattr(self, name))]
        below = [Gap(each.label, f"{at}.{each.path}") for at, part in self.branches() for each in part.gaps()]
        return (*own, *below)

    def told(self, field: str, words: Callable[[Any], str] = str) -> str:
        """The value of `field` in `words`, or the gap that stands for it."""
        value = getattr(self, field)
        return gap(self.open_terms()[field]) if is_open(value) else words(value)

    def whether(self, field: str, if_true: str, if_false: str) -> str:
        """One of two wordings for a yes-or-no field, or the gap that stands for it."""
        return self.told(field, lambda value: if_true if value else if_false)


class Clause(Part):
    """A piece that speaks for itself in an agreement: a payment node or a rule."""

    def phrase(self) -> tuple[str, ...]:
        """Contract language, one string for each paragraph; gaps and first uses of defined terms are marked."""
        raise NotImplementedError

    def summary(self) -> str:
        """One line for a term sheet, without a full stop."""
        raise NotImplementedError


class PaymentNode(Clause):
    """One way of paying. It defines an amount under a name (a defined term) that other nodes refer to."""

    default_term: ClassVar[str] = "Payment"
    step: ClassVar[Step | None] = Step.base

    called: Words | None = None
    """The defined term for the amount, needed where two nodes of one kind stand in an arrangement; left out, the kind's
    own, such as Case Rate."""

    @property
    def term(self) -> str:
        """The defined term under which the agreement names this amount, such as `Case Rate`."""
        return self.called or self.default_term

    def children(self) -> tuple[PaymentNode, ...]:
        """The payment nodes directly inside this one."""
        return tuple(part for _, part in self.branches() if isinstance(part, PaymentNode))

    def services(self, facts: Facts) -> Reach:
        """The services that this amount pays for; what no amount reaches is left to the default rate."""
        found = facts.nothing
        for child in self.children():
            found = found | child.services(facts)
        return found

    def price(self, facts: Facts, spot: Spot) -> Lines:
        """The payable lines for the services of `spot`, in dollars; cuts are negative lines of their own.

        Raises `CannotPrice` when a value is missing, with its name and path.
        """
        raise NotImplementedError

    def rate_rows(self) -> tuple[RateRow, ...]:
        """The rows of the rate exhibit: one for each amount that a biller looks up."""
        return tuple(row for child in self.children() for row in child.rate_rows())
