"""The shipped facts police themselves: sources, dates, joins, wording."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sca_toolkit.therapy import Catalogue, Code, CodeSystem, PriceKind, ProductKind
from sca_toolkit.therapy.citing import cited
from sca_toolkit.values import Grade, Source

TODAY = date(2026, 11, 22)
REFERENCE = Path(__file__).parents[2] / "sca_toolkit" / "reference"
FILES = ["products.yaml", "codes.yaml"]


def sources(catalogue: Catalogue) -> Iterator[tuple[str, Source]]:
    yield from catalogue.products.sources.items()
    yield from catalogue.codes.sources.items()


def test_every_source_is_used_and_every_source_used_exists(catalogue: Catalogue) -> None:
    for file in (catalogue.products, catalogue.codes):
        used = {key for _, key in cited(file)}
        assert used == set(file.sources)


def test_every_source_can_be_found_again(catalogue: Catalogue) -> None:
    for key, source in sources(catalogue):
        assert source.read_on <= TODAY, key
        assert source.dated is None or source.dated <= source.read_on, key
        assert source.url or "PyPI package" in source.title, key
        assert source.url is None or re.match(r"https?://[^/]+\.[a-z]+", source.url), key


def test_a_source_that_stands_in_both_files_says_the_same(catalogue: Catalogue) -> None:
    for key in set(catalogue.products.sources) & set(catalogue.codes.sources):
        one, other = catalogue.products.sources[key], catalogue.codes.sources[key]
        assert (one.title, one.url, one.grade, one.dated) == (
            other.title,
            other.url,
            other.grade,
            other.dated,
        )


def test_every_code_of_a_product_exists_and_belongs_to_one_product(catalogue: Catalogue) -> None:
    shared = {"XW033C3", "XW043C3"}
    owners: dict[str, str] = {}
    for product in catalogue.products.products:
        named = [entry.value.code for entry in product.hcpcs or ()]
        named += [entry.value.code for entry in product.procedures]
        for code in set(named) - shared:
            assert owners.setdefault(code, product.id) == product.id
        for entry in product.hcpcs or ():
            assert catalogue.code(CodeSystem.hcpcs, entry.value.code) is not None
        for procedure in product.procedures:
            assert catalogue.code(CodeSystem.icd10_pcs, procedure.value.code) is not None


def test_a_product_never_has_two_valid_procedure_codes_for_one_route_on_one_day(catalogue: Catalogue) -> None:
    days = [date(year, month, 1) for year in range(2017, 2027) for month in (1, 4, 10)]
    for product in catalogue.products.products:
        for day in [*days, date(2021, 9, 30)]:
            routes = [
                entry.value.route
                for entry in product.procedures
                if valid(catalogue, CodeSystem.icd10_pcs, entry.value.code).holds_on(day)
            ]
            assert len(routes) == len(set(routes)), (product.id, day)


def valid(catalogue: Catalogue, system: CodeSystem, text: str) -> Code:
    code = catalogue.code(system, text)
    assert code is not None
    return code


def test_a_successor_starts_on_the_day_after_its_forerunner_ends(catalogue: Catalogue) -> None:
    retired = [code for code in catalogue.codes.every_code if code.replaced_by]
    assert len(retired) == 13
    for code in retired:
        assert code.valid_to is not None
        for successor in code.replaced_by:
            assert valid(catalogue, code.system, successor).valid_from == code.valid_to + timedelta(days=1)


def test_icd10_ranges_start_and_end_with_a_release(catalogue: Catalogue) -> None:
    for code in catalogue.codes.every_code:
        if code.system in (CodeSystem.icd10_cm, CodeSystem.icd10_pcs):
            assert code.valid_from is not None, code.code
            assert (code.valid_from.month, code.valid_from.day) in ((4, 1), (10, 1)), code.code
            if code.valid_to:
                assert (code.valid_to.month, code.valid_to.day) in ((3, 31), (9, 30)), code.code


def test_the_lymphoma_blocks_are_whole(catalogue: Catalogue) -> None:
    """Ten sites and one for remission each; in C83.3 the site 9 was split in two, and its old code is kept."""
    held = [code.code for code in catalogue.codes.every_code if code.system is CodeSystem.icd10_cm]
    for stem in ("C82.0", "C82.4", "C83.0", "C83.1", "C83.8", "C85.1", "C85.2", "C85.8"):
        assert sorted(code for code in held if code.startswith(stem)) == [
            f"{stem}{end}" for end in "0123456789A"
        ]
    dlbcl = sorted(code for code in held if code.startswith("C83.3"))
    assert dlbcl == [
        f"C83.3{end}" for end in ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "90", "98", "A")
    ]
    assert sum(code.startswith("C82.") for code in held) == 9 * 11


def test_lymphomas_have_no_code_for_relapse(catalogue: Catalogue) -> None:
    for code in catalogue.codes.every_code:
        if code.code.startswith(("C82", "C83", "C85")):
            assert "relapse" not in code.meaning


def test_every_car_t_product_is_told_in_full(catalogue: Catalogue) -> None:
    for product in catalogue.products.products:
        if product.kind is ProductKind.car_t:
            assert product.manufacturer, product.id
            assert product.target, product.id
            assert product.costimulatory_domain, product.id
            assert product.indications, product.id
            assert product.hcpcs, product.id
            assert product.dose_form, product.id
            assert product.rems, product.id
            assert product.monitoring or product.id == "obe-cel", product.id
            assert product.ndcs, product.id
            assert product.prices, product.id
            assert all(entry.value.groups for entry in product.indications), product.id


def test_a_price_read_on_a_weak_page_is_graded_weak_or_lower(catalogue: Catalogue) -> None:
    for product in catalogue.products.products:
        for entry in product.prices:
            page = catalogue.products.sources[entry.source].grade
            if page is Grade.weak:
                assert entry.value.grade is Grade.weak, (product.id, entry.value.amount)
            if entry.value.grade is Grade.official:
                assert page is Grade.official


def test_published_prices_keep_their_tenth_of_a_cent(catalogue: Catalogue) -> None:
    """A cycle of 606 units of J9321 at $54.169 is $32,826.414; at $54.17 it would be $32,827.02."""
    prices = [entry.value for entry in catalogue.product("Epkinly").prices]
    assert [price.amount for price in prices if price.kind is PriceKind.opps_payment] == [Decimal("54.169")]
    assert 606 * prices[0].amount == Decimal("32826.414")


@pytest.mark.parametrize("name", FILES)
def test_the_text_is_in_us_english_and_names_no_private_place(name: str) -> None:
    facts = (
        line for line in (REFERENCE / name).read_text(encoding="utf-8").splitlines() if "url:" not in line
    )
    text = "\n".join(facts)
    for british in ("leukaemia", "tumour", "centre", "programme", "authoris", "labell", "paediatric"):
        assert british not in text, british
    assert not re.search(r"(?:^|[\s\"'(])(?:\.\.)?/[a-z]+/", text), "a path of somebody's machine"
