"""Where the record is, and what is said when that cannot be."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sca_toolkit.errors import ScaError, UsageProblem
from sca_toolkit.store import Store, StoreError, default_address, parse_address
from tests.store.samples import with_case


def test_a_workspace_keeps_its_record_in_itself(tmp_path: Path) -> None:
    assert default_address(tmp_path) == str(tmp_path / "record.sqlite")


def test_without_a_workspace_the_record_is_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_address() == str(tmp_path / "sca_toolkit" / "record.sqlite")


@pytest.mark.parametrize("written", ["{}/a b.sqlite", "sqlite:///{}/a b.sqlite"])
def test_a_file_may_be_written_as_a_path_or_an_address(tmp_path: Path, written: str) -> None:
    place = parse_address(written.format(tmp_path))
    assert (place.file, place.words) == (tmp_path / "a b.sqlite", str(tmp_path / "a b.sqlite"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_of_writing_postgresql_is_understood(scheme: str) -> None:
    place = parse_address(f"{scheme}://rlee:s3cret@db.example.org/sca")
    assert (place.file, place.url.drivername) == (None, "postgresql+psycopg")


def test_a_password_is_never_shown() -> None:
    assert parse_address("postgresql://rlee:s3cret@db/sca").words == "postgresql+psycopg://rlee:***@db/sca"
    with pytest.raises(UsageProblem) as caught:
        parse_address("oracle://rlee:s3cret@db/sca")
    assert "s3cret" not in str(caught.value)
    with pytest.raises(UsageProblem) as caught:
        parse_address("postgresql://rlee:s3cret@db:notaport/sca")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("written", ["", ":memory:", "sqlite://", "mysql://db/sca"])
def test_what_cannot_hold_a_record_is_refused(written: str) -> None:
    with pytest.raises(UsageProblem, match="SCA_DATABASE"):
        parse_address(written)


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"is a folder.*record\.sqlite"):
        Store.open(tmp_path)


def test_a_new_record_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "new" / "record.sqlite"
    store = Store.open(file)
    with_case(store)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}, (
        "the log beside it too"
    )
    store.close()


def test_a_record_that_should_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="There is no record at"):
        Store.open(tmp_path / "record.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite"
    file.write_bytes(b"my thesis " * 1000)
    with pytest.raises(StoreError, match="not a record of this program"):
        Store.open(file)
    assert file.read_bytes() == b"my thesis " * 1000


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Store.open(tmp_path / "file" / "record.sqlite")


def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not answer") as caught:
        Store.open(f"postgresql://sca:s3cret@/record?host={tmp_path}")
    assert "s3cret" not in str(caught.value)
    assert isinstance(caught.value, ScaError)
