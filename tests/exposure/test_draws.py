"""Random numbers: the same for the same seed, whatever the workers and whatever is added later."""

from __future__ import annotations

import numpy as np
import pytest

from sca_toolkit.errors import DataError
from sca_toolkit.exposure.columns import LATENT, PROCESS, positions
from sca_toolkit.exposure.copula import correlation, factor, latents
from sca_toolkit.exposure.draws import Design, Stream, each_replicate, seed_of, uniforms

approx = pytest.approx


def test_every_number_lies_between_0_and_1_and_the_mean_is_a_half() -> None:
    u = uniforms(Design(1, 1024, 1), Stream.process, 0, 32)
    assert u.shape == (32, 1024)
    assert u.min() > 0
    assert u.max() < 1
    assert np.abs(u.mean(axis=1) - 0.5).max() < 1e-3


def test_replicates_and_streams_differ_and_a_seed_repeats() -> None:
    design = Design(7, 256, 2)
    first, second = (uniforms(design, Stream.process, at, 8) for at in (0, 1))
    other = uniforms(design, Stream.parameters, 0, 8)
    assert np.array_equal(first, uniforms(Design(7, 256, 2), Stream.process, 0, 8))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_a_case_has_its_own_seed_on_every_machine() -> None:
    assert seed_of("CASE-1") == seed_of("CASE-1")
    assert seed_of("CASE-1") != seed_of("CASE-2")
    assert seed_of("CASE-1") == 0 or seed_of("CASE-1").bit_length() <= 256


def test_workers_do_not_change_the_order() -> None:
    design = Design(1, 2, 16)
    assert (
        each_replicate(lambda at: at, design, 4)
        == each_replicate(lambda at: at, design, 1)
        == list(range(16))
    )


@pytest.mark.parametrize("points", [0, 1000, 4095])
def test_a_number_of_points_that_is_no_power_of_two_is_refused(points: int) -> None:
    with pytest.raises(ValueError, match="no power of two"):
        Design(1, points)


def test_a_column_stands_once_and_the_capacity_is_kept() -> None:
    with pytest.raises(ValueError, match="twice"):
        positions(("stay", "stay"), 32)
    with pytest.raises(ValueError, match="do not fit"):
        positions(PROCESS, 3)


def test_a_column_added_at_the_end_moves_no_other() -> None:
    before = positions(PROCESS, 32)
    after = positions((*PROCESS, "new_choice"), 32)
    assert {name: after[name] for name in before} == dict(before)


def test_latent_scores_go_together_as_asked() -> None:
    design = Design(3, 4096, 1)
    matrix = correlation({"rho_icu_stay": 0.45, "rho_crs_icans": 0.5})
    scores = latents(uniforms(design, Stream.process, 0, 32)[: len(LATENT)], factor(matrix))
    found = np.corrcoef(scores)
    assert np.abs(found - matrix).max() < 0.02
    assert np.abs(scores.std(axis=1) - 1).max() < 0.01


def test_the_stress_switch_brings_extremes_together_and_keeps_each_alone() -> None:
    """Chance that stay and intensive care are both in their worst 2%: higher under the t copula."""
    u = uniforms(Design(3, 16_384, 1), Stream.process, 0, 32)
    root = factor(correlation({"rho_icu_stay": 0.45}))
    calm = latents(u[: len(LATENT)], root)
    stressed = latents(u[: len(LATENT)], root, u[PROCESS.index("tail")])
    both = [float(((z[0] > 2.05) & (z[2] > 2.05)).mean()) for z in (calm, stressed)]
    assert both[1] > 1.3 * both[0]
    assert np.abs(stressed.std(axis=1) - 1).max() < 0.03
    assert np.array_equal(stressed[1], calm[1])


def test_correlations_that_contradict_one_another_are_refused() -> None:
    impossible = correlation({"rho_crs_icu": 0.95, "rho_icans_icu": 0.95, "rho_crs_icans": -0.9})
    with pytest.raises(DataError, match="contradict one another"):
        factor(impossible)
