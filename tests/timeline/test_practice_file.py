"""A center's own ways, read from its workspace; mistakes are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.library import Library
from sca_toolkit.timeline import Gate, GateMode, Practice


def test_a_workspace_without_the_file_has_the_defaults(tmp_path: Path) -> None:
    assert Library(tmp_path).practice() == Practice()
    assert Library().practice() == Practice()


def test_the_file_of_the_workspace_is_read(tmp_path: Path) -> None:
    (tmp_path / "tracking.yaml").write_text("gates:\n  collection_needs_agreement: off\nsoon_days: 10\n")
    practice = Library(tmp_path).practice()
    assert (practice.gates[Gate.collection_needs_agreement], practice.soon_days) == (GateMode.off, 10)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("soon_days: 0\n", 1, "1"),
        ("calendar:\n  time_zone: Eastern\n", 2, "America/Chicago"),
        ("stages: [benefits, apheresis]\n", 1, "is not a stage"),
        ("gates:\n  collection_needs_luck: hard\n", 2, "collection_needs_luck"),
        ("order_limits:\n  - up_to: 250000\n    roles: [x]\n", 2, "currency"),
    ],
)
def test_a_mistake_names_file_line_and_value(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "tracking.yaml"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        Library(tmp_path).practice()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (str(path), line)
    assert words in str(problem)


def test_the_clocks_come_with_the_toolkit() -> None:
    assert len(Library().clocks().clocks) > 30
