"""Writes docs/payment-language.md from the models and the samples: `python -m tests.payment.page`.

A test compares the page with what this module would write, so the examples always parse and print what they say.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sca_toolkit.payment import (
    STANDARD_ORDER,
    Arrangement,
    ChargeLimit,
    Clause,
    Fee,
    Level,
    Part,
    PaymentNode,
    Phase,
    Rules,
    Tier,
    Window,
)
from sca_toolkit.payment.product_basis import (
    AspPlusPercent,
    FixedPrice,
    GreaterOfBases,
    Invoice,
    InvoicePlusPercent,
    LesserOfBases,
    Wac,
)
from sca_toolkit.payment.rules import Rule
from sca_toolkit.payment.threshold import Threshold
from sca_toolkit.values import Choice, Length, Percent, RevenueCode, Share, Usd, meaning
from sca_toolkit.values.marks import plain
from tests.payment.contracts import CASE_RATE_AND_INVOICE, contract
from tests.payment.samples import SAMPLES, Sample

PAGE = Path(__file__).parents[2] / "docs" / "payment-language.md"

INTRODUCTION = """\
# The payment language

<!-- Written by tests/payment/page.py; do not edit by hand. -->

A payment arrangement says what a plan pays for one CAR T-cell therapy case. It is a small tree: each node is one way of
paying, and some nodes hold others (a sum, a cap, a stop-loss). Each node checks itself, prints itself in contract
language, and says what is still missing. Every figure, product and provider on this page is invented.

## How to write one

- Each node begins with its `kind`. All other fields are optional while the deal is open. A field that is left out is a
  **gap**: the draft shows `[MISSING: ...]` in its place, and the list of gaps names it with its path, such as
  `base.parts[0].amount`. Where leaving a field out has a meaning of its own, the field says so.
- Nothing that moves money is assumed. Whether the product is inside a rate, a threshold, a percentage, a comparison or
  a limit is asked each time.
- Money is written with its sign (`$150,000`), percentages with theirs (`42%`), yes and no as `yes` and `no`. Codes are
  written in quotes (`"0200"`).
- **Days.** Day 0 is the date of the first infusion; the day before is Day -1. A window includes both its ends.
- **Names.** Each amount has a defined term (Case Rate, Product Payment). Where two nodes of one kind stand in an
  arrangement, give one its own term with `called`.
- **Left over.** Services that no rate reaches (other days, another setting, codes without a fee, physicians or
  ancillaries that a rate leaves out) are paid by `default_rate`; `not_payable: yes` when they are not paid. While it is
  a gap, an episode with such services is not priced.
- **Claims.** One claim, one admission or all claims together: what `measured_over` and `level` say. A case rate is not
  divided by claim.
- **Not in the language.** A case rate that is prorated by days after a transfer, and a rate that holds only for
  transferred patients: write the per diem for the transfer as an agreement of its own.
- **Order.** An amount that forms part of another is computed first. `order` declares the steps; `order: standard`
  stands for the usual ten. An order that the tree cannot follow is refused.
"""

ROWS: tuple[tuple[type[Part], str], ...] = (
    (Window, "`window`"),
    (Phase, "one of `phases`"),
    (Level, "one of `levels`"),
    (Tier, "one of `tiers`"),
    (ChargeLimit, "`charge_limit`"),
    (Fee, "one of `fees`"),
    (Invoice, "a price `basis`"),
    (InvoicePlusPercent, "a price `basis`"),
    (Wac, "a price `basis`"),
    (AspPlusPercent, "a price `basis`"),
    (FixedPrice, "a price `basis`"),
    (LesserOfBases, "a price `basis`"),
    (GreaterOfBases, "a price `basis`"),
)

TYPES: tuple[tuple[Any, str], ...] = (
    (Usd, "dollars"),
    (Share, "percentage"),
    (Percent, "percentage"),
    (Threshold, "dollars, days or times"),
    (Length, "length of time"),
    (RevenueCode, "revenue codes"),
    (bool, "yes or no"),
    (int, "whole number"),
    (Decimal, "number"),
    (date, "date"),
)


def page() -> str:
    """The whole page."""
    kinds = list(dict.fromkeys(sample.kind for sample in SAMPLES))
    nodes = [kind for kind in kinds if issubclass(kind, PaymentNode)]
    rules = [kind for kind in kinds if issubclass(kind, Rule)]
    blocks = [
        INTRODUCTION,
        *_whole(),
        "## Kinds of payment\n",
        *(block for kind in nodes for block in _section(kind, _kind_name(kind))),
        "## Smaller pieces\n",
        *(block for row, where in ROWS for block in _row(row, where)),
        "## Rules\n",
        "Each rule stands under `rules`. A rule that cannot change what is paid is not asked for.\n",
        *(block for kind in rules for block in _section(kind, _rule_name(kind))),
    ]
    return "\n".join(blocks)


def _whole() -> Iterator[str]:
    yield "## A whole arrangement\n"
    yield _fields(Arrangement)
    yield f"The steps of `order: standard` are {', '.join(f'`{step.value}`' for step in STANDARD_ORDER)}.\n"
    yield f"```yaml\n{_tidy(CASE_RATE_AND_INVOICE)}```\n"
    yield _printed(contract("150,000 + invoice"))


def _tidy(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def _section(kind: type[Clause], name: str) -> Iterator[str]:
    yield f"### `{name}`\n"
    yield f"{_doc(kind)}\n"
    yield _fields(kind)
    for sample in (each for each in SAMPLES if each.kind is kind):
        yield _example(sample, name)


def _row(row: type[Part], where: str) -> Iterator[str]:
    default = row.model_fields["kind"].default if "kind" in row.model_fields else ""
    yield f"### {where.capitalize() if where[0].isalpha() else where}{f' of kind `{default}`' if default else ''}\n"
    yield f"{_doc(row)}\n"
    yield _fields(row)


def _doc(kind: type[Part]) -> str:
    lines = (kind.__doc__ or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)


def _fields(kind: type[Part]) -> str:
    kind.model_rebuild()
    rows = [
        f"| `{name}` | {_type_words(field.annotation)} | {' '.join(meaning(kind, name).split())} |"
        for name, field in kind.model_fields.items()
        if name != "kind"
    ]
    return "\n".join(("| Field | Value | Meaning |", "|---|---|---|", *rows)) + "\n" if rows else ""


def _type_words(annotation: Any) -> str:
    for known, words in TYPES:
        if annotation == known or known in typing.get_args(annotation):
            return words
    inner = list(_inner(annotation))
    many = tuple in [typing.get_origin(each) for each in inner]
    choices = [each for each in inner if isinstance(each, type) and issubclass(each, Choice)]
    if choices:
        values = ", ".join(f"`{member.value}`" for member in choices[0])
        return f"{'some' if many else 'one'} of {values}"
    for known, words in TYPES:
        if known in inner:
            return words
    if any(isinstance(each, type) and issubclass(each, Part) for each in inner):
        return "list" if many else "block"
    return "list of words" if many else "words"


def _inner(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in typing.get_args(annotation):
        yield from _inner(each)


def _example(sample: Sample, name: str) -> str:
    text = sample.text if issubclass(sample.kind, PaymentNode) else _under(name, sample.text)
    heading = f"*Example: {sample.title}.*"
    return f"{heading}\n\n```yaml\n{text}```\n\n{_printed(sample.build())}"


def _under(name: str, text: str) -> str:
    return f"{name}:\n" + "".join(f"  {line}\n" for line in text.splitlines())


def _printed(clause: Clause) -> str:
    words = "\n>\n".join(f"> {plain(paragraph)}" for paragraph in clause.phrase())
    return f"In one line: {plain(clause.summary())}.\n\nPrinted:\n\n{words}\n"


def _kind_name(kind: type[Clause]) -> str:
    return str(kind.model_fields["kind"].default)


def _rule_name(kind: type[Clause]) -> str:
    return next(name for name, field in Rules.model_fields.items() if field.annotation is kind)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
