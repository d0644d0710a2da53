"""The card of a payer and payers side by side: words, ages, sources, and nothing that gets lost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sca_toolkit.library.loading import load
from sca_toolkit.payer import Card, Line, PayerProfile, card, compare, unknowns, walk_dated
from sca_toolkit.payer.layout import SECTIONS, UNKNOWN_SECTION

FOLDER = Path(__file__).resolve().parent.parent / "payer_profiles"
AS_OF = date(2026, 11, 22)


def shown(name: str, as_of: date = AS_OF) -> Card:
    return card(load(PayerProfile, FOLDER / f"{name}.yaml"), as_of)


def line(name: str, key: str, as_of: date = AS_OF) -> Line:
    return next(each for section in shown(name, as_of).sections for each in section.lines if each.key == key)


def test_every_key_of_a_profile_stands_in_exactly_one_section() -> None:
    placed = [key for keys in SECTIONS.values() for key in keys]
    heading = {"id", "name", "invented", "summary", "sources"}
    assert sorted(placed) == sorted(set(PayerProfile.model_fields) - heading)


def test_sections_stand_in_the_order_in_which_a_person_asks() -> None:
    titles = [section.title for section in shown("example-national-commercial").sections]
    assert titles == [
        "Who it is",
        "How to reach it",
        "What it wants",
        "How it pays",
        "Rules and clocks",
        "Known positions",
    ]
    assert [section.title for section in shown("aetna").sections][-1] == UNKNOWN_SECTION


def test_a_line_shows_value_page_age_and_grade() -> None:
    found = line("example-national-commercial", "timely_filing.initial")
    assert (found.label, found.value) == ("Time to file a claim", "180 calendar days")
    assert found.source == "Invented for the examples (a second agreement of 2026)"
    assert (found.age_days, found.age, found.stale) == (174, "174 days", False)
    assert found.earlier == ("before Jun 1, 2026: 90 calendar days",)
    assert found.cited == "Invented for the examples (a second agreement of 2026); 174 days; invented"


def test_the_card_of_an_earlier_day_shows_what_held_then() -> None:
    before = line("example-national-commercial", "timely_filing.initial", date(2026, 5, 31))
    assert (before.value, before.earlier) == ("90 calendar days", ())


@pytest.mark.parametrize(("day", "stale"), [(date(2027, 6, 1), False), (date(2027, 6, 2), True)])
def test_a_value_is_stale_after_365_days(day: date, stale: bool) -> None:
    assert line("example-national-commercial", "timely_filing.initial", day).stale is stale


def test_an_undated_value_says_so_and_grows_stale_a_year_after_it_was_read() -> None:
    fresh, old = (line("independence-blue-cross", "policies", day) for day in (AS_OF, date(2027, 11, 23)))
    assert (fresh.age_days, fresh.age, fresh.stale) == (None, "undated", False)
    assert old.stale


def test_what_is_not_known_is_said_and_named() -> None:
    profile = load(PayerProfile, FOLDER / "aetna.yaml")
    asked = shown("aetna").sections[-1].lines
    assert len(asked) == shown("aetna").unknown == len(unknowns(profile))
    assert {each.value for each in asked} == {"not known"}
    assert all(each.note and not each.cited for each in asked)


def test_a_withdrawn_rule_is_off_the_card() -> None:
    keys = [each.key for section in shown("texas-medicaid").sections for each in section.lines]
    assert "site_of_care" not in keys
    assert line("texas-medicaid", "site_of_care", date(2021, 10, 31)).value.startswith("Certified facility")


def test_nothing_in_force_is_lost_on_the_way_to_the_card() -> None:
    profile = load(PayerProfile, FOLDER / "aetna.yaml")
    lines = [each for section in shown("aetna").sections for each in section.lines if each.source]
    assert len(lines) == sum(1 for _ in walk_dated(profile))


def test_an_outdated_rule_tells_the_reader_to_challenge_it() -> None:
    assert line("medicare-ffs", "site_of_care").value.endswith("(outdated since Jun 26, 2025: challenge it)")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_line_of_every_card_reads_as_words(path: Path) -> None:
    found = card(load(PayerProfile, path), AS_OF)
    for section in found.sections:
        for each in section.lines:
            assert each.label[0].isupper() or each.label[0].isdigit(), each
            assert not re.search(r"\w+=|[{}]", each.value), f"{each.key} shows a record: {each.value}"
            assert "[MISSING" not in each.label
            assert each.value.strip() == each.value


def test_people_and_choices_among_usual_terms_read_as_words() -> None:
    assert line("example-national-commercial", "usual_terms.benefit.cost_share_level").value == "in network"
    people = line("example-national-commercial", "usual_terms.contacts.payer").value
    assert people.startswith("negotiator, Jordan Sample, 555-0101")


def test_payers_side_by_side_say_not_known_where_nobody_knows() -> None:
    found = compare([load(PayerProfile, FOLDER / f"{n}.yaml") for n in ("aetna", "point32health")], AS_OF)
    rows = {row.key: row.values for row in found.rows}
    assert found.payers == ("aetna", "point32health")
    assert rows["role"] == ("insurer", "not known")
    assert rows["authorization_validity"] == ("not known", "6 months (product)")
    assert rows["criteria"] == ("24 entries", "not known")
    assert "tax_id" not in rows
    assert all(len(values) == 2 for values in rows.values())


def test_a_comparison_holds_a_row_for_each_clause_position() -> None:
    names = ("example-national-commercial", "example-medicaid-mco")
    found = compare([load(PayerProfile, FOLDER / f"{name}.yaml") for name in names], AS_OF)
    rows = {row.label: row.values for row in found.rows}
    assert rows["SCA-10"] == ("middle", "not known")
    assert rows["SCA-27"] == ("not known", "theirs")
