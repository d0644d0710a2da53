"""The desk at which every action happens: it holds the library and the record. Each job is one function with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sca_toolkit.errors import UsageProblem
from sca_toolkit.library import Library

if TYPE_CHECKING:
    from sca_toolkit.store import Store


@dataclass(frozen=True)
class Desk:
    """What the actions of a user work with. `address` says where the record is; the record is opened when needed."""

    library: Library
    address: str | None = None
    who: str = ""
    """The person who acts: until there is a sign-in, the operating system's user."""

    @cached_property
    def record(self) -> Store:
        """The record of cases. Raises UsageProblem where none was named, StoreError where it cannot be opened."""
        from sca_toolkit.desk.standing import standing_with
        from sca_toolkit.store import Store

        if self.address is None:
            raise UsageProblem("No record is configured. Set SCA_DATABASE to a file or a PostgreSQL address.")
        return Store.open(self.address, standing=standing_with(self.library))
