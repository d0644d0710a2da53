"""From a text file to a record: each thing that is wrong is one sentence with file, line and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sca_toolkit.case import Case, Center
from sca_toolkit.errors import DataError
from sca_toolkit.library import load, load_text
from sca_toolkit.payment import Arrangement


def refusals(text: str, file: str = "case.yaml") -> list[str]:
    with pytest.raises(DataError) as caught:
        load_text(Case, text, file)
    assert caught.value.exit_status == 3
    return [str(problem) for problem in caught.value.problems]


def the_refusal(text: str, file: str = "case.yaml") -> str:
    said = refusals(text, file)
    assert len(said) == 1, said
    return said[0]


def test_a_good_file_becomes_a_record(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("id: CASE-1\nmember:\n  date_of_birth: 1961-04-09\n  state: oh\n")
    case = load(Case, file)
    assert str(case.member.date_of_birth) == "1961-04-09"
    assert case.member.state == "OH"


def test_an_unknown_key_names_the_nearest() -> None:
    assert the_refusal("id: CASE-1\nmember:\n  nmae: x\n") == (
        "case.yaml:3 (member.nmae): the key `nmae` is not known. Did you mean `name`?"
    )


def test_a_key_in_the_wrong_place_is_told_apart_from_a_misspelled_one() -> None:
    assert the_refusal("id: CASE-1\nmember:\n  payer: aetna\n") == (
        "case.yaml:3 (member.payer): the key `payer` is not known here. "
        "It belongs in another place of the file; compare an example."
    )


def test_a_missing_key_names_the_line_of_its_group() -> None:
    assert the_refusal("id: CASE-1\nauthorizations:\n  - number: A-1\n") == (
        "case.yaml:3 (authorizations[0].component): the key `component` is missing. Add it."
    )


def test_a_number_without_a_unit_says_how_to_write_it() -> None:
    assert the_refusal("id: CASE-1\ncoverage:\n  oop_max_remaining: 4500\n") == (
        "case.yaml:3 (coverage.oop_max_remaining): '4500' is not an amount of money; write the currency, "
        "for example $480,000.00."
    )


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("npi", "2000000011", "fails the NPI check digit; compare it with the NPI registry"),
        ("npi", "123", "is not an NPI; an NPI has ten digits and starts with 1 or 2"),
        ("tin", "00-1234567", "starts with a prefix the IRS does not issue; compare it with the W-9"),
        ("tin", "12-34567", "is not a tax ID; an employer's tax ID has nine digits, like 12-3456789"),
        ("state", "Ohio", "is not a two-letter state code; it looks like OH"),
    ],
)
def test_a_bad_identifier_names_line_value_and_remedy(key: str, value: str, what: str) -> None:
    text = f"id: CASE-1\nother_entities:\n  - legal_name: X\n    role: pharmacy\n    {key}: {value}\n"
    assert the_refusal(text) == f"case.yaml:5 (other_entities[0].{key}): '{value}' {what}."


@pytest.mark.parametrize("day", ["2026-02-30", "4/9/1961", "soon", "2026-13-01"])
def test_an_impossible_date_says_how_to_write_one(day: str) -> None:
    assert the_refusal(f"id: CASE-1\nmember:\n  date_of_birth: {day}\n") == (
        f"case.yaml:3 (member.date_of_birth): '{day}' is not a day of the calendar. "
        "Write year, month and day, like 2026-12-10."
    )


def test_dates_in_the_wrong_order_name_both() -> None:
    said = the_refusal("id: CASE-1\ndates:\n  collection: 2026-12-10\n  infusion: 2026-12-01\n")
    assert said == (
        "case.yaml:2 (dates): infusion on 2026-12-01 is planned before collection on 2026-12-10; check both dates."
    )


def test_a_yes_or_no_that_is_neither_is_refused() -> None:
    assert the_refusal("id: CASE-1\nsynthetic: maybe\n") == (
        "case.yaml:2 (synthetic): 'maybe' is not yes or no. "
        "Write yes or no; leave the key out when the answer is not known."
    )


def test_a_word_where_a_number_belongs_is_refused() -> None:
    assert the_refusal("id: CASE-1\ntravel_miles: far\n") == (
        "case.yaml:2 (travel_miles): 'far' is not a whole number. Write digits only, like 30."
    )


def test_a_number_below_its_limit_is_refused_with_the_limit() -> None:
    said = the_refusal("id: CASE-1\ntravel_miles: -3\n")
    assert "greater than or equal to 0" in said
    assert "'-3'" in said


def test_one_value_where_a_list_belongs_is_refused() -> None:
    said = the_refusal("id: CASE-1\nbills_through: hospital\n")
    assert said.startswith("case.yaml:2 (bills_through): 'hospital' stands where a list belongs.")


def test_a_list_where_one_value_belongs_is_refused() -> None:
    assert the_refusal("id: CASE-1\nproduct: [axi-cel]\n") == (
        "case.yaml:2 (product): a list stands where a single text belongs. Write one value after the colon."
    )


def test_text_where_keys_belong_is_refused() -> None:
    said = the_refusal("id: CASE-1\ndates: soon\n")
    assert said.startswith("case.yaml:2 (dates): 'soon' stands where further keys belong.")


def test_a_word_outside_a_closed_list_shows_the_list() -> None:
    said = the_refusal("id: CASE-1\nsetting: outpatient\n")
    assert said.startswith(
        "case.yaml:2 (setting): 'outpatient' is not one of: 'inpatient', 'hospital_outpatient'"
    )


def test_a_reason_code_that_does_not_exist_is_refused() -> None:
    assert the_refusal("id: CASE-1\nreasons: [no_contrat]\n").startswith(
        "case.yaml:2 (reasons[0]): 'no_contrat'"
    )


def test_an_id_that_could_not_be_a_file_name_is_refused() -> None:
    said = the_refusal("id: Smith, John\n")
    assert said.startswith("case.yaml:1 (id): 'Smith, John' does not have the form")
    assert said.endswith("Use letters, digits, - and _ only, without blanks, and let it name nobody.")


def test_every_problem_is_named_and_not_only_the_first() -> None:
    text = "id: CASE-1\nsynthetic: maybe\ntravel_miles: far\nmember:\n  state: Ohio\n  colour: blue\n"
    assert [said.split(" ")[0] for said in refusals(text)] == [
        "case.yaml:2",
        "case.yaml:5",
        "case.yaml:6",
        "case.yaml:3",
    ]


def test_a_finding_inside_a_payment_node_has_its_line_and_no_names_of_the_program() -> None:
    text = "base:\n  kind: sum\n  parts:\n    - kind: case_rate\n      amount: 185000\n    - kind: product\n"
    with pytest.raises(DataError) as caught:
        load_text(Arrangement, text, "shape.yaml")
    assert str(caught.value.problems[0]).startswith(
        "shape.yaml:5 (base.parts[0].amount): '185000' is not an amount"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: case_rat", "'case_rat' is no known `kind`. Did you mean `case_rate`?"),
        ("amount: $1", "the key `kind` is missing, which says what kind of part this is. Add it."),
    ],
)
def test_an_unknown_kind_of_payment_names_the_nearest(text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        load_text(Arrangement, f"base:\n  {text}\n", "shape.yaml")
    assert str(caught.value) == f"shape.yaml:1 (base): {said}"


def test_a_list_instead_of_keys_is_refused() -> None:
    assert the_refusal("- a\n- b\n").startswith("case.yaml:1: a list stands where further keys belong.")


# --- files and encodings ------------------------------------------------------------------------------------


def file_refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        load(Case, path)
    assert len(caught.value.problems) == 1
    return str(caught.value.problems[0])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = file_refusal(tmp_path / "none.yaml")
    assert said.startswith(f"{tmp_path / 'none.yaml'}: cannot be read: no such file")
    assert said.endswith("Check the name of the file and who may read it.")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "is a directory" in file_refusal(tmp_path)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(mark + "id: CASE-1\nnotes: José 😀\n".encode())
    assert load(Case, file).notes == "José 😀"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_windows_1252_is_refused_with_byte_line_and_remedy_and_never_guessed(
    tmp_path: Path, mark: bytes
) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(mark + b"id: CASE-1\nmember:\n  name: Jos\xe9\n")
    assert file_refusal(file) == (
        f"{file}:3: byte 0xe9 ('é' in Windows-1252) is not UTF-8 text. "
        "Save the file as UTF-8 (in Excel: `CSV UTF-8`; in Notepad: Save as, Encoding UTF-8)."
    )


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(b"#" * 5_000_001)
    assert file_refusal(file) == f"{file}: is larger than 5 MB. Check that it is the right file."


# --- JSON ---------------------------------------------------------------------------------------------------


def test_json_is_read_with_tabs_and_with_characters_escaped_in_halves() -> None:
    text = json.dumps({"id": "CASE-1", "notes": 'a "b" \\ \t 😀 \\u00e9'}, indent="\t")
    assert "\\ud83d" in text
    assert load_text(Case, text, "case.json").notes == 'a "b" \\ \t 😀 \\u00e9'


def test_a_problem_in_json_has_its_line() -> None:
    assert the_refusal('{\n  "id": "CASE-1",\n  "travel_miles": "far"\n}', "case.json").startswith(
        "case.json:3 (travel_miles): 'far' is not a whole number."
    )


def test_broken_json_names_the_line() -> None:
    said = the_refusal('{\n  "id": "CASE-1"\n  "notes": "x"\n}', "case.json")
    assert said.startswith("case.json:3: cannot be read as JSON: expecting ',' delimiter.")
    assert said.endswith("Check quotes, commas and brackets on this line and the one above.")


def test_a_key_twice_in_json_is_refused() -> None:
    assert "is written twice (first on line 1)" in the_refusal(
        '{"id": "CASE-1", "id": "CASE-2"}', "case.json"
    )


def test_deep_json_is_refused() -> None:
    assert "nested too deeply" in the_refusal("[" * 100_000 + "]" * 100_000, "case.json")


def test_a_null_in_json_says_to_leave_the_key_out() -> None:
    assert the_refusal('{"id": "CASE-1", "product": null}', "case.json") == (
        "case.json:1 (product): the value is empty. Leave the key out when the value is not known."
    )


def test_an_entity_of_a_center_has_its_key_in_the_place() -> None:
    text = "id: x\nname: X\nstate: OH\nentities:\n  lab:\n    legal_name: L\n    role: laboratory\n"
    with pytest.raises(DataError) as caught:
        load_text(Center, text, "center.yaml")
    assert str(caught.value).startswith("center.yaml:7 (entities.lab.role): 'laboratory' is not one of:")
