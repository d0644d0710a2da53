"""Rows of the exhibits that a wording points to."""

from __future__ import annotations

from sca_toolkit.papers.exhibit_words import field_rows
from sca_toolkit.terms import AgreementTerms, with_values


def test_the_out_of_pocket_maximum_is_a_row_of_its_own_without_the_rest_of_its_group() -> None:
    terms = with_values(AgreementTerms(), {"cost_share.oop_max_remaining": "$4,500"})
    assert [row["value"] for row in field_rows(terms, "cost_share.oop_max_remaining")] == ["$4,500"]


def test_an_optional_value_that_is_not_known_has_no_row() -> None:
    assert field_rows(AgreementTerms(), "cost_share.oop_max_remaining") == []
