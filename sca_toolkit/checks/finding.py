"""What a completeness check finds, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sca_toolkit.case import Case, Center
from sca_toolkit.terms import AgreementTerms
from sca_toolkit.therapy import Catalogue, Product


@dataclass(frozen=True)
class Finding:
    """One thing that makes an agreement unsafe. A blocking finding stops a final."""

    check: str
    """Name of the check, such as `payer-signatory`."""
    clause: str
    path: str
    """The field to mend."""
    message: str
    remedy: str
    blocking: bool = True


@dataclass(frozen=True)
class Evidence:
    """What a check may look at besides the terms. What is absent is not judged."""

    case: Case | None = None
    center: Center | None = None
    catalogue: Catalogue | None = None
    product: Product | None = None
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Printed paragraphs by clause id."""
    papers: tuple[tuple[str, str], ...] = ()
    """Title and document type of every paper of this case."""


Check = Callable[[AgreementTerms, Evidence], Iterator[Finding]]
