"""Every test of the record that asks for `store` or `address` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sca_toolkit.store import Store
from tests.conftest import _need
from tests.store.postgres_server import Server, binaries, running

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, once per test process, with an empty record as template."""
    programs = _need("PostgreSQL", binaries())
    with running(programs) as server:
        server.run("CREATE DATABASE template_record")
        Store.open(server.address("template_record")).close()
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


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database."""
    name: str = request.param
    return name


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty record."""
    if kind == "sqlite":
        return str(tmp_path / "record.sqlite")
    made: str = request.getfixturevalue("postgres_address")()
    return made


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty record, open."""
    opened = Store.open(address)
    yield opened
    opened.close()
