"""Which kind of file is this? Told by folder and name, else by its keys."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.library import Library, load_any
from sca_toolkit.terms import AgreementTerms
from tests.conftest import ROOT

EXAMPLES = ROOT / "sca_toolkit" / "examples"


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (ROOT / "templates/index.yaml", "template list"),
        (ROOT / "templates/standards.yaml", "standard lists"),
        (ROOT / "templates/clauses/SCA-06.yaml", "clause"),
        (ROOT / "templates/arrangements/phased-case-rates.yaml", "payment arrangement"),
        (ROOT / "payer_profiles/medicare-ffs.yaml", "payer profile"),
        (EXAMPLES / "center.yaml", "center"),
        (EXAMPLES / "cases/CASE-2026-101.yaml", "case"),
    ],
)
def test_a_file_in_its_folder_is_known_by_its_place(file: Path, kind: str) -> None:
    assert load_any(file)[0].name == kind


@pytest.mark.parametrize(
    ("file", "name", "kind"),
    [
        ("templates/clauses/SCA-06.yaml", "SCA-06.yaml", "clause"),
        ("templates/arrangements/phased-case-rates.yaml", "shape.yaml", "payment arrangement"),
        ("templates/standards.yaml", "lists.yaml", "standard lists"),
        ("payer_profiles/medicare-ffs.yaml", "medicare-ffs.yaml", "payer profile"),
        ("sca_toolkit/examples/center.yaml", "ours.yaml", "center"),
        ("sca_toolkit/examples/cases/CASE-2026-101.yaml", "referral.yaml", "case"),
    ],
)
def test_a_file_elsewhere_is_known_by_its_keys(file: str, name: str, kind: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / file, tmp_path / name)
    assert load_any(tmp_path / name)[0].name == kind


def test_terms_of_an_agreement_are_known_by_their_keys(tmp_path: Path) -> None:
    file = tmp_path / "terms.json"
    file.write_text(AgreementTerms().model_dump_json(exclude_none=True))
    assert load_any(file)[0].name == "agreement terms"


def test_a_case_of_few_words_is_a_case_when_it_lies_among_cases(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    file = tmp_path / "cases" / "new.yaml"
    file.write_text("id: CASE-9\nproduct: axi-cel\n")
    assert load_any(file)[0].name == "case"


def test_a_file_of_no_kind_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("apples: 3\n")
    with pytest.raises(DataError) as caught:
        load_any(file)
    assert str(caught.value) == (
        f"{file}: is not a kind of file the toolkit knows. Put it into its folder (payer_profiles, templates/clauses, "
        "cases) or compare its keys with an example."
    )


@pytest.mark.parametrize(
    ("folder", "source", "name", "said"),
    [
        (
            "payer_profiles",
            "payer_profiles/medicare-ffs.yaml",
            "medicare.yaml",
            "the id `medicare-ffs` differs",
        ),
        ("clauses", "templates/clauses/SCA-06.yaml", "SCA-07.yaml", "the id `SCA-06` differs"),
    ],
)
def test_an_id_that_differs_from_its_files_name_is_refused(
    folder: str, source: str, name: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / folder).mkdir()
    file = tmp_path / folder / name
    shutil.copy(ROOT / source, file)
    with pytest.raises(DataError) as caught:
        load_any(file)
    (problem,) = caught.value.problems
    assert problem.message.startswith(said)
    assert problem.remedy == f"Name the file {problem.message.split('`')[1]}.yaml or write `id: {file.stem}`."


def test_every_file_that_comes_with_the_toolkit_is_of_a_known_kind() -> None:
    library = Library()
    folders = [library.folder("payer_profiles"), library.folder("cases"), *_template_folders(library)]
    files = [file for folder in folders for file in folder.glob("*.yaml")]
    assert len(files) > 80
    wrong = [problem for file in files for problem in _problems(file)]
    assert wrong == []


def _template_folders(library: Library) -> list[Path]:
    return [
        library.templates_folder,
        *(library.templates_folder / name for name in ("clauses", "arrangements")),
    ]


def _problems(file: Path) -> list[str]:
    try:
        load_any(file)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []
