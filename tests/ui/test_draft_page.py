"""The Draft page: pick, fill, choose, and nothing typed is lost."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.clauses import Stance
from sca_toolkit.desk import Desk
from sca_toolkit.desk.cases import find_case
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.issuing import terms_file
from sca_toolkit.library import Library
from tests.ui.conftest import Open
from tests.ui.reading import draw, labelled, labels, missing, paper, words

REAL_PAYER, MEDICARE = "CASE-2026-102", "CASE-2026-105"
SIGNATORY = "Payer's signatory"


@pytest.fixture
def app(open_app: Open) -> AppTest:
    """The page with a case whose payer has public facts only, so that terms are missing."""
    return open_app(case=REAL_PAYER)


def pick(app: AppTest, case: str) -> AppTest:
    app.selectbox(key="case").set_value(case).run()
    assert not app.exception
    return app


def type_into(app: AppTest, label: str, text: str) -> AppTest:
    labelled(app, "text_input", label).set_value(text).run()
    assert not app.exception
    return app


def test_the_page_says_which_document_the_case_needs_and_why(app: AppTest) -> None:
    assert "Draft a single-case agreement." in words(app)
    assert "Interim letter: not known" in words(app)
    assert "ask its contracting line" in words(app)


def test_the_case_list_shows_numbers_and_no_names(app: AppTest) -> None:
    shown = [str(option) for option in app.selectbox(key="case").options]
    assert any(REAL_PAYER in option for option in shown)
    assert not any("Example" in option or "Sample" in option for option in shown)


def test_filling_a_gap_makes_the_count_shrink_and_keeps_the_field_in_place(app: AppTest) -> None:
    before = missing(app)
    type_into(app, SIGNATORY, "Jordan Sample")
    assert missing(app) == before - 1
    assert labelled(app, "text_input", SIGNATORY).value == "Jordan Sample"
    assert "Typed in" in words(app)


def test_a_gap_says_where_it_stands_and_who_can_fill_it(app: AppTest) -> None:
    assert "missing] Section 1.2 · ask the payer's contracting line" in words(app)


def test_a_value_that_does_not_fit_stays_in_its_field_with_a_sentence_beside_it(app: AppTest) -> None:
    before = missing(app)
    type_into(app, "Interest rate on late payment", "12")
    assert labelled(app, "text_input", "Interest rate on late payment").value == "12"
    assert "'12' is not a percentage; write the sign, for example 42%." in words(app)
    assert missing(app) == before
    type_into(app, "Interest rate on late payment", "12%")
    assert "is not a percentage" not in words(app)
    assert missing(app) == before - 1


def test_a_bare_number_in_an_amount_is_dollars(app: AppTest) -> None:
    type_into(app, "Amount of the Case Rate", "185,000")
    assert labelled(app, "text_input", "Amount of the Case Rate").value == "$185,000"


def test_undo_takes_the_last_change_back(app: AppTest) -> None:
    before = missing(app)
    type_into(app, SIGNATORY, "Jordan Sample")
    labelled(app, "button", "Undo").click().run()
    assert missing(app) == before
    assert labelled(app, "text_input", SIGNATORY).value in ("", None)
    assert labelled(app, "button", "Undo").disabled


def test_what_was_typed_is_there_after_a_change_of_page_case_and_section(app: AppTest) -> None:
    type_into(app, SIGNATORY, "Jordan Sample")
    type_into(app, "Interest rate on late payment", "twelve")
    app.switch_page("sca_toolkit/ui/payers.py").run()
    app.switch_page("sca_toolkit/ui/draft.py").run()
    pick(pick(app, MEDICARE), REAL_PAYER)
    draw(draw(app, "Money"), "Parties")
    assert labelled(app, "text_input", SIGNATORY).value == "Jordan Sample"
    draw(app, "Money")
    assert labelled(app, "text_input", "Interest rate on late payment").value == "twelve"


def test_changes_are_saved_and_a_new_tab_goes_on_with_them(
    app: AppTest, open_app: Open, workspace: Path
) -> None:
    assert "Nothing changed yet" in words(app)
    type_into(app, SIGNATORY, "Jordan Sample")
    assert "Saved " in words(app)
    assert (workspace / "drafts/CASE-2026-102/aetna.json").is_file()
    again = open_app(case=REAL_PAYER)
    assert "Continued from the draft saved" in words(again)
    draw(again, "Parties")
    assert labelled(again, "text_input", SIGNATORY).value == "Jordan Sample"


def test_changes_that_cannot_be_saved_are_marked(app: AppTest, workspace: Path) -> None:
    (workspace / "drafts").write_text("a file where the folder should be")
    type_into(app, SIGNATORY, "Jordan Sample")
    assert "Unsaved changes" in words(app)
    assert labelled(app, "text_input", SIGNATORY).value == "Jordan Sample"


def test_start_over_brings_the_proposal_back_and_can_be_undone(app: AppTest) -> None:
    before = missing(app)
    type_into(app, SIGNATORY, "Jordan Sample")
    labelled(app, "button", "Start over").click().run()
    assert missing(app) == before
    labelled(app, "button", "Undo").click().run()
    assert missing(app) == before - 1


def test_another_position_changes_the_wording_of_the_clause(app: AppTest) -> None:
    draw(app, "Clauses")
    labelled(app, "selectbox", "Clause").set_value("SCA-14").run()
    assert "What it is for." in words(app)
    assert "Without it." in words(app)
    assert "needs no amendment and no new Authorization" in paper(app)
    labelled(app, "radio", "Position").set_value(Stance.payer).run()
    assert "requires the Payer’s prior written consent" in paper(app)
    assert "<section class='focus'><h3>3.3" in paper(app)
    labelled(app, "button", "Undo").click().run()
    assert "needs no amendment and no new Authorization" in paper(app)


def test_a_value_shows_where_it_came_from(open_app: Open) -> None:
    app = draw(open_app(), "Money")
    assert "Payer profile · " in words(app)
    assert "since Jun 1, 2026 · " in words(app)
    assert "Clause position · ours position of SCA-27" in words(app)


def test_a_field_explains_itself_with_its_meaning_and_the_word_of_the_field(app: AppTest) -> None:
    draw(app, "Claims")
    help_text = labelled(app, "text_input", "Time to file").help
    assert "Time to file the first claim." in help_text
    assert "Timely filing" in help_text


def test_the_payment_can_be_replaced_by_a_shape(app: AppTest) -> None:
    draw(app, "Money")
    labelled(app, "selectbox", "Payment shape").set_value("phased-case-rates").run()
    labelled(app, "button", "Use it").click().run()
    assert not app.exception
    assert any("collection phase" in label for label in labels(app, "text_input"))
    labelled(app, "button", "Undo").click().run()
    assert not any("collection phase" in label for label in labels(app, "text_input"))


def test_the_payment_as_text_says_the_line_of_a_mistake_and_takes_what_is_right(app: AppTest) -> None:
    draw(app, "Money")
    area = labelled(app, "text_area", "Payment arrangement")
    good = area.value
    area.set_value(good.replace("kind: product", "kind: produkt", 1)).run()
    labelled(app, "button", "Apply the text").click().run()
    line = good[: good.index("kind: product")].count("\n") + 1
    assert f"payment:{line}" in words(app)
    assert "Did you mean “product”?" in words(app)
    area = labelled(app, "text_area", "Payment arrangement")
    area.set_value(good.replace("window:", "amount: $190,000\n      window:", 1)).run()
    labelled(app, "button", "Apply the text").click().run()
    assert "Case rate $190,000" in words(app)


def test_a_final_cannot_be_downloaded_while_terms_are_missing(app: AppTest) -> None:
    assert not labelled(app, "download_button", "Word").proto.disabled
    labelled(app, "button_group", "Issue as").set_value("Final").run()
    word = labelled(app, "download_button", "Word")
    assert word.proto.disabled
    assert "A final cannot be made yet: 20 missing terms and 1 blocking finding." in word.help


def test_a_complete_draft_is_ready_for_a_final(open_app: Open) -> None:
    app = open_app(case="CASE-2026-101")
    assert missing(app) == 0
    assert "ready for a final" in words(app)
    labelled(app, "button_group", "Issue as").set_value("Final").run()
    assert not labelled(app, "download_button", "Word").proto.disabled


def test_where_nothing_is_negotiated_the_page_says_so_and_drafts_only_on_request(open_app: Open) -> None:
    app = open_app(case=MEDICARE)
    assert "No agreement is needed" in words(app)
    assert not app.get("download_button") or "Word" not in labels(app, "download_button")
    labelled(app, "toggle", "Draft an agreement anyway").set_value(True).run()
    assert "Word" in labels(app, "download_button")


def test_without_libreoffice_the_text_is_shown_and_the_reason_said(app: AppTest) -> None:
    assert "LibreOffice is not installed" in words(app)
    assert "<div class='paper'>" in words(app)
    assert labelled(app, "download_button", "PDF").proto.disabled


def test_the_letter_has_its_own_section_and_the_term_sheet_no_clauses(app: AppTest) -> None:
    app.selectbox(key="paper").set_value("interim_loa").run()
    assert any(option.startswith("Letter") for option in labelled(app, "button_group", "Section").options)
    app.selectbox(key="paper").set_value("term_sheet").run()
    assert "Clauses" not in labelled(app, "button_group", "Section").options
    assert "<table>" in words(app)


def test_a_draft_starts_from_the_deal_terms_of_the_last_agreement(app: AppTest) -> None:
    desk = Desk(Library(None))
    earlier = begin(desk, find_case(desk, "CASE-2026-101"), date(2026, 11, 22))
    app.file_uploader[0].upload("terms.json", terms_file(earlier), "application/json").run()
    labelled(app, "button", "Use its deal terms").click().run()
    assert not app.exception
    assert missing(app) < 20
    draw(app, "Member")
    assert labelled(app, "text_input", "Member name").value != earlier.terms.member.name
    draw(app, "Money")
    assert "Last agreement" in words(app)


def test_a_terms_file_that_is_none_is_refused_in_words(app: AppTest) -> None:
    app.file_uploader[0].upload(
        "terms.json", json.dumps({"payer": {"legl_name": "X"}}).encode(), "application/json"
    ).run()
    labelled(app, "button", "Use its deal terms").click().run()
    assert not app.exception
    assert "the key “legl_name” is not known" in words(app)


def test_rows_are_edited_in_a_table_and_a_wrong_one_is_explained(app: AppTest) -> None:
    draw(app, "Clinical")
    name = "rows|CASE-2026-102|aetna|authorization.approvals|1"
    row = {"component": "product", "number": "EX-1", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}
    app.session_state[name] = {"edited_rows": {}, "deleted_rows": [], "added_rows": [row]}
    app.run()
    assert "authorization ends on 2027-01-01 before it starts on 2027-01-02" in words(app)
    before = missing(app)
    row = row | {"valid_to": "2027-06-01"}
    app.session_state[name] = {"edited_rows": {}, "deleted_rows": [], "added_rows": [row]}
    app.run()
    assert not app.exception
    assert missing(app) == before - 1
