"""Many writers at once, writers killed in mid-write, and a full disk: no committed write is lost, none is half there.

Short by default. On demand, the full runs (their counts are printed with `-s`):

    SCA_KILLS=200 SCA_WRITE_SECONDS=60 python -m pytest -s --timeout 900 tests/store/test_crowds.py
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event as engine_event

from sca_toolkit.store import (
    Store,
    StoreError,
    add_case,
    add_cases,
    all_case_ids,
    count_cases,
    engines,
    verify,
)
from tests.store.conftest import Crowd
from tests.store.samples import case, with_case, writing

KILLS = int(os.environ.get("SCA_KILLS", "6"))
SECONDS = float(os.environ.get("SCA_WRITE_SECONDS", "0.5"))
WRITERS = {"sqlite": 8, "postgresql": 16} if SECONDS >= 60 else {"sqlite": 3, "postgresql": 5}


@pytest.mark.slow
def test_no_update_is_lost_among_many_writers(kind: str, address: str, crowd: Crowd) -> None:
    counted = crowd("write", address, WRITERS[kind], SECONDS)
    print(f"\n{kind}, {WRITERS[kind]} writers, {SECONDS:g} s: {counted}")
    assert counted["problems"] == []
    assert counted["saved"] > 0
    assert counted["counted_in_the_case"] == counted["saved"]
    assert counted["events"] == counted["saved"] // 10


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_and_leaves_nothing_half_written(
    kind: str, address: str, crowd: Crowd
) -> None:
    counted = crowd("kill", address, KILLS, 20261122)
    print(f"\n{kind}: {counted}")
    assert counted["kills"] == KILLS
    assert (counted["lost"], counted["half_written"], counted["problems"]) == (0, 0, [])


@pytest.mark.slow
def test_an_import_that_is_killed_keeps_all_of_the_list_or_nothing_and_may_be_made_again(
    kind: str, address: str, crowd: Crowd
) -> None:
    """The list is made again from its beginning; what was there already is left out."""
    counted = crowd("import", address, max(3, KILLS // 4), 20261122)
    print(f"\n{kind}, imports: {counted}")
    assert counted["in_mid_import"] > 0
    assert (counted["part"], counted["problems"]) == (0, [])
    assert counted["after_importing_again"] == [90], "30 cases with 3 events each, once"


def test_a_writer_who_waits_too_long_is_told_and_may_try_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE", 0.3)
    said: list[str] = []

    def wait_in_vain() -> None:
        try:
            with_case(store, "CASE-2")
        except StoreError as error:
            said.append(str(error))

    with writing(store) as write:
        add_case(write, case())
        waiting = threading.Thread(target=wait_in_vain)
        waiting.start()
        waiting.join()
    assert len(said) == 1
    assert "Someone else has been writing for a long time. Try again." in said[0]
    with_case(store, "CASE-2")
    with store.reading() as read:
        assert all_case_ids(read) == ("CASE-1", "CASE-2")


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path, crowd: Crowd) -> None:
    """The system refuses to let the file grow, in the middle of writes."""
    address = str(tmp_path / "record.sqlite")
    Store.open(address).close()
    counted = crowd("fill", address, 600_000)
    assert "may be full" in counted["said"]
    assert counted["kept"] > 0
    store = Store.open(address)
    with store.reading() as read:
        assert count_cases(read) == counted["kept"]
    assert verify(store) == []
    with writing(store) as write:
        add_case(write, case("CASE-AFTER"))
    store.close()


def test_a_disk_that_is_full_in_a_long_write_keeps_nothing_of_it(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "record.sqlite")
    with_case(store)
    # SQLite's own limit of pages gives the very error of a full disk.
    engine_event.listen(
        store.engines.write, "begin", lambda link: link.exec_driver_sql("PRAGMA max_page_count = 100").all()
    )
    with pytest.raises(StoreError, match="The disk is full"), writing(store) as write:
        add_cases(write, [case(f"CASE-A{number}", notes="x" * 2000) for number in range(300)])
    with store.reading() as read:
        assert count_cases(read) == 1
    assert verify(store) == []
    store.close()


def test_a_server_that_goes_away_is_said(postgres_address: Callable[..., str]) -> None:
    store = Store.open(postgres_address())

    def end_all_connections() -> None:
        with writing(store) as write:
            add_case(write, case())
            write.connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(StoreError, match=r"broke\. Look whether the last action is there"):
        end_all_connections()
    with store.reading() as read:
        assert count_cases(read) == 0
    store.close()
