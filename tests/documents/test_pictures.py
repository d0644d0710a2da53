"""Pictures in a finished document: the place stays, the picture is exchanged; the chart is plain black and gray."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sca_toolkit.documents import verify
from sca_toolkit.documents.dot_chart import HEIGHT, MOST, WIDTH, DotRow, dot_chart
from sca_toolkit.documents.parts import read_members
from sca_toolkit.documents.pictures import with_pictures
from sca_toolkit.errors import TemplateError
from tests.conftest import ROOT

PACK = (ROOT / "templates/meeting_pack.docx").read_bytes()
ROWS = [DotRow("One payer (invented)", 33, 30, 37), DotRow("Another payer (invented)", 60, 50, None)]


def chart(rows: list[DotRow], whole: float | None = 40) -> bytes:
    return dot_chart(rows, whole=whole, axis="Days", whole_words="all payers: day 40")


def ink(data: bytes) -> int:
    return sum(Image.open(io.BytesIO(data)).histogram()[:100])


def test_a_picture_takes_its_place_and_nothing_else_changes() -> None:
    made = with_pictures(PACK, {"payers.png": chart(ROWS)})
    before, after = read_members(PACK), read_members(made)
    assert [name for name in before if before[name] != after[name]] == ["word/media/payers.png"]
    assert verify(made) == verify(PACK)


def test_a_place_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateError, match=r"has no place for a picture called costs\.png"):
        with_pictures(PACK, {"costs.png": chart(ROWS)})


def test_what_is_no_picture_does_not_get_in() -> None:
    with pytest.raises(ValueError, match="is no PNG"):
        with_pictures(PACK, {"payers.png": b"<svg/>"})


def test_the_chart_has_the_shape_of_its_place_and_no_color() -> None:
    image = Image.open(io.BytesIO(chart(ROWS)))
    assert (image.size, image.mode) == ((WIDTH, HEIGHT), "L")
    assert abs(WIDTH / HEIGHT - 9 / 3.5) < 0.001


def test_the_same_rows_give_the_same_bytes_and_more_rows_more_ink() -> None:
    assert chart(ROWS) == chart(ROWS)
    assert ink(chart(ROWS)) > ink(chart(ROWS[:1]))


def test_an_interval_that_is_not_reached_runs_to_the_edge_without_an_end() -> None:
    """Two pixels from the right end of the axis there is ink only for the open interval."""
    closed, opened = chart([DotRow("A", 30, 20, 40)], None), chart([DotRow("A", 30, 20, None)], None)
    assert ink(opened) > ink(closed)


def test_rows_beyond_what_can_be_told_apart_are_left_out_and_none_is_refused() -> None:
    many = [DotRow(f"Payer {number}", number, None, None) for number in range(1, MOST + 4)]
    assert chart(many) == chart(many[:MOST])
    with pytest.raises(ValueError, match="at least one row"):
        chart([])


def test_a_long_name_is_cut_and_not_drawn_over_the_dots() -> None:
    assert chart([DotRow("x" * 400, 10, 5, 15)]) == chart([DotRow("x" * 500, 10, 5, 15)])
