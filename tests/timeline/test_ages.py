"""Words on how long a test counts, and on when a committee meets, are read or left alone."""

from __future__ import annotations

from datetime import date

import pytest

from sca_toolkit.timeline.ages import age_of
from sca_toolkit.timeline.meetings import next_meeting


@pytest.mark.parametrize(
    ("text", "length", "judged_at"),
    [
        ("60 calendar days", "60 calendar days", None),
        ("30 days before the request", "30 calendar days", "request"),
        ("90 days before the request", "90 calendar days", "request"),
        ("6 months", "6 months", None),
        ("6 months; 12 months for kidney", "6 months", None),
        ("30 days; the event it is counted from is not stated", "30 calendar days", None),
        ("within 8 weeks of leukapheresis", "56 calendar days", "collection"),
        ("within the past year", None, None),
        ("1 year prior to infusion", "1 year", "infusion"),
        ("10 business days", "10 business days", None),
        ("not stated", None, None),
        ("before leukapheresis", None, None),
        ("laboratory values 30 days; progression within 60 days", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_an_age_is_read_from_words_or_left_unknown(
    text: str | None, length: str | None, judged_at: str | None
) -> None:
    age = age_of(text)
    assert (str(age.length) if age else None) == length
    assert (age.judged_at if age else None) == judged_at


@pytest.mark.parametrize(
    ("meets", "earliest", "meeting"),
    [
        ("first and third Tuesday", "2026-11-22", "2026-12-01"),
        ("first and third Tuesday", "2026-12-01", "2026-12-01"),
        ("first and third Tuesday", "2026-12-02", "2026-12-15"),
        ("last Thursday of the month", "2026-11-22", "2026-11-26"),
        ("last Thursday of the month", "2026-11-27", "2026-12-31"),
        ("last Friday of the month", "2027-02-01", "2027-02-26"),
        ("every Wednesday", "2026-11-22", "2026-11-25"),
        ("Second, fourth Monday of each month", "2026-11-22", "2026-11-23"),
        ("every second Wednesday", "2026-11-22", None),
        ("no committee; the sponsor's benefits director decides", "2026-11-22", None),
    ],
)
def test_the_next_meeting_is_worked_out_or_left_unknown(
    meets: str, earliest: str, meeting: str | None
) -> None:
    found = next_meeting(meets, date.fromisoformat(earliest))
    assert (found.isoformat() if found else None) == meeting
