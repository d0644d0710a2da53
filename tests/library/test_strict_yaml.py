"""YAML as people write it: text stays text, every value knows its line, and no text can bring the reader down."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sca_toolkit.errors import DataError
from sca_toolkit.library.strict_yaml import dotted, read_yaml


def problems(text: str) -> list[str]:
    with pytest.raises(DataError) as caught:
        read_yaml(text, "case.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_scalars_stay_text_so_that_codes_and_states_survive() -> None:
    read = read_yaml("cpt: 00100\nstate: NO\nday: 2026-12-10\nnpi: 1e9\nflag: yes\n", "case.yaml")
    assert read.data == {"cpt": "00100", "state": "NO", "day": "2026-12-10", "npi": "1e9", "flag": "yes"}


def test_every_value_knows_its_line() -> None:
    read = read_yaml("a: 1\nb:\n  - x\n  - y: z\nc: [1, {d: 2}]\n", "case.yaml")
    assert read.line_of(("a",)) == 1
    assert read.line_of(("b", 1, "y")) == 4
    assert read.line_of(("c", 1, "d")) == 5


def test_the_line_of_a_missing_key_is_the_line_of_what_should_hold_it() -> None:
    read = read_yaml("a: 1\nb:\n  c: 2\n", "case.yaml")
    assert read.line_of(("b", "missing", "deeper")) == 2
    assert read.line_of(("missing",)) == 1


def test_a_key_written_twice_names_both_lines() -> None:
    assert problems("id: A-1\nname: x\nid: A-2\n") == [
        "case.yaml:3 (id): the key `id` is written twice (first on line 1). Keep one."
    ]


def test_all_problems_come_at_once() -> None:
    said = problems("a: 1\na: {x: [1, 2]}\nb:\nc: ~\n")
    assert [line.split(" ")[0] for line in said] == ["case.yaml:2", "case.yaml:3", "case.yaml:4"]


@pytest.mark.parametrize("empty", ["", "~", "null", "Null"])
def test_an_empty_value_is_refused_because_unknown_means_leaving_the_key_out(empty: str) -> None:
    assert problems(f"a: 1\nplan_name: {empty}\n") == [
        "case.yaml:2 (plan_name): the value is empty. Leave the key out when the value is not known."
    ]


def test_a_quoted_null_is_a_word() -> None:
    assert read_yaml('name: "null"\n', "case.yaml").data == {"name": "null"}


def test_broken_yaml_names_the_line() -> None:
    (said,) = problems("id: A-1\nmember:\n  name: Alex: Example\n")
    assert said.startswith("case.yaml:3: cannot be read as YAML: mapping values are not allowed")
    assert said.endswith("Check indentation, quotes and colons on this line and the one above.")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_says_so(text: str) -> None:
    assert problems(text) == ["case.yaml: the file is empty. Start from one of the examples."]


def test_a_second_document_is_refused() -> None:
    assert problems("a: 1\n---\nb: 2\n") == [
        "case.yaml:3: a second document starts here. Keep one document in a file."
    ]


def test_an_alias_is_refused_so_that_a_small_file_cannot_grow_without_end() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    said = problems("l0: &l0 [x, x]\n" + levels)
    assert said[0] == "case.yaml:2 (l1[0]): `*l0` stands for another value. Write the value out."


def test_a_key_that_is_no_word_is_refused_and_the_rest_is_still_read() -> None:
    assert problems("? [a, b]\n: 3\nc:\n") == [
        "case.yaml:1: a key must be a single word. Check the indentation.",
        "case.yaml:3 (c): the value is empty. Leave the key out when the value is not known.",
    ]


@pytest.mark.parametrize("deep", ["[" * 300_000, "{a: " * 100_000, "- " * 50_000 + "x"])
def test_a_deeply_nested_text_is_refused_and_does_not_end_the_program(deep: str) -> None:
    program = (
        "import sys\nfrom sca_toolkit.errors import DataError\nfrom sca_toolkit.library.strict_yaml import read_yaml\n"
        "try: read_yaml(sys.stdin.read(), 'deep.yaml')\nexcept DataError as error: print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input=deep, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr[-500:]
    assert run.stdout.startswith("deep.yaml:1")
    assert "nested too deeply" in run.stdout


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb: x\x07y\n", 2, "U+0007"),
        ('a: 1\nb: "x\\0y"\n', 2, "U+0000"),
        ("a: 1\n\nb: \ue000member ID\ue001\n", 3, "U+E000"),
        ("a: 1\nb: \ud800\n", 2, "U+D800"),
    ],
)
def test_a_character_that_cannot_be_printed_is_refused_with_its_line(text: str, line: int, code: str) -> None:
    (said,) = problems(text)
    assert said.startswith(f"case.yaml:{line}")
    assert f"the character {code}, which cannot be printed" in said
    assert said.endswith("Delete it and type the text again.")


def test_quotes_accents_emoji_and_line_ends_are_kept() -> None:
    text = 'name: "José \\"Pepe\\" Ñandú & Sons <LLC> 😀"\nnote: |\n  one\n  two\n'
    read = read_yaml(text, "case.yaml")
    assert read.data == {"name": 'José "Pepe" Ñandú & Sons <LLC> 😀', "note": "one\ntwo\n"}


@given(st.text(max_size=60))
def test_no_text_gets_past_the_reader_but_as_data_or_as_problems(text: str) -> None:
    data: object = None
    files: set[str | None] = set()
    try:
        data = read_yaml(text, "any.yaml").data
    except DataError as error:
        files = {problem.file for problem in error.problems}
    assert isinstance(data, str | list | dict) or files == {"any.yaml"}


def test_a_path_is_written_with_dots_and_brackets() -> None:
    assert dotted(("routes", 0, "value")) == "routes[0].value"
    assert dotted(()) == ""
