"""How sure we are of a result: the numbers are drawn again and again, the patients' random numbers stay the same."""

from __future__ import annotations

import numpy as np

from sca_toolkit.exposure import columns as registry
from sca_toolkit.exposure.cohort import Cohort, simulate
from sca_toolkit.exposure.draws import Design, Stream, uniforms
from sca_toolkit.exposure.measures import loss_chance
from sca_toolkit.exposure.offers import paid
from sca_toolkit.exposure.shapes import Array
from sca_toolkit.payment import Arrangement


def loss_chances(cohort: Cohort, arrangement: Arrangement, draws: int, points: int) -> Array:
    """The chance of a loss under `draws` sets of numbers, each on the same `points` patients.

    What may happen to one patient is averaged out; what is left is what we do not know about the numbers.
    """
    at_column = registry.positions(registry.PARAMETERS, registry.PARAMETER_CAPACITY)
    size = 1 << max(draws - 1, 1).bit_length()
    levels = uniforms(Design(cohort.design.seed, size, 1), Stream.parameters, 0, registry.PARAMETER_CAPACITY)
    design = Design(cohort.design.seed, points, 1)
    names = [each.name for each in cohort.parameters if each.name in at_column]
    found = np.empty(draws)
    for draw in range(draws):
        drawn = cohort.parameters.drawn({name: levels[at_column[name], draw : draw + 1] for name in names})
        values = {name: float(np.ravel(drawn[name])[0]) for name in names}
        patients = simulate(cohort.parameters.changed(values), cohort.scenario, design)
        found[draw] = loss_chance(paid(patients, arrangement) - patients.cost)
    return found
