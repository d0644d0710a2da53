"""Waits from plain columns, for tests. Every case is invented or from a published data set."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sca_toolkit.timeline.waiting import AGREEMENT, Waits

DATA = Path(__file__).with_name("data")
AS_OF = date(2026, 11, 22)


def waits(
    days: Sequence[float] | np.ndarray[Any, Any],
    cause: Sequence[int] | np.ndarray[Any, Any],
    group: Sequence[Any] | np.ndarray[Any, Any] | None = None,
    *,
    stratum: Sequence[Any] | np.ndarray[Any, Any] | None = None,
    entry: Sequence[float] | np.ndarray[Any, Any] | None = None,
    began: Sequence[str] | np.ndarray[Any, Any] | None = None,
) -> Waits:
    """Waits of these lengths; without groups everything is one group."""
    n = len(days)
    groups, numbers = _numbered(group, n)
    strata, places = _numbered(stratum, n)
    return Waits(
        clock=AGREEMENT,
        as_of=AS_OF,
        entry=np.zeros(n) if entry is None else np.asarray(entry, np.float64),
        exit=np.asarray(days, np.float64),
        cause=np.asarray(cause, np.int8),
        group=numbers,
        groups=groups,
        stratum=places,
        strata=strata,
        began=np.full(n, "NaT", "datetime64[D]") if began is None else np.asarray(began, "datetime64[D]"),
        case_id=np.array([f"case-{number:03}" for number in range(n)], object),
    )


def _numbered(names: Any, n: int) -> tuple[tuple[str, ...], Any]:
    if names is None:
        return ("all",), np.zeros(n, np.int32)
    found, numbers = np.unique(np.asarray(names), return_inverse=True)
    return tuple(str(each) for each in found), numbers.astype(np.int32)


def table(name: str) -> dict[str, np.ndarray[Any, Any]]:
    """The columns of a data file; numbers where all are numbers."""
    with (DATA / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: _column([row[key] for row in rows]) for key in rows[0]}


def _column(texts: list[str]) -> np.ndarray[Any, Any]:
    try:
        return np.array(texts, np.float64)
    except ValueError:
        return np.array(texts)
