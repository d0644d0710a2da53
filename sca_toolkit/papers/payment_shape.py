"""How an arrangement pays, without a price, a percentage or a threshold: what an interim letter may say of payment."""

from __future__ import annotations

from collections.abc import Iterator

from sca_toolkit.payment import (
    Arrangement,
    DayOutlier,
    PaymentNode,
    Product,
    StopLoss,
    product_treatment,
    walk,
    windows,
)

_MODELS = {
    "case_rate": "a case rate for the episode",
    "phased_case_rates": "a case rate for each phase",
    "per_diem": "a daily rate for each level of care",
    "percent_of_charges": "a percentage of charges",
    "drg": "a payment by diagnosis-related group",
    "fee_schedule": "a fee schedule",
    "cost_plus": "cost plus a percentage",
}
_BASES = {
    "invoice": "the manufacturer’s invoice",
    "invoice_plus_percent": "the manufacturer’s invoice plus a percentage",
    "wac": "the published list price",
    "asp_plus_percent": "the average sales price plus a percentage",
    "fixed": "a fixed price",
    "lesser_of": "the lesser of several prices",
    "greater_of": "the greater of several prices",
}
_LIMITS = {
    "lesser_of": "the lesser of several payments",
    "greater_of": "the greater of several payments",
    "cap": "a cap",
    "floor": "a floor",
    "corridor": "a lower and an upper limit",
    "aggregate_stop_loss": "a threshold for the payments of a year",
}
_STOP_LOSS = {
    "first_dollar_stop_loss": "a first-dollar stop-loss",
    "second_dollar_stop_loss": "a second-dollar stop-loss",
}
_PRODUCT_INSIDE = {
    "inside_base": "The Product is paid within the rate for services.",
    "percentage": "The Product is paid as a percentage of its charge.",
    "several": "How the Product is paid depends on the setting or on a comparison.",
}


def payment_shape(arrangement: Arrangement) -> tuple[str, ...]:
    """One paragraph for each question of structure that is settled; what is open is left out. Holds no amount."""
    if arrangement.base is None:
        return ()
    nodes = tuple(node for at, node in walk(arrangement) if at.startswith("base"))
    return tuple(
        sentence
        for sentence in (
            _models(nodes),
            _product(arrangement, nodes),
            _windows(arrangement),
            _listed("Long or costly cases are protected by ", _outliers(nodes)),
            _limits(nodes),
            _conversion(arrangement),
        )
        if sentence
    )


def _kind(node: PaymentNode) -> str:
    return str(getattr(node, "kind", ""))


def _models(nodes: tuple[PaymentNode, ...]) -> str:
    named = (f"{_MODELS[_kind(node)]}{_where(node)}" for node in nodes if _kind(node) in _MODELS)
    return _listed("Services are paid by ", named)


def _where(node: PaymentNode) -> str:
    setting = getattr(node, "setting", None)
    return "" if setting is None or setting == "every" else f" {setting.words}"


def _product(arrangement: Arrangement, nodes: tuple[PaymentNode, ...]) -> str:
    where = product_treatment(arrangement).where
    if where != "carve_out":
        return _PRODUCT_INSIDE.get(where, "")
    bases = (_BASES[node.basis.kind] for node in nodes if isinstance(node, Product) and node.basis)
    return _listed("The Product is paid on its own, apart from the services, on the basis of ", bases) or (
        "The Product is paid on its own, apart from the services."
    )


def _windows(arrangement: Arrangement) -> str:
    known = (
        window.words() for at, window in windows(arrangement) if at.startswith("base") and not window.gaps()
    )
    said = _listed("The rates cover services ", known)
    return f"{said} Day 0 is the day of the first infusion." if " Day " in said else said


def _outliers(nodes: tuple[PaymentNode, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, StopLoss):
            counted = {
                True: ", which counts the Product",
                False: ", which does not count the Product",
                None: "",
            }
            yield _STOP_LOSS[_kind(node)] + counted[node.product_in_threshold]
        if isinstance(node, DayOutlier):
            yield "a daily rate after a number of days"


def _limits(nodes: tuple[PaymentNode, ...]) -> str:
    return _listed("These limits apply: ", (_LIMITS[_kind(node)] for node in nodes if _kind(node) in _LIMITS))


def _conversion(arrangement: Arrangement) -> str:
    rule = arrangement.rules.conversion.rule
    if rule is None:
        return ""
    words = {
        "separate": "stand and are paid separately.",
        "roll_in": "become part of the inpatient payment, the Product included.",
        "roll_in_except_product": "become part of the inpatient payment. The Product is paid on its own.",
    }
    return (
        f"When an admission follows an outpatient infusion, outpatient services before it {words[rule.value]}"
    )


def _listed(opening: str, items: Iterator[str] | tuple[str, ...]) -> str:
    words = tuple(dict.fromkeys(items))
    return f"{opening}{'; '.join(words)}." if words else ""
