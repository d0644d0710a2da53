"""The log-rank test of the wait until any end, with strata, late entry and ties.

Mantel 1966; variance of the hypergeometric distribution, so ties are taken as they are.
"""

from __future__ import annotations

import numpy as np

from sca_toolkit.timeline.waiting.risk import by_group
from sca_toolkit.timeline.waiting.testing import Verdict, verdict
from sca_toolkit.timeline.waiting.waits import Floats, Waits


def log_rank(waits: Waits) -> Verdict:
    """Whether the groups wait equally long, compared within each stratum. `unstratified()` compares across them."""
    size = len(waits.groups)
    scores, variance = np.zeros(size), np.zeros((size, size))
    for stratum in range(len(waits.strata)):
        table = by_group(waits.where(waits.stratum == stratum))
        more, spread = _scores(table.at_risk, table.all_ended)
        scores += more
        variance += spread
    name = "log-rank test" if len(waits.strata) == 1 else "stratified log-rank test"
    return verdict(name, scores, variance, waits.groups)


def _scores(at_risk: Floats, ended: Floats) -> tuple[Floats, Floats]:
    """Observed minus expected ends (K,) and their variance (K, K), from (K, r) at risk and ended."""
    n, d = at_risk.sum(axis=0), ended.sum(axis=0)
    used = n > 0
    at_risk, ended, n, d = at_risk[:, used], ended[:, used], n[used], d[used]
    part = at_risk / n
    scores = (ended - part * d).sum(axis=1)
    scale = np.where(n > 1, d * (n - d) / np.maximum(n - 1, 1), 0.0)
    variance = np.diag((part * scale).sum(axis=1)) - (part * scale) @ part.T
    return scores, variance
