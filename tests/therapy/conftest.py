from pathlib import Path

import pytest

from sca_toolkit.library.loading import load
from sca_toolkit.therapy import Catalogue, CodeFile, ProductFile

REFERENCE = Path(__file__).parents[2] / "sca_toolkit" / "reference"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalog that ships, read by the same strict reader as in real use."""
    return Catalogue(
        products=load(ProductFile, REFERENCE / "products.yaml"),
        codes=load(CodeFile, REFERENCE / "codes.yaml"),
    )
