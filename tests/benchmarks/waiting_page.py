"""How fast the page Timelines answers on a record of 100,000 cases. Not run with the tests:

    python -m tests.benchmarks.waiting_page

The clocks of 300 invented cases are repeated and spread over 50 payers, then the page is opened and run again for each
view. The first answer is worked out once for a record and kept until it changes; a rerun must take less than a second.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from sca_toolkit.desk import waiting_answers
from sca_toolkit.desk.synthetic import load_world, make_world
from sca_toolkit.desk.waiting import clock_rows_of
from sca_toolkit.settings import open_desk
from sca_toolkit.store.clock_rows import ClockRows

AS_OF = date(2026, 11, 22)
TIMES, PAYERS = 334, 50
ALLOWED = 1.0
VIEWS = ("Who is slow", "Curves", "Whose days", "Goal", "Before and after", "Open cases")


def repeated(rows: ClockRows, times: int = TIMES) -> ClockRows:
    """The same clocks many times, under new numbers and payers."""
    changed: dict[str, Any] = {}
    for field in fields(rows):
        value = getattr(rows, field.name)
        if isinstance(value, Mapping):
            changed[field.name] = {key: np.tile(days, times) for key, days in value.items()}
        elif isinstance(value, np.ndarray):
            changed[field.name] = np.tile(value, times)
    n = len(rows) * times
    changed["_row"] += np.repeat(np.arange(times), len(rows._row)) * len(rows)
    changed["case_id"] = np.array([f"case-{number:07}" for number in range(n)], object)
    payer = np.random.default_rng(20261122).integers(0, PAYERS, n)
    changed["payer"] = np.array([f"payer-{number:02}" for number in payer], object)
    return replace(rows, **changed)


def main() -> None:
    from streamlit.testing.v1 import AppTest

    with tempfile.TemporaryDirectory(prefix="sca-benchmark-") as folder:
        os.environ["SCA_DATABASE"] = str(Path(folder) / "record.sqlite")
        desk = open_desk()
        load_world(
            desk.record, make_world(7, AS_OF), who="benchmark", now=datetime(2026, 11, 22, 14, tzinfo=UTC)
        )
        big = repeated(clock_rows_of(desk, AS_OF))
        with patch.object(waiting_answers, "clock_rows_of", return_value=big):
            begun = time.perf_counter()
            waiting_answers.timelines(desk, AS_OF)
            first = time.perf_counter() - begun
            print(f"{len(big):,} cases, {len(big._spells):,} turns; worked out once in {first:.1f} s")
            app = AppTest.from_file(Path("app.py").resolve(), default_timeout=120)
            app.switch_page("sca_toolkit/ui/timelines.py").run()
            for view in VIEWS:
                app.session_state["timelines_view"] = view
                app.run()
                begun = time.perf_counter()
                app.run()
                taken = time.perf_counter() - begun
                print(f"{view:20} rerun {taken:.2f} s")
                if taken > ALLOWED or app.exception:
                    raise SystemExit(f"{view}: {taken:.2f} s, {app.exception}")


if __name__ == "__main__":
    main()
