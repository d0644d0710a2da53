"""Ground words of the toolkit: records, money, time, codes and dated values."""

from sca_toolkit.values.codes import (
    Cpt,
    Hcpcs,
    Icd10Cm,
    Icd10Pcs,
    Ndc,
    Npi,
    RevenueCode,
    StateCode,
    Tin,
    ValueCode,
)
from sca_toolkit.values.dated import Dated, Grade, History, Source
from sca_toolkit.values.meaning import meaning
from sca_toolkit.values.model import Choice, Model
from sca_toolkit.values.money import (
    Duration,
    Length,
    Percent,
    Share,
    Usd,
    dollars,
    percent,
    round_cents,
    whole_dollars,
)
from sca_toolkit.values.place import place_steps

__all__ = [
    "Choice",
    "Cpt",
    "Dated",
    "Duration",
    "Grade",
    "Hcpcs",
    "History",
    "Icd10Cm",
    "Icd10Pcs",
    "Length",
    "Model",
    "Ndc",
    "Npi",
    "Percent",
    "RevenueCode",
    "Share",
    "Source",
    "StateCode",
    "Tin",
    "Usd",
    "ValueCode",
    "dollars",
    "meaning",
    "percent",
    "place_steps",
    "round_cents",
    "whole_dollars",
]
