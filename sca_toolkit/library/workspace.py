"""The editable folders: payer profiles, templates with their clauses, cases, the center's file.

A workspace is a folder that holds them; where one of them is missing, the copy inside the package serves. Files are
read when asked for and read again when they change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from sca_toolkit.case import Case, Center
from sca_toolkit.clauses import Clause, LetterEntry, TemplateEntry, TemplateIndex
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.exposure import CostModel, OwnNumbers
from sca_toolkit.exposure.fitted import OwnList
from sca_toolkit.library.criteria import CriteriaShelf, dictionary
from sca_toolkit.library.kinds import TEXT_ENDINGS, check_name
from sca_toolkit.library.loading import load
from sca_toolkit.payer import PayerProfile
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.terms import AgreementTerms, Standards
from sca_toolkit.therapy import Catalogue, CodeFile, ProductFile
from sca_toolkit.timeline import Clocks, Practice
from sca_toolkit.timeline.benchmarks import Benchmarks
from sca_toolkit.timeline.planner import Plan

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", TemplateEntry, LetterEntry)
PACKAGE = Path(__file__).resolve().parent.parent
OWN_LIST = "own_list.yaml"
"""The file in which confirmed numbers of the center's list of patients are kept."""


def packaged(name: str) -> Path:
    """A folder or file that comes with the toolkit: from an installed package, or from the checkout it runs in."""
    installed = PACKAGE / "_data" / name
    return installed if installed.exists() else PACKAGE.parent / name


class Library:
    """Everything that is read from files, by id. `root` is the workspace; None reads what the package carries."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root
        self._read: dict[tuple[type[BaseModel], Path], tuple[tuple[int, int], BaseModel]] = {}
        self._criteria: CriteriaShelf | None = None

    def folder(self, name: str) -> Path:
        """The workspace's folder `name`, or the package's where the workspace has none."""
        own = self.root / name if self.root else None
        if own and own.is_dir():
            return own
        return PACKAGE / "examples" / name if name in ("cases", "episodes", "offers") else packaged(name)

    @property
    def templates_folder(self) -> Path:
        """Where the Word templates, clauses and standing lists are."""
        return self.folder("templates")

    def read(self, model: type[M], path: Path) -> M:
        """One record, from memory while its file is unchanged. Raises DataError."""
        try:
            state = path.stat()
        except OSError:
            raise DataError(
                Problem("does not exist.", "Check the name of the file.", file=str(path))
            ) from None
        stamp = (state.st_mtime_ns, state.st_size)
        held = self._read.get((model, path))
        if held and held[0] == stamp:
            return held[1]  # type: ignore[return-value]
        record = load(model, path)
        check_name(path, record)
        self._read[(model, path)] = (stamp, record)
        return record

    def profile_ids(self) -> tuple[str, ...]:
        """Ids of all payers, sorted."""
        return _stems(self.folder("payer_profiles"))

    def profile(self, payer_id: str) -> PayerProfile:
        """The profile of one payer. Raises UsageProblem for an unknown id, DataError for a wrong file."""
        return self.read(PayerProfile, self._file("payer_profiles", payer_id, "payer"))

    def profiles(self) -> tuple[PayerProfile, ...]:
        """All profiles. Raises DataError with the problems of every wrong file."""
        return _all(self.profile, self.profile_ids())

    def clauses(self) -> Mapping[str, Clause]:
        """All clauses by id, in the order of their ids. Raises DataError with the problems of every wrong file."""
        ids = _stems(self.templates_folder / "clauses")
        return {clause.id: clause for clause in _all(self.clause, ids)}

    def clause(self, clause_id: str) -> Clause:
        """One clause. Raises UsageProblem for an unknown id."""
        return self.read(Clause, self._file("templates/clauses", clause_id.upper(), "clause"))

    def arrangement_ids(self) -> tuple[str, ...]:
        """Ids of the payment shapes a center may propose."""
        return _stems(self.templates_folder / "arrangements")

    def arrangement(self, arrangement_id: str) -> Arrangement:
        """One payment shape. Raises UsageProblem for an unknown id."""
        return self.read(Arrangement, self._file("templates/arrangements", arrangement_id, "payment shape"))

    def standards(self) -> Standards:
        """The standing lists."""
        return self.read(Standards, self.templates_folder / "standards.yaml")

    def templates(self) -> TemplateIndex:
        """The list of Word templates."""
        return self.read(TemplateIndex, self.templates_folder / "index.yaml")

    def template(self, template_id: str) -> TemplateEntry:
        """One entry of that list. Raises UsageProblem for an unknown id."""
        return _listed("template", template_id, self.templates().templates)

    def letter(self, letter_id: str) -> LetterEntry:
        """One letter of that list. Raises UsageProblem for an unknown id."""
        return _listed("letter", letter_id, self.templates().letters)

    def report(self, report_id: str) -> LetterEntry:
        """One report of that list. Raises UsageProblem for an unknown id."""
        return _listed("report", report_id, self.templates().reports)

    def template_file(self, entry: TemplateEntry | LetterEntry) -> Path:
        """The Word file of a template, letter or report."""
        return self.templates_folder / entry.file

    def catalogue(self) -> Catalogue:
        """Products and codes."""
        reference = PACKAGE / "reference"
        products = self.read(ProductFile, reference / "products.yaml")
        return Catalogue(products=products, codes=self.read(CodeFile, reference / "codes.yaml"))

    def practice(self) -> Practice:
        """How the center tracks its cases: `tracking.yaml` of the workspace, or our defaults."""
        own = self._own("tracking.yaml")
        return self.read(Practice, own) if own else Practice()

    def clocks(self) -> Clocks:
        """Regulatory limits with their sources."""
        return self.read(Clocks, PACKAGE / "reference" / "clocks.yaml")

    def criteria(self) -> CriteriaShelf:
        """Payers' criteria in `payer_profiles/criteria`. Raises DataError for a wrong vocabulary or catalog."""
        folder = self.folder("payer_profiles") / "criteria"
        vocabulary = PACKAGE / "reference" / "clinical.yaml"
        if self._criteria is None or self._criteria.folder != folder:
            catalogue = self.catalogue()
            self._criteria = CriteriaShelf(folder, dictionary(vocabulary, catalogue), catalogue)
        return self._criteria

    def benchmarks(self) -> Benchmarks:
        """Published durations with their sources."""
        return self.read(Benchmarks, PACKAGE / "reference" / "benchmarks.yaml")

    def plan(self) -> Plan:
        """The steps on the way to infusion: `plan.yaml` of the workspace, or ours."""
        return self.read(Plan, self._own("plan.yaml") or PACKAGE / "reference" / "plan.yaml")

    def cost_model(self) -> CostModel:
        """Published defaults of the exposure simulation, with their sources."""
        return self.read(CostModel, PACKAGE / "reference" / "cost_model.yaml")

    def own_list(self) -> OwnList | None:
        """What was fitted from the center's list of patients and confirmed: `own_list.yaml` of the workspace."""
        own = self._own(OWN_LIST)
        return self.read(OwnList, own) if own else None

    def own_numbers(self) -> OwnNumbers:
        """The center's own numbers: `own_numbers.yaml` of the workspace.

        Where it is missing, a workspace with cases or a center of its own has entered nothing yet, and is asked; one
        that only shows the examples has their invented numbers.
        """
        listed = self.own_list()
        found = self._own_numbers()
        return found if listed is None else found.model_copy(update={"listed": listed.values})

    def _own_numbers(self) -> OwnNumbers:
        if own := self._own("own_numbers.yaml"):
            return self.read(OwnNumbers, own)
        if self.root and any((self.root / name).exists() for name in ("cases", "center.yaml")):
            return OwnNumbers()
        return self.read(OwnNumbers, PACKAGE / "examples" / "own_numbers.yaml")

    def offer_ids(self) -> tuple[str, ...]:
        """Ids of the payment offers with figures, to be compared."""
        return _stems(self.folder("offers"))

    def offer(self, offer_id: str) -> Arrangement:
        """One offer. Raises UsageProblem for an unknown id."""
        return self.read(Arrangement, self._file("offers", offer_id, "offer"))

    def episode_ids(self) -> tuple[str, ...]:
        """Ids of the dated episodes that can be priced to the cent."""
        return _stems(self.folder("episodes"))

    def episode(self, episode_id: str) -> Episode:
        """One dated episode. Raises UsageProblem for an unknown id."""
        return self.read(Episode, self._file("episodes", episode_id, "episode"))

    def center(self) -> Center | None:
        """The center's file of the workspace, else the example center when there is no workspace of one's own."""
        if own := self._own("center.yaml"):
            return self.read(Center, own)
        example = PACKAGE / "examples" / "center.yaml"
        return self.read(Center, example) if example.is_file() else None

    def case_ids(self) -> tuple[str, ...]:
        """Names of the case files, without ending."""
        return _stems(self.folder("cases"))

    def case(self, name: str) -> Case:
        """A case by the name of its file in the cases folder. Raises UsageProblem for an unknown name."""
        return self.read(Case, self._file("cases", name, "case"))

    def case_file(self, path: Path) -> Case:
        """A case from any file. Raises DataError."""
        return self.read(Case, path)

    def terms_file(self, path: Path) -> AgreementTerms:
        """The terms of an earlier agreement from a file that a draft left. Raises DataError."""
        return self.read(AgreementTerms, path)

    def _own(self, name: str) -> Path | None:
        """That file of the workspace, where there is one."""
        path = self.root / name if self.root else None
        return path if path and path.is_file() else None

    def _file(self, folder: str, name: str, what: str) -> Path:
        first, _, rest = folder.partition("/")
        place = self.folder(first) / rest
        usual = [place / f"{name}{ending}" for ending in TEXT_ENDINGS if name == Path(name).name]
        there = [path for path in usual if path.is_file()]
        if len(there) == 1:
            return there[0]
        names = _stems(place)
        if name not in names:
            raise UsageProblem(unknown(what, name, names))
        found = [path for path in _data_files(place) if path.stem == name]
        if len(found) > 1:
            raise DataError(_twins(what, name, found))
        return found[0]


def _twins(what: str, name: str, found: list[Path]) -> Problem:
    files = " and ".join(path.name for path in found)
    return Problem(
        f"two files hold the {what} {name!r}: {files}.", "Delete or rename one.", file=str(found[0].parent)
    )


def _listed(what: str, name: str, entries: tuple[E, ...]) -> E:
    found = next((entry for entry in entries if entry.id == name), None)
    if found is None:
        raise UsageProblem(unknown(what, name, tuple(entry.id for entry in entries)))
    return found


def unknown(what: str, name: str, names: tuple[str, ...]) -> str:
    """`There is no payer 'aetan'. Did you mean aetna?`"""
    near = get_close_matches(name, names, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(names) or 'none'}."
    return f"There is no {what} {name!r}. {hint}"


def _all(read: Callable[[str], M], names: tuple[str, ...]) -> tuple[M, ...]:
    records: list[M] = []
    problems: list[Problem] = []
    for name in names:
        try:
            records.append(read(name))
        except DataError as error:
            problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    return tuple(records)


def _data_files(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    # Names with a dot in front are left by operating systems and editors beside the real files.
    seen = (path for path in folder.iterdir() if not path.name.startswith("."))
    return tuple(sorted(path for path in seen if path.suffix.lower() in TEXT_ENDINGS))


def _stems(folder: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path.stem for path in _data_files(folder)))
