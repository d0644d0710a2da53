"""The Criteria and Policy check pages: a tree with sources, policies compared, a file checked and tried."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.criteria.page_text import WHOLE
from tests.ui.conftest import Open
from tests.ui.reading import labelled, words

POLICY = "qualchoice-bi667-brexu-cel-mcl"


def test_a_policy_is_a_readable_tree_with_sources_and_flags(open_app: Open) -> None:
    app = open_app("criteria")
    labelled(app, "selectbox", "Policy").set_value(POLICY).run()
    said = words(app)
    assert "Between two and five earlier regimens" in said or "between 2 and 5 earlier regimens" in said
    assert "<sup>[1]</sup>" in said
    assert "rel='noopener noreferrer'" in said
    assert "Doubt." in said


def test_the_product_narrows_the_policies_and_two_stand_side_by_side(open_app: Open) -> None:
    app = open_app("criteria")
    labelled(app, "selectbox", "Product").set_value("brexu-cel").run()
    labelled(app, "button_group", "View").set_value("Side by side").run()
    assert "Choose two to 6 policies." in words(app)
    both = [POLICY, "txmedicaid-brexu-cel-mcl"]
    labelled(app, "multiselect", "Policies").set_value(both).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table.columns) == ["Topic", "Differs", *both]
    assert "Earlier drug: BTK inhibitor" in set(table["Topic"])


def test_the_label_and_the_shared_core_have_views_of_their_own(open_app: Open) -> None:
    app = open_app("criteria")
    labelled(app, "button_group", "View").set_value("Against the label").run()
    labelled(app, "selectbox", "Policy").set_value("qualchoice-bi699-cilta-cel").run()
    assert "stricter" in set(app.dataframe[0].value["Stance"])
    labelled(app, "button_group", "View").set_value("What payers share").run()
    assert app.dataframe[0].value.iloc[0]["Topic"] == "Age"
    assert not app.exception


def upload(app: AppTest, label: str, name: str, text: str) -> None:
    labelled(app, "file_uploader", label).set_value((name, text.encode(), "application/yaml")).run()
    assert not app.exception


def test_a_right_file_is_read_and_tried_on_facts(open_app: Open) -> None:
    app = open_app("policy_check")
    upload(app, "Criteria file", "example-liso-cel.yaml", WHOLE)
    assert "No problems: 10 criteria." in words(app)
    upload(app, "Or facts in a file", "facts.yaml", "age: 17\n")
    said = words(app)
    assert "Not met: age at least 18 years." in said
    assert "a person decides" in said


def test_a_wrong_file_shows_every_problem_with_its_line(open_app: Open) -> None:
    app = open_app("policy_check")
    upload(
        app,
        "Criteria file",
        "p.yaml",
        WHOLE.replace("at_least: 100", "at_least: -100").replace("[liso-cel]", "[]"),
    )
    assert any("p.yaml:26" in each.value and "Check the sign" in each.value for each in app.error)


def test_a_case_of_ours_is_judged_by_an_uploaded_policy(open_app: Open) -> None:
    app = open_app("policy_check")
    upload(app, "Criteria file", "example-liso-cel.yaml", WHOLE)
    box = labelled(app, "selectbox", "A case of ours")
    box.set_value(box.options[1]).run()
    assert not app.exception
    assert "age at least 18 years" in words(app)
