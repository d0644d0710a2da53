"""Every file in payer_profiles: sound, sourced, without rates of real payers; and a README that tells the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from sca_toolkit.case import Case
from sca_toolkit.errors import DataError
from sca_toolkit.library.loading import build, load, read_data
from sca_toolkit.library.strict_yaml import read_yaml
from sca_toolkit.library.workspace import Library
from sca_toolkit.payer import PayerProfile, PayerRole, Standing, on, walk_dated
from sca_toolkit.payer.anatomy import tables
from sca_toolkit.terms.agreement import all_fields
from sca_toolkit.terms.propose import propose_terms
from sca_toolkit.values import Dated, Grade, History

FOLDER = Path(__file__).resolve().parent.parent / "payer_profiles"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
IDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
INVENTED = [name for name in IDS if name.startswith("example-")]
REAL = [name for name in IDS if name not in INVENTED]


@cache
def profile(name: str) -> PayerProfile:
    return load(PayerProfile, FOLDER / f"{name}.yaml")


@cache
def library() -> Library:
    return Library()


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def values(record: Any) -> Iterator[Any]:
    """Everything inside a profile, down to the single value."""
    if isinstance(record, BaseModel) and not isinstance(record, History):
        for name in type(record).model_fields:
            yield from values(getattr(record, name))
    elif isinstance(record, dict):
        for item in record.values():
            yield from values(item)
    elif isinstance(record, tuple | list | History):
        for item in record:
            yield from values(item)
    else:
        yield record


def dated(name: str) -> list[tuple[str, Dated[Any]]]:
    return list(walk_dated(profile(name)))


def test_the_folder_holds_medicare_a_dozen_payers_and_four_examples() -> None:
    assert "medicare-ffs" in REAL
    assert len(REAL) >= 13
    assert INVENTED == [
        "example-medicaid-mco",
        "example-national-commercial",
        "example-regional-plan",
        "example-self-funded-employer",
    ]


@pytest.mark.parametrize("name", IDS)
def test_the_id_is_the_name_of_the_file(name: str) -> None:
    assert profile(name).id == name


@pytest.mark.parametrize("name", IDS)
def test_every_source_is_used_and_every_fact_has_one(name: str) -> None:
    used = {entry.source for _, entry in dated(name)}
    assert used == set(profile(name).sources)


def histories(record: Any, raw: Any, place: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every history with its entries as they stand in the file."""
    if isinstance(record, History):
        yield place, raw
    elif isinstance(record, BaseModel):
        for name in record.model_fields_set:
            yield from histories(getattr(record, name), raw.get(name), f"{place}.{name}")
    elif isinstance(record, dict):
        for name, item in record.items():
            yield from histories(item, raw[name], f"{place}.{name}")


@pytest.mark.parametrize("name", IDS)
def test_histories_run_from_old_to_new_in_the_file_too(name: str) -> None:
    """The model sorts them; a reader of the file should not have to."""
    raw = read_data(FOLDER / f"{name}.yaml").data
    for place, entries in histories(profile(name), raw):
        starts = [entry["from"].replace("undated", "") for entry in entries]
        assert starts == sorted(starts), place


@pytest.mark.parametrize("name", IDS)
def test_no_rule_ends_before_it_begins(name: str) -> None:
    for place, entry in dated(name):
        if isinstance(entry.value, Standing) and entry.value.until and entry.since:
            assert entry.value.until >= entry.since, place


@pytest.mark.parametrize("name", IDS)
def test_product_ids_are_those_of_the_catalog(name: str) -> None:
    known = {product.id for product in library().catalogue().products.products} | {"any"}
    named = {
        product
        for _, entry in dated(name)
        for product in (getattr(entry.value, "product", "any"), *getattr(entry.value, "products", ()))
    }
    assert named <= known


@pytest.mark.parametrize("name", IDS)
def test_policies_named_by_a_criterion_are_listed_with_what_was_read(name: str) -> None:
    numbers = {entry.value.number for entry in profile(name).policies}
    held = profile(name)
    named = {each.value.policy for each in held.criteria} | {each.value.policy for each in held.limits}
    assert name.startswith("example-") or all(entry.value.seen for entry in profile(name).policies)
    assert named <= numbers | {None}


@pytest.mark.parametrize("name", REAL)
def test_a_real_payer_carries_no_money_and_no_position(name: str) -> None:
    held = profile(name)
    assert not held.arrangement
    assert not held.usual_terms
    assert not held.clause_positions
    assert not [value for value in values(held) if isinstance(value, Decimal)]
    assert not re.search(r"\$\s?\d|\bUSD\b|\d\s?(dollars|per cent of charges)", text_of(name), re.IGNORECASE)


@pytest.mark.parametrize("name", REAL)
def test_a_real_payer_is_sourced_in_public(name: str) -> None:
    held = profile(name)
    assert not held.invented
    for key, source in held.sources.items():
        assert (source.url or "").startswith("http"), key
        assert source.grade not in (Grade.invented, Grade.internal), key


@pytest.mark.parametrize("name", REAL)
def test_weak_and_copied_sources_carry_a_caution(name: str) -> None:
    for key, source in profile(name).sources.items():
        if source.grade is Grade.weak or re.search(r"docslib|vdocuments|readbag|relayto", source.url or ""):
            assert source.note, key


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_payer_says_so_everywhere(name: str) -> None:
    held = profile(name)
    assert held.invented
    assert "(invented)" in held.name
    assert "invented" in held.summary
    assert all(source.grade is Grade.invented for source in held.sources.values())
    assert all(source.title.startswith("Invented for the examples") for source in held.sources.values())
    assert text_of(name).startswith("# An INVENTED payer.")


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_payer_has_a_rate_that_leaves_nothing_open(name: str) -> None:
    arrangement = profile(name).arrangement
    assert arrangement is not None
    assert arrangement.root[-1].value.gaps() == ()


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_payer_shows_at_least_three_values_that_changed(name: str) -> None:
    places = [
        place.rsplit("[", 1)[0] for place, entry in dated(name) if not isinstance(entry.value, Standing)
    ]
    single = {"notes", "contract"}
    changed = {place for place in places if places.count(place) > 1} - single
    assert len(changed) >= 3


def fields_shown(record: Any, prefix: str = "") -> Iterator[str]:
    """The keys that hold something, by record: `CriterionRow.threshold`."""
    if isinstance(record, BaseModel) and not isinstance(record, History):
        for name in record.model_fields_set:
            yield f"{type(record).__name__.split('[')[0]}.{name}"
            yield from fields_shown(getattr(record, name))
    elif isinstance(record, dict):
        for item in record.values():
            yield from fields_shown(item)
    elif isinstance(record, tuple | History):
        for item in record:
            yield from fields_shown(item)


def test_the_examples_show_every_key_between_them() -> None:
    shown = {key for name in INVENTED for key in fields_shown(profile(name))}
    wanted = {
        f"{record}.{key}"
        for record, body in re.findall(r"(?ms)^### (?:`(\w+)`|The file)\n(.*?)(?=^### |\Z)", tables())
        for key in re.findall(r"(?m)^\| `(\w+)`", body)
        if record
    }
    aliases = {"Dated.from": "Dated.since"}
    missing = {key for key in wanted if aliases.get(key, key) not in shown}
    assert not missing
    top = {key.split(".")[1] for key in shown if key.startswith("PayerProfile.")}
    assert top == set(PayerProfile.model_fields)


@pytest.mark.parametrize("name", INVENTED)
def test_usual_terms_and_positions_name_fields_and_clauses_that_exist(name: str) -> None:
    assert set(profile(name).usual_terms) <= {field.path for field in all_fields()}
    clauses = {path.stem for path in (FOLDER.parent / "templates" / "clauses").glob("*.yaml")}
    assert set(profile(name).clause_positions) <= clauses


@pytest.mark.parametrize("name", IDS)
def test_a_draft_can_start_from_every_payer(name: str) -> None:
    """The usual terms are typed only when they become terms: a wrong one would be found here."""
    proposal = propose_terms(profile(name), Case(id="X-1"), date(2026, 11, 22))
    assert proposal.terms.payer.legal_name == on(profile(name).legal_name, date(2026, 11, 22))


def test_medicare_is_not_negotiated_with_and_its_rems_text_is_marked_as_lagging() -> None:
    medicare = profile("medicare-ffs")
    assert medicare.role is not None
    assert medicare.negotiates is not None
    assert medicare.role.root[-1].value is PayerRole.medicare_ffs
    assert medicare.negotiates.root[-1].value is False
    rule = medicare.site_of_care[0]
    assert "REMS" in rule.value.rule
    assert rule.value.outdated_since is not None
    assert "lags" in (rule.note or "")


@pytest.mark.parametrize("name", REAL)
def test_a_rems_rule_still_in_force_is_marked_outdated(name: str) -> None:
    held = profile(name)
    rules = [(each.value.rule, each.value.outdated_since) for each in held.site_of_care]
    rows = [(each.value.criterion, each.value.outdated_since) for each in held.criteria]
    assert all(since for text, since in rules + rows if "REMS" in text)


@pytest.mark.parametrize("name", ["centene-ambetter", "cigna"])
def test_rows_of_a_transplant_policy_are_marked_as_carried_over(name: str) -> None:
    transplant = {"CP.MP.247", "0533"}
    rows = [entry for entry in profile(name).criteria if entry.value.policy in transplant]
    assert len(rows) >= 4
    assert all(row.value.carried_over_from_transplant and "waived" in (row.note or "") for row in rows)


@pytest.mark.parametrize("name", IDS)
def test_profiles_are_in_us_english(name: str) -> None:
    british = (
        r"\b(centre|programme|tumour|leukaemia|haematolog|oncologie|paediatric|authoris|enrolment|licence)\w*"
    )
    body = "\n".join(line for line in text_of(name).splitlines() if "http" not in line)
    assert not re.search(british, body, re.IGNORECASE)


# --- the README ------------------------------------------------------------------------------------------------

BLOCKS = re.findall(r"```yaml\n(.*?)```(?:\n\n```text\n(.*?)\n```)?", README, re.DOTALL)
SHORTEST = BLOCKS[0][0]
GOOD = [text for text, said in BLOCKS[1:] if not said]
WRONG = [(text, said) for text, said in BLOCKS if said]
KEYS = ("first_agreement", "second_agreement", "rules_2019", "cp_phar_362")
SOURCES = "".join(f"  {key}: {{title: A paper, grade: internal, read_on: 2026-11-20}}\n" for key in KEYS)


def test_the_shortest_profile_of_the_readme_works() -> None:
    assert build(PayerProfile, read_yaml(SHORTEST, "my-payer.yaml")).id == "my-payer"


@pytest.mark.parametrize("text", GOOD, ids=[text.split(":")[0] for text in GOOD])
def test_every_example_of_the_readme_works(text: str) -> None:
    whole = SHORTEST.replace("sources:\n", "sources:\n" + SOURCES)
    held = build(PayerProfile, read_yaml(f"{whole}\n{text}", "my-payer.yaml"))
    assert text.split(":")[0] in held.model_fields_set


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said.split("(")[0] for _, said in WRONG])
def test_every_mistake_of_the_readme_is_answered_as_it_says(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        build(PayerProfile, read_yaml(f"{SHORTEST}\n{text}", "my-payer.yaml"))
    assert str(caught.value) == said


def test_the_readme_names_every_key() -> None:
    begin, end = "<!-- tables: begin -->\n\n", "\n<!-- tables: end -->"
    printed = README[README.index(begin) + len(begin) : README.index(end)]
    assert printed == tables(), (
        "payer_profiles/README.md is stale: put the text of sca_toolkit.payer.anatomy.tables() between its marks"
    )


def test_the_readme_lists_the_products_a_profile_may_name() -> None:
    line = next(line for line in README.splitlines() if line.startswith("| a product |"))
    named = set(re.findall(r"`([a-z-]+)`", line)) - {"any"}
    assert named <= {product.id for product in library().catalogue().products.products}
    assert len(named) == 9
