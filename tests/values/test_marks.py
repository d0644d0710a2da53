"""Marks are made whole, found again and shown as plain text."""

from __future__ import annotations

import pytest

from sca_toolkit.values.marks import MARKS, bookmark, gap, gaps_in, plain, ref, term, well_formed

TEXT = bookmark("fees") + term(f"Rate of {gap('payer')}") + " see " + ref("fees", "3.2") + gap("member ID")


def test_plain_text_shows_what_a_reader_sees() -> None:
    assert plain(TEXT) == "Rate of [MISSING: payer] see 3.2[MISSING: member ID]"
    assert MARKS.isdisjoint(plain(TEXT))


def test_gaps_are_found_in_order() -> None:
    assert gaps_in(TEXT) == ("payer", "member ID")
    assert gaps_in("nothing here") == ()


def test_whole_marks_are_well_formed_and_broken_ones_are_not() -> None:
    assert well_formed(TEXT)
    assert well_formed("plain\ntext")
    for cut in range(1, len(gap("x"))):
        assert not well_formed(gap("x")[:cut])
    assert not well_formed(term("a") + "\ue005")


@pytest.mark.parametrize("label", ["", " ", "two\nlines", gap("x")])
def test_a_gap_needs_words_on_one_line(label: str) -> None:
    with pytest.raises(ValueError, match="words on one line"):
        gap(label)


@pytest.mark.parametrize("name", ["", "3fees", "fees and terms", "f" * 41, "fées"])
def test_a_bookmark_needs_a_name_that_word_allows(name: str) -> None:
    with pytest.raises(ValueError, match="not a name that Word allows"):
        bookmark(name)
    with pytest.raises(ValueError, match="not a name that Word allows"):
        ref(name, "1")


def test_a_term_holds_no_other_term() -> None:
    with pytest.raises(ValueError, match="cannot hold another term"):
        term(f"a {term('b')}")
