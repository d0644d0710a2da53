"""The five worked cases as dated episodes. Every figure is invented for arithmetic.

C1 outpatient without admission; C2 inpatient, ordinary; C3 inpatient, severe toxicity; C4 outpatient, admitted on
day 2; C5 collected, never infused, product canceled without charge.
"""

from __future__ import annotations

from functools import cache

from sca_toolkit.payment.episode import Episode
from tests.payment.contracts import strings

DATES = """
dates:
  agreement: 2026-01-05
  evaluation: 2026-01-10
  collections: [2026-01-20]
  lymphodepletion: 2026-03-05
  infusion: 2026-03-10
"""

PRODUCT = """
product:
  name: example-cel
  site: {site}
  invoice: $480,000
  charge: $1,440,000
  list_price: {{agreement_date: "$465,000", order_date: "$480,000", invoice_date: "$480,000"}}
  quoted_price: {{agreement_date: "$465,000", order_date: "$480,000"}}
  asp: {{infusion_quarter: "$470,000"}}
"""

C1 = f"""
name: "C1: outpatient, no admission"
end: infused
{DATES}{PRODUCT.format(site="outpatient")}
services:
  - {{date: 2026-03-10, charge: "$60,000", cost: "$24,000"}}
"""

C2 = f"""
name: "C2: inpatient, ordinary"
end: infused
{DATES}{PRODUCT.format(site="inpatient")}
stays:
  - kind: infusion
    admitted: 2026-03-09
    discharged: 2026-03-23
    levels: [{{code: "0120", days: 5}}, {{code: "0206", days: 4}}, {{code: "0120", days: 5}}]
    charges: [{{charge: "$210,000", cost: "$84,000"}}]
"""

C3 = f"""
name: "C3: inpatient, severe toxicity"
end: infused
{DATES}{PRODUCT.format(site="inpatient")}
stays:
  - kind: infusion
    admitted: 2026-03-10
    discharged: 2026-04-09
    levels:
      - {{code: "0120", days: 4}}
      - {{code: "0200", days: 9}}
      - {{code: "0206", days: 8}}
      - {{code: "0120", days: 9}}
    charges: [{{charge: "$690,000", cost: "$276,000"}}]
"""

C4 = f"""
name: "C4: outpatient, admitted on day 2"
end: infused
{DATES}{PRODUCT.format(site="outpatient")}
stays:
  - kind: conversion
    admitted: 2026-03-12
    discharged: 2026-03-21
    levels: [{{code: "0200", days: 2}}, {{code: "0206", days: 2}}, {{code: "0120", days: 5}}]
    charges: [{{charge: "$210,000", cost: "$84,000"}}]
services:
  - {{date: 2026-03-10, charge: "$30,000", cost: "$12,000"}}
"""

C5 = """
name: "C5: collected, never infused"
end: collected_not_infused
not_infused_because: progression
dates: {agreement: 2026-01-05, evaluation: 2026-01-10, collections: [2026-01-20]}
product: {name: example-cel, charged: no, invoice: "$480,000"}
services:
  - {date: 2026-01-10, charge: "$15,000", cost: "$6,000"}
  - {date: 2026-01-20, charge: "$40,000", cost: "$16,000"}
"""

CASES: dict[str, str] = {"C1": C1, "C2": C2, "C3": C3, "C4": C4, "C5": C5}
"""The cases by name."""

WEIGHTS = {"C1": 30, "C2": 35, "C3": 10, "C4": 15, "C5": 10}
"""The invented mix, in percent."""


def episode_of(text: str) -> Episode:
    """An episode from YAML, every scalar read as a string."""
    return Episode.model_validate(strings(text))


@cache
def case(name: str) -> Episode:
    """One of the five cases."""
    return episode_of(CASES[name])
