"""Terms of an agreement: what they are, where they come from, which document they go into."""

from sca_toolkit.case import ReasonCode
from sca_toolkit.terms.agreement import (
    AgreementTerms,
    all_fields,
    field_at,
    is_open,
    value_at,
    with_values,
)
from sca_toolkit.terms.field import FieldInfo
from sca_toolkit.terms.from_payer import deal_paths, reuse_rate
from sca_toolkit.terms.money import last_window_day
from sca_toolkit.terms.origin import Origin, OriginKind
from sca_toolkit.terms.propose import Background, Proposal, propose_terms
from sca_toolkit.terms.route import Advice, which_document
from sca_toolkit.terms.standards import Standards
from sca_toolkit.terms.words import contract_date, in_words, printed

__all__ = [
    "Advice",
    "AgreementTerms",
    "Background",
    "FieldInfo",
    "Origin",
    "OriginKind",
    "Proposal",
    "ReasonCode",
    "Standards",
    "all_fields",
    "contract_date",
    "deal_paths",
    "field_at",
    "in_words",
    "is_open",
    "last_window_day",
    "printed",
    "propose_terms",
    "reuse_rate",
    "value_at",
    "which_document",
    "with_values",
]
