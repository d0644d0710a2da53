"""The Case page on a real record: every action is kept, says who did it, and refuses in sentences."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from sca_toolkit.desk import Desk, negotiating
from sca_toolkit.desk.attachments import attachment_file
from sca_toolkit.desk.issuing import Issued, issue
from sca_toolkit.desk.negotiating import record_moves, send_draft
from sca_toolkit.desk.recording import change_case, move_plan
from sca_toolkit.desk.tracking import CaseView, case_view
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.ledger import Move, Status
from sca_toolkit.settings import open_desk
from tests.conftest import AppServer
from tests.ui.reading import labelled, labels, words
from tests.ui.recording import CASE, copy_of, filled_record, now, open_page

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_record(tmp_path_factory.mktemp("record") / "workspace", invented=12)


@pytest.fixture
def desk(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = copy_of(filled, tmp_path / "workspace")
    monkeypatch.setenv("SCA_WORKSPACE", str(folder))
    return open_desk(folder)


@pytest.fixture
def app(desk: Desk) -> AppTest:
    return open_page("case_record", CASE)


def seen(desk: Desk) -> CaseView:
    return case_view(desk, CASE, now(desk))


def part(app: AppTest, name: str) -> AppTest:
    labelled(app, "button_group", "Part of the case").set_value(name).run()
    assert not app.exception
    return app


def click(app: AppTest, label: str) -> AppTest:
    labelled(app, "button", label).click().run()
    assert not app.exception
    return app


def step(app: AppTest, wanted: Step) -> AppTest:
    labelled(app, "selectbox", "Another step").set_value(wanted).run()
    assert not app.exception
    return app


def test_the_head_names_case_payer_product_turn_and_next_action_but_no_member(
    app: AppTest, desk: Desk
) -> None:
    view, said = seen(desk), words(app)
    assert f"{CASE} · " in said
    assert f"Next: {view.action.action}" in said
    assert "nobody has the turn" in said
    assert view.case.member.name
    assert view.case.member.name not in said
    app.toggle[0].set_value(True).run()
    assert view.case.member.name in words(app)


def test_five_cards_show_the_authorization_by_parts(app: AppTest) -> None:
    said = [str(getattr(each, "body", "")) for each in app.get("html")]
    cards = next(each for each in said if "class='approvals'" in each)
    assert cards.count("<h4>") == 5
    assert cards.count("<li>") >= 2


def test_a_likely_step_is_recorded_in_two_clicks_with_who_and_when(app: AppTest, desk: Desk) -> None:
    before = len(seen(desk).events)
    click(app, "Contact made")
    click(app, "Record")
    assert f"Contact made. Recorded by {desk.who}" in words(app)
    after = seen(desk).events
    assert len(after) == before + 1
    assert after[-1].step is Step.contact_made


def test_a_closed_gate_says_its_sentence_and_lets_nobody_pass_without_a_reason(
    app: AppTest, desk: Desk
) -> None:
    step(app, Step.collected)
    assert "No collection yet" in words(app)
    click(app, "Record")
    assert not any(event.step is Step.collected for event in seen(desk).events)
    labelled(app, "text_input", "It happened all the same, because").set_value(
        "CFO agreed by telephone"
    ).run()
    click(app, "Record")
    kept = [event for event in seen(desk).events if event.step is Step.collected]
    assert "CFO agreed by telephone" in str(kept[0].note)


def test_a_day_in_the_future_is_refused_and_stays_as_typed(app: AppTest, desk: Desk) -> None:
    step(app, Step.consulted)
    late = now(desk).date() + timedelta(days=40)
    labelled(app, "date_input", "Day").set_value(late).run()
    click(app, "Record")
    assert "is in the future" in words(app)
    assert labelled(app, "date_input", "Day").value == late


def test_an_event_is_corrected_and_removed_and_the_trail_keeps_all(app: AppTest, desk: Desk) -> None:
    click(click(app, "Contact made"), "Record")
    part(app, "Events")
    turn = app.session_state["record_turn"]
    app.session_state[f"record|{CASE}|{turn}|events"] = {
        "selection": {"rows": [0], "columns": [], "cells": []}
    }
    app.run()
    assert not app.exception
    labelled(app, "text_input", "Note").set_value("left a message").run()
    click(app, "Correct")
    assert seen(desk).events[-1].note == "left a message"
    assert len(seen(desk).situation.events) == len(seen(desk).events) + 1
    turn = app.session_state["record_turn"]
    app.session_state[f"record|{CASE}|{turn}|events"] = {
        "selection": {"rows": [0], "columns": [], "cells": []}
    }
    app.run()
    assert labelled(app, "button", "Remove").disabled
    labelled(app, "text_input", "It never happened, because").set_value("another case").run()
    counted = len(seen(desk).events)
    click(app, "Remove")
    assert len(seen(desk).events) == counted - 1


def test_a_moved_date_shows_what_lapses_before_it_is_kept(app: AppTest, desk: Desk) -> None:
    infusion = seen(desk).case.dates.infusion
    assert infusion
    part(app, "What if")
    labelled(app, "date_input", "Infusion").set_value(infusion + timedelta(days=90)).run()
    assert "would lapse" in words(app)
    assert seen(desk).case.dates.infusion == infusion
    click(app, "Keep the new dates")
    assert seen(desk).case.dates.infusion == infusion + timedelta(days=90)
    assert "The new dates are kept. Recorded by" in words(app)


def test_dates_in_the_wrong_order_are_refused_in_a_sentence(app: AppTest, desk: Desk) -> None:
    infusion = seen(desk).case.dates.infusion
    assert infusion
    part(app, "What if")
    labelled(app, "date_input", "Infusion").set_value(infusion - timedelta(days=400)).run()
    assert "is planned before" in words(app)


def test_when_somebody_moved_the_plan_meanwhile_it_is_said_and_my_dates_stay(
    app: AppTest, desk: Desk
) -> None:
    dates = seen(desk).case.dates
    assert dates.infusion
    part(app, "What if")
    mine = dates.infusion + timedelta(days=20)
    labelled(app, "date_input", "Infusion").set_value(mine).run()
    move_plan(desk, CASE, {"infusion": dates.infusion + timedelta(days=3)}, now(desk))
    app.run()
    assert "Somebody saved this case meanwhile" in words(app)
    assert labelled(app, "date_input", "Infusion").value == mine


def test_notes_that_clash_are_shown_side_by_side_and_what_was_typed_stays(app: AppTest, desk: Desk) -> None:
    part(app, "Notes")
    labelled(app, "text_area", "Notes").set_value("mine").run()
    view = seen(desk)
    change_case(desk, view.case.model_copy(update={"notes": "theirs"}), view.row.version, now(desk))
    app.run()
    assert "was changed while you were typing" in words(app)
    assert labelled(app, "text_area", "Notes").value == "mine"
    click(app, "Save mine on top")
    assert seen(desk).case.notes == "mine"


def test_a_call_is_logged_with_its_reference_number(app: AppTest, desk: Desk) -> None:
    part(app, "Contacts")
    labelled(app, "text_input", "Desk or person").set_value("contracting desk").run()
    labelled(app, "text_input", "Reference number").set_value("EX-77").run()
    click(app, "Log it")
    assert seen(desk).contacts[0].reference == "EX-77"
    assert "EX-77" in app.dataframe[0].value.to_string()


def test_draft_counter_and_agree(app: AppTest, desk: Desk) -> None:
    part(app, "Documents")
    click(app, "Send the next draft")
    assert len(seen(desk).papers) == 1
    part(app, "Term sheet")
    labelled(app, "selectbox", "Topic").set_value("claims").run()
    labelled(app, "selectbox", "Term").set_value("filing.initial").run()
    labelled(app, "text_input", "Offered value").set_value("soon").run()
    click(app, "Record the move")
    assert app.error
    assert len(seen(desk).ledger.rounds) == 1
    labelled(app, "text_input", "Offered value").set_value("90 calendar days").run()
    click(app, "Record the move")
    assert seen(desk).ledger.rounds[-1].number == 2
    assert "90 calendar days" in html(app)
    assert seen(desk).events[-1].step is Step.offer_received
    assert seen(desk).approvals[-2].clock.side is Side.us
    labelled(app, "selectbox", "Who").set_value("We").run()
    labelled(app, "selectbox", "What").set_value("Yes to this row").run()
    labelled(app, "selectbox", "Topic").set_value("claims").run()
    click(app, "Record the move")
    assert seen(desk).ledger.row("claims").status is Status.agreed


def test_one_yes_settles_every_row_that_waits_and_the_terms_count_as_agreed(app: AppTest, desk: Desk) -> None:
    send_draft(desk, CASE, now(desk))
    app.run()
    part(app, "Term sheet")
    labelled(app, "selectbox", "What").set_value("Yes to every row that waits").run()
    assert "rows: Parties, funding" in words(app)
    click(app, "Record the move")
    assert seen(desk).ledger.open_points == ()
    assert seen(desk).events[-1].step is Step.terms_agreed
    part(app, "Trail")
    story = list(app.dataframe[0].value["What"])
    assert any(line.startswith("Round 2: the payer agreed to Payment model; ") for line in story)
    assert any(line.startswith("Draft sent, ") for line in story)


def test_a_missing_fact_is_filled_in_and_reaches_the_next_draft(app: AppTest, desk: Desk) -> None:
    view = seen(desk)
    coverage = view.case.coverage.model_copy(update={"eligibility_verified_on": None})
    change_case(desk, view.case.model_copy(update={"coverage": coverage}), view.row.version, now(desk))
    assert "day eligibility was verified" in send_draft(desk, CASE, now(desk)).missing
    app.run()
    part(app, "Facts")
    assert view.case.member.name not in [each.value for each in app.text_input]
    checked = now(desk).date() - timedelta(days=9)
    labelled(app, "date_input", "Eligibility verified on").set_value(checked).run()
    labelled(app, "text_input", "Eligibility reference").set_value("EX-ELG-9").run()
    meanwhile = seen(desk)
    change_case(desk, meanwhile.case.model_copy(update={"notes": "theirs"}), meanwhile.row.version, now(desk))
    click(app, "Save the facts")
    assert "Somebody saved this case meanwhile" in words(app)
    click(app, "Save the facts")
    kept = seen(desk).case
    assert (kept.coverage.eligibility_verified_on, kept.coverage.eligibility_reference) == (
        checked,
        "EX-ELG-9",
    )
    assert kept.notes == "theirs"
    part(app, "Documents")
    click(app, "Send the next draft")
    assert "Changed since the last draft: day eligibility was verified" in words(app)
    assert seen(desk).terms[-1].terms.member.eligibility_verified_on == checked


def test_a_signature_while_rows_are_open_asks_for_a_reason_and_keeps_it(app: AppTest, desk: Desk) -> None:
    send_draft(desk, CASE, now(desk))
    app.run()
    part(app, "Documents")
    assert "Both sides have not settled" in words(app)
    assert "No final has been issued" in words(app)
    click(app, "Payer signed")
    assert "Say first why it is signed all the same" in words(app)
    assert not signatures(desk)
    labelled(app, "text_input", "It is signed all the same, because").set_value(
        "slot at risk; CFO agreed"
    ).run()
    click(app, "Payer signed")
    (signed,) = signatures(desk)
    assert signed.step is Step.payer_signed
    assert "slot at risk; CFO agreed" in str(signed.note)
    assert "Payer signed on" in words(app)


def test_the_final_is_issued_from_the_case_and_both_sides_sign(app: AppTest, desk: Desk) -> None:
    sent = send_draft(desk, CASE, now(desk))
    part(app, "Documents")
    click(app, "Issue the final")
    assert "have not settled" in words(app)
    agreed = [
        Move(case=CASE, round=2, side=Side.payer, topic=move.topic, status=Status.agreed, at=now(desk))
        for move in sent.moves
    ]
    record_moves(desk, agreed, now(desk))
    click(app, "Issue the final")
    assert "The final is kept. Recorded by" in words(app)
    assert [paper.status for paper in seen(desk).papers] == ["draft", "final"]
    assert "speaks against" not in words(app)
    assert "No final has been issued" not in words(app)
    yesterday = now(desk).date() - timedelta(days=1)
    labelled(app, "text_input", "Reference of the signature").set_value("EX-SIG-1").run()
    click(app, "We signed")
    labelled(app, "date_input", "Signed on").set_value(yesterday).run()
    click(app, "Payer signed")
    ours, theirs = sorted(signatures(desk), key=lambda event: event.step is Step.payer_signed)
    assert (ours.step, ours.reference) == (Step.center_signed, "EX-SIG-1")
    assert theirs.at.astimezone(now(desk).tzinfo).date() == yesterday
    assert "We signed" not in labels(app, "button")
    assert seen(desk).approvals[-2].status.holds


def test_a_draft_that_a_colleague_sends_meanwhile_is_not_overwritten(
    app: AppTest, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A colleague presses the same button while our document is being made."""
    colleague = open_desk(desk.library.root)
    waiting = [True]

    def slowly(*given: Any, **named: Any) -> Issued:
        if waiting:
            waiting.clear()
            send_draft(colleague, CASE, now(desk))
        return issue(*given, **named)

    monkeypatch.setattr(negotiating, "issue", slowly)
    part(app, "Documents")
    click(app, "Send the next draft")
    assert "was recorded while the document was made" in words(app)
    assert len(seen(desk).terms) == len(seen(desk).papers) == 1
    assert len(seen(desk).ledger.rounds) == 1


def test_a_move_made_meanwhile_is_answered_and_not_lost(app: AppTest, desk: Desk) -> None:
    """While one person types, a colleague records the payer's other counter: both stand, and the page shows both."""
    send_draft(desk, CASE, now(desk))
    app.run()
    part(app, "Term sheet")
    labelled(app, "selectbox", "Topic").set_value("claims").run()
    labelled(app, "selectbox", "Term").set_value("filing.initial").run()
    labelled(app, "text_input", "Offered value").set_value("90 calendar days").run()
    theirs = Move(case=CASE, round=2, side=Side.payer, topic="claims", status=Status.countered,
                  values={"prompt_pay.due": "45 calendar days"}, at=now(desk))  # fmt: skip
    record_moves(desk, [theirs], now(desk))
    click(app, "Record the move")
    assert not app.error
    told = [event.values for event in seen(desk).moves if event.side is Side.payer]
    assert told == [{"prompt_pay.due": "45 calendar days"}, {"filing.initial": "90 calendar days"}]
    assert {each.number for each in seen(desk).ledger.rounds} == {1, 2}
    row = seen(desk).ledger.row("claims")
    assert "45 calendar days" in row.theirs
    assert "90 calendar days" in row.theirs
    assert "45 calendar days" in html(app)


def html(app: AppTest) -> str:
    return "".join(str(getattr(each, "body", "")) for each in app.get("html"))


def signatures(desk: Desk) -> list[Event]:
    return [event for event in seen(desk).events if event.step in (Step.payer_signed, Step.center_signed)]


def test_a_file_is_kept_with_the_case_and_comes_back_as_it_was(app: AppTest, desk: Desk) -> None:
    part(app, "Documents")
    assert "No file is attached yet" in words(app)
    upload = next(each for each in app.file_uploader if each.label.startswith("File of up to"))
    upload.upload("counter-offer.txt", b"90 calendar days", "text/plain").run()
    labelled(app, "text_input", "What it is").set_value("the payer's counter-offer").run()
    click(app, "Attach")
    assert "The file is kept with the case" in words(app)
    assert "counter-offer.txt" in words(app)
    assert "16 bytes" in words(app)
    assert attachment_file(desk, CASE, 1).content == b"90 calendar days"
    assert "File" in labels(app, "download_button")


def test_a_term_sheet_is_sent_from_the_case(app: AppTest, desk: Desk) -> None:
    part(app, "Documents")
    labelled(app, "selectbox", "Document").set_value("term_sheet").run()
    click(app, "Send the next draft")
    assert seen(desk).papers[-1].template_id == "term_sheet"


def test_without_a_chosen_case_the_page_finds_one_by_its_number(desk: Desk) -> None:
    app = open_page("case_record")
    assert "No case is chosen yet" in words(app)
    labelled(app, "text_input", "Case number, or a part of it").set_value(CASE[-3:]).run()
    click(app, CASE)
    assert f"{CASE} · " in words(app)


@pytest.fixture(scope="module")
def server(no_office: None, app_server: AppServer, filled: Path) -> AppServer:
    """The app on a copy of that record."""
    shutil.copytree(filled, app_server.workspace, dirs_exist_ok=True)
    return app_server


def test_from_the_worklist_to_a_case_to_a_recorded_event(
    page: Page, server: AppServer, tmp_path: Path
) -> None:
    page.goto(server.url)
    page.get_by_text("the most urgent first").wait_for()
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box
    page.mouse.click(box["x"] + 16, box["y"] + 37 + 33)
    page.get_by_text("Circle: planned").wait_for()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/case_record", page.url)
    assert page.title() == "Case"
    page.get_by_role("button", name="Contact made").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_text("Contact made. Recorded by").wait_for()
    assert len(page.screenshot(path=tmp_path / "case.png")) > 20_000
    assert "Traceback" not in server.log.read_text(errors="replace")
