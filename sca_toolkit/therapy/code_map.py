"""The code map of an episode: for each step the codes valid on a day, and in words what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sca_toolkit.therapy.codes import Code, StepGap
from sca_toolkit.therapy.kinds import CareStep, CodeSystem
from sca_toolkit.therapy.product import Product
from sca_toolkit.values import Model


class StepCodes(Model):
    """The codes of one step. An empty step always says why in `gaps`."""

    step: CareStep
    codes: tuple[Code, ...]
    gaps: tuple[str, ...]


def step_codes(
    step: CareStep,
    product: Product,
    day: date,
    codes: tuple[Code, ...],
    gaps: tuple[StepGap, ...],
    product_codes: frozenset[tuple[CodeSystem, str]],
) -> StepCodes:
    """Codes that `product` uses in `step` on `day`.

    `product_codes` are the codes that belong to one product only; those of other products are left out.
    """
    others = product_codes - own_codes(product)
    usable = [
        code
        for code in codes
        if step in code.steps
        and code.holds_on(day)
        and (not code.kinds or product.kind in code.kinds)
        and (code.system, code.code) not in others
    ]
    chosen = _without_idle_fallbacks(usable, own_codes(product))
    said = [*_gaps_of_file(step, product, gaps), *_gaps_of_product(step, product, day, chosen)]
    if not chosen and not said:
        said.append("No code is known for this step.")
    return StepCodes(step=step, codes=chosen, gaps=tuple(said))


def _without_idle_fallbacks(usable: list[Code], own: frozenset[tuple[CodeSystem, str]]) -> tuple[Code, ...]:
    served = {code.system for code in usable if (code.system, code.code) in own}
    return tuple(code for code in usable if not (code.fallback and code.system in served))


def own_codes(product: Product) -> frozenset[tuple[CodeSystem, str]]:
    """Every code that names this product, whether valid today or not."""
    billed = {(CodeSystem.hcpcs, entry.value.code) for entry in product.hcpcs or ()}
    given = {(CodeSystem.icd10_pcs, entry.value.code) for entry in product.procedures}
    return frozenset(billed | given)


def _gaps_of_file(step: CareStep, product: Product, gaps: tuple[StepGap, ...]) -> Iterator[str]:
    for gap in gaps:
        if gap.step is step and (not gap.kinds or product.kind in gap.kinds):
            yield gap.text


def _gaps_of_product(step: CareStep, product: Product, day: date, chosen: tuple[Code, ...]) -> Iterator[str]:
    brand = product.brand.value
    if step is CareStep.product:
        billed = product.hcpcs_on(day)
        if billed is None:
            yield f"No HCPCS code of its own is known for {brand}."
        elif billed.unit is None:
            yield f"What one unit of {billed.code} is was not found; read the HCPCS descriptor before billing {brand}."
    if step is CareStep.infusion:
        named = own_codes(product)
        if not any(
            code.system is CodeSystem.icd10_pcs and (code.system, code.code) in named for code in chosen
        ):
            yield f"No ICD-10-PCS code of its own for giving {brand} is known on this day."
