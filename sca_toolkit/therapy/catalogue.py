"""The catalog: products and codes joined, and the questions people ask of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Self

from pydantic import model_validator

from sca_toolkit.errors import Problem, UsageProblem
from sca_toolkit.therapy.code_file import CodeFile
from sca_toolkit.therapy.code_map import StepCodes, own_codes, step_codes
from sca_toolkit.therapy.codes import Code, formed
from sca_toolkit.therapy.diagnosis import DiagnosisMatch, match, unknown_code
from sca_toolkit.therapy.kinds import CareStep, CodeSystem
from sca_toolkit.therapy.product import Product, ProductFile
from sca_toolkit.therapy.validity import check_code
from sca_toolkit.values import Model


class Catalogue(Model):
    """All products and all codes. Every code a product names is among the codes."""

    products: ProductFile
    codes: CodeFile

    def product(self, name: str) -> Product:
        """The product with this id, brand or generic name; case, blanks and hyphens do not matter.

        Raises UsageProblem that names the nearest products when there is none.
        """
        found = self._by_name.get(_bare(name))
        if found is None:
            raise UsageProblem(self._no_such_product(name))
        return found

    def code(self, system: CodeSystem, code: str) -> Code | None:
        """The code, whatever its dates, or None when the catalog does not hold it."""
        try:
            return self._by_code.get((system, formed(system, code)))
        except ValueError:
            return None

    def check_code(self, system: CodeSystem, code: str, day: date) -> Problem | None:
        """What is wrong with `code` for a service on `day`, or None.

        Blocking: not a code, ended before `day`, or starting after it; the remedy names the code to use. A warning
        (`blocking` false): a code this catalog does not hold. For an inpatient stay `day` is the day of discharge.
        """
        return check_code(self._by_code, self.codes.complete_blocks, system, code, day)

    def codes_for(self, step: CareStep, product: str, day: date) -> StepCodes:
        """The codes that `product` uses in `step` on `day`, and in words what is not known."""
        return step_codes(
            step, self.product(product), day, self.codes.every_code, self.codes.gaps, self._product_codes
        )

    def code_map(self, product: str, day: date) -> tuple[StepCodes, ...]:
        """All steps in their order: the code exhibit of an agreement."""
        return tuple(self.codes_for(step, product, day) for step in CareStep)

    def diagnosis_matches(self, icd10: str, product: str) -> DiagnosisMatch:
        """Whether a diagnosis code fits an indication of `product`. A hint only: the label and the chart decide."""
        code = self.code(CodeSystem.icd10_cm, icd10)
        found = self.product(product)
        return match(code, found) if code else unknown_code(icd10)

    @cached_property
    def _by_name(self) -> dict[str, Product]:
        return {_bare(name): product for product in self.products.products for name in product.names}

    @cached_property
    def _by_code(self) -> dict[tuple[CodeSystem, str], Code]:
        return {(code.system, code.code): code for code in self.codes.every_code}

    @cached_property
    def _product_codes(self) -> frozenset[tuple[CodeSystem, str]]:
        return frozenset().union(*(own_codes(product) for product in self.products.products))

    def _no_such_product(self, name: str) -> str:
        near = [self._by_name[key] for key in get_close_matches(_bare(name), self._by_name, n=4, cutoff=0.6)]
        if near:
            names = dict.fromkeys(f"{product.brand.value} ({product.id})" for product in near)
            return f"No product is called {name!r}. Did you mean {' or '.join(names)}?"
        held = ", ".join(product.brand.value for product in self.products.products)
        return f"No product is called {name!r}. The catalog holds {held}."

    @model_validator(mode="after")
    def _joins(self) -> Self:
        problems = [*self._missing_codes(), *self._missing_groups(), *self._shared_names()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _missing_codes(self) -> Iterator[str]:
        for product in self.products.products:
            for system, code in sorted(own_codes(product)):
                if (system, code) not in self._by_code:
                    yield f"{product.id} names {system.words} {code}, which is not among the codes"

    def _missing_groups(self) -> Iterator[str]:
        known = {group.id for group in self.codes.disease_groups}
        for product in self.products.products:
            for entry in product.indications:
                named = (*entry.value.groups, *entry.value.unclear_groups, *entry.value.excluded_groups)
                for group in sorted(set(named) - known):
                    yield f"{product.id} names the unknown disease group {group!r}"

    def _shared_names(self) -> Iterator[str]:
        owners: dict[str, str] = {}
        for product in self.products.products:
            for name in {_bare(name) for name in product.names}:
                if owners.setdefault(name, product.id) != product.id:
                    yield f"{product.id} and {owners[name]} share the name {name!r}"


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
