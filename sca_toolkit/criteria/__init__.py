"""The criteria language: what a payer asks before it authorizes, and a case judged against it.

A policy is a tree of criteria. `evaluate` judges the facts of a case by it and hands out a verdict tree; see
`docs/criteria-language.md` for every kind of criterion.
"""

from sca_toolkit.criteria.checking import Complaint, complaints
from sca_toolkit.criteria.compiling import compile_policy
from sca_toolkit.criteria.dictionary import CodeSet, Dictionary, NoConversion
from sca_toolkit.criteria.fact_check import FactComplaint, fact_complaints
from sca_toolkit.criteria.facts import CaseFacts, FactsDates, FactsDiagnosis, facts_of
from sca_toolkit.criteria.finding import Finding, Judgment
from sca_toolkit.criteria.judging import evaluate, judge
from sca_toolkit.criteria.kinds import KINDS, AnyLeaf
from sca_toolkit.criteria.leaf import Basis, Leaf, Moment, Polarity, Seen
from sca_toolkit.criteria.missing import OpenSet, Toward
from sca_toolkit.criteria.need import Need, Quote, Who
from sca_toolkit.criteria.node import Branch, Node, leaves, walk
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.scenarios import Scenario, ScenarioFile, check_cases
from sca_toolkit.criteria.verdict import Verdict
from sca_toolkit.criteria.vocabulary import Words
from sca_toolkit.criteria.world import ReadyPolicy, World

__all__ = [
    "KINDS",
    "AnyLeaf",
    "Basis",
    "Branch",
    "CaseFacts",
    "CodeSet",
    "Complaint",
    "Dictionary",
    "FactComplaint",
    "FactsDates",
    "FactsDiagnosis",
    "Finding",
    "Judgment",
    "Leaf",
    "Moment",
    "Need",
    "NoConversion",
    "Node",
    "OpenSet",
    "Polarity",
    "Policy",
    "Quote",
    "ReadyPolicy",
    "Record",
    "Scenario",
    "ScenarioFile",
    "Seen",
    "Toward",
    "Verdict",
    "Who",
    "Words",
    "World",
    "check_cases",
    "compile_policy",
    "complaints",
    "evaluate",
    "fact_complaints",
    "facts_of",
    "judge",
    "leaves",
    "walk",
]
