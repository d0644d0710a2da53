"""Whether the treated disease is the one a rule names. A wider name in the chart leaves a narrower rule open."""

from __future__ import annotations

from collections.abc import Iterable

from sca_toolkit.criteria.dictionary import CodeSet, Dictionary
from sca_toolkit.criteria.leaf import Bits
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import MET, NOT_MET, OPEN


def name_bits(names: Iterable[str], words: Dictionary) -> Bits:
    """Whether the disease is one of `names`, by the chart's words or by what its codes say."""
    wanted = frozenset(words.diseases.key(name) for name in names)
    wider = frozenset().union(*(words.diseases.up(name) for name in wanted)) - wanted

    def judge(record: Record) -> int:
        held = record.diseases
        if not wanted.isdisjoint(held.sure):
            return MET
        open_ended = held.strange or not held.told
        if open_ended or not wanted.isdisjoint(held.possible) or not wider.isdisjoint(held.exact):
            return OPEN
        return NOT_MET

    return judge


def code_bits(codes: CodeSet) -> Bits:
    """Whether one of the ICD-10-CM codes is in the set; open while the case has none."""
    held: dict[str, bool] = {}

    def judge(record: Record) -> int:
        given = record.facts.diagnosis.icd10
        if not given:
            return OPEN
        for code in given:
            if code not in held:
                held[code] = codes.holds(code)
            if held[code]:
                return MET
        return NOT_MET

    return judge
