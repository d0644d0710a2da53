"""What a case costs and earns under each offer: simulated patients, measures with their error, and closed forms."""

from sca_toolkit.exposure.assumption import Assumption, Confidence, CostModel, Status, Unit
from sca_toolkit.exposure.own import CostBasis, OwnNumber, OwnNumbers

__all__ = ["Assumption", "Confidence", "CostBasis", "CostModel", "OwnNumber", "OwnNumbers", "Status", "Unit"]
