"""The preview: real pages, made by LibreOffice, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import AppServer
from tests.ui.browsing import Shoot, choose, open_draft, settle, with_a_case

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_pages_of_the_real_document_are_shown_and_follow_the_clause_in_focus(
    page: Page, app_server: AppServer, soffice: Path, pdftoppm: Path, shoot: Shoot
) -> None:
    open_draft(page, with_a_case(app_server))
    page.get_by_role("img", name=re.compile("Page 1 of")).wait_for(timeout=60_000)
    page.get_by_role("radio", name="Clauses").click()
    settle(page)
    choose(page, "Clause", "Setting, Level of Care")
    page.get_by_role(
        "img", name=re.compile(r"Page ([2-9]|1\d) of \d+ of the Single-Case Agreement")
    ).wait_for()
    shoot("pages")
