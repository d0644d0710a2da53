"""Does a diagnosis code fit what the label of a product allows? A hint for the reader, never a verdict on coverage."""

from __future__ import annotations

from sca_toolkit.therapy.codes import Code
from sca_toolkit.therapy.product import Indication, Product
from sca_toolkit.values import Choice, Model


class Fit(Choice):
    """How a diagnosis code and the indications of a product go together."""

    fits = "fits"
    does_not_fit = "does_not_fit"
    unknown = "unknown"


class DiagnosisMatch(Model):
    """The finding and the reason for it, in a sentence."""

    fit: Fit
    reason: str


def match(code: Code, product: Product) -> DiagnosisMatch:
    """Compare a diagnosis code with the indications of `product` by disease group."""
    indications = [entry.value for entry in product.indications]
    brand = product.brand.value
    groups = set(code.groups)
    if any(groups & set(one.excluded_groups) for one in indications):
        return _say(Fit.does_not_fit, f"The label of {brand} excludes {code.meaning} ({code.code}).")
    fitting = [one for one in indications if groups & set(one.groups)]
    if fitting:
        return _fitting(code, fitting, brand)
    if any(groups & set(one.unclear_groups) for one in indications):
        return _say(
            Fit.unknown,
            f"{code.code} ({code.meaning}) may or may not be what the label of {brand} means; see the chart.",
        )
    if not indications or not all(one.groups for one in indications):
        return _say(
            Fit.unknown, f"This catalog does not link every indication of {brand} to diagnosis codes."
        )
    return _say(Fit.does_not_fit, f"{code.code} ({code.meaning}) is outside the indications of {brand}.")


def unknown_code(text: str) -> DiagnosisMatch:
    """The finding for a diagnosis code the catalog does not hold."""
    return _say(Fit.unknown, f"{text} is not in this catalog; check it with your coder.")


def _fitting(code: Code, fitting: list[Indication], brand: str) -> DiagnosisMatch:
    active = [one for one in fitting if one.in_remission or not code.remission]
    if not active:
        return _say(
            Fit.unknown,
            f"{code.code} says the disease is in remission, while the label of {brand} speaks of active disease.",
        )
    diseases = "; ".join(dict.fromkeys(one.disease for one in active))
    return _say(Fit.fits, f"{code.code} ({code.meaning}) belongs to an indication of {brand}: {diseases}.")


def _say(fit: Fit, reason: str) -> DiagnosisMatch:
    return DiagnosisMatch(fit=fit, reason=reason)
