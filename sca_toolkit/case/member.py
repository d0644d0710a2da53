"""The person insured."""

from __future__ import annotations

from datetime import date

from sca_toolkit.values import Model, StateCode


class Member(Model):
    """The person insured. Everything here is protected health information."""

    name: str | None = None
    member_id: str | None = None
    date_of_birth: date | None = None
    group_number: str | None = None
    subscriber_name: str | None = None
    relationship: str | None = None
    """Relationship to the subscriber."""
    state: StateCode | None = None
    """State of residence, which is the state of the Medicaid program."""
