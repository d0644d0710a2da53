"""What is wrong with evidence: units, impossible values, two values on one day, a missing date where one is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sca_toolkit.case import Evidence, TestResult
from sca_toolkit.criteria.dictionary import Dictionary, NoConversion
from sca_toolkit.criteria.kinds.measurement import Measurement
from sca_toolkit.criteria.kinds.performance import Performance
from sca_toolkit.criteria.kinds.test import Test
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.words import number


@dataclass(frozen=True)
class FactComplaint:
    """One thing that is wrong with evidence: where (`tests`, 2), what, what to do, and whether judging must wait."""

    path: tuple[str | int, ...]
    message: str
    remedy: str
    blocking: bool = True


def fact_complaints(
    facts: Evidence, words: Dictionary, policies: tuple[Policy, ...] = ()
) -> tuple[FactComplaint, ...]:
    """Every complaint about evidence; with policies, also dates that their lookbacks ask for."""
    return (
        *_values(facts, words),
        *_twice(facts, words),
        *_scores(facts, words),
        *_undated(facts, words, policies),
    )


def _values(facts: Evidence, words: Dictionary) -> Iterator[FactComplaint]:
    for at, each in enumerate(facts.tests):
        measure = words.measure(each.test)
        if each.value is None or measure is None:
            continue
        try:
            value = each.value * words.factor(each.unit, measure.unit, measure)
        except NoConversion:
            yield FactComplaint(
                ("tests", at, "unit"),
                f"{each.test}: {each.unit} does not convert to {measure.unit}.",
                f"Write the value in {measure.unit}, or in a unit that converts to it.",
            )
            continue
        if each.unit is None and measure.unit != "1":
            yield FactComplaint(
                ("tests", at, "value"),
                f"{each.test} {number(each.value)} has no unit.",
                f"Write `unit: {measure.unit}`.",
            )
        low, high = measure.lowest, measure.highest
        if (low is not None and value < low) or (high is not None and value > high):
            limits = (
                f"between {number(low or 0)} and {number(high)}"
                if high is not None
                else f"{number(low or 0)} or more"
            )
            yield FactComplaint(
                ("tests", at, "value"),
                f"{each.test} {number(each.value)} cannot be; {measure.name} is {limits}.",
                "Check the value, its sign and its unit.",
            )


def _same(one: TestResult, other: TestResult) -> bool:
    return (one.value, one.unit, one.result) == (other.value, other.unit, other.result)


def _twice(facts: Evidence, words: Dictionary) -> Iterator[FactComplaint]:
    first: dict[tuple[str, object], TestResult] = {}
    for at, each in enumerate(facts.tests):
        if each.on is None:
            continue
        held = first.setdefault((words.terms.key(each.test), each.on), each)
        if held is not each and not _same(held, each):
            yield FactComplaint(
                ("tests", at),
                f"{each.test} has two values on {each.on}.",
                "Keep the one that stands, or give each its own date.",
            )


def _scores(facts: Evidence, words: Dictionary) -> Iterator[FactComplaint]:
    seen: dict[tuple[str, object], float] = {}
    for at, each in enumerate(facts.performance):
        measure = words.measure(each.scale)
        key = (words.terms.key(each.scale), each.on)
        if each.on is not None and seen.setdefault(key, each.value) != each.value:
            yield FactComplaint(
                ("performance", at), f"{each.scale} has two values on {each.on}.", "Keep the one that stands."
            )
        if measure is not None and measure.highest is not None and not 0 <= each.value <= measure.highest:
            yield FactComplaint(
                ("performance", at, "value"),
                f"{number(each.value)} is no score of {measure.name}.",
                f"It runs from 0 to {number(measure.highest)}.",
            )


def _undated(facts: Evidence, words: Dictionary, policies: tuple[Policy, ...]) -> Iterator[FactComplaint]:
    asked = {key: leaf_id for policy in policies for key, leaf_id in _looked_back(policy, words)}
    for at, each in enumerate(facts.tests):
        owner = asked.get(words.terms.key(each.test))
        if each.on is None and owner:
            yield FactComplaint(
                ("tests", at),
                f"{each.test} has no date, and {owner} asks how old it is.",
                "Write `on:` with the day it was taken.",
                blocking=False,
            )
    for at, score in enumerate(facts.performance):
        owner = asked.get(words.terms.key(score.scale))
        if score.on is None and owner:
            yield FactComplaint(
                ("performance", at),
                f"{score.scale} has no date, and {owner} asks how old it is.",
                "Write `on:` with the day.",
                blocking=False,
            )


def _looked_back(policy: Policy, words: Dictionary) -> Iterator[tuple[str, str]]:
    for leaf in policy.leaves():
        if isinstance(leaf, Measurement) and leaf.timed:
            yield words.terms.key(leaf.measure), leaf.id
        elif isinstance(leaf, Performance) and leaf.timed:
            yield from ((words.terms.key(name), leaf.id) for name in leaf.scale)
        elif isinstance(leaf, Test) and leaf.timed:
            yield from ((words.terms.key(name), leaf.id) for name in (*leaf.any_of, *leaf.all_of))
