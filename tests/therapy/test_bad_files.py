"""A center may add products and codes of its own; what does not hold together is refused with the names in it."""

from typing import Any

import pytest

from sca_toolkit.therapy import Catalogue

Data = dict[str, Any]


@pytest.fixture
def data(catalogue: Catalogue) -> Data:
    return catalogue.model_dump(mode="json")


def refused(data: Data, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Catalogue.model_validate(data)


def entry_of(data: Data, code: str) -> Data:
    found: Data = next(entry for entry in data["codes"]["codes"] if entry["code"] == code)
    return found


def test_the_catalog_survives_being_written_and_read_again(catalogue: Catalogue, data: Data) -> None:
    assert Catalogue.model_validate(data) == catalogue


def test_a_fact_whose_source_is_missing_is_refused(data: Data) -> None:
    del data["codes"]["sources"]["mce-44"]
    refused(data, "names source 'mce-44', which is not under `sources`")


def test_a_price_whose_source_is_missing_is_refused_with_its_place(data: Data) -> None:
    data["products"]["products"][0]["prices"][0]["source"] = "nowhere"
    refused(data, r"products\[0\]\.prices\[0\] names source 'nowhere'")


def test_a_retired_code_must_say_what_follows(data: Data) -> None:
    entry_of(data, "0540T")["replaced_by"] = []
    refused(data, "0540T is retired; name `replaced_by`, or say `no_successor: true`")


def test_a_retired_code_may_say_that_nothing_follows(data: Data) -> None:
    entry_of(data, "0540T").update(replaced_by=[], no_successor=True)
    Catalogue.model_validate(data)


def test_a_successor_must_be_in_the_file(data: Data) -> None:
    entry_of(data, "0540T")["replaced_by"] = ["38299"]
    refused(data, "0540T is replaced by 38299, which is not in the file")


def test_a_range_that_ends_before_it_starts_is_refused(data: Data) -> None:
    entry_of(data, "XW033C3")["valid_to"] = "2017-09-30"
    refused(data, "valid to 2017-09-30 lies before valid from 2017-10-01")


def test_a_code_that_stands_twice_is_refused(data: Data) -> None:
    data["codes"]["codes"].append(entry_of(data, "Q2041"))
    refused(data, "HCPCS Q2041 stands in the file 2 times")


def test_a_code_that_a_family_already_holds_is_refused(data: Data) -> None:
    entry_of(data, "C83.398")["code"] = "C83.38"
    entry_of(data, "C83.39")["replaced_by"] = ["C83.390"]
    refused(data, "ICD-10-CM C83.38 stands in the file 2 times")


def test_a_code_in_the_wrong_form_is_refused(data: Data) -> None:
    entry_of(data, "Q2041")["code"] = "2041Q"
    refused(data, "'2041Q' is not a HCPCS level II code")


def test_a_disease_group_that_is_not_defined_is_refused(data: Data) -> None:
    entry_of(data, "C83.390")["groups"] = ["brain"]
    refused(data, "C83.390 names the unknown disease group 'brain'")


def test_a_product_with_a_code_that_nobody_defined_is_refused(data: Data) -> None:
    data["products"]["products"][0]["hcpcs"][0]["value"]["code"] = "Q2099"
    refused(data, "axi-cel names HCPCS Q2099, which is not among the codes")


def test_two_products_may_not_answer_to_one_name(data: Data) -> None:
    data["products"]["products"][1]["brand"]["value"] = "YESCARTA"
    refused(data, "brexu-cel and axi-cel share the name 'yescarta'")


def test_a_price_without_its_currency_is_refused(data: Data) -> None:
    data["products"]["products"][0]["prices"][0]["value"]["amount"] = "373000"
    refused(data, "'373000' is not a published price; write it like")


def test_a_key_nobody_knows_is_refused(data: Data) -> None:
    data["products"]["products"][0]["colour"] = "blue"
    refused(data, "Extra inputs are not permitted")
