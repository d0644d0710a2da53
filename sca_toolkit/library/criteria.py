"""Reading criteria files, evidence and test cases, with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sca_toolkit.criteria.checking import complaints
from sca_toolkit.criteria.dictionary import Dictionary, antigens
from sca_toolkit.criteria.fact_check import fact_complaints
from sca_toolkit.criteria.facts import CaseFacts
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.scenarios import ScenarioFile, check_cases
from sca_toolkit.criteria.vocabulary import Drug, Words
from sca_toolkit.criteria.world import World
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.library.loading import build, data_of, load, read_data
from sca_toolkit.library.strict_yaml import Located, dotted
from sca_toolkit.therapy import Catalogue

Path_ = tuple[str | int, ...]


def dictionary(path: Path, catalogue: Catalogue) -> Dictionary:
    """The toolkit's own words, with the products of the catalog among the drugs."""
    return Dictionary(load(Words, path).with_more(Words(drugs=tuple(_products(catalogue)))))


def _products(catalogue: Catalogue) -> Iterable[Drug]:
    for product in catalogue.products.products:
        target = product.target.value if product.target else ""
        kind = product.kind.value
        yield Drug(name=product.id, aliases=product.names[1:], is_a=(kind,), targets=antigens(target))


def read_policy(path: Path) -> tuple[Policy, Located]:
    """A policy file and where its parts stand. Raises DataError."""
    located = read_data(path)
    policy = build(Policy, located)
    if policy.id != path.stem:
        raise DataError(
            Problem(
                f"the id `{policy.id}` differs from the file's name.",
                f"Name the file {policy.id}.yaml or write `id: {path.stem}`.",
                file=str(path),
                place="id",
            )
        )
    return policy, located


def policy_of(text: str, file: str) -> tuple[Policy, Located]:
    """A policy from text that came without a file of its own. Raises DataError."""
    located = data_of(text, file)
    return build(Policy, located), located


def policy_problems(policy: Policy, located: Located, world: World) -> tuple[Problem, ...]:
    """What is wrong with a policy that can be read, each at its line."""
    places = _ids(located.data)
    return tuple(
        _at(located, places.get(each.about or "", ()), each.message) for each in complaints(policy, world)
    )


def _at(located: Located, path: Path_, message: str) -> Problem:
    text, _, remedy = message.partition("; ")
    return Problem(
        f"{text}.",
        f"{remedy[:1].upper()}{remedy[1:]}." if remedy else "",
        file=located.file,
        line=located.line_of(path),
        place=dotted(path) or None,
    )


def _ids(data: Any, path: Path_ = ()) -> dict[str, Path_]:
    """Where each id stands."""
    found: dict[str, Path_] = {}
    if isinstance(data, dict):
        if isinstance(data.get("id"), str) and path:
            found[data["id"]] = path
        for key, value in data.items():
            found.update(_ids(value, (*path, key)))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            found.update(_ids(value, (*path, at)))
    return found


def facts_of_text(text: str, file: str, words: Dictionary, policies: tuple[Policy, ...] = ()) -> CaseFacts:
    """Facts of a case from text. Raises DataError with every blocking problem at its line."""
    located = data_of(text, file)
    facts = build(CaseFacts, located)
    wrong = [each for each in facts_problems(facts, located, words, policies) if each.blocking]
    if wrong:
        raise DataError(wrong)
    return facts


def facts_problems(
    facts: CaseFacts, located: Located, words: Dictionary, policies: tuple[Policy, ...] = ()
) -> tuple[Problem, ...]:
    """What is wrong with facts that can be read, each at its line."""
    return tuple(
        Problem(
            each.message,
            each.remedy,
            file=located.file,
            line=located.line_of(each.path),
            place=dotted(each.path) or None,
            blocking=each.blocking,
        )
        for each in fact_complaints(facts, words, policies)
    )


def scenario_problems(path: Path, policies: Mapping[str, Policy], world: World) -> tuple[Problem, ...]:
    """Every expectation of a file of test cases that does not come true. Raises DataError for a wrong file."""
    located = read_data(path)
    file = build(ScenarioFile, located)
    policy = policies.get(file.policy)
    if policy is None:
        raise DataError(
            Problem(
                f"there is no policy {file.policy!r}.",
                "Write the id of a criteria file.",
                file=str(path),
                line=located.line_of(("policy",)),
            )
        )
    return tuple(
        Problem(message, file=str(path), line=located.line_of(("cases", at)))
        for at, message in check_cases(file, policy, world)
    )


class CriteriaShelf:
    """The criteria files of a folder, read when asked for and again when they change."""

    def __init__(self, folder: Path, words: Dictionary, catalogue: Catalogue) -> None:
        self.folder = folder
        self.words = words
        self.catalogue = catalogue
        self._held: dict[Path, tuple[tuple[int, int], Policy, Located]] = {}

    def ids(self) -> tuple[str, ...]:
        """Ids of all policies, sorted."""
        return tuple(sorted(path.stem for path in self._files()))

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [
            path for path in self.folder.iterdir() if path.suffix == ".yaml" and not path.name.startswith(".")
        ]

    def policy(self, policy_id: str) -> Policy:
        """One policy. Raises UsageProblem for an unknown id, DataError for a wrong file."""
        if policy_id not in self.ids():
            near = get_close_matches(policy_id, self.ids(), n=3, cutoff=0.5)
            hint = (
                f"Did you mean {' or '.join(near)}?" if near else f"Known: {', '.join(self.ids()) or 'none'}."
            )
            raise UsageProblem(f"There is no policy {policy_id!r}. {hint}")
        return self._read(self.folder / f"{policy_id}.yaml")[0]

    def _read(self, path: Path) -> tuple[Policy, Located]:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        held = self._held.get(path)
        if held is None or held[0] != stamp:
            policy, located = read_policy(path)
            held = self._held[path] = (stamp, policy, located)
        return held[1], held[2]

    def policies(self) -> dict[str, Policy]:
        """All policies by id. Raises DataError with the problems of every wrong file."""
        found: dict[str, Policy] = {}
        problems: list[Problem] = []
        for name in self.ids():
            try:
                found[name] = self.policy(name)
            except DataError as error:
                problems.extend(error.problems)
        if problems:
            raise DataError(problems)
        return found

    def world(self) -> World:
        """Everything judging needs. Raises DataError."""
        return World(self.words, self.policies(), self.catalogue)

    def problems(self, world: World | None = None) -> tuple[Problem, ...]:
        """What is wrong with the policies that can be read, each at its line. Raises DataError for the others."""
        world = world or self.world()
        read = (self._read(self.folder / f"{name}.yaml") for name in self.ids())
        return tuple(
            problem for policy, located in read for problem in policy_problems(policy, located, world)
        )
