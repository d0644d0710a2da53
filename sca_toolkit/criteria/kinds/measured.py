"""What laboratory values and scores share: the newest result in the window, against limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sca_toolkit.criteria.charted import Result
from sca_toolkit.criteria.timing import Window
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN

Test = Callable[[Result], int]


def latest(results: Iterable[Result], window: Window, test: Test) -> int:
    """The newest result in the window decides; two of one day that differ leave it open. None: open."""
    low, high = window
    bits, decided = 0, None
    for each in results:
        if each.day is None or not low <= each.day <= high:
            continue
        if decided is not None and each.day != decided:
            break
        bits, decided = bits | test(each), each.day
    return bits or OPEN


def every(results: Iterable[Result], window: Window, test: Test) -> int:
    """Every result in the window; none: open."""
    found = [test(each) for each in results if each.day is not None and window[0] <= each.day <= window[1]]
    return NOT_MET if NOT_MET in found else MET if found and OPEN not in found else OPEN


def some(results: Iterable[Result], window: Window, test: Test) -> int:
    """One result in the window is enough; more may come to light, so it is never not met."""
    found = [test(each) for each in results if each.day is not None and window[0] <= each.day <= window[1]]
    return MET if MET in found else OPEN


def undated(results: Iterable[Result], test: Test) -> int:
    """Where the policy limits no time: as `latest`, and a result without a day counts where there is no other."""
    held = list(results)
    if not held:
        return OPEN
    newest = held[0].day
    bits = 0
    for each in held:
        if each.day != newest:
            break
        bits |= test(each)
    return bits


READERS = {"latest": latest, "every": every, "any": some}
