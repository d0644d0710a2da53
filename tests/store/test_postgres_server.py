"""The server that the tests start runs for root and for an ordinary user."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT, _need
from tests.store.postgres_server import binaries

AS_AN_ORDINARY_USER = """
import os, pwd
import alembic.command, alembic.config, alembic.script
from sca_toolkit.store import Store, verify
from tests.store.postgres_server import binaries, running
from tests.store.samples import with_case

programs = binaries()
if os.geteuid() == 0:  # all is imported by now: what lies in root's home cannot be read from here on
    nobody = pwd.getpwnam("nobody")
    os.chdir("/")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
assert os.geteuid() != 0
with running(programs) as server:
    server.run("CREATE DATABASE record TEMPLATE template0")
    store = Store.open(server.address("record"))
    with_case(store)
    assert verify(store) == []
    store.close()
"""


@pytest.mark.slow
def test_an_ordinary_user_can_start_the_server_and_keep_a_case_in_it() -> None:
    _need("PostgreSQL", binaries())
    command = [sys.executable, "-c", AS_AN_ORDINARY_USER]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
