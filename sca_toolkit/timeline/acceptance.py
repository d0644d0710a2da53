"""Who may accept an offer: offices by how deep its tail is and by how much it is expected to pay."""

from __future__ import annotations

from itertools import pairwise

from pydantic import Field, model_validator

from sca_toolkit.values import Model, Usd


class AcceptanceLimit(Model):
    """Who must approve an offer up to a tail and an amount; both ceilings hold together."""

    worst_loss: Usd | None = None
    """The largest mean loss of the worst 5% of patients (inside); left out for any."""
    amount: Usd | None = None
    """The largest mean payment of the offer (inside); left out for any."""
    roles: tuple[str, ...] = Field(min_length=1)
    """Offices that must all approve."""

    @model_validator(mode="after")
    def _named_once(self) -> AcceptanceLimit:
        if len({role.casefold() for role in self.roles}) != len(self.roles):
            raise ValueError("an office is named twice; name each once")
        return self

    @property
    def endless(self) -> bool:
        """Whether it speaks for every offer."""
        return self.worst_loss is None and self.amount is None

    def covers(self, worst_loss: float, amount: float) -> bool:
        """Whether an offer stays within both ceilings."""
        return (self.worst_loss is None or worst_loss <= self.worst_loss) and (
            self.amount is None or amount <= self.amount
        )

    def within(self, wider: AcceptanceLimit) -> bool:
        """Whether every offer that it covers is covered by `wider` too."""
        pairs = ((self.worst_loss, wider.worst_loss), (self.amount, wider.amount))
        return all(far is None or (near is not None and near <= far) for near, far in pairs)


def in_order(limits: tuple[AcceptanceLimit, ...]) -> tuple[AcceptanceLimit, ...]:
    """The limits as written. Raises ValueError unless each is wider than the one before and the last has no ceiling."""
    if limits and not limits[-1].endless:
        raise ValueError(
            "say who accepts any other offer: the last entry has neither `worst_loss` nor `amount`"
        )
    for near, far in pairwise(limits):
        if not near.within(far) or far.within(near):
            raise ValueError("an entry is not wider than the one before; write the smallest limits first")
    return limits


def offices(limits: tuple[AcceptanceLimit, ...], worst_loss: float, amount: float) -> tuple[str, ...]:
    """The offices of the first limit that covers an offer; empty where the center has no limits."""
    return next((limit.roles for limit in limits if limit.covers(worst_loss, amount)), ())
