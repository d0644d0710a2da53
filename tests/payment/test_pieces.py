"""Windows, thresholds, money and lists: the small pieces that the nodes are made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_toolkit.payment import CaseRate, StartEvent, Window
from sca_toolkit.payment.scope import ChargeBasis
from sca_toolkit.payment.threshold import ThresholdValue
from sca_toolkit.payment.window import day_words, surely_overlap
from sca_toolkit.payment.wording import calendar_date, counted, listed, money
from sca_toolkit.values.marks import plain


def test_money_in_an_agreement_always_has_cents() -> None:
    assert money(Decimal("150000")) == "$150,000.00"
    assert money(Decimal("0.5")) == "$0.50"


def test_lists_have_the_serial_comma() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], "or") == "a, b, or c"
    assert listed([]) == ""


def test_small_numbers_are_written_in_letters() -> None:
    assert counted(1, "day") == "one day"
    assert counted(10, "day") == "ten days"
    assert counted(11, "day") == "11 days"


def test_dates_are_written_as_agreements_write_them() -> None:
    assert calendar_date(date(2026, 11, 2)) == "November 2, 2026"


@pytest.mark.parametrize(
    ("day", "event", "words"),
    [
        (30, StartEvent.infusion, "Day 30"),
        (-5, StartEvent.infusion, "Day -5"),
        (0, StartEvent.collection, "the day the first collection begins"),
        (-1, StartEvent.lymphodepletion, "the day before lymphodepletion begins"),
        (1, StartEvent.discharge, "the day after the Member is discharged from the infusion stay"),
        (7, StartEvent.evaluation, "7 days after the day evaluation begins"),
        (-3, StartEvent.admission, "3 days before the day the Member is admitted for the infusion"),
    ],
)
def test_a_day_is_named_by_its_event(day: int, event: StartEvent, words: str) -> None:
    assert day_words(day, event) == words


def test_both_ends_of_a_window_are_inside() -> None:
    window = Window(start_day=-5, end_day=30)
    assert window.days() == 36
    assert window.words() == "from Day -5 through Day 30, both days included"
    assert Window(start_day=0, end_day=0).days() == 1


def test_the_length_of_a_window_between_two_events_is_not_known() -> None:
    assert Window(start_day=0, start_from=StartEvent.evaluation, end_day=30).days() is None


@given(start=st.integers(-60, 60), length=st.integers(0, 120))
def test_a_window_around_the_infusion_contains_day_0_exactly_when_its_ends_say_so(
    start: int, length: int
) -> None:
    window = Window(start_day=start, end_day=start + length)
    assert window.excludes_day0() is not (start <= 0 <= start + length)
    assert window.includes_day0() is (start <= 0 <= start + length)


@given(first_end=st.integers(-60, 60), second_start=st.integers(-60, 60))
def test_windows_overlap_when_the_second_begins_on_or_before_the_last_day_of_the_first(
    first_end: int, second_start: int
) -> None:
    first = Window(start_day=-100, end_day=first_end)
    second = Window(start_day=second_start, end_day=100)
    assert surely_overlap(first, second) is (second_start <= first_end)


def test_windows_that_count_from_different_events_are_taken_to_be_in_order() -> None:
    first = Window(start_day=0, end_day=400, end_from=StartEvent.collection, start_from=StartEvent.collection)
    assert not surely_overlap(first, Window(start_day=0, end_day=30))


@pytest.mark.parametrize("text", ["$500,000", "USD 500000.00", "20 days", "1 day", "2.5 times"])
def test_a_threshold_is_read_back_as_it_was_written(text: str) -> None:
    value = ThresholdValue.model_validate(text)
    assert ThresholdValue.model_validate(str(value)) == value


def test_a_threshold_has_words_for_the_agreement_and_for_a_term_sheet() -> None:
    assert ThresholdValue.model_validate("$500,000").words() == "$500,000.00"
    assert ThresholdValue.model_validate("$500,000").short() == "$500,000"
    assert ThresholdValue.model_validate("20 days").words() == "20 days"
    assert ThresholdValue.model_validate("2.50 times").words() == "2.5 times"


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_any_amount_is_printed_to_the_cent(amount: Decimal) -> None:
    rate = CaseRate.model_validate({"amount": f"${amount:,.2f}"})
    assert rate.amount == amount
    assert f"is ${amount:,.2f} for" in plain(rate.phrase()[0])


def test_a_name_with_a_line_break_or_a_mark_is_refused() -> None:
    for name in ("Case\nRate", "Case\ue000Rate"):
        with pytest.raises(ValueError, match="write it on one line"):
            CaseRate.model_validate({"called": name})


def test_the_three_kinds_of_charges_have_different_words() -> None:
    assert len({basis.words for basis in ChargeBasis}) == 3
