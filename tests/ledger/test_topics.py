"""Every field, clause and part of the payment has one topic, and the printed sheet uses the same list."""

from __future__ import annotations

from collections import Counter

import pytest

from sca_toolkit.ledger import PRINTED_TOPICS, TOPICS, topic, topic_of
from sca_toolkit.ledger.leaves import leaves
from sca_toolkit.library import Library
from sca_toolkit.papers.payment_parts import ALL_PARTS
from sca_toolkit.terms import all_fields
from tests.payment.contracts import CONTRACTS, contract


def test_there_are_eighteen_topics_and_the_last_collects_the_rest() -> None:
    assert len(TOPICS) == 18
    assert [each.number for each in TOPICS] == list(range(1, 19))
    assert TOPICS[:17] == PRINTED_TOPICS
    assert len({each.key for each in TOPICS}) == 18


@pytest.mark.parametrize("path", [field.path for field in all_fields()])
def test_every_field_belongs_to_a_topic(path: str) -> None:
    assert topic_of(path) in TOPICS


def test_nothing_is_listed_under_two_topics() -> None:
    listed = Counter(
        name
        for each in TOPICS
        for name in (*each.paths, *each.clauses, *(f"part:{part}" for part in each.payment), *each.also)
    )
    assert [name for name, count in listed.items() if count > 1] == []


@pytest.mark.parametrize("part", ALL_PARTS)
def test_every_part_of_the_payment_belongs_to_a_topic(part: str) -> None:
    assert topic_of(f"part:{part}") in TOPICS


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_place_of_a_payment_belongs_to_a_topic(name: str) -> None:
    places = leaves(contract(name)).values()
    assert {topic_of(f"part:{leaf.part}") for leaf in places} >= {topic("payment_model"), topic("attrition")}


def test_every_clause_of_an_agreement_is_named_and_others_go_to_the_last_topic() -> None:
    named = {name for each in TOPICS for name in (*each.clauses, *each.also) if name.startswith("SCA-")}
    assert {clause for clause in Library().clauses() if clause.startswith("SCA-")} == named
    assert topic_of("positions.LOA-07").key == "other"
    assert topic_of("positions.SCA-99").key == "other"


def test_what_is_no_place_has_no_topic() -> None:
    for place in ("filing.first", "positions.SCA-1", "part:bonus"):
        with pytest.raises(KeyError, match=place.split(":")[-1]):
            topic_of(place)


def test_the_charge_limit_stands_in_the_row_that_names_it() -> None:
    found = {
        leaf.part: topic_of(f"part:{leaf.part}").key for leaf in leaves(contract("42% of charges")).values()
    }
    assert found["charge_limit"] == "bounds"
    assert found["window"] == "episode"
