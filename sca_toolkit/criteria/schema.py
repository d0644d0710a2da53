"""The JSON Schema of a policy file, for editors that complete keys and mark mistakes while one types."""

from __future__ import annotations

from typing import Any

from sca_toolkit.criteria.policy import Policy

ADDRESS = "https://json-schema.org/draft/2020-12/schema"


def policy_schema() -> dict[str, Any]:
    """Draft 2020-12. What needs the vocabulary (units, ids, guards) is checked when the file is read, not here."""
    return {"$schema": ADDRESS, **Policy.model_json_schema(by_alias=True), "title": "Criteria of a payer"}
