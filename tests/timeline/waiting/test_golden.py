"""Published data and the results that other software prints or that were computed apart from this code.

Sources of data and licenses: `data/README.md`. A time of 0 is moved to just after the start, which changes no rank.
"""

from __future__ import annotations

import numpy as np
import pytest

from sca_toolkit.timeline.waiting import (
    Cause,
    Estimate,
    RateBelief,
    Waits,
    days_after,
    ends_by_group,
    fitted_belief,
    gray_test,
    log_likelihood,
    log_rank,
    mean_difference,
    open_curves,
    proportion,
    restricted_mean,
)
from tests.timeline.waiting.columns import table, waits

JUST_AFTER = 0.001
FIRST, SECOND = Cause(1), Cause(2)


@pytest.fixture(scope="module")
def transplants() -> Waits:
    data = table("bmt137.csv")
    return waits(data["days"] / 365.25, data["status"], data["group"])


@pytest.mark.parametrize(
    ("cause", "statistic", "p"), [(FIRST, 11.9228820, 0.0025762), (SECOND, 0.1374108, 0.9336017)]
)
def test_grays_test_on_137_transplants_is_what_r_and_sas_print(
    transplants: Waits, cause: Cause, statistic: float, p: float
) -> None:
    found = gray_test(transplants, cause)
    assert found.freedom == 2
    assert found.statistic == pytest.approx(statistic, abs=5e-8)
    assert found.p == pytest.approx(p, abs=5e-8)


@pytest.mark.parametrize(
    ("years", "share", "error"),
    [(1, 0.0741, 0.0360), (1.5, 0.1296, 0.0463), (2, 0.1481, 0.0489), (3, 0.1667, 0.0514)],
)
def test_relapse_of_low_risk_patients_and_its_error_are_those_printed(
    transplants: Waits, years: float, share: float, error: float
) -> None:
    relapse = ends_by_group(transplants)["2.0"].by_cause[FIRST]
    place = np.searchsorted(relapse.day, years, side="right") - 1
    assert relapse.at(years).value == pytest.approx(share, abs=5e-5)
    assert np.sqrt(relapse.variance[place]) == pytest.approx(error, abs=5e-5)


def test_taking_deaths_for_censored_would_say_59_percent_where_47_relapse(transplants: Waits) -> None:
    high_risk = transplants.only("3.0")
    relapse = ends_by_group(high_risk)["3.0"].by_cause[FIRST]
    assert relapse.at(3).value == pytest.approx(0.4667, abs=5e-5)
    naive = waits(high_risk.exit, np.where(high_risk.cause == 1, 1, 0), np.full(len(high_risk), "3"))
    assert 1 - open_curves(naive)["3"].at(3).value == pytest.approx(0.5864, abs=5e-5)


def heart(*, rounded: bool, by_gender: bool) -> Waits:
    data = table("whas500.csv")
    years = data["days"] / 365.25
    if rounded:
        years = np.maximum(np.round(years, 2), JUST_AFTER)
    return waits(years, data["died"], data["afb"], stratum=data["gender"] if by_gender else None)


def test_survival_after_a_heart_attack_is_what_r_prints() -> None:
    curves = open_curves(heart(rounded=True, by_gender=False))
    without, fibrillation = curves["0.0"], curves["1.0"]
    assert (fibrillation.median.value, without.median.value) == (2.37, 5.91)
    found = [curve.at(year).value for curve in (fibrillation, without) for year in (1, 5)]
    assert found == pytest.approx([0.641, 0.315, 0.739, 0.530], abs=5e-4)


@pytest.mark.parametrize(
    ("rounded", "by_gender", "statistic", "p"),
    [
        (True, False, 10.8943, 0.0009646),
        (True, True, 10.0705, 0.0015066),
        (False, False, 10.9000, None),
        (False, True, 10.1208, None),
    ],
)
def test_log_rank_tests_after_a_heart_attack(
    rounded: bool, by_gender: bool, statistic: float, p: float | None
) -> None:
    """Rounding days to hundredths of a year moves the result: the same rows must be rounded in one place only."""
    found = log_rank(heart(rounded=rounded, by_gender=by_gender))
    assert found.statistic == pytest.approx(statistic, abs=5e-5)
    assert p is None or found.p == pytest.approx(p, abs=5e-8)


def test_restricted_means_of_lung_cancer_to_350_days_are_what_sas_prints() -> None:
    data = table("lung.csv")
    curves = open_curves(waits(data["days"], data["status"], data["arm"]))
    active, placebo = (restricted_mean(curves[name], 350) for name in ("active", "placebo"))
    assert active.days.value == pytest.approx(248.2156, abs=5e-5)
    assert placebo.days.value == pytest.approx(272.9520, abs=5e-5)
    found = mean_difference(active, placebo)
    assert found.days.value == pytest.approx(-24.7364, abs=5e-5)
    printed = found.days.value - 1.96 * found.error, found.days.value + 1.96 * found.error
    assert printed == pytest.approx((-54.3971, 4.9243), abs=1.5e-4)
    assert (found.days.low, found.days.high) == pytest.approx(printed, abs=1e-3)


def leukemia() -> Waits:
    data = table("bmt35.csv")
    return waits(np.maximum(data["months"], JUST_AFTER), data["status"], data["disease"])


@pytest.mark.parametrize(
    ("cause", "statistic", "p", "to"), [(FIRST, 1.3016, 0.2539, 5e-5), (SECOND, 7.0823, 0.00778, 5e-6)]
)
def test_grays_test_on_35_transplants_with_many_ties(
    cause: Cause, statistic: float, p: float, to: float
) -> None:
    found = gray_test(leukemia(), cause)
    assert found.statistic == pytest.approx(statistic, abs=5e-5)
    assert found.p == pytest.approx(p, abs=to)


@pytest.mark.parametrize(("disease", "share", "naive"), [("1.0", 0.3682, 0.3984), ("0.0", 0.1765, 0.2471)])
def test_incidence_on_35_transplants_against_the_naive_curve(
    disease: str, share: float, naive: float
) -> None:
    rows = leukemia().only(disease)
    assert ends_by_group(rows)[disease].by_cause[FIRST].at(60).value == pytest.approx(share, abs=5e-5)
    alone = waits(rows.exit, np.where(rows.cause == 1, 1, 0))
    assert 1 - open_curves(alone)["all"].at(60).value == pytest.approx(naive, abs=5e-5)


def test_men_with_monoclonal_gammopathy_spend_their_twenty_years_as_the_vignette_prints() -> None:
    """Of 240 months: 8.7 years before either, 1.1 with the plasma cell disease, 10.3 dead (R survival, compete)."""
    data = table("mgus2.csv")
    ill = data["pstat"] == 1
    months = np.where(ill, data["ptime"], data["futime"])
    rows = waits(months, np.where(ill, 1, 2 * data["death"]), data["sex"])
    men, curve = ends_by_group(rows)["M"], open_curves(rows)["M"]
    years = [restricted_mean(curve, 240).days.value / 12]
    years += [days_after(men.by_cause[cause], 240) / 12 for cause in (FIRST, SECOND)]
    assert years == pytest.approx([8.7, 1.1, 10.3], abs=0.05)
    assert sum(years) == pytest.approx(20, abs=1e-9)


FAILURES = np.array([5, 1, 5, 14, 3, 19, 1, 1, 4, 22], np.float64)
HOURS = np.array([94.32, 15.72, 62.88, 125.76, 5.24, 31.44, 1.048, 1.048, 2.096, 10.48])


def test_ten_pumps_by_largest_likelihood() -> None:
    """Gaver and O'Muircheartaigh's pumps; hours in thousands."""
    found = fitted_belief(FAILURES, HOURS)
    assert found is not None
    assert (found.shape, found.days) == pytest.approx((0.8223, 1.2590), abs=6e-5)
    means = (found.shape + FAILURES) / (found.days + HOURS)
    printed = [0.0609, 0.1073, 0.0908, 0.1167, 0.5881, 0.6062, 0.7899, 0.7899, 1.4374, 1.9441]
    assert means == pytest.approx(printed, abs=6e-5)


def test_ten_pumps_with_a_prior_on_both_parameters() -> None:
    """shape ~ Exp(1), rate ~ Gamma(0.1, 1), integrated over a grid on the scale of logarithms."""
    shapes, rates = np.exp(np.linspace(-4, 3, 181)), np.exp(np.linspace(-6, 3.2, 221))
    log = np.array([[log_likelihood(FAILURES, HOURS, a, b) for b in rates] for a in shapes])
    log += -shapes[:, None] + 0.1 * np.log(rates) - rates + np.log(shapes)[:, None]
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    assert weight.sum(axis=1) @ shapes == pytest.approx(0.6969, abs=6e-5)
    assert weight.sum(axis=0) @ rates == pytest.approx(0.9255, abs=6e-5)
    means = [
        float((weight * (shapes[:, None] + d) / (rates + h)).sum())
        for d, h in zip(FAILURES, HOURS, strict=True)
    ]
    printed = [0.0598, 0.1017, 0.0893, 0.1160, 0.6014, 0.6087, 0.8939, 0.8939, 1.5891, 1.9935]
    assert means == pytest.approx(printed, abs=6e-5)


@pytest.mark.parametrize(
    ("events", "days", "mean", "median", "over_30"),
    [
        (6, 310, 48.89, 31.58, 0.5171),
        (2, 40, 34.00, 20.82, 0.3771),
        (0, 55, 61.67, 35.00, 0.5482),
        (9, 300, 35.83, 23.55, 0.4161),
    ],
)
def test_time_still_to_wait_under_the_prior_of_4_events_in_130_days(
    events: int, days: int, mean: float, median: float, over_30: float
) -> None:
    """Mean B/(A-1), median B(2^(1/A)-1), P(T > t) = (B/(B+t))^A; for A: 440/9 = 48.89."""
    belief = RateBelief(4, 130).after(events, days)
    assert belief.mean_days == pytest.approx(mean, abs=5e-3)
    assert belief.median_days == pytest.approx(median, abs=5e-3)
    assert belief.more_than(30) == pytest.approx(over_30, abs=5e-5)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(20, 41, 0.329, 0.649), (6, 41, 0.056, 0.292), (6, 19, 0.126, 0.566), (8, 8, 0.631, 1.0), (2, 43, 0.006, 0.158)],
)  # fmt: skip
def test_exact_intervals_are_those_printed_for_outpatient_infusions(
    count: int, of: int, low: float, high: float
) -> None:
    """The first two are printed in a study of 41 outpatients; the others are by the same method."""
    found = proportion(count, of)
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-4)
