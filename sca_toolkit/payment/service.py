"""What a charge on a claim is: its kind, its standing with the payer, why it was furnished."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sca_toolkit.values import Choice

ONE_CLAIM = "1"
"""The claim of everything that is billed together."""

_INTENSIVE = re.compile(r"02[01]\d")
_INTERMEDIATE = frozenset({"0206", "0214"})


def intensive_care(code: str) -> bool:
    """Whether a room-and-board revenue code is intensive or coronary care (020x, 021x), not intermediate care.

    0206 and 0214 are the intermediate units (National Uniform Billing Committee, UB-04 revenue codes 020x and 021x).
    """
    return _INTENSIVE.fullmatch(code) is not None and code not in _INTERMEDIATE


class Group(Choice):
    """What a charge is for. Outpatient facility charges are ancillary."""

    room = "room"
    ancillary = "ancillary"
    professional = "professional"


class Standing(Choice):
    """How the payer treats a billed line before any rate applies."""

    covered = "covered"
    not_covered = "not_covered"
    edited_out = "edited_out"
    bundled = "bundled"


class Purpose(Choice):
    """Why a service was furnished, where a rule treats it on its own."""

    usual = "usual"
    repeat_collection = "repeat_collection"
    second_bridging = "second_bridging"
    observation = "observation"


class StayKind(Choice):
    """Which stay it is: for the infusion, after an outpatient infusion, or a later one."""

    infusion = "infusion"
    conversion = "conversion"
    readmission = "readmission"


class EndState(Choice):
    """How an episode ended. The order is that of the numbers in `Episodes.end`."""

    withdrawn = "withdrawn"
    lost_before_collection = "lost_before_collection"
    collected_not_infused = "collected_not_infused"
    infused_out_of_spec = "infused_out_of_spec"
    infused = "infused"

    @property
    def was_infused(self) -> bool:
        """Whether a product was infused, in specification or not."""
        return self in (EndState.infused, EndState.infused_out_of_spec)


@dataclass(frozen=True)
class Column:
    """A kind of billed service that is the same on every path: a charge line, the beds of a stay, or the product."""

    name: str
    kind: Literal["line", "bed", "product"] = "line"
    group: Group = Group.ancillary
    stay: int | None = None
    """The stay it hangs on (0 is the first slot); None for an outpatient line."""
    code: str | None = None
    service: str | None = None
    claim: str = ONE_CLAIM
    billed_by: str | None = None
    standing: Standing = Standing.covered
    purpose: Purpose = Purpose.usual

    def named(self, names: frozenset[str]) -> bool:
        """Whether its service stands in `names` (written in lower case)."""
        return self.service is not None and self.service.casefold() in names
