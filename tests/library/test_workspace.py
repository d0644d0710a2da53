"""The editable folders: a workspace's own files win, the package's serve where it has none, changes are seen."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sca_toolkit.errors import DataError, UsageProblem
from sca_toolkit.library import Library, packaged
from sca_toolkit.payer import PayerProfile
from tests.conftest import ROOT

PROFILE = """\
id: our-payer
name: Our Payer (invented)
invented: yes
summary: An invented payer for tests.
sources:
  us: {title: Invented for the tests, grade: invented, read_on: 2026-11-22}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "payer_profiles").mkdir()
    (tmp_path / "payer_profiles" / "our-payer.yaml").write_text(PROFILE)
    return tmp_path


def test_without_a_workspace_the_package_serves() -> None:
    library = Library()
    assert "aetna" in library.profile_ids()
    assert library.folder("payer_profiles") == packaged("payer_profiles")
    center = library.center()
    assert center is not None
    assert center.invented


def test_a_folder_of_the_workspace_takes_the_place_of_the_packages(workspace: Path) -> None:
    library = Library(workspace)
    assert library.profile_ids() == ("our-payer",)
    assert library.profile("our-payer").name == "Our Payer (invented)"
    assert library.templates_folder == packaged("templates")


def test_the_center_file_of_the_workspace_wins(workspace: Path) -> None:
    (workspace / "center.yaml").write_text("id: ours\nname: Our Center\nstate: KY\n")
    center = Library(workspace).center()
    assert center is not None
    assert center.id == "ours"


def test_a_file_that_changes_is_read_again(workspace: Path) -> None:
    library, file = Library(workspace), workspace / "payer_profiles" / "our-payer.yaml"
    first = library.profile("our-payer")
    assert library.profile("our-payer") is first
    file.write_text(PROFILE.replace("Our Payer", "Another Payer"))
    assert library.profile("our-payer").name == "Another Payer (invented)"


def test_a_change_that_keeps_the_size_is_seen(workspace: Path) -> None:
    library, file = Library(workspace), workspace / "payer_profiles" / "our-payer.yaml"
    library.profile("our-payer")
    file.write_text(PROFILE.replace("Our Payer", "Two Payer"))
    os.utime(file, ns=(1, file.stat().st_mtime_ns + 1_000_000))
    assert library.profile("our-payer").name == "Two Payer (invented)"


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda it: it.profile("aetan"), "There is no payer 'aetan'. Did you mean aetna?"),
        (lambda it: it.clause("SCA-99"), "There is no clause 'SCA-99'. Did you mean"),
        (lambda it: it.arrangement("case-rate"), "There is no payment shape 'case-rate'."),
        (lambda it: it.template("scaa"), "There is no template 'scaa'. Did you mean sca"),
        (lambda it: it.case("CASE-2026-1O1"), "There is no case 'CASE-2026-1O1'. Did you mean CASE-2026-101"),
    ],
)
def test_an_unknown_name_offers_the_nearest(ask: object, said: str) -> None:
    assert callable(ask)
    with pytest.raises(UsageProblem) as caught:
        ask(Library())
    assert str(caught.value).startswith(said)
    assert caught.value.exit_status == 2


def test_an_unknown_name_far_from_all_shows_what_there_is(workspace: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        Library(workspace).profile("zzz")
    assert str(caught.value) == "There is no payer 'zzz'. Known: our-payer."


def test_a_name_cannot_leave_its_folder(workspace: Path) -> None:
    (workspace / "secret.yaml").write_text(PROFILE)
    with pytest.raises(UsageProblem):
        Library(workspace).profile("../secret")


def test_reading_all_profiles_names_the_problems_of_every_wrong_file(workspace: Path) -> None:
    folder = workspace / "payer_profiles"
    (folder / "bad-one.yaml").write_text(PROFILE.replace("our-payer", "bad-one") + "colour: blue\n")
    (folder / "bad-two.yaml").write_text("id: bad-two\nid: bad-two\n")
    with pytest.raises(DataError) as caught:
        Library(workspace).profiles()
    files = [Path(problem.file or "").name for problem in caught.value.problems]
    assert files == ["bad-one.yaml", "bad-two.yaml"]


def test_two_files_of_one_name_are_refused(workspace: Path) -> None:
    folder = workspace / "payer_profiles"
    shutil.copy(folder / "our-payer.yaml", folder / "our-payer.yml")
    with pytest.raises(DataError) as caught:
        Library(workspace).profile("our-payer")
    assert str(caught.value) == (
        f"{folder}: two files hold the payer 'our-payer': our-payer.yaml and our-payer.yml. Delete or rename one."
    )


def test_files_that_systems_leave_beside_the_real_ones_are_passed_over(workspace: Path) -> None:
    folder = workspace / "payer_profiles"
    (folder / "._our-payer.yaml").write_bytes(b"\x00\x05\x16\x07")
    (folder / ".our-payer.yaml").write_text("broken: [")
    (folder / "README.md").write_text("How to add a payer.")
    assert Library(workspace).profile_ids() == ("our-payer",)


def test_an_ending_in_capitals_counts(workspace: Path) -> None:
    folder = workspace / "payer_profiles"
    (folder / "our-payer.yaml").rename(folder / "our-payer.YAML")
    assert isinstance(Library(workspace).profile("our-payer"), PayerProfile)


def test_a_case_may_come_from_any_file(tmp_path: Path) -> None:
    file = tmp_path / "referral.yaml"
    file.write_text("id: CASE-7\nproduct: axi-cel\n")
    assert Library().case_file(file).product == "axi-cel"


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Library().case_file(tmp_path / "none.yaml")
    assert str(caught.value) == f"{tmp_path / 'none.yaml'}: does not exist. Check the name of the file."


def test_products_and_codes_join() -> None:
    catalogue = Library().catalogue()
    assert catalogue.product("Yescarta").id == "axi-cel"


def test_clauses_stand_in_the_order_of_their_ids() -> None:
    ids = list(Library().clauses())
    assert ids == sorted(ids)
    assert "SCA-01" in ids


def test_a_packaged_folder_is_the_checkouts_where_nothing_is_installed() -> None:
    assert packaged("payer_profiles").samefile(ROOT / "payer_profiles")
