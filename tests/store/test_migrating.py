"""The layout of a database: made once, brought up to date safely, refused when it is newer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from sca_toolkit.errors import UsageProblem
from sca_toolkit.store import NewerRecord, Store, verify
from sca_toolkit.store.address import parse_address
from sca_toolkit.store.engines import make_engines
from sca_toolkit.store.migrating import NEWEST, SCRIPTS, layout, migrate
from sca_toolkit.store.tables import METADATA
from tests.store.conftest import Crowd
from tests.store.samples import event, read_events, with_case

NewAddress = Callable[[str], str]

SECOND = '''
"""A layout to come: a new column, and a table that SQLite has to copy."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "r0003", "r0002", None, None


def upgrade():
    with op.batch_alter_table("events") as batch:
        batch.add_column(sa.Column("urgency", sa.Text()))
        batch.alter_column("component", type_=sa.String(200), existing_type=sa.Text())
    op.execute("UPDATE events SET urgency = 'standard'")
'''


def test_the_program_knows_its_newest_layout() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_the_migrations_make_the_tables_the_program_uses(store: Store) -> None:
    with store.engines.read.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert layout(connection) == NEWEST


def test_opening_again_keeps_everything(address: str) -> None:
    first = Store.open(address)
    with_case(first, events=[event(id="e1")])
    first.close()
    again = Store.open(address)
    assert [found.id for found in read_events(again)] == ["e1"]
    again.close()


def test_a_record_of_a_newer_program_is_refused_and_left_alone(address: str) -> None:
    store = Store.open(address)
    with store.engines.write.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    with pytest.raises(NewerRecord, match=r"newer sca_toolkit.*r9999.*up to r0002.*Update the program"):
        Store.open(address)
    with store.engines.read.connect() as connection:
        assert layout(connection) == "r9999"
    store.close()


def test_the_database_of_another_program_is_refused(kind: str, new_address: NewAddress) -> None:
    address = new_address(kind)
    place = parse_address(address)
    if place.file:
        place.file.parent.mkdir()
    engines = make_engines(place)
    with engines.write.begin() as connection:
        connection.execute(text("CREATE TABLE patients (id INTEGER)"))
    with pytest.raises(UsageProblem, match=r"another program.*patients"):
        Store.open(address)
    with engines.read.connect() as connection:
        assert inspect(connection).get_table_names() == ["patients"]
    engines.dispose()


def test_programs_that_start_at_once_make_one_record(
    kind: str, new_address: NewAddress, crowd: Crowd
) -> None:
    address = new_address(kind)
    assert crowd("open", address, 4) == {"opened": 4}
    store = Store.open(address)
    with_case(store)
    assert verify(store) == []
    store.close()


@pytest.fixture
def later_scripts(tmp_path: Path) -> Path:
    """The migrations with one more."""
    folder = shutil.copytree(SCRIPTS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions/r0003_later.py").write_text(SECOND)
    return folder


def test_a_later_layout_keeps_rows_guards_and_trail(fresh_store: Store, later_scripts: Path) -> None:
    store = fresh_store
    with_case(store, events=[event(id="e1"), event(id="e2", corrects="e1")])
    once = make_engines(store.address, foreign_keys=False)
    migrate(once, "here", scripts=later_scripts, newest="r0003")
    once.dispose()
    assert [found.id for found in read_events(store)] == ["e1", "e2"]
    with pytest.raises(DBAPIError, match="append-only"), store.engines.write.begin() as connection:
        connection.execute(text("DELETE FROM events"))
    with store.reading() as read:
        assert read.connection.scalars(text("SELECT urgency FROM events")).all() == ["standard", "standard"]
    assert verify(store) == [], "a column the trail does not know yet changes no hash"


def test_a_migration_that_fails_changes_nothing(fresh_store: Store, later_scripts: Path) -> None:
    store = fresh_store
    with_case(store, events=[event(id="e1")])
    (later_scripts / "versions/r0003_later.py").write_text(
        SECOND + '    op.execute("SELECT nothing FROM nowhere")\n'
    )
    once = make_engines(store.address, foreign_keys=False)
    with pytest.raises(DBAPIError, match="nowhere"):
        migrate(once, "here", scripts=later_scripts, newest="r0003")
    once.dispose()
    with store.engines.read.connect() as connection:
        assert layout(connection) == "r0002"
        assert "urgency" not in [column["name"] for column in inspect(connection).get_columns("events")]
    with pytest.raises(DBAPIError, match="append-only"), store.engines.write.begin() as connection:
        connection.execute(text("DELETE FROM events"))
    assert verify(store) == []
