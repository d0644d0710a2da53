"""The algebra of verdicts: exhaustive tables, and properties of whole trees under Hypothesis."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sca_toolkit.criteria import CaseFacts, Verdict, compile_policy
from sca_toolkit.criteria.verdict import (
    AGREE,
    ALL,
    ANY,
    BITS,
    JUDGE,
    MET,
    NOT,
    NOT_ASKED,
    NOT_MET,
    all_of,
    any_of,
    at_least,
    guarded,
)
from tests.criteria.world import TODAY, facts, policy, world

SETS = range(1, 16)
NAMES = ("a", "b", "c", "d", "e")
KNOWN = ("yes", "no")


def leaf(name: str, number: int, **more: Any) -> dict[str, Any]:
    return {"kind": "attribute", "id": f"{name}{number}", "name": name, "any_of": ["yes"], **more}


class Numbers:
    """Ids that are used once."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


@st.composite
def trees(draw: st.DrawFn, guards: bool = True, depth: int = 3) -> dict[str, Any]:
    """Any tree over five yes-or-no facts, with guards on some parts."""
    numbers = Numbers()

    def node(left: int) -> dict[str, Any]:
        shape = draw(
            st.sampled_from(
                ["leaf", "leaf", "judgment", "all", "any", "none", "not", "at_least", "readings", "weigh"]
            )
        )
        made = _made(shape if left else "leaf", left)
        if guards and draw(st.integers(0, 4)) == 0:
            made["applies_when"] = {"attributes": {draw(st.sampled_from(NAMES)): "yes"}}
        return made

    def children(left: int) -> list[dict[str, Any]]:
        return [node(left - 1) for _ in range(draw(st.integers(1, 3)))]

    def _made(shape: str, left: int) -> dict[str, Any]:
        if shape == "leaf":
            return leaf(draw(st.sampled_from(NAMES)), numbers.next())
        if shape == "judgment":
            return {"kind": "judgment", "id": f"j{numbers.next()}", "topic": "anything"}
        if shape == "not":
            return {"not": node(left - 1)}
        if shape == "at_least":
            parts = children(left)
            return {"at_least": draw(st.integers(1, len(parts))), "of": parts}
        if shape == "readings":
            return {"readings": [{"understood": str(at), "rule": node(left - 1)} for at in range(2)]}
        return {shape: children(left)}

    return node(depth)


answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(KNOWN))


def possible(rule: dict[str, Any], held: dict[str, str]) -> int:
    ready = compile_policy(policy(rule), world())
    return ready.bits(world().record(facts(attributes=held), TODAY))


@settings(max_examples=30, deadline=None)
@given(trees(), answers, answers)
def test_refining_an_unknown_never_turns_a_settled_verdict(
    rule: dict[str, Any], held: dict[str, str], more: dict[str, str]
) -> None:
    before, after = possible(rule, held), possible(rule, {**more, **held})
    assert after & ~before == 0, "a fact that comes in only takes answers away"


@settings(max_examples=30, deadline=None)
@given(st.lists(trees(depth=1), min_size=1, max_size=3), answers)
def test_de_morgan_holds_between_trees(parts: list[dict[str, Any]], held: dict[str, str]) -> None:
    parts = renumbered(parts)
    assert possible({"not": {"all": parts}}, held) == possible(
        {"any": [{"not": each} for each in parts]}, held
    )
    assert possible({"not": {"any": parts}}, held) == possible({"none": parts}, held)


@settings(max_examples=30, deadline=None)
@given(st.lists(trees(depth=1), min_size=2, max_size=4), answers, st.randoms(use_true_random=False))
def test_the_order_of_children_does_not_matter(
    parts: list[dict[str, Any]], held: dict[str, str], chance: Any
) -> None:
    parts = renumbered(parts)
    turned = list(parts)
    chance.shuffle(turned)
    for shape in ("all", "any", "none", "weigh"):
        assert possible({shape: parts}, held) == possible({shape: turned}, held)
    assert possible({"at_least": 2, "of": parts}, held) == possible({"at_least": 2, "of": turned}, held)


@settings(max_examples=30, deadline=None)
@given(st.lists(trees(depth=1), min_size=1, max_size=3), trees(depth=1), answers)
def test_a_false_guard_changes_nothing_wherever_it_stands(
    parts: list[dict[str, Any]], extra: dict[str, Any], held: dict[str, str]
) -> None:
    *parts, extra = renumbered([*parts, extra])
    off = {"all": [extra], "applies_when": {"line_of_business": "exchange"}}
    for shape in ("all", "any", "none"):
        shown = facts(attributes=held, line_of_business="commercial")
        with_it = compile_policy(policy({shape: [*parts, off]}), world()).bits(world().record(shown, TODAY))
        assert with_it == possible({shape: parts}, held)


def renumbered(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same trees with ids that differ between them."""

    def walk(value: Any, mark: str) -> Any:
        if isinstance(value, dict):
            return {key: f"{item}{mark}" if key == "id" else walk(item, mark) for key, item in value.items()}
        return [walk(item, mark) for item in value] if isinstance(value, list) else value

    return [walk(part, f"-{at}") for at, part in enumerate(parts)]


def test_de_morgan_holds_for_every_pair_of_sets() -> None:
    for one, other in product(SETS, SETS):
        assert NOT[ALL[one][other]] == ANY[NOT[one]][NOT[other]]


def test_all_any_and_agree_are_commutative_and_associative() -> None:
    for table in (ALL, ANY):
        for one, two, three in product(SETS, SETS, SETS):
            assert table[one][two] == table[two][one]
            assert table[table[one][two]][three] == table[one][table[two][three]]
    assert all(AGREE[one][two] == AGREE[two][one] for one, two in product(SETS, SETS))


def test_every_table_only_shrinks_when_a_side_shrinks() -> None:
    for table in (ALL, ANY, AGREE):
        for one, other in product(SETS, SETS):
            for bit in BITS:
                if one & bit:
                    assert table[bit][other] & ~table[one][other] == 0


def test_at_least_one_is_any_and_nothing_asked_is_not_asked() -> None:
    for one, other in product(SETS, SETS):
        assert at_least(1, [one, other]) == any_of([one, other])
    assert all_of([]) == any_of([]) == at_least(2, [NOT_ASKED, NOT_ASKED]) == NOT_ASKED


def test_at_least_two_of_two_is_all_while_both_are_asked() -> None:
    asked = [each for each in SETS if not each & NOT_ASKED]
    for one, other in product(asked, asked):
        assert at_least(2, [one, other]) == all_of([one, other])


def test_too_few_asked_is_a_persons_matter_unless_one_fails() -> None:
    assert at_least(2, [MET, NOT_ASKED]) == JUDGE
    assert at_least(2, [NOT_MET, NOT_ASKED]) == NOT_MET
    assert at_least(2, [MET, MET, NOT_ASKED]) == MET


def test_a_guard_that_is_not_known_leaves_a_met_criterion_harmless() -> None:
    """CD20 unknown, the antibody was given: asked or not, nothing is missing."""
    open_guard = guarded(MET | NOT_MET, MET)
    assert all_of([MET, open_guard]) == MET
    assert any_of([NOT_MET, open_guard]) == MET | NOT_MET
    assert guarded(NOT_MET, MET) == NOT_ASKED


def test_words_of_the_verdicts() -> None:
    assert [each.words for each in Verdict] == ["met", "not met", "unknown", "needs judgment", "not asked"]
    assert isinstance(facts(), CaseFacts)
