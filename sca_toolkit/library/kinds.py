"""Which kind of file is this? Told by its folder and name, and where these say nothing, by the keys it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sca_toolkit.case import Case, Center
from sca_toolkit.clauses import CLAUSE_ID, Clause, TemplateIndex
from sca_toolkit.criteria import Policy, ScenarioFile
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.exposure import CostModel, OwnNumbers
from sca_toolkit.exposure.fitted import OwnList
from sca_toolkit.library.loading import build, read_data
from sca_toolkit.payer import PayerProfile
from sca_toolkit.payment import Arrangement
from sca_toolkit.payment.episode import Episode
from sca_toolkit.terms import AgreementTerms, Standards
from sca_toolkit.timeline import Clocks, Practice
from sca_toolkit.timeline.benchmarks import Benchmarks
from sca_toolkit.timeline.planner import Plan


@dataclass(frozen=True)
class Kind:
    """A kind of file that the toolkit reads."""

    name: str
    model: type[BaseModel]
    fits: Callable[[Path, Any], bool]


def _keys(*wanted: str) -> Callable[[Path, Any], bool]:
    return lambda _, data: isinstance(data, dict) and any(key in data for key in wanted)


KINDS = (
    Kind("template list", TemplateIndex, lambda path, _: path.name == "index.yaml"),
    Kind("standard lists", Standards, lambda path, _: path.name == "standards.yaml"),
    Kind("clause", Clause, lambda path, _: path.parent.name == "clauses" or bool(CLAUSE_ID.match(path.stem))),
    Kind("payment arrangement", Arrangement, lambda path, _: path.parent.name in ("arrangements", "offers")),
    Kind("cost model", CostModel, lambda path, _: path.name == "cost_model.yaml"),
    Kind("own numbers", OwnNumbers, lambda path, _: path.name == "own_numbers.yaml"),
    Kind("own list", OwnList, lambda path, _: path.name == "own_list.yaml"),
    Kind("criteria", Policy, lambda path, _: path.parent.name == "criteria"),
    Kind("test cases of criteria", ScenarioFile, lambda path, _: path.parent.name == "criteria_cases"),
    Kind("payer profile", PayerProfile, lambda path, _: path.parent.name == "payer_profiles"),
    Kind("center", Center, lambda path, _: path.name == "center.yaml"),
    Kind("ways of working", Practice, lambda path, _: path.name == "tracking.yaml"),
    Kind("time limits set by law", Clocks, lambda path, _: path.name == "clocks.yaml"),
    Kind("published durations", Benchmarks, lambda path, _: path.name == "benchmarks.yaml"),
    Kind("plan of steps", Plan, lambda path, _: path.name == "plan.yaml"),
    Kind("case", Case, lambda path, _: path.parent.name == "cases"),
    Kind("episode", Episode, lambda path, _: path.parent.name == "episodes"),
    Kind("agreement terms", AgreementTerms, _keys("letter", "cost_share", "cob")),
    Kind("clause", Clause, _keys("positions")),
    Kind("case", Case, _keys("member", "coverage", "bills_through", "diagnosis")),
    Kind("payer profile", PayerProfile, _keys("sources", "summary", "routes")),
    Kind("center", Center, _keys("entities", "accreditation")),
    Kind("standard lists", Standards, _keys("included", "toxicity_drugs")),
    Kind("payment arrangement", Arrangement, _keys("base", "pays", "payments")),
)
TEXT_ENDINGS = (".yaml", ".yml", ".json")


def load_any(path: Path) -> tuple[Kind, BaseModel]:
    """The record in `path`, of whatever kind it is. Raises DataError with every problem."""
    located = read_data(path)
    for kind in KINDS:
        if kind.fits(path, located.data):
            record = build(kind.model, located)
            check_name(path, record)
            return kind, record
    raise DataError(
        Problem(
            "is not a kind of file the toolkit knows.",
            "Put it into its folder (payer_profiles, templates/clauses, cases) or compare its keys with an example.",
            file=str(path),
        )
    )


def check_name(path: Path, record: BaseModel) -> None:
    """Raises DataError when a profile's or clause's id differs from its file's name."""
    if isinstance(record, PayerProfile | Clause) and record.id != path.stem:
        raise DataError(
            Problem(
                f"the id `{record.id}` differs from the file's name.",
                f"Name the file {record.id}.yaml or write `id: {path.stem}`.",
                file=str(path),
                place="id",
            )
        )
