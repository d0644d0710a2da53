"""The app under AppTest: an empty workspace and no LibreOffice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.ui.browsing import Shoot

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests of a process, so that the files that come with the toolkit are read once."""
    return tmp_path_factory.mktemp("app") / "workspace"


@pytest.fixture
def workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace: the examples are shown, and there is a place to save."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    monkeypatch.setenv("SCA_WORKSPACE", str(folder))
    monkeypatch.setenv("SCA_SOFFICE", str(folder / "no-office"))
    return folder


@pytest.fixture
def open_app(workspace: Path) -> Open:
    """Opens the app on the named page; on the Draft page with a case."""

    def opened(page: str = "draft", case: str = "CASE-2026-101") -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        app.session_state["case"] = case
        app.switch_page(f"sca_toolkit/ui/{page}.py").run()
        assert not app.exception
        return app

    return opened


@pytest.fixture
def shoot(page: Page, tmp_path: Path) -> Shoot:
    """Takes a picture of the page and checks that something is on it."""

    def shot(name: str) -> None:
        assert len(page.screenshot(path=tmp_path / f"{name}.png")) > 20_000

    return shot


@pytest.fixture(scope="module")
def no_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An environment in which LibreOffice is not installed; for a server that is started after it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCA_SOFFICE", str(tmp_path_factory.getbasetemp() / "no-office"))
        yield
