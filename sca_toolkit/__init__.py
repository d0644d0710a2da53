"""Single-case agreements for CAR T-cell therapy: payer profiles, cases, terms and Word documents.

The rooms of this package, and who may import whom, are listed in `pyproject.toml` under `tool.importlinter`.
"""

__version__ = "0.1.0"
