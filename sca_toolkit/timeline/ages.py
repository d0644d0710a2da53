"""How long a test result counts, read from words such as `90 days before the request` or `6 months`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sca_toolkit.values import Choice, Duration


class JudgedAt(Choice):
    """The event before which a result must not be older."""

    request = "request"
    collection = "collection"
    lymphodepletion = "lymphodepletion"
    infusion = "infusion"


@dataclass(frozen=True)
class Age:
    """A length of time and, where the words say it, the event it ends at."""

    length: Duration
    judged_at: JudgedAt | None


_NAMES = {
    "request": JudgedAt.request,
    "submission": JudgedAt.request,
    "collection": JudgedAt.collection,
    "leukapheresis": JudgedAt.collection,
    "apheresis": JudgedAt.collection,
    "lymphodepletion": JudgedAt.lymphodepletion,
    "infusion": JudgedAt.infusion,
    "treatment": JudgedAt.infusion,
}
_WORDS = re.compile(
    rf"(?:within\s+)?(?:the\s+(?:last|past)\s+)?(\d+)\s+(?:(calendar|business)\s+)?(day|week|month|year)s?"
    rf"(?:\s+(?:before|prior to|of|from)\s+(?:the\s+)?({'|'.join(_NAMES)}))?",
    re.IGNORECASE,
)
DAYS_OF_A_WEEK = 7


def age_of(text: str | None) -> Age | None:
    """The age that `text` allows, from its words up to the first semicolon; None when they give no single length.

    Days without their kind are calendar days, because test results age on every day.
    """
    if text is None:
        return None
    found = _WORDS.fullmatch(text.split(";")[0].strip())
    if found is None:
        return None
    count, unit = int(found[1]), found[3].casefold()
    if unit == "week":
        count, unit = count * DAYS_OF_A_WEEK, "day"
    if unit == "day":
        unit = f"{(found[2] or 'calendar').casefold()} day"
    name = found[4]
    return Age(Duration.model_validate(f"{count} {unit}s"), _NAMES[name.casefold()] if name else None)
