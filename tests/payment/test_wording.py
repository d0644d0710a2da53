"""Wording and data come from one object: no field is without words, no gap without its name."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sca_toolkit.payment import Arrangement, Level, PaymentNode, parts
from sca_toolkit.values.marks import gaps_in, plain, well_formed
from tests.payment.changes import changes, emptied
from tests.payment.contracts import CONTRACTS, contract
from tests.payment.samples import SAMPLES, Sample

TIED = {("PerDiem", "setting"), ("DrgPayment", "setting"), ("Tier", "from_day"), ("Tier", "through_day")}
"""Fields that accept one value only, or only together with another field (tiers follow one another)."""


def _label(sample: Sample) -> str:
    return f"{sample.kind.__name__}: {sample.title}"


every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=_label)


@every_sample
def test_a_change_of_any_field_changes_the_words(sample: Sample) -> None:
    clause = sample.build()
    before = clause.phrase()
    silent = [
        f"{change.path}.{change.field} = {change.value!r}"
        for change in changes(clause)
        if change.result.phrase() == before
    ]
    assert silent == []


def test_every_field_of_every_kind_has_been_changed_in_some_sample() -> None:
    pieces = [part for sample in SAMPLES for _, part in parts(sample.build())]
    holders = {(type(part), at.split("[")[0]) for part in pieces for at, _ in part.branches()}
    asked = {(type(part), field) for part in pieces for field in type(part).model_fields if field != "kind"}
    changed = {(change.owner, change.field) for sample in SAMPLES for change in changes(sample.build())}
    left = {(owner.__name__, field) for owner, field in asked - holders - changed}
    assert left - TIED == set()


def test_tiers_are_told_with_their_days() -> None:
    level = {"level": "ward", "revenue_codes": ["0110"]}
    tiers = [{"from_day": "1", "through_day": "4", "amount": "$5"}, {"from_day": "5", "amount": "$4"}]
    words = Level.model_validate({**level, "tiers": tiers}).words()
    assert words == (
        "Ward (revenue code 0110): $5.00 per day from day 1 through day 4 of the stay; "
        "$4.00 per day from day 5 until discharge."
    )


@every_sample
def test_a_node_prints_every_paragraph_of_the_nodes_inside_it(sample: Sample) -> None:
    node = sample.build()
    if isinstance(node, PaymentNode):
        for child in node.children():
            assert set(child.phrase()) <= set(node.phrase())
            assert child.summary() in node.summary()


@every_sample
def test_a_complete_example_has_no_gap_in_data_or_words(sample: Sample) -> None:
    clause = sample.build()
    assert clause.gaps() == ()
    assert gaps_in(" ".join((*clause.phrase(), clause.summary()))) == ()


@every_sample
def test_what_is_taken_away_is_named_as_a_gap_exactly_where_the_words_show_it(sample: Sample) -> None:
    before = sample.build().phrase()
    for change in emptied(sample.build()):
        words = " ".join(change.result.phrase())
        labels = [gap.label for gap in change.result.gaps()]
        assert change.result.phrase() != before, change
        assert set(gaps_in(words)) == set(labels), change
        assert len(labels) == len(set(labels)), change


@every_sample
def test_an_empty_draft_of_each_kind_is_valid_and_says_what_is_missing(sample: Sample) -> None:
    data = {key: value for key, value in sample.data().items() if key in ("kind", "of", "parts", "members")}
    draft = sample.kind.model_validate(data)
    inner = {gap.label for gap in draft.gaps()}
    assert set(gaps_in(" ".join(draft.phrase()))) == inner
    if not {"parts"} & data.keys():
        assert inner


@every_sample
def test_a_gap_path_leads_to_the_empty_field(sample: Sample) -> None:
    for change in emptied(sample.build()):
        for gap in change.result.gaps():
            value: object = change.result
            for step in re.findall(r"[^.\[\]]+", gap.path):
                value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
            assert value is None or value == ()


@every_sample
def test_an_example_written_as_strings_round_trips_through_json(sample: Sample) -> None:
    clause = sample.build()
    assert sample.kind.model_validate(clause.model_dump(mode="json")) == clause
    assert sample.kind.model_validate_json(clause.model_dump_json()) == clause


@every_sample
def test_sentences_are_whole_marked_up_properly_and_short(sample: Sample) -> None:
    for paragraph in sample.build().phrase():
        assert well_formed(paragraph)
        text = plain(paragraph)
        assert text.endswith(".")
        assert "  " not in text
        assert " ." not in text
        assert "None" not in text
        assert "_" not in text
        for sentence in re.split(r"(?<=[.;]) (?=[A-Z(])", text):
            assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] == "(", sentence
            assert len(sentence.split()) <= 36, sentence


def test_almost_all_sentences_have_fewer_than_thirty_words() -> None:
    sentences = [
        sentence
        for sample in SAMPLES
        for paragraph in sample.build().phrase()
        for sentence in re.split(r"(?<=[.;]) (?=[A-Z])", plain(paragraph))
    ]
    long = [sentence for sentence in sentences if len(sentence.split()) >= 30]
    assert len(long) / len(sentences) < 0.03, long


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_defined_term_is_defined_once_and_only_if_it_is_used(name: str) -> None:
    text = contract(name).phrase()
    defined = Counter(re.findall("\ue005(.+?)\ue006", " ".join(text)))
    used = plain(" ".join(text))
    assert set(defined.values()) == {1}
    for words in ("Case Rate", "Default Rate", "Product Payment", "Percentage Payment", "Total Payment"):
        assert (words in used) == (words in defined), words


@pytest.mark.parametrize(
    "sample", [each for each in SAMPLES if issubclass(each.kind, PaymentNode)], ids=_label
)
def test_rate_rows_have_a_method_an_amount_and_no_gap_when_complete(sample: Sample) -> None:
    node = sample.build()
    assert isinstance(node, PaymentNode)
    rows = node.rate_rows()
    assert rows
    for row in rows:
        assert row.scope
        assert row.service
        assert row.method
        assert row.amount
        assert gaps_in(" ".join((row.scope, row.service, row.amount, row.unit, row.note))) == ()


def test_a_missing_amount_is_a_gap_in_the_rate_row_too() -> None:
    draft = Arrangement.model_validate({"base": {"kind": "case_rate"}})
    (row, *_) = draft.rate_rows()
    assert gaps_in(row.amount) == ("amount of the Case Rate",)
