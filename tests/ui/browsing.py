"""Moves that the browser journeys share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.conftest import ROOT, AppServer

if TYPE_CHECKING:
    from playwright.sync_api import Page

Shoot = Callable[[str], None]
CASE = "CASE-2026-102"
"""An example with a real payer, of whom only public facts are known, so that terms are missing."""


def with_a_case(server: AppServer) -> AppServer:
    """The server with that case in its workspace."""
    folder = server.workspace / "cases"
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / f"sca_toolkit/examples/cases/{CASE}.yaml", folder)
    return server


def settle(page: Page) -> None:
    """Wait until the page has stopped running."""
    page.wait_for_timeout(100)
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()


def choose(page: Page, box: str, words: str) -> None:
    """Choose from a list by typing."""
    page.get_by_role("combobox", name=box, exact=True).click()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    settle(page)


def open_draft(page: Page, server: AppServer) -> None:
    """The Draft page with that case."""
    page.goto(f"{server.url}/draft")
    page.get_by_text("Interim letter: not known").wait_for()
