"""One replicate of simulated patients: what happens to each, from the random numbers and the parameters.

Days are whole days from the planned infusion (day 0); `nan` is what did not happen. A stay counts its midnights. Every
number of the simulation may be one for all paths or one for each path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sca_toolkit.exposure.columns import LATENT, PROCESS, PROCESS_CAPACITY, positions
from sca_toolkit.exposure.copula import correlation, factor, latents
from sca_toolkit.exposure.scenario import Scenario
from sca_toolkit.exposure.shapes import Array

Number = Array | float
Bools = npt.NDArray[np.bool_]
LONGEST = 120.0
"""Days after which a simulated stay is cut."""
DAYS_PER_MONTH = 30.44
LAST_ADMISSION_DAY = 30
READMISSION_WITHIN = 30
_AT = positions(PROCESS, PROCESS_CAPACITY)


@dataclass(frozen=True)
class Course:
    """How far a path gets."""

    withdrawn: Bools
    lost: Bools
    failed: Bools
    """No product could be made."""
    repeated: Bools
    """Collected a second time, after a failed run."""
    out_of_spec: Bools
    infused: Bools
    vein_to_vein: Array

    @property
    def collected(self) -> Bools:
        """Collected at least once."""
        return ~(self.withdrawn | self.lost)


@dataclass(frozen=True)
class Clinic:
    """What happens to those who are infused."""

    crs: Array
    """0 none, 1 grade 1 or 2, 2 grade 3 or more."""
    icans: Array
    doses: Array
    """Doses of tocilizumab."""
    admitted: Bools
    """In hospital for the infusion, or after it."""
    admit: Array
    days: Array
    icu_days: Array
    step_down_days: Array
    readmitted: Bools
    readmission_day: Array
    readmission_days: Array
    residual: Array
    """Factor on cost with a mean of one."""


class Draw:
    """The random numbers of one replicate by the name of their column."""

    def __init__(self, uniform: Array) -> None:
        self._uniform = uniform

    def __getitem__(self, name: str) -> Array:
        row: Array = self._uniform[_AT[name]]
        return row

    def latent(self) -> Array:
        """The columns that go together."""
        rows: Array = self._uniform[[_AT[name] for name in LATENT]]
        return rows


def lognormal(u: Array, median: Number, sigma: Number) -> Array:
    """Whole days of a lognormal: every begun day counts; at least 1, at most `LONGEST`."""
    from scipy.special import ndtri

    return _whole(median * np.exp(sigma * ndtri(u)))


def _whole(days: Array) -> Array:
    return np.clip(np.ceil(days), 1.0, LONGEST)


def course_of(draw: Draw, p: Mapping[str, Number]) -> Course:
    """Attrition by two hazards, one before collection and one after it; then the product."""
    vein = lognormal(draw["vein_to_vein"], p["vein_to_vein_median"], p["vein_to_vein_sigma"])
    before = (
        np.asarray(p["attrition"]) / DAYS_PER_MONTH * (np.asarray(p["order_days"]) + p["collection_days"])
    )
    failing = np.asarray(p["manufacturing_failure"])
    medical = np.maximum(0.0, p["not_infused"] - failing * (1 - np.asarray(p["repeat_succeeds"])))
    clock = -np.log1p(-draw["attrition"])
    early = clock < before
    with np.errstate(divide="ignore"):  # a share of 1 is an endless hazard
        late = ~early & (clock < before - np.log1p(-medical))
    lost = early & (draw["attrition_cause"] < p["attrition_lost"])
    made = draw["manufacturing"]
    first_failed = ~early & (made < failing)
    repeated = first_failed & (draw["repeat"] < p["repeat_succeeds"])
    failed = first_failed & ~repeated
    off = (made >= failing) & (made < failing + p["out_of_specification"])
    infused = ~early & ~late & ~failed
    return Course(early & ~lost, lost, failed, repeated, off & infused, infused, vein)


def clinic_of(draw: Draw, p: Mapping[str, Number], scenario: Scenario, root: Array) -> Clinic:
    """Toxicity, stay, intensive care and readmission, as if everybody were infused."""
    scores = latents(draw.latent(), root, draw["tail"] if scenario.stress else None)
    z = dict(zip(LATENT, scores, strict=True))
    crs = _category(z["crs"], p["crs_any"], p["crs_severe"])
    icans = _category(z["icans"], p["icans_any"], p["icans_severe"])
    stay = _inpatient if scenario.inpatient else _after_outpatient
    admitted, admit, days, icu = stay(draw, z, p)
    icu_days = lognormal(draw["icu_days"], p["icu_days_median"], p["icu_days_sigma"])
    icu_days = np.where(icu, np.minimum(icu_days, days), 0.0)
    back = admitted & (draw["readmission"] < p["readmission"])
    gap = 1.0 + np.floor(draw["readmission_gap"] * READMISSION_WITHIN)
    again = lognormal(draw["readmission_days"], p["readmission_days_median"], p["readmission_days_sigma"])
    sigma = np.asarray(p["residual_sigma"])
    return Clinic(
        crs=crs,
        icans=icans,
        doses=_doses(draw["tocilizumab"], crs, p),
        admitted=admitted,
        admit=admit,
        days=days,
        icu_days=icu_days,
        step_down_days=np.floor((days - icu_days) * p["step_down_share"]),
        readmitted=back,
        readmission_day=np.where(back, admit + days + gap, np.nan),
        readmission_days=np.where(back, again, 0.0),
        residual=np.exp(sigma * z["cost_residual"] - sigma**2 / 2),
    )


def root_of(p: Mapping[str, Number]) -> Array:
    """The factor of the correlations; the same for all paths. Raises DataError for contradictory correlations."""
    return factor(correlation({name: float(np.mean(p[name])) for name in p if name.startswith("rho_")}))


def _cut(share: Number) -> Array:
    from scipy.special import ndtri

    cut: Array = ndtri(1.0 - np.clip(share, 0.0, 1.0))
    return cut


def _category(score: Array, some: Number, severe: Number) -> Array:
    category: Array = (score > _cut(some)).astype(np.float64) + (score > _cut(np.minimum(some, severe)))
    return category


def _doses(u: Array, crs: Array, p: Mapping[str, Number]) -> Array:
    given = np.asarray(p["tocilizumab_given_crs"])
    two, three = given * p["tocilizumab_two"], given * p["tocilizumab_three"]
    doses = (u < given).astype(float) + (u < two + three) + (u < three)
    return np.where(crs > 0, doses, 0.0)


def _inpatient(
    draw: Draw, z: Mapping[str, Array], p: Mapping[str, Number]
) -> tuple[Bools, Array, Array, Bools]:
    median = np.asarray(p["stay_median"]) * p["stay_multiplier"]
    days = _whole(median * np.exp(p["stay_sigma"] * z["stay"]))
    icu = z["icu"] > _cut(p["icu_inpatient"])
    return np.ones(len(days), dtype=bool), np.zeros_like(days), days, icu


def _after_outpatient(
    draw: Draw, z: Mapping[str, Array], p: Mapping[str, Number]
) -> tuple[Bools, Array, Array, Bools]:
    """Admission on days 0 to 3, 4 to 7 or 8 to 30, any day of a spell alike."""
    share = np.asarray(p["outpatient_admitted"])
    admitted = draw["admitted"] < share
    days = lognormal(draw["admission_days"], p["admission_days_median"], p["admission_days_sigma"])
    among = np.minimum(1.0, np.asarray(p["icu_outpatient"]) / np.maximum(share, 1e-12))
    icu = admitted & (z["icu"] > _cut(among))
    admit = np.where(admitted, _admission_day(draw["admission_day"], p), np.nan)
    return admitted, admit, np.where(admitted, days, 0.0), icu


def _admission_day(u: Array, p: Mapping[str, Number]) -> Array:
    early = np.asarray(p["admitted_day_0_3"])
    middle = np.minimum(p["admitted_day_4_7"], 1 - early)
    late = np.maximum(1 - early - middle, 1e-12)
    spells = [
        4 * u / early,
        4 + 4 * (u - early) / np.maximum(middle, 1e-12),
        8 + 23 * (u - early - middle) / late,
    ]
    day: Array = np.select([u < early, u < early + middle], spells[:2], spells[2])
    return np.minimum(np.floor(day), float(LAST_ADMISSION_DAY))
