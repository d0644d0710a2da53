"""What a request needs around the decision: where it goes, how long an approval lasts, what is owed afterward."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sca_toolkit.criteria.leaf import Bits, Leaf, Moment, Scope
from sca_toolkit.criteria.span import Span
from sca_toolkit.criteria.verdict import NOT_ASKED
from sca_toolkit.criteria.words import listed, number
from sca_toolkit.values import Model


class AdministrativeLeaf(Leaf):
    """An item that is shown and never decides."""

    administrative_only: ClassVar[bool] = True

    def fact(self, scope: Scope) -> Bits:
        """Never asked."""
        return lambda record: NOT_ASKED


class Routing(AdministrativeLeaf):
    """Where and how a request for a part of the episode is made."""

    kind: Literal["routing"] = "routing"
    component: str = "whole_episode"
    """evaluation, collection, product, stay, lymphodepletion, tocilizumab, whole_episode, or a part by name."""
    channel: tuple[str, ...] = ()
    """phone, fax, portal, mail, e-referral."""
    contact: str | None = None
    """Number or address."""
    form: str | None = None
    """The form it goes on."""
    forms: dict[str, str] = Field(default_factory=dict)
    """Forms by what they are for, where there are several."""
    reviewer: str | None = None
    """Who reviews it."""
    separate_from: str | None = None
    """The request it is apart from."""
    not_through: str | None = None
    """Who does not handle it."""
    due_before: str | None = None
    """By when it must be made."""

    def says(self) -> str:
        """One line."""
        how = f" by {listed(self.channel)}" if self.channel else ""
        to = f" to {self.reviewer}" if self.reviewer else ""
        contact = f" ({self.contact})" if self.contact else ""
        form = f", form {self.form}" if self.form else ""
        due = f", before {self.due_before}" if self.due_before else ""
        return f"request for the {self.component.replace('_', ' ')}{to}{how}{contact}{form}{due}"


class Covered(Model):
    """Something an approval also covers."""

    what: str
    at_most: float | None = Field(default=None, gt=0)
    unit: str | None = None
    each: str | None = None
    """Size of each: 800 mg."""


class Validity(AdministrativeLeaf):
    """How long an approval lasts and what it covers."""

    kind: Literal["validity"] = "validity"
    component: str = "whole_episode"
    lasts: Span
    """3 months."""
    starts: Literal["approval", "request", "first_service"] = "approval"
    """When the clock begins."""
    covers: tuple[Covered, ...] = ()

    def says(self) -> str:
        """One line."""
        more = [
            f"{number(each.at_most)} {each.unit or ''} of {each.what}".replace("  ", " ")
            if each.at_most
            else each.what
            for each in self.covers
        ]
        also = f"; covers {listed(more, 'and')}" if more else ""
        part, start = self.component.replace("_", " "), self.starts.replace("_", " ")
        return f"approval of the {part} lasts {self.lasts} from {start}{also}"


class Duty(AdministrativeLeaf):
    """Something owed after approval or infusion."""

    kind: Literal["duty"] = "duty"
    what: str
    within: Span | None = None
    after: Moment = Moment.infusion

    def says(self) -> str:
        """One line."""
        when = f" within {self.within} of {self.after.words}" if self.within else f" after {self.after.words}"
        return f"{self.what}{when}"


class Rule(AdministrativeLeaf):
    """Any other rule that does not decide: payment, precedence, scope of the policy."""

    kind: Literal["rule"] = "rule"
    text: Annotated[str, Field(min_length=1)]

    def says(self) -> str:
        """The rule."""
        return self.text
