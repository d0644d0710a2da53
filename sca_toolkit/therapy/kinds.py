"""Closed lists of the therapy room: kinds of product, steps of an episode, code systems."""

from __future__ import annotations

from sca_toolkit.values import Choice


class ProductKind(Choice):
    """What a product is; it decides which steps and codes an episode has."""

    car_t = "car_t"
    til = "til"
    tcr_t = "tcr_t"
    bispecific = "bispecific"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "car_t": "CAR T-cell therapy",
            "til": "tumor-infiltrating lymphocytes",
            "tcr_t": "engineered T-cell receptor therapy",
            "bispecific": "bispecific T-cell engager",
        }


class CareStep(Choice):
    """A step of the episode as claims see it, in the order in which the steps happen."""

    evaluation = "evaluation"
    collection = "collection"
    bridging = "bridging"
    lymphodepletion = "lymphodepletion"
    product = "product"
    infusion = "infusion"
    toxicity = "toxicity"
    follow_up = "follow_up"
    status = "status"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "collection": "cell collection and preparation",
            "infusion": "receipt and infusion",
            "toxicity": "toxicity care",
            "follow_up": "follow-up",
            "status": "status and claim flags",
        }


class CodeSystem(Choice):
    """Who keeps the code."""

    cpt = "cpt"
    hcpcs = "hcpcs"
    icd10_pcs = "icd10_pcs"
    icd10_cm = "icd10_cm"
    revenue = "revenue"
    value = "value"
    condition = "condition"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "cpt": "CPT",
            "hcpcs": "HCPCS",
            "icd10_pcs": "ICD-10-PCS",
            "icd10_cm": "ICD-10-CM",
            "revenue": "revenue code",
            "value": "value code",
            "condition": "condition code",
        }


class Rems(Choice):
    """Whether the FDA asks for a risk evaluation and mitigation strategy (REMS) for the product."""

    required = "required"
    eliminated = "eliminated"
    never_required = "never_required"
    none_in_label = "none_in_label"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {"none_in_label": "none in the label read"}


class Route(Choice):
    """Where the needle goes; ICD-10-PCS has a code for each."""

    peripheral_vein = "peripheral_vein"
    central_vein = "central_vein"
    subcutaneous = "subcutaneous"
