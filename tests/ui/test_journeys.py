"""The main paths in a real browser, with a picture of where each ends."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.conftest import AppServer
from tests.ui.browsing import Shoot, choose, open_draft, settle, with_a_case

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIGNATORY = "Payer's signatory"


@pytest.fixture(scope="module")
def server(no_office: None, app_server: AppServer) -> AppServer:
    """The app without LibreOffice, so that no journey waits for pages it does not look at."""
    return with_a_case(app_server)


def missing(page: Page) -> int:
    said = page.get_by_text(re.compile(r"^\d+ missing$")).first.inner_text()
    return int(said.split()[0])


def test_a_gap_is_filled_by_keyboard_and_stands_in_the_downloaded_word_file(
    page: Page, server: AppServer, shoot: Shoot
) -> None:
    open_draft(page, server)
    before = missing(page)
    page.get_by_role("textbox", name=SIGNATORY, exact=True).fill("Smith & Sons <LLC>")
    page.keyboard.press("Enter")
    page.get_by_text(f"{before - 1} missing").wait_for()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    assert waiting.value.suggested_filename == "CASE-2026-102-sca-v1-draft.docx"
    with zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes())) as package:
        assert "Smith &amp; Sons &lt;LLC&gt;" in package.read("word/document.xml").decode()
    assert page.title() == "Draft"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/(draft)?", page.url)
    shoot("draft")


def test_another_position_changes_the_text_and_undo_brings_it_back(
    page: Page, server: AppServer, shoot: Shoot
) -> None:
    open_draft(page, server)
    page.get_by_role("radio", name="Clauses").click()
    settle(page)
    choose(page, "Clause", "Setting, Level of Care")
    focus = page.locator(".paper section.focus")
    focus.get_by_text("needs no amendment and no new Authorization").wait_for()
    page.locator("label").filter(has_text="Theirs").first.click()
    focus.get_by_text("requires the Payer’s prior written consent").wait_for()
    page.get_by_role("link", name="Payers").click()
    page.get_by_text("Choose a row for its card").wait_for()
    page.get_by_role("link", name="Draft").click()
    page.get_by_role("button", name="Undo").click()
    focus.get_by_text("needs no amendment and no new Authorization").wait_for()
    shoot("clauses")


def test_a_fact_on_a_payers_card_shows_its_source_on_one_click(
    page: Page, server: AppServer, shoot: Shoot
) -> None:
    page.goto(f"{server.url}/payers")
    fact = page.locator("details").first
    fact.locator("summary").click()
    assert fact.locator(".source").inner_text()
    assert page.title() == "Payers"
    shoot("payers")


def test_a_spreadsheet_is_uploaded_tried_and_saved(page: Page, server: AppServer, shoot: Shoot) -> None:
    page.goto(f"{server.url}/cases")
    page.get_by_role("radio", name="Spreadsheet").click()
    table = b"Case ID,Payer,Infusion date\nB-1,aetna,2027-01-04\nB-2,aetna,2027-13-40\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "cases.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_text("2 rows: 1 can be saved, 1 refused.").wait_for()
    shoot("spreadsheet")
    page.get_by_role("button", name="Save 1 case").click()
    page.get_by_text("1 case saved in the workspace's cases folder.").wait_for()
    assert (server.workspace / "cases/B-1.yaml").is_file()
    assert "Traceback" not in server.log.read_text(errors="replace")
