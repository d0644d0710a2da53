"""Every test of the record that asks for `store` or `address` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sca_toolkit.store import Store
from sca_toolkit.store.guards import guard, unguard
from sca_toolkit.store.tables import ALL, case_clocks
from tests.conftest import ROOT, _need
from tests.store.postgres_server import Server, binaries, running

Crowd = Callable[..., dict[str, Any]]
_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, once per test process, with an empty record as template."""
    programs = _need("PostgreSQL", binaries())
    with running(programs) as server:
        for name in ("template_record", "shared_record"):
            server.run(
                f"CREATE DATABASE {name} TEMPLATE {'template0' if name[0] == 't' else 'template_record'}"
            )
            Store.open(server.address(name)).close()
        yield server


@pytest.fixture
def postgres_address(postgres: Server) -> Iterator[Callable[..., str]]:
    """A function that makes a database, with an empty record unless `empty`, and returns its address."""
    made: list[str] = []

    def make(*, empty: bool = False) -> str:
        name = f"record_{next(_NUMBERS)}"
        template = "template0" if empty else "template_record"
        postgres.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        made.append(name)
        return postgres.address(name)

    yield make
    for name in made:
        postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., str]:
    """A function that gives an address of a kind (`sqlite` or `postgresql`) at which nothing stands yet."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / f"folder-{next(_NUMBERS)}" / "record.sqlite")
        address: str = request.getfixturevalue("postgres_address")(empty=True)
        return address

    return make


@pytest.fixture
def empty_record(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., str]:
    """A function that gives the address of a new empty record of a kind."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            copy = tmp_path / f"copy-{next(_NUMBERS)}.sqlite"
            return str(shutil.copy(request.getfixturevalue("template_file"), copy))
        address: str = request.getfixturevalue("postgres_address")()
        return address

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def template_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record in a file."""
    file = tmp_path_factory.mktemp("template") / "record.sqlite"
    Store.open(file).close()
    return file


@pytest.fixture
def address(kind: str, empty_record: Callable[..., str]) -> str:
    """The address of an empty record."""
    return empty_record(kind)


@pytest.fixture
def fresh_store(address: str) -> Iterator[Store]:
    """An empty record in a database of its own, for tests that change its layout."""
    opened = Store.open(address)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_stores() -> Iterator[dict[str, Store]]:
    """One open record of each kind; SQLAlchemy then prepares each statement once and not once a test."""
    stores: dict[str, Store] = {}
    yield stores
    for store in stores.values():
        store.close()


@pytest.fixture
def store(
    kind: str,
    shared_stores: dict[str, Store],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Store:
    """An empty record, open."""
    if kind not in shared_stores:
        if kind == "sqlite":
            address = str(tmp_path_factory.mktemp("shared") / "record.sqlite")
        else:
            address = request.getfixturevalue("postgres").address("shared_record")
        shared_stores[kind] = Store.open(address)
    shared = shared_stores[kind]
    with shared.engines.write.begin() as connection:
        unguard(connection)
        for table in (case_clocks, *reversed(ALL)):
            connection.execute(table.delete())
        guard(connection)
    return shared


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    """A function that has `crowd.py` act, and returns what it counted."""
    command = [sys.executable, "-m", "tests.store.crowd"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    asks, answers = process.stdin, process.stdout

    def act(what: str, address: str, *numbers: float) -> dict[str, Any]:
        asks.write(json.dumps([what, address, *numbers]) + "\n")
        asks.flush()
        counted: dict[str, Any] = json.loads(answers.readline())
        return counted

    yield act
    asks.close()
    process.wait(timeout=10)
    answers.close()
