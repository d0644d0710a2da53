"""The toolkit's own words and products, and short ways to write policies and facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import yaml

from sca_toolkit.criteria import CaseFacts, Judgment, Moment, Policy, Verdict, World, evaluate
from sca_toolkit.library import Library

TODAY = date(2026, 11, 22)
SOURCES = {"s": {"title": "An invented page", "grade": "invented", "read_on": "2026-11-22"}}


@cache
def world() -> World:
    shelf = Library().criteria()
    return World(shelf.words, {}, shelf.catalogue)


def with_policies(*policies: Policy) -> World:
    return World(world().words, {each.id: each for each in policies}, world().catalogue)


def policy(criteria: Any = None, **more: Any) -> Policy:
    """A policy from plain data or YAML text for its `criteria`."""
    if isinstance(criteria, str):
        criteria = yaml.load(criteria, yaml.BaseLoader)
    head = {
        "id": "p",
        "title": "Invented",
        "payer": "nobody",
        "sources": SOURCES,
        "source": "s",
        "seen": "complete",
    }
    body = {} if criteria is None else {"criteria": criteria}
    return Policy.model_validate({**head, **body, **more})


def facts(text: str | None = None, **more: Any) -> CaseFacts:
    """Facts from YAML text or keywords."""
    data = yaml.load(text, yaml.BaseLoader) if text else {}
    return CaseFacts.model_validate({**data, **more})


def judged(
    rule: Policy | str | dict[str, Any],
    shown: CaseFacts | str = "",
    as_of: date = TODAY,
    moment: Moment = Moment.request,
    among: World | None = None,
) -> Judgment:
    rule = rule if isinstance(rule, Policy) else policy(rule)
    shown = shown if isinstance(shown, CaseFacts) else facts(shown or None)
    return evaluate(rule, shown, as_of, world=among or world(), moment=moment)


def verdict(rule: Policy | str | dict[str, Any], shown: CaseFacts | str = "", **more: Any) -> Verdict:
    return judged(rule, shown, **more).verdict
