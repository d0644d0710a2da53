"""How fast policies are judged: `python -m tests.benchmarks.criteria_speed`.

1,000 invented cases against 100 invented policies of 20 criteria in nested trees, verdicts without traces. Beside it,
in the same run, the boolean part: such trees over yes-or-no facts, judged by this language (five verdicts) and by
json-logic libraries (two), which come with the group `benchmarks`.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sca_toolkit.criteria import CaseFacts, Policy, ReadyPolicy, Verdict, World, compile_policy
from sca_toolkit.library import Library

TODAY = date(2026, 11, 22)
CASES, POLICIES, CRITERIA, FACTS = 1_000, 100, 20, 60
SOURCES = {"s": {"title": "An invented page", "grade": "invented", "read_on": "2026-11-22"}}


def criterion(chance: random.Random, name: str) -> dict[str, Any]:
    """An invented criterion of a random kind."""
    makers: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"kind": "age", "at_least": chance.randint(16, 60)},
        lambda: {"kind": "diagnosis", "icd10": [chance.choice(["C90.0*", "C83.30-C83.39", "C91.0*"])]},
        lambda: {"kind": "diagnosis", "any_of": [chance.choice(["multiple myeloma", "large B-cell lymphoma", "MCL"])]},
        lambda: {"kind": "prior_lines", "at_least": chance.randint(1, 5)},
        lambda: {"kind": "prior_agent", "any_of": [chance.choice(["IMiD", "PI", "anti-CD38", "anti-CD20", "BTKi"])]},
        lambda: {"kind": "performance", "scale": "ECOG", "at_most": chance.randint(0, 3)},
        lambda: {"kind": "measurement", "measure": "ALC", "unit": "cells/uL", "at_least": chance.randint(50, 500),
                 "within": f"{chance.choice([14, 30, 60])} days", "anchor": chance.choice(["unstated", "collection"])},
        lambda: {"kind": "measurement", "measure": "creatinine", "unit": "mg/dL", "at_most": chance.uniform(1, 3)},
        lambda: {"kind": "test", "any_of": ["CD19"], "result": ["positive"]},
        lambda: {"kind": "infection", "infection": chance.choice(["HBV", "HCV"]), "polarity": "exclude"},
        lambda: {"kind": "history", "of": ["car_t"], "polarity": "exclude"},
        lambda: {"kind": "condition", "any_of": ["CNS involvement"], "timeframe": "ever", "polarity": "exclude"},
        lambda: {"kind": "prescriber", "any_of": ["oncologist"]},
        lambda: {"kind": "document", "any_of": ["chart notes"]},
    )  # fmt: skip
    return {**chance.choice(makers)(), "id": name}


def tree(chance: random.Random, leaves: list[dict[str, Any]]) -> dict[str, Any]:
    """The leaves in one tree: a list of all, with choices among two to four of them."""
    parts: list[dict[str, Any]] = []
    rest = list(leaves)
    while rest:
        size = chance.choice([1, 1, 1, 2, 3, 4])
        some, rest = rest[:size], rest[size:]
        parts.append(some[0] if len(some) == 1 else _joined(chance, some))
    return {"all": parts}


def _joined(chance: random.Random, some: list[dict[str, Any]]) -> dict[str, Any]:
    shape = chance.choice(["any", "any", "all", "at_least"])
    return {"at_least": 1, "of": some} if shape == "at_least" else {shape: some}


def policy(name: str, rule: dict[str, Any]) -> Policy:
    """An invented policy."""
    head = {
        "id": name,
        "title": name,
        "payer": "nobody",
        "sources": SOURCES,
        "source": "s",
        "seen": "complete",
    }
    return Policy.model_validate({**head, "criteria": rule})


def clinical(chance: random.Random, at: int) -> Policy:
    """A policy of twenty clinical criteria."""
    return policy(f"p{at}", tree(chance, [criterion(chance, f"p{at}-{leaf}") for leaf in range(CRITERIA)]))


def facts(chance: random.Random) -> CaseFacts:
    """An invented case with gaps."""
    given = [
        chance.choice(["VRd", "DPd", "Kd", "R-CHOP", "BR", "R-ICE"]) for _ in range(chance.randint(1, 5))
    ]
    lines = [{"line": at, "regimen": name, "started": "2024-01-01"} for at, name in enumerate(given, start=1)]

    def day() -> str:
        return str(TODAY - timedelta(days=chance.randint(0, 90)))

    tests = [
        {"test": "ALC", "value": chance.randint(20, 900), "unit": "cells/uL", "on": day()} for _ in range(3)
    ]
    tests += [{"test": "creatinine", "value": round(chance.uniform(0.5, 3), 2), "unit": "mg/dL", "on": day()}]
    return CaseFacts.model_validate(
        {
            "age": chance.randint(10, 90),
            "product": "cilta-cel",
            "diagnosis": {"icd10": [chance.choice(["C90.02", "C83.33", "C91.02"])]},
            "dates": {"collection": "2026-12-10", "infusion": "2027-01-20"},
            "lines": lines,
            "tests": tests,
            "performance": [{"scale": "ECOG", "value": chance.randint(0, 4), "on": day()}],
            "infections": [{"infection": "HBV", "state": chance.choice(["active", "none"]), "on": day()}],
            "conditions": [{"condition": "CNS disorder", "state": chance.choice(["absent", "past"])}],
            "prescriber": {"specialty": ["oncologist"]},
            "documents": [{"document": "chart notes"}] if chance.random() < 0.5 else [],
            "complete": ["lines", "cell_therapies"] if chance.random() < 0.7 else [],
        }
    )


def boolean(chance: random.Random, at: int) -> dict[str, Any]:
    """The same shape of tree over yes-or-no facts."""
    names = [f"f{chance.randrange(FACTS)}" for _ in range(CRITERIA)]
    leaves = [{"kind": "attribute", "id": f"b{at}-{leaf}", "name": name} for leaf, name in enumerate(names)]
    return tree(chance, leaves)


def as_json_logic(rule: dict[str, Any]) -> dict[str, Any]:
    """A boolean tree in json-logic."""
    if "kind" in rule:
        return {"==": [{"var": rule["name"]}, "yes"]}
    if "of" in rule:
        return {"or": [as_json_logic(each) for each in rule["of"]]}
    ((shape, parts),) = rule.items()
    return {{"all": "and", "any": "or"}[shape]: [as_json_logic(each) for each in parts]}


def judged(ready: list[ReadyPolicy], cases: list[CaseFacts], world: World) -> list[list[Verdict]]:
    """Every case against every policy, from the facts on."""
    found = []
    for each in cases:
        record = world.record(each, TODAY)
        found.append([one.verdict(record) for one in ready])
    return found


_SHARED: dict[str, Any] = {}


def _half(which: int) -> int:
    cases = _SHARED["cases"]
    middle = len(cases) // 2
    part = cases[:middle] if which == 0 else cases[middle:]
    return len(judged(_SHARED["ready"], part, _SHARED["world"]))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of the fastest of three runs, and what came out."""
    best, found = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def on_two_cores() -> float:
    """The same work in two processes that share what is ready."""
    with multiprocessing.get_context("fork").Pool(2) as pool:
        seconds, _ = timed(lambda: pool.map(_half, [0, 1]))
    return seconds


def rivals(
    rules: list[dict[str, Any]], data: list[dict[str, str]]
) -> list[tuple[str, float, list[list[bool]]]]:
    """Seconds of each json-logic library that is installed, and its answers."""
    written = [as_json_logic(rule) for rule in rules]
    found = []
    if panzi := _module("json_logic"):
        seconds, answers = timed(
            lambda: [[bool(panzi.jsonLogic(rule, each)) for rule in written] for each in data]
        )
        found.append(("json-logic (panzi-json-logic, Python)", seconds, answers))
    if rust := _module("datalogic_py"):
        compiled = [rust.Engine().compile(json.dumps(rule)) for rule in written]
        handles = [rust.DataHandle(json.dumps(each)) for each in data]
        seconds, answers = timed(
            lambda: [[bool(one.evaluate_data(each)) for one in compiled] for each in handles]
        )
        found.append(("datalogic-py (Rust)", seconds, answers))
    return found


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def main() -> None:
    """Run and print."""
    chance = random.Random(7)
    shelf = Library().criteria()
    world = World(shelf.words, {}, shelf.catalogue)
    policies = [clinical(chance, at) for at in range(POLICIES)]
    cases = [facts(chance) for _ in range(CASES)]
    compiling, ready = timed(lambda: [compile_policy(each, world) for each in policies])
    _SHARED.update(ready=ready, cases=cases, world=world)
    single, verdicts = timed(lambda: judged(ready, cases, world))
    busy = time.process_time()
    judged(ready, cases, world)
    busy = time.process_time() - busy
    double = on_two_cores()
    counts = {word.words: sum(row.count(word) for row in verdicts) for word in Verdict}
    print(f"{CASES:,} cases x {POLICIES} policies x {CRITERIA} criteria, Python {sys.version.split()[0]}")
    print(f"  policies made ready     {compiling:6.2f} s, once")
    print(f"  judged, one process     {single:6.2f} s   (goal: under 2 s on two cores)")
    print(f"  the same, processor     {busy:6.2f} s   (what it takes where nothing else runs)")
    print(f"  judged, two processes   {double:6.2f} s")
    print(f"  verdicts: {', '.join(f'{count:,} {word}' for word, count in counts.items() if count)}")
    compare(chance, world)


def compare(chance: random.Random, world: World) -> None:
    """The boolean part beside json-logic."""
    rules = [boolean(chance, at) for at in range(POLICIES)]
    data = [{f"f{at}": chance.choice(["yes", "yes", "no"]) for at in range(FACTS)} for _ in range(CASES)]
    ready = [compile_policy(policy(f"b{at}", rule), world) for at, rule in enumerate(rules)]
    shown = [CaseFacts(attributes=each) for each in data]
    ours, verdicts = timed(lambda: judged(ready, shown, world))
    print(f"The boolean part, {CASES:,} cases x {POLICIES} rules of {CRITERIA} yes-or-no facts")
    print(f"  this language (five verdicts)            {ours:6.2f} s")
    expected = [[each is Verdict.met for each in row] for row in verdicts]
    for name, seconds, answers in rivals(rules, data):
        agree = "same answers" if answers == expected else "DIFFERENT ANSWERS"
        print(f"  {name:<40} {seconds:6.2f} s   {seconds / ours:5.1f} times ours, {agree}")


if __name__ == "__main__":
    main()
