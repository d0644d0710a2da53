"""What a step carries besides its time: the keys of `details` that the toolkit understands, and how each is written.

Any other key may stand in `details` and is kept as it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from pydantic import TypeAdapter, ValidationError

from sca_toolkit.values import Choice, Usd


class Outcome(Choice):
    """What an appeal, an external review or a benefit check decided."""

    granted = "granted"
    refused = "refused"


class Detail(Choice):
    """A key of `details` that the toolkit reads."""

    valid_from = "valid_from"
    valid_to = "valid_to"
    planned = "planned"
    cut_off = "cut_off"
    due = "due"
    until = "until"
    amount = "amount"
    approver = "approver"
    role = "role"
    kind = "kind"
    urgency = "urgency"
    outcome = "outcome"
    owner = "owner"
    restarts_from = "restarts_from"

    @property
    def meaning(self) -> str:
        """What it is and how it is written."""
        return _MEANING[self]


_MEANING = {
    Detail.valid_from: "first day on which an approval holds (2026-11-22)",
    Detail.valid_to: "last day on which an approval holds (2026-11-22)",
    Detail.planned: "day of the slot, or the new planned date (2026-11-22)",
    Detail.cut_off: "when the order number must be with the manufacturer (2026-11-22, or with time and time zone)",
    Detail.due: "when an answer or an appeal is due, as the other side wrote it (2026-11-22)",
    Detail.until: "last day of a delay (2026-11-22)",
    Detail.amount: "money of an order or of an approval ($523,100)",
    Detail.approver: "who approved an order or the exposure",
    Detail.role: "the office in which the approver acted, as the center's own list names it",
    Detail.kind: "which planned date moved, or which approval a pause belongs to",
    Detail.urgency: "`standard` or `expedited`",
    Detail.outcome: "`granted` or `refused`",
    Detail.owner: "who looks after it from now on",
    Detail.restarts_from: "the first stage that is done again, for example `authorization`",
}
_DAYS = (Detail.valid_from, Detail.valid_to, Detail.until)
_MOMENTS = (Detail.planned, Detail.cut_off, Detail.due)
_LISTS = {Detail.urgency: ("standard", "expedited"), Detail.outcome: tuple(Outcome)}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = re.compile(r"[\d,]+(\.\d{1,2})?")
_MONEY: TypeAdapter[Decimal] = TypeAdapter(Usd)


def day_of_text(text: str) -> date:
    """`2026-11-22` as a day. Raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day; write it like 2026-11-22")
    return date.fromisoformat(text)


def moment_of_text(text: str) -> date | datetime:
    """A day, or a time with its zone. Raises ValueError for anything else."""
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(
            f"{text!r} is neither a day nor a time with its zone; write 2026-11-22 or 2026-11-22T14:00:00-05:00"
        )
    return moment


def money_of_text(text: str) -> Decimal:
    """`$523,100` or `523100.00` as dollars. Raises ValueError for anything else."""
    written = f"${text}" if _PLAIN.fullmatch(text) else text
    try:
        return _MONEY.validate_python(written)
    except ValidationError:
        raise ValueError(f"{text!r} is not an amount of money; write it like $523,100") from None


def check_details(details: dict[str, str]) -> None:
    """Raises ValueError naming the first key whose text cannot be read."""
    for key, text in details.items():
        try:
            if key in _DAYS:
                day_of_text(text)
            elif key in _MOMENTS:
                moment_of_text(text)
            elif key == Detail.amount:
                money_of_text(text)
        except ValueError as error:
            raise ValueError(f"`{key}`: {error}") from None
        allowed = _LISTS.get(Detail(key)) if key in set(Detail) else None
        if allowed and text not in allowed:
            raise ValueError(f"`{key}`: {text!r} is not one of {', '.join(allowed)}")
