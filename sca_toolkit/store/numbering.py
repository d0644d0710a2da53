"""Numbers of rows within a case: 1, 2, 3, without gaps, the same on both databases and after a restore."""

from __future__ import annotations

from sqlalchemy import Table, func, select

from sca_toolkit.store.writing import Write


def next_number(write: Write, table: Table, case_id: str) -> int:
    """The number of the next row of this case. The write lock keeps it free. Raises UsageProblem for no such case."""
    write.need_case(case_id)
    highest = write.connection.scalar(select(func.max(table.c.number)).where(table.c.case_id == case_id))
    return (highest or 0) + 1
