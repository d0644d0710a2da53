"""Whether a case fits what the desk knows: its payer, its product, the entities that bill."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.case import Case
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import Problem, UsageProblem


def misfits(desk: Desk, case: Case) -> tuple[Problem, ...]:
    """Warnings, none of them blocking: names in the case that the profiles, the catalog or the center do not have."""
    return tuple(_misfits(desk, case))


def _misfits(desk: Desk, case: Case) -> Iterator[Problem]:
    payer = case.coverage.payer
    if payer and payer not in desk.library.profile_ids():
        yield _warning(
            "coverage.payer", f"there is no payer profile {payer!r}.", "Choose one from the list of payers."
        )
    if case.product:
        try:
            desk.library.catalogue().product(case.product)
        except UsageProblem as error:
            yield _warning("product", str(error), "")
    center = desk.library.center()
    known = center.entities if center else {}
    for key in case.bills_through:
        if key not in known:
            yield _warning(
                "bills_through",
                f"the center's file has no entity {key!r}; it has {', '.join(known) or 'none'}.",
                "Correct the key, or describe the entity among the other entities.",
            )


def _warning(place: str, message: str, remedy: str) -> Problem:
    return Problem(message, remedy, place=place, blocking=False)
