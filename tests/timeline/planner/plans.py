"""Small plans that tests move about. All lengths are invented."""

from __future__ import annotations

from typing import Any

from sca_toolkit.timeline.benchmarks import Benchmarks
from sca_toolkit.timeline.planner import Answer, Plan, settle, solve

NOTHING = Benchmarks(sources={}, benchmarks=())


def length(low: float, likely: float | None = None, high: float | None = None) -> dict[str, float]:
    named = {"low": low, "likely": likely, "high": high}
    return {key: value for key, value in named.items() if value is not None}


def fixed(days: float) -> dict[str, float]:
    return {"likely": days}


def step(name: str, days: dict[str, float] | None, **more: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "who": "us", "days": days, **more}


def plan(*steps: dict[str, Any], **more: Any) -> Plan:
    return Plan.model_validate({"activities": steps, **more})


def solved(*steps: dict[str, Any], seed: int = 1, paths: int = 20_000, **more: Any) -> Answer:
    return solve(settle(plan(*steps, **more), NOTHING, {}), seed=seed, paths=paths)
