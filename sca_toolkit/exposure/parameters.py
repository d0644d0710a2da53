"""The numbers of one simulation: published defaults for one product, with the center's own in their place."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sca_toolkit.errors import DataError, Problem
from sca_toolkit.exposure.assumption import Assumption, Confidence, CostModel, Status, Unit
from sca_toolkit.exposure.own import CostBasis, OwnNumber, OwnNumbers
from sca_toolkit.exposure.shapes import PSEUDO_PATIENTS, Array, Beta, Point, Range, Shape, shape_of

LOADED = ("ward_day", "step_down_day", "icu_day", "fixed_cost")
"""Costs whose published figures are fully loaded; another basis needs the center's own."""


@dataclass(frozen=True)
class Parameter:
    """One number in use, with where it comes from."""

    name: str
    title: str
    group: str
    unit: Unit
    shape: Shape
    status: Status
    confidence: Confidence
    origin: str
    """Source, years and patients in words."""
    n: int | None = None
    weight: float | None = None
    """Credibility weight of the center's own cases; None where there are none, 1 where they replace the default."""
    published: float | None = None
    """The published number, where the center's own is used."""
    own: float | None = None
    """The center's own number before it is joined with the published one; None where there is none."""
    note: str = ""

    @property
    def value(self) -> float:
        """The number used when one is wanted."""
        return self.shape.value


@dataclass(frozen=True)
class Parameters:
    """All numbers of one simulation by name."""

    product: str | None
    basis: CostBasis
    by_name: Mapping[str, Parameter]

    def __getitem__(self, name: str) -> float:
        """The number. Raises KeyError for an unknown name."""
        return self.by_name[name].value

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.by_name.values())

    def values(self) -> dict[str, float]:
        """Every number by name."""
        return {name: each.value for name, each in self.by_name.items()}

    def drawn(self, levels: Mapping[str, Array]) -> dict[str, Array | float]:
        """Numbers at the levels `levels` of what each may be; one without a level stays as it is."""
        return {
            name: each.shape.at(levels[name]) if name in levels else each.value
            for name, each in self.by_name.items()
        }

    def changed(self, values: Mapping[str, float]) -> Parameters:
        """With numbers put in by hand. Raises KeyError for an unknown name."""
        mine = {
            name: replace(
                self.by_name[name],
                shape=Point(value),
                status=Status.own,
                confidence=Confidence.high,
                origin="put in by hand",
                weight=1.0,
                published=self.by_name[name].value,
                own=value,
            )
            for name, value in values.items()
        }
        return replace(self, by_name={**self.by_name, **mine})

    @property
    def worst(self) -> Confidence:
        """The lowest confidence of any number in use."""
        return max((each.confidence for each in self), key=lambda each: each.rank)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over every number and range in use."""
        data = {name: repr(each.shape) for name, each in sorted(self.by_name.items())}
        text = json.dumps(
            {"product": self.product, "basis": self.basis.value, "numbers": data}, sort_keys=True
        )
        return hashlib.sha256(text.encode()).hexdigest()


def parameters_for(model: CostModel, own: OwnNumbers, product: str | None) -> Parameters:
    """The numbers for one product.

    Raises DataError for an own number the model does not know, for a cost basis left open, and for costs that the
    center must supply because the published ones are fully loaded.
    """
    names = dict.fromkeys(each.name for each in model.values)
    found = {name: _published(model, name, product) for name in names if _has(model, name, product)}
    listed = [each for each in own.listed if not each.products or product in each.products]
    fresh = {each.name for each in listed}
    mine = [each for each in own.values if not each.products or product in each.products]
    mine = [each for each in mine if each.name not in fresh] + listed
    for each in sorted(mine, key=lambda each: bool(each.products)):
        found.update(_joined(found, each))
    _check_basis(own, mine)
    return Parameters(product, own.basis or CostBasis.fully_loaded, found)


def _has(model: CostModel, name: str, product: str | None) -> bool:
    return any(each.name == name and (not each.products or product in each.products) for each in model.values)


def _published(model: CostModel, name: str, product: str | None) -> Parameter:
    entry = model.find(name, product)
    common = model.common(name) if entry.products and _has(model, name, None) else None
    return Parameter(
        name=name,
        title=entry.title,
        group=entry.group,
        unit=entry.unit,
        shape=shape_of(entry, common),
        status=entry.status,
        confidence=entry.confidence,
        origin=_origin(model, entry),
        n=entry.n,
        note=" ".join(words for words in (entry.how, entry.note) if words),
    )


def _origin(model: CostModel, entry: Assumption) -> str:
    title = model.sources[entry.source].title if entry.source else "no source found"
    return "; ".join(words for words in (title, entry.years, entry.population) if words)


def _joined(found: Mapping[str, Parameter], own: OwnNumber) -> dict[str, Parameter]:
    """The parameters that an own number changes."""
    if own.observed:
        return _fitted(found, own)
    if own.name not in found:
        raise DataError(_unknown(own, found))
    before = found[own.name]
    if own.value is not None:
        return {own.name: _mine(before, own, Point(own.value), 1.0, None, own.value)}
    count, of = float(own.count or 0), float(own.of or 1)
    prior = before.shape.capped() if isinstance(before.shape, Beta) else _as_beta(before.value)
    weight = of / (of + prior.a + prior.b)
    return {own.name: _mine(before, own, prior.after(count, of), weight, own.of, count / of)}


def _as_beta(share: float) -> Beta:
    return Beta(share * PSEUDO_PATIENTS, (1 - share) * PSEUDO_PATIENTS)


def _fitted(found: Mapping[str, Parameter], own: OwnNumber) -> dict[str, Parameter]:
    """Median and spread of a lognormal, each own list against twenty patients' worth of the published one."""
    middle, spread = f"{own.name}_median", f"{own.name}_sigma"
    if middle not in found or spread not in found:
        raise DataError(_unknown(own, found))
    logs = np.log(np.asarray(own.observed, dtype=float))
    n = len(logs)
    weight = n / (n + PSEUDO_PATIENTS)
    center = weight * float(logs.mean()) + (1 - weight) * math.log(found[middle].value)
    variance = float(logs.var(ddof=1)) if n > 1 else found[spread].value ** 2
    sigma = math.sqrt(weight * variance + (1 - weight) * found[spread].value ** 2)
    error = sigma / math.sqrt(n + PSEUDO_PATIENTS) * 1.2815515655446004
    around = Range(math.exp(center), math.exp(center - error), math.exp(center + error))
    return {
        middle: _mine(found[middle], own, around, weight, n, math.exp(float(logs.mean()))),
        spread: _mine(found[spread], own, Point(sigma), weight, n, math.sqrt(variance) if n > 1 else None),
    }


def _mine(
    before: Parameter, own: OwnNumber, shape: Shape, weight: float, n: int | None, value: float | None
) -> Parameter:
    few = n is not None and n < PSEUDO_PATIENTS
    return replace(
        before,
        shape=shape,
        status=Status.own,
        confidence=Confidence.medium if few else Confidence.high,
        origin=f"the center's own, {own.period}",
        n=n,
        weight=weight,
        published=before.value,
        own=value,
        note=own.note or "",
    )


def _unknown(own: OwnNumber, found: Iterable[str]) -> Problem:
    return Problem(
        f"`{own.name}` is no quantity of the simulation"
        + (" that can be fitted from a list." if own.observed else "."),
        f"Known: {', '.join(sorted(found))}. A list (`observed`) goes with a quantity that has a median and a spread.",
        file="own_numbers.yaml",
        place="values",
    )


def _check_basis(own: OwnNumbers, mine: Iterable[OwnNumber]) -> None:
    if own.basis in (None, CostBasis.fully_loaded):
        return
    missing = [name for name in LOADED if name not in {each.name for each in mine}]
    if missing:
        raise DataError(
            Problem(
                f"the cost basis is {own.basis.words if own.basis else ''}, but {', '.join(missing)} are published as "
                "fully loaded averages only.",
                "Add the center's own figures under `values`, or choose fully_loaded.",
                file="own_numbers.yaml",
                place="basis",
            )
        )
