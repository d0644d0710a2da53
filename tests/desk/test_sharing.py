"""What a region gets: times, and nothing that leads to a person, a payer or a day."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.sharing import LONGEST, share_with_region
from sca_toolkit.desk.small_groups import HIDDEN, SMALLEST, hide_small_groups, how_many
from sca_toolkit.desk.synthetic import World, load_world, make_world
from sca_toolkit.desk.synthetic.world import ZONE
from sca_toolkit.errors import UsageProblem
from sca_toolkit.events import Step
from sca_toolkit.library import Library
from sca_toolkit.values import Choice

AS_OF = date(2026, 11, 22)
WORDS_OF_A_CLOSED_LIST = {"authorization", "claims", "other", "order", "product"}
"""Values of `kind` in an event, topics of a move, parts of an episode: they name nobody."""
NOW = datetime(2026, 11, 22, 14, tzinfo=ZONE)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(26, AS_OF, cases=60)


@pytest.fixture(scope="module")
def desk(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(Library(), str(tmp_path_factory.mktemp("shared") / "record.sqlite"), "rlee")
    load_world(made.record, world, who="rlee", now=NOW)
    yield made
    made.record.close()


@pytest.fixture(scope="module")
def files(desk: Desk) -> dict[str, str]:
    data = share_with_region(desk, AS_OF).content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8-sig") for name in package.namelist()}


@pytest.fixture(scope="module")
def rows(files: dict[str, str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["cases.csv"])))


def strings_in(value: Any) -> Iterator[str]:
    """Every text anywhere in a record but the members of closed lists, which name nobody."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings_in(item)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, str) and not isinstance(value, Choice):
        yield value
    elif isinstance(value, date):
        yield value.isoformat()[:10]


def written_forms(day: date) -> Iterator[str]:
    yield from (
        f"{day:%Y-%m-%d}",
        f"{day:%m/%d/%Y}",
        f"{day:%B} {day.day}",
        f"{day:%b} {day.day},",
        f"{day:%Y%m%d}",
    )


def test_no_identifier_of_the_record_survives(world: World, files: dict[str, str]) -> None:
    """Every text of every case, event and move, and every payer and owner, in the bytes that go out."""
    said = "\n".join(files.values()).casefold()
    products = {case.product for case in world.cases}
    payers = {case.coverage.payer or "" for case in world.cases}
    records = [each.model_dump() for each in (*world.cases, *world.events, *world.moves)]
    names = {text for text in strings_in(records) if len(text) > 3} | payers | set(world.owners.values())
    names |= {profile.name for profile in Library().profiles()}
    looked_for = {
        name.casefold() for name in names if name and name not in {*products, *WORDS_OF_A_CLOSED_LIST}
    }
    assert len(looked_for) > 1000, "the search itself must not be empty"
    assert sorted(name for name in looked_for if name in said) == []


def test_no_day_of_the_record_survives_in_any_form(world: World, files: dict[str, str]) -> None:
    table = files["cases.csv"]
    days = {event.at.date() for event in world.events}
    days |= {day for case in world.cases for day in case.dates.model_dump().values() if isinstance(day, date)}
    days |= {case.member.date_of_birth for case in world.cases if case.member.date_of_birth}
    assert len(days) > 200
    assert not [form for day in days for form in written_forms(day) if form in table]
    assert not re.search(r"\b(19|20)\d\d\b", table), "not even a year"


def test_every_cell_is_a_small_number_or_a_word_of_a_closed_list(rows: list[dict[str, str]]) -> None:
    words = {"payer_type", "product", "agreement", "end"}
    for row in rows:
        for name, cell in row.items():
            if name not in words:
                assert cell == "" or abs(int(cell)) <= LONGEST, (name, cell)


def test_every_group_that_can_be_told_apart_has_eleven_rows_or_more(rows: list[dict[str, str]]) -> None:
    sizes = Counter((row["payer_type"], row["product"], row["agreement"]) for row in rows)
    assert min(sizes.values()) >= SMALLEST
    assert len(sizes) > 1


def test_the_order_of_the_rows_says_nothing_about_time(rows: list[dict[str, str]]) -> None:
    assert rows == sorted(rows, key=lambda row: tuple(row.values())) or rows == sorted(
        rows, key=lambda row: tuple(value or "None" for value in row.values())
    )


def test_days_count_from_the_first_day_of_each_case(desk: Desk, rows: list[dict[str, str]]) -> None:
    """Every length from the first day to the infusion is one of the record; those of the last weeks may be missing."""
    clock = desk.record.clock_rows(as_of=AS_OF)
    infused = np.subtract(clock.first[Step.infused], clock.first_event)
    true = Counter(min(int(days.astype(int)), LONGEST) for days in infused if not np.isnat(days))
    shared = Counter(int(row["day_infused"]) for row in rows if row["day_infused"])
    assert shared <= true
    assert shared.total() > 0.7 * true.total()


def test_no_calendar_day_follows_from_the_day_of_the_file(desk: Desk, rows: list[dict[str, str]]) -> None:
    """The day of the file minus the days an open case was seen is its first day: right for hardly any, and never
    nearer than the lag allows for all."""
    clock = desk.record.clock_rows(as_of=AS_OF)
    open_now = np.isnat(clock.ended)
    ages = {int(age.astype(int)) for age in np.datetime64(AS_OF, "D") - clock.first_event[open_now]}
    shown = [int(row["day_seen_until"]) for row in rows if row["end"] == "still waiting"]
    assert len(shown) > 5
    assert sum(age in ages for age in shown) < len(shown) / 2
    running = [row for row in rows if row["end"] == "still waiting" and not row["day_center_signed"]]
    assert running
    assert all(row["days_ours"] == row["days_payers"] == row["days_paused"] == "" for row in running)


def test_nothing_later_than_the_day_on_which_a_case_is_looked_at_is_shown(rows: list[dict[str, str]]) -> None:
    for row in rows:
        days = [int(cell) for name, cell in row.items() if name.startswith("day_") and cell]
        assert max(days) <= max(int(row["day_seen_until"]), int(row["day_ended"] or 0))


def test_open_cases_go_with_the_rest_and_are_open(rows: list[dict[str, str]]) -> None:
    waiting = [row for row in rows if row["end"] == "still waiting"]
    assert waiting
    assert all(row["day_ended"] == "" and row["day_seen_until"] for row in waiting)


def test_the_dictionary_explains_every_column(files: dict[str, str], rows: list[dict[str, str]]) -> None:
    told = [line["column"] for line in csv.DictReader(io.StringIO(files["data_dictionary.csv"]))]
    assert told == list(rows[0])
    assert "a privacy officer confirms" in files["about.txt"]


def test_the_same_record_gives_the_same_bytes(desk: Desk) -> None:
    assert share_with_region(desk, AS_OF) == share_with_region(desk, AS_OF)


def test_too_few_cases_are_not_shared_at_all(tmp_path: Path) -> None:
    desk = Desk(Library(), str(tmp_path / "small.sqlite"), "rlee")
    load_world(desk.record, make_world(1, AS_OF, cases=SMALLEST - 2), who="rlee", now=NOW)
    with pytest.raises(UsageProblem, match="too few cases to share"):
        share_with_region(desk, AS_OF)
    desk.record.close()


def test_features_are_given_up_one_by_one_and_only_where_needed() -> None:
    rows = [("commercial", "axi", "first")] * 12 + [("commercial", "liso", "first")] * 3
    rows += [("commercial", "ide", "repeat")] * 9 + [("tricare", "ide", "first")] * 2
    found = hide_small_groups(rows, (1, 2, 0))
    assert found[:12] == rows[:12], "a large group keeps all it had"
    assert set(found[12:24]) == {("commercial", HIDDEN, HIDDEN)}
    assert found[24:] == [None, None]
    assert how_many(2) == "fewer than 11"
    assert (how_many(0), how_many(1200)) == ("none", "1,200")
