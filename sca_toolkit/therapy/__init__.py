"""Products and codes: what is given, what it is billed with, and on which days a code is valid."""

from sca_toolkit.therapy.catalogue import Catalogue
from sca_toolkit.therapy.code_file import CodeFile
from sca_toolkit.therapy.code_map import StepCodes
from sca_toolkit.therapy.codes import Code, DiseaseGroup
from sca_toolkit.therapy.diagnosis import DiagnosisMatch, Fit
from sca_toolkit.therapy.kinds import CareStep, CodeSystem, ProductKind, Rems, Route
from sca_toolkit.therapy.prices import Price, PriceKind
from sca_toolkit.therapy.product import BillingCode, Indication, Monitoring, Product, ProductFile, unknowns

__all__ = [
    "BillingCode",
    "CareStep",
    "Catalogue",
    "Code",
    "CodeFile",
    "CodeSystem",
    "DiagnosisMatch",
    "DiseaseGroup",
    "Fit",
    "Indication",
    "Monitoring",
    "Price",
    "PriceKind",
    "Product",
    "ProductFile",
    "ProductKind",
    "Rems",
    "Route",
    "StepCodes",
    "unknowns",
]
