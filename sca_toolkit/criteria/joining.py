"""How the children of a branch are joined, as functions that stop at the child that decides."""

from __future__ import annotations

from sca_toolkit.criteria.leaf import Bits
from sca_toolkit.criteria.node import All, AnyOf, AtLeast, Branch, NoneOf, Not, Readings, Weigh
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import AGREE, ALL, ANY, JUDGE, MET, NOT, NOT_ASKED, NOT_MET, at_least


def _all(bits: tuple[Bits, ...]) -> Bits:
    def judge(record: Record) -> int:
        joined = NOT_ASKED
        for each in bits:
            joined = ALL[joined][each(record)]
            if joined == NOT_MET:
                return NOT_MET
        return joined

    return judge


def _any(bits: tuple[Bits, ...]) -> Bits:
    def judge(record: Record) -> int:
        joined = NOT_ASKED
        for each in bits:
            joined = ANY[joined][each(record)]
            if joined == MET:
                return MET
        return joined

    return judge


def _at_least(count: int, bits: tuple[Bits, ...]) -> Bits:
    def judge(record: Record) -> int:
        met, sets = 0, []
        for each in bits:
            found = each(record)
            met += found == MET
            if met == count:
                return MET
            sets.append(found)
        return at_least(count, sets)

    return judge


def _none(bits: tuple[Bits, ...]) -> Bits:
    def judge(record: Record) -> int:
        joined = NOT_ASKED
        for each in bits:
            joined = ALL[joined][NOT[each(record)]]
            if joined == NOT_MET:
                return NOT_MET
        return joined

    return judge


def _agree(bits: tuple[Bits, ...]) -> Bits:
    def judge(record: Record) -> int:
        joined = bits[0](record)
        for each in bits[1:]:
            joined = AGREE[joined][each(record)]
        return joined

    return judge


def shaped(node: Branch, bits: tuple[Bits, ...]) -> Bits:
    """A branch over children that are ready; a switch is made elsewhere."""
    if isinstance(node, All):
        return _all(bits)
    if isinstance(node, AnyOf):
        return _any(bits)
    if isinstance(node, NoneOf | Not):
        return _none(bits)
    if isinstance(node, AtLeast):
        return _any(bits) if node.at_least == 1 else _at_least(node.at_least, bits)
    if isinstance(node, Weigh):
        return lambda record: NOT_ASKED if all(each(record) == NOT_ASKED for each in bits) else JUDGE
    assert isinstance(node, Readings)
    return _agree(bits)
