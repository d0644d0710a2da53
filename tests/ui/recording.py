"""A record of its own for each test of the Worklist and the Case page: invented cases and the first example."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest

from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import DEMO_CASES
from sca_toolkit.desk.choosing import load_demo
from sca_toolkit.desk.recording import open_case
from sca_toolkit.settings import open_desk
from tests.conftest import ROOT

CASE = DEMO_CASES[0]
"""An example with every fact, so that a draft can be sent."""
INVENTED = 40


def now(desk: Desk) -> datetime:
    return datetime.now(desk.library.practice().calendar.zone)


def filled_record(folder: Path, invented: int = INVENTED) -> Path:
    """A workspace whose record holds the invented cases and the example."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = open_desk(folder)
    load_demo(desk, now(desk), cases=invented)
    open_case(desk, desk.library.case(CASE), now(desk))
    desk.record.close()
    return folder


def copy_of(filled: Path, folder: Path) -> Path:
    """A copy for one test."""
    shutil.copytree(filled, folder)
    return folder


def open_page(page: str, case: str | None = None) -> AppTest:
    """One page of the app, perhaps with a case that was chosen before."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=90)
    if case:
        app.session_state["record_case"] = case
    app.switch_page(f"sca_toolkit/ui/{page}.py")
    app.run()
    assert not app.exception
    return app
