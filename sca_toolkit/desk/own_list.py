"""The center's own list of patients: read, fitted, looked at, and used only once a person has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exporting import save_export
from sca_toolkit.errors import Problem, UsageProblem
from sca_toolkit.exposure.fitted import OwnList, fitted
from sca_toolkit.exposure.own import OwnNumber
from sca_toolkit.exposure.parameters import Parameter, parameters_for
from sca_toolkit.library.tables.own_list import own_list_template, read_own_list
from sca_toolkit.library.workspace import OWN_LIST

__all__ = ["FittedList", "confirm_list", "fit_list", "own_list_template"]


@dataclass(frozen=True)
class FittedList:
    """What a file gives. While a problem blocks there is no number."""

    name: str
    patients: int = 0
    numbers: tuple[OwnNumber, ...] = ()
    used: tuple[tuple[str | None, Parameter], ...] = ()
    """Product and number as a simulation would use it, own and published joined."""
    problems: tuple[Problem, ...] = ()


def fit_list(desk: Desk, data: bytes, name: str, today: date) -> FittedList:
    """Read a list and join its numbers with the published ones; nothing is kept."""
    table = read_own_list(data, name, desk.library.catalogue(), today)
    if not table.patients:
        return FittedList(name, problems=table.problems)
    found = fitted(table.patients)
    own = desk.library.own_numbers().model_copy(update={"listed": found})
    used = []
    for product in dict.fromkeys(next(iter(each.products), None) for each in found):
        names = {each.name for each in found if not each.products or product in each.products}
        joined = parameters_for(desk.library.cost_model(), own, product)
        fresh = names | {f"{each}{end}" for each in names for end in ("_median", "_sigma")}
        used += [(product, each) for each in joined if each.name in fresh]
    return FittedList(name, len(table.patients), found, tuple(used), table.problems)


def confirm_list(desk: Desk, name: str, numbers: Sequence[OwnNumber], today: date) -> None:
    """Keep the numbers in the workspace in place of an earlier list's. Raises UsageProblem without a workspace."""
    import yaml

    if desk.library.root is None:
        raise UsageProblem("There is no workspace to keep the numbers in. Make one with `sca init`.")
    kept = OwnList(
        read_from=name, confirmed_by=desk.who or "not named", confirmed_on=today, values=tuple(numbers)
    )
    data = kept.model_dump(mode="json", exclude_defaults=True)
    text = (
        "# Numbers of the center's own list, confirmed by a person. Delete this file to use them no more.\n"
    )
    text += yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)

    def write(target: BinaryIO) -> None:
        target.write(text.encode())

    save_export(desk.library.root / OWN_LIST, write)
