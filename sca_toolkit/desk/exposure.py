"""Exposure: what a case leaves under each offer, on the same simulated patients. Patients are drawn once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sca_toolkit.case import Case, Setting
from sca_toolkit.desk.cases import find_case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import begin
from sca_toolkit.desk.exposure_memory import Shelf
from sca_toolkit.errors import ScaError, UsageProblem
from sca_toolkit.exposure import OwnNumbers
from sca_toolkit.exposure.cohort import Cohort, simulate, simulate_unsure
from sca_toolkit.exposure.draws import Design, seed_of
from sca_toolkit.exposure.offers import Comparison, Offer, compare, paid
from sca_toolkit.exposure.parameters import Parameters, parameters_for
from sca_toolkit.exposure.scenario import Scenario, scenario_of
from sca_toolkit.payment import Arrangement

DRAFT = "our draft"
"""The name of the case's own terms among the offers."""
KEPT = 6
"""Sets of patients that are kept in memory, about 35 MB each."""
POINTS = 4096
"""Patients of one scrambling."""


@dataclass(frozen=True)
class Assumed:
    """What a person put in for one look at a case, in place of what the files say."""

    inpatient: bool | None = None
    """None: as the case is planned."""
    invoice: float | None = None
    numbers: Mapping[str, float] | None = None
    """Numbers of the simulation changed by hand."""
    stress: bool = False
    unsure: bool = False
    """Whether every patient also draws what we do not know about the numbers."""
    replicates: int = 16
    """Scramblings of `POINTS` patients each."""


@dataclass(frozen=True)
class Refused:
    """An offer that cannot be priced, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class CaseExposure:
    """One case under its offers."""

    case: Case
    cohort: Cohort
    comparison: Comparison | None
    """None where no offer could be priced."""
    refused: tuple[Refused, ...]
    infusion_on: date
    invented: bool
    """Whether anything in it is made up."""


_patients: Shelf[Cohort] = Shelf(KEPT)
_compared: Shelf[Comparison] = Shelf(2 * KEPT)


def numbers_for(desk: Desk, product: str | None, changes: Mapping[str, float] | None = None) -> Parameters:
    """The numbers of a simulation: published, the center's own, and those changed by hand.

    Raises UsageProblem for an unknown number, DataError for wrong own numbers.
    """
    found = parameters_for(desk.library.cost_model(), desk.library.own_numbers(), product)
    for name in changes or {}:
        if name not in found.by_name:
            raise UsageProblem(f"There is no number {name!r}. Known: {', '.join(sorted(found.by_name))}.")
    return found.changed(changes or {})


def patients_of(desk: Desk, case: Case, assumed: Assumed = Assumed()) -> Cohort:
    """The simulated patients of a case, from memory where the same were drawn before.

    Raises DataError naming what must be entered: product, invoice price, cost-to-charge ratio.
    """
    own = desk.library.own_numbers()
    product = _product_id(desk, case)
    scenario = _scenario(own, product, case, assumed)
    parameters = numbers_for(desk, product, assumed.numbers)
    design = Design(seed_of(case.id), POINTS, assumed.replicates)
    draw = simulate_unsure if assumed.unsure else simulate
    key = (parameters.fingerprint, scenario.fingerprint, design, assumed.unsure)
    return _patients.get(key, lambda: draw(parameters, scenario, design))


def _product_id(desk: Desk, case: Case) -> str | None:
    return desk.library.catalogue().product(case.product).id if case.product else None


def _scenario(own: OwnNumbers, product: str | None, case: Case, assumed: Assumed) -> Scenario:
    planned = case.setting is None or case.setting is Setting.inpatient
    return scenario_of(
        own,
        product,
        inpatient=planned if assumed.inpatient is None else assumed.inpatient,
        invoice=assumed.invoice,
        charged_if_not_infused=not case.supply.credit_for_medical_reasons,
        stress=assumed.stress,
    )


def case_named(desk: Desk, name: str) -> Case:
    """A case from a file or, where no file has that name, from the record. Raises UsageProblem, DataError."""
    from sca_toolkit.store import stored_cases

    try:
        return find_case(desk, name)
    except UsageProblem:
        if desk.address is None:
            raise
        with desk.record.reading() as read:
            held = stored_cases(read, [name])
        if not held:
            raise
        return held[0].case


def open_case_names(desk: Desk, most: int = 200) -> tuple[tuple[str, str], ...]:
    """Number and short description of the open cases of the record, those due first; empty without a record."""
    from sca_toolkit.store import CaseFilter, cases_page

    if desk.address is None:
        return ()
    with desk.record.reading() as read:
        rows = cases_page(read, CaseFilter(open=True), order="due_on", limit=most)
    return tuple((row.id, f"{row.id}: {row.product or 'product not known'}") for row in rows)


def offer_names(desk: Desk) -> tuple[str, ...]:
    """The offers on file, by name, the case's own draft first."""
    return (DRAFT, *desk.library.offer_ids())


def example_offers(desk: Desk) -> bool:
    """Whether the offers on file are the invented ones that come with the toolkit."""
    return desk.library.root is None or not (desk.library.root / "offers").is_dir()


def offer_named(desk: Desk, case: Case, name: str, as_of: date) -> Offer:
    """An offer on file, from a path, or the case's own draft.

    Raises UsageProblem for an unknown name or a draft without payment terms, DataError for a wrong file.
    """
    if name == DRAFT:
        return Offer(DRAFT, _drafted(desk, case, as_of))
    path = Path(name)
    if path.suffix in (".yaml", ".yml", ".json"):
        return Offer(path.stem, desk.library.read(Arrangement, path))
    return Offer(name, desk.library.offer(name))


def _drafted(desk: Desk, case: Case, as_of: date) -> Arrangement:
    """Payment of the newest terms of the case in the record, else of a first proposal."""
    from sca_toolkit.store import latest_terms

    kept = None
    if desk.address is not None:
        with desk.record.reading() as read:
            kept = latest_terms(read, case.id)
    terms = begin(desk, case, as_of).terms if kept is None else kept.terms
    if terms.payment is None:
        raise UsageProblem(f"The draft of case {case.id} says nothing about payment yet.")
    return terms.payment


def compare_offers(
    desk: Desk, case: str | Case, names: Iterable[str], as_of: date, assumed: Assumed = Assumed()
) -> CaseExposure:
    """Price offers on the simulated patients of a case. An offer that cannot be priced is told with the reason.

    Raises UsageProblem for an unknown case or offer, DataError naming what must be entered.
    """
    case = case_named(desk, case) if isinstance(case, str) else case
    return compare_given(desk, case, [offer_named(desk, case, name, as_of) for name in names], as_of, assumed)


def compare_given(
    desk: Desk, case: Case, given: Iterable[Offer], as_of: date, assumed: Assumed = Assumed()
) -> CaseExposure:
    """The same for offers at hand."""
    cohort = patients_of(desk, case, assumed)
    offers, refused = [], []
    for offer in given:
        try:
            open_terms = [gap.label for gap in offer.arrangement.gaps()]
            if open_terms:
                raise UsageProblem(f"{_listed(open_terms)} still open.")
            paid(cohort.few, offer.arrangement)
            offers.append(offer)
        except ScaError as error:
            refused.append(Refused(offer.name, str(error)))
    return CaseExposure(
        case,
        cohort,
        _comparison(cohort, offers) if offers else None,
        tuple(refused),
        case.dates.infusion or as_of,
        _invented(desk, case, offers),
    )


def _invented(desk: Desk, case: Case, offers: list[Offer]) -> bool:
    from_examples = example_offers(desk) and any(each.name != DRAFT for each in offers)
    return case.synthetic or from_examples or desk.library.own_numbers().invented


def _comparison(cohort: Cohort, offers: list[Offer]) -> Comparison:
    key = (*key_of(cohort), *((offer.name, offer.fingerprint) for offer in offers))
    return _compared.get(key, lambda: compare(cohort, offers))


def key_of(cohort: Cohort) -> tuple[str, str, Design, bool]:
    """What tells these patients from others."""
    return cohort.parameters.fingerprint, cohort.scenario.fingerprint, cohort.design, cohort.unsure


def _listed(words: list[str]) -> str:
    """`Amount of the Case Rate and 9 more terms are`."""
    first = words[0][:1].upper() + words[0][1:]
    if len(words) == 1:
        return f"{first} is"
    return f"{first} and {len(words) - 1} more {'term' if len(words) == 2 else 'terms'} are"
