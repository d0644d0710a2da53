"""What statistics count of each case, and a short way to open cases.

The new table starts empty; its rows are worked out when they are first asked for.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this layout."""
    op.create_table(
        "case_clocks",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("line_of_business", sa.Text(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("days", sa.LargeBinary(), nullable=False),
        sa.Column("spells", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_clocks_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_clocks")),
    )
    op.create_index(op.f("ix_case_clocks_rule"), "case_clocks", ["rule"], unique=False)
    op.create_index(
        op.f("ix_case_clocks_payer_signed_on"), "case_clocks", ["payer", "signed_on"], unique=False
    )
    open_cases = ["end_step", "owner", "payer", "stage", "turn", "due_on"]
    op.create_index("ix_cases_open", "cases", open_cases, unique=False)
