"""All open cases by payer and way of paying: what each is expected to leave, how often and how much it may lose."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sca_toolkit.case import Case
from sca_toolkit.desk.cases import find_case, readable_cases
from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.exposure import DRAFT, Assumed, CaseExposure, compare_offers, offer_named
from sca_toolkit.desk.standing import known_profile
from sca_toolkit.errors import ScaError
from sca_toolkit.exposure.draws import seed_of
from sca_toolkit.exposure.portfolio import OpenCase, Portfolio, portfolio
from sca_toolkit.library.exports import Sheet, Value, write_workbook
from sca_toolkit.payment import Arrangement, LesserOf, Sum, walk
from sca_toolkit.payment.part import PaymentNode
from sca_toolkit.payment.product import Product
from sca_toolkit.payment.stop_loss import StopLoss
from sca_toolkit.values import round_cents

AT_ONCE = 200
"""Open cases priced at once, those due first."""
QUICK = Assumed(replicates=4)
"""A quarter of the paths: the table shows many cases."""


@dataclass(frozen=True)
class TableRow:
    """One open case; dollars unless said otherwise. None where it cannot be priced."""

    case: str
    payer: str
    product: str
    setting: str
    arrangement: str
    """The way of paying in a few words."""
    expected: float | None = None
    error: float | None = None
    loss: float | None = None
    low: float | None = None
    tail: float | None = None
    share_of_tail: float | None = None
    """How much of the tail of all cases together this one brings."""
    why: str = ""
    """Why it cannot be priced."""


@dataclass(frozen=True)
class ExposureTable:
    """The open cases, the deepest tail first, and all of them together if every one is signed."""

    rows: tuple[TableRow, ...]
    together: Portfolio | None
    found: int
    """Open cases in all; more than `rows` when the list was cut."""
    from_record: bool
    """Whether the cases are those of the record; else the case files."""
    paths: int
    invented: bool


def exposure_table(desk: Desk, as_of: date) -> ExposureTable:
    """Price the draft of every open case. A case that cannot be priced stays in the table with the reason."""
    cases, found, from_record = _open_cases(desk)
    rows: list[TableRow] = []
    priced: list[OpenCase] = []
    invented = False
    for case in cases:
        row, exposure = _row(desk, case, as_of)
        rows.append(row)
        if exposure is not None and exposure.comparison is not None:
            invented = invented or exposure.invented
            priced.append(_open_case(row, exposure))
    together = portfolio(priced, seed_of("all open cases")) if priced else None
    with_shares = [_with_share(row, together) for row in rows]
    ordered = sorted(with_shares, key=lambda each: (each.tail is None, -(each.tail or 0.0), each.case))
    paths = together.paths if together else 0
    return ExposureTable(tuple(ordered), together, found, from_record, paths, invented)


def _open_cases(desk: Desk) -> tuple[Sequence[Case], int, bool]:
    """The open cases of the record, those due first; the case files where the record has none."""
    from sca_toolkit.store import CaseFilter, cases_page, count_cases, stored_cases

    if desk.address is not None:
        with desk.record.reading() as read:
            wanted = CaseFilter(open=True)
            ids = [row.id for row in cases_page(read, wanted, order="due_on", limit=AT_ONCE)]
            if ids:
                held = {each.case.id: each.case for each in stored_cases(read, ids)}
                return [held[name] for name in ids], count_cases(read, wanted), True
    files = readable_cases(desk, examples=True).rows
    return [find_case(desk, row.file) for row in files], len(files), False


def _row(desk: Desk, case: Case, as_of: date) -> tuple[TableRow, CaseExposure | None]:
    profile = known_profile(desk.library, case)
    row = TableRow(
        case=case.id,
        payer=profile.name if profile else case.coverage.payer or "not known",
        product=case.product or "not known",
        setting=case.setting.words if case.setting else "not known",
        arrangement="not known",
    )
    try:
        offer = offer_named(desk, case, DRAFT, as_of)
        row = _but(row, arrangement=shape_of(offer.arrangement))
        found = compare_offers(desk, case, [DRAFT], as_of, QUICK)
    except ScaError as error:
        return _but(row, why=str(error)), None
    if found.comparison is None:
        return _but(row, why="; ".join(each.why for each in found.refused)), None
    outcome = found.comparison.outcomes[0]
    s = outcome.summary
    return _but(
        row,
        expected=s.expected.value,
        error=s.expected.error,
        loss=s.loss.value,
        low=s.low.value,
        tail=s.cvar.value,
    ), found


def _but(row: TableRow, **changes: Any) -> TableRow:
    return replace(row, **changes)


def _open_case(row: TableRow, exposure: CaseExposure) -> OpenCase:
    assert exposure.comparison is not None
    outcome = exposure.comparison.outcomes[0]
    c = outcome.cohort.columns
    return OpenCase(
        row.case, row.payer, row.product, 1.0, outcome.payment, c["care_cost"], c["product_cost"] + c["carry"]
    )


def _with_share(row: TableRow, together: Portfolio | None) -> TableRow:
    if together is None or row.case not in together.contributions:
        return row
    return _but(row, share_of_tail=together.contributions[row.case])


def shape_of(arrangement: Arrangement) -> str:
    """`case rate with stop-loss, product apart`: the way of paying in a few words, without figures."""
    nodes = [node for at, node in walk(arrangement) if at.startswith("base")]
    main = [each.default_term.removesuffix(" Payment").lower() for each in _main(nodes)]
    lesser = any(isinstance(each, LesserOf) for each in nodes)
    words = (" and " if lesser else " + ").join(dict.fromkeys(main)) or "not known"
    if lesser:
        words = f"lesser of {words}"
    if any(isinstance(each, StopLoss) for each in nodes):
        words += " with stop-loss"
    if any(isinstance(each, Product) for each in nodes):
        words += ", product apart"
    return words


def _main(nodes: Sequence[PaymentNode]) -> Iterator[PaymentNode]:
    for each in nodes:
        if not isinstance(each, Sum | LesserOf | StopLoss | Product):
            yield each


HEADINGS = (
    "Case", "Payer", "Product", "Setting", "Way of paying", "Mean margin", "± two standard errors",
    "Loses in, percent of patients", "5% earn less than", "Worst 5% lose", "Share of the tail of all",
    "Not priced because",
)  # fmt: skip


def table_workbook(table: ExposureTable, as_of: date, zone: ZoneInfo) -> bytes:
    """The table as an Excel file, for finance; it names no patient."""
    target = io.BytesIO()
    title = "Exposure of open cases"
    write_workbook([_sheet(table)], target, title=title, zone=zone, about=_about(table, as_of))
    return target.getvalue()


def _sheet(table: ExposureTable) -> Sheet:
    def rows() -> Iterator[tuple[Value, ...]]:
        for each in table.rows:
            named = (each.case, each.payer, each.product, each.setting, each.arrangement)
            twice = None if each.error is None else 2 * each.error
            loss = None if each.loss is None else 100 * each.loss
            figures = (each.expected, twice, loss, each.low, each.tail, each.share_of_tail)
            yield (*named, *(_cents(value) for value in figures), each.why or None)

    return Sheet(
        "Open cases", HEADINGS, rows(), "One line for each open case; dollars unless said otherwise."
    )


def _cents(value: float | None) -> Decimal | None:
    return None if value is None else round_cents(Decimal(str(round(value, 4))))


def _about(table: ExposureTable, as_of: date) -> tuple[str, ...]:
    where = "the record" if table.from_record else "the case files; the record has no open case"
    said = [
        f"As of {as_of:%B} {as_of.day}, {as_of.year}. Cases of {where}. {table.paths:,} simulated patients each.",
        "Margin is payment less cost of care, product and carrying it. Worst 5% lose: the mean loss of the worst 5% "
        "of patients; below zero it is a gain. What is not known about the numbers themselves is not in it.",
    ]
    if table.together:
        t = table.together
        said.append(
            f"All priced cases together, if every one is signed: mean margin {t.expected:,.0f}, loss in {t.loss:.1%}, "
            f"worst 5% lose {t.tail:,.0f}. Costs of all cases drift together by 8% (an assumption)."
        )
    if table.invented:
        said.append("Invented figures are among them: this is an example.")
    return tuple(said)
