"""What is shown is shown as it is: no sign of a value turns into markup."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.marked import as_html, briefly
from sca_toolkit.ui.words import age, capital, count, day, moment
from sca_toolkit.values.marks import bookmark, gap, ref, term


def test_wording_is_escaped_and_its_marks_become_html() -> None:
    rate, section = f"{term('the Rate')} of {gap('rate <b>')}", ref("SCA_20", "4.1")
    text = f"{bookmark('SCA_01')}Smith & Sons <LLC> pay {rate} under {section}."
    assert as_html(text) == (
        "Smith &amp; Sons &lt;LLC&gt; pay <strong>the Rate</strong> of "
        "<mark>[MISSING: rate &lt;b&gt;]</mark> under 4.1."
    )


def test_a_gap_in_a_defined_term_stays_a_gap() -> None:
    assert (
        as_html(term(f"the {gap('name')} Rate")) == "<strong>the <mark>[MISSING: name]</mark> Rate</strong>"
    )


def test_a_gap_in_a_cell_is_one_word() -> None:
    assert briefly(f"{gap('amount')} per day") == "(missing) per day"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$5 to $6", r"\$5 to \$6"),
        ("*bold* [link](http://x)", r"\*bold\* \[link\](http://x)"),
        (":red[no] :smile: at 10:30", r"\:red\[no\] \:smile: at 10:30"),
        ("write `sca init`", "write “sca init”"),
        ("roll_in _not_ Stop-Loss", r"roll_in \_not\_ Stop-Loss"),
    ],
)
def test_markdown_takes_no_sign_of_a_text_for_its_own(text: str, shown: str) -> None:
    assert markdown_of(text) == shown


def test_dates_ages_and_counts_are_in_the_words_of_the_screen() -> None:
    assert day(date(2026, 11, 2)) == "Nov 2, 2026"
    assert day(None) == "not known"
    assert moment(datetime(2026, 11, 22, 0, 5, tzinfo=UTC)) == "Nov 22, 2026, 12:05 AM"
    assert [age(days) for days in (-1, 0, 1, 12, 729, 730)] == [
        "from today on", "today", "1 day old", "12 days old", "729 days old", "over 2 years old",
    ]  # fmt: skip
    assert [count(1, "case"), count(2, "case"), count(2, "entry", "entries")] == [
        "1 case",
        "2 cases",
        "2 entries",
    ]
    assert capital("payer's role") == "Payer's role"
