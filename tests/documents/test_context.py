"""Only plain data goes into a document, and every fault is named by the path of its field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from markupsafe import Markup

from sca_toolkit.documents.context import plain_data
from sca_toolkit.errors import DataError
from sca_toolkit.values import marks


class _Secret:
    def get(self) -> str:
        return "secret"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "has no value"),
        (1.5, "is a float"),
        (Decimal("523100"), "is a Decimal"),
        (date(2026, 11, 22), "is a date"),
        (("a",), "is a tuple"),
        (b"x", "is a bytes"),
        (_Secret(), "is a _Secret"),
        (Markup("<b>"), "is a Markup"),
        (10**15, "too large"),
    ],
)
def test_what_is_not_plain_data_is_refused(value: object, says: str) -> None:
    with pytest.raises(DataError, match=says) as error:
        plain_data({"case": {"members": [{"x": value}]}})
    assert error.value.problems[0].place == "case.members[0].x"


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(DataError) as error:
        plain_data({"a": None, "b": ["fine", "bad\x00"], "c": {"d": 1.5}})
    assert [problem.place for problem in error.value.problems] == ["a", "b[1]", "c.d"]


@pytest.mark.parametrize("sign", ["\ue010", "\ue011", "\ue012", "\ue013", "\ue014", "\ue015"])
def test_the_engines_own_signs_are_refused(sign: str) -> None:
    with pytest.raises(DataError, match="cannot stand in a document"):
        plain_data({"a": f"x{sign}y"})


@pytest.mark.parametrize(
    "text",
    [
        "\ue000",
        "\ue000label",
        "label\ue001",
        "\ue000a\ue000b\ue001\ue001",
        "\ue002x\ue004",
        "\ue005a",
        "\ue007not a name\ue008",
    ],
)
def test_a_broken_mark_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="broken mark"):
        plain_data({"a": text})


def test_whole_marks_pass_unchanged() -> None:
    text = marks.bookmark("fees") + marks.term("Case Rate") + marks.ref("fees", "3.2") + marks.gap("rate")
    assert plain_data({"a": text})["a"] == text


def test_a_dict_inside_itself_is_an_error_and_not_the_end_of_the_program() -> None:
    data: dict[str, Any] = {}
    data["again"] = data
    with pytest.raises(DataError, match="deeper than 40 levels"):
        plain_data(data)


def test_names_of_fields_must_be_text() -> None:
    with pytest.raises(DataError, match="name of a field must be text"):
        plain_data({"a": {1: "x"}})


def test_a_text_of_unreasonable_length_is_refused() -> None:
    with pytest.raises(DataError, match="longer than 200,000"):
        plain_data({"a": "x" * 200_001})
