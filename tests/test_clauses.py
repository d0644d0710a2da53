"""The clause library: what a wording may contain, and that every file in templates/clauses is fit to print."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from sca_toolkit.clauses import AppliesWhen, Clause, Paragraph, Position, Stance, When, fill, marks_in
from sca_toolkit.errors import DataError
from sca_toolkit.library.loading import load
from sca_toolkit.papers.payment_parts import ALL_PARTS
from sca_toolkit.payment import Arrangement
from sca_toolkit.terms.agreement import AgreementTerms, all_fields, field_at, with_values
from sca_toolkit.values import Choice

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "clauses"
IDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PAYMENT_MARKS = {*ALL_PARTS, "interest", "shape"} - {"late_payment"}
EXHIBITS = {
    "SCA": frozenset(["entities", "member", "phases", "scope", "rates", "codes", "clinical", "contacts"]),
    "LOA": frozenset(["member", "criteria", "services", "contacts"]),
}
DEFINED_IN = {
    "Plan Sponsor": "SCA-02",
    "Product": "SCA-09",
    "Authorization": "SCA-10",
    "Episode": "SCA-12",
    "Day 0": "SCA-12",
    "Collection": "SCA-12",
    "Lymphodepletion": "SCA-12",
    "Infusion": "SCA-12",
    "Covered Services": "SCA-13",
    "Excluded Services": "SCA-13",
    "Out-of-Specification Product": "SCA-15",
    "Toxicity Drugs": "SCA-17",
    "Clean Claim": "SCA-32",
}
BRITISH = re.compile(
    r"\b(centre|programme|judgement|enrol|enrolment|licence|cheque|fulfil|instalment|defence|offence)s?\b"
    r"|\b\w*(authoris|organis|recognis|summaris|utilis|harmonis|itemis|finalis|prioritis|standardis|minimis|analys[ei]d)"
    r"\w*|\b\w*(colour|favour|behaviour|labour|honour|neighbour|tumour|leukaem|haemat|oedema|anaem|paediatr)\w*"
    r"|\b(labelled|cancelled|travelling|travelled|modelling|counselling)\b",
    re.IGNORECASE,
)
ARCHAIC = re.compile(
    r"\b(here(in|of|to|by|under|with|inafter)|there(of|in|under|to)|whereas|witnesseth|aforesaid|aforementioned|"
    r"pursuant|prior to|and/or|deemed)\b",
    re.IGNORECASE,
)
OUTDATED = re.compile(
    r"\bREMS\b|four[- ]weeks?|\b28 days\b|certified (site|center|facility|treatment)"
    r"|Member (shall|must) (remain|stay|live|reside)|proximity",
    re.IGNORECASE,
)
OWN_FIGURE = re.compile(r"\$\s*\d|\d\s*(%|percent\b)", re.IGNORECASE)


@cache
def clause(clause_id: str) -> Clause:
    return load(Clause, FOLDER / f"{clause_id}.yaml")


def paragraphs(one: Clause) -> Iterator[tuple[Stance, Paragraph]]:
    for stance, position in one.positions.items():
        for part in position.wording:
            yield stance, part


def text_of(position: Position) -> str:
    return "\n".join(part.text for part in position.wording)


def sentences(text: str) -> list[str]:
    plain = re.sub(r"\{[^{}]+\}", "mark", text).replace("**", "")
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“(])", plain) if one.strip()]


def wording(*paragraphs: Any) -> Position:
    return Position.model_validate({"wording": list(paragraphs), "note": "why"})


def small_clause(**changes: Any) -> Clause:
    record = {
        "id": "SCA-19",
        "title": "Readmission",
        "purpose": "what for",
        "without_it": "what goes wrong",
        "positions": {"provider": {"wording": ["Ours."], "note": "why"}},
    }
    return Clause.model_validate(record | changes)


# --- the model ---------------------------------------------------------------------------------------------------


def test_plain_text_is_a_paragraph_that_is_always_printed() -> None:
    assert wording("Plain words.").wording == (Paragraph(text="Plain words."),)


def test_a_condition_asks_for_a_value_or_for_being_known_but_not_both() -> None:
    assert When.model_validate({"field": "travel.covered", "is": "yes"}).equals == "yes"
    assert When.model_validate({"field": "travel.covered", "known": True}).known is True
    for wrong in ({"field": "travel.covered"}, {"field": "travel.covered", "is": "yes", "known": True}):
        with pytest.raises(ValidationError, match="exactly one of `is` and `known`"):
            When.model_validate(wrong)


@pytest.mark.parametrize(
    "text", ["{member name}", "{Member.Name}", "{ref:20}", "{ref:SCA-1}", "a { b", "a } b", "{}"]
)
def test_a_mark_nobody_can_read_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="cannot read"):
        Paragraph(text=text)


def test_an_open_defined_term_is_refused() -> None:
    with pytest.raises(ValidationError, match="not closed"):
        Paragraph(text="**Day 0 is the day of infusion.")


def test_marks_are_told_apart() -> None:
    text = "{providers} and {member.name}, Section {ref:SCA-20}, {exhibit:rates}, {{not a mark}}"
    assert list(marks_in(text)) == [
        ("field", "providers"),
        ("field", "member.name"),
        ("ref", "SCA-20"),
        ("exhibit", "rates"),
    ]


def test_filling_asks_each_printer_for_its_marks_and_prints_doubled_braces() -> None:
    filled = fill(
        "{member.name} {{x}} Section {ref:SCA-20} {exhibit:rates}",
        field=lambda path: f"<{path}>",
        ref=lambda clause_id: f"[{clause_id}]",
        exhibit=lambda key: f"({key})",
    )
    assert filled == "<member.name> {x} Section [SCA-20] (rates)"


def test_what_a_field_holds_is_not_read_for_marks_again() -> None:
    assert (
        fill("{a.b}", lambda _: "{c.d} {ref:SCA-01}", lambda _: "no", lambda _: "no") == "{c.d} {ref:SCA-01}"
    )


def test_a_stance_without_wording_of_its_own_gets_the_default_one() -> None:
    one = small_clause()
    assert one.position(Stance.payer) is one.positions[Stance.provider]


def test_a_clause_needs_wording_for_its_default_position() -> None:
    with pytest.raises(ValidationError, match="no wording for its default position `neutral`"):
        small_clause(default_position="neutral")


@pytest.mark.parametrize("clause_id", ["SCA-1", "XYZ-01", "SCA-001", "sca-01"])
def test_an_id_that_does_not_fit_is_refused_with_the_right_form(clause_id: str) -> None:
    with pytest.raises(ValidationError, match="write SCA-01 to SCA-99"):
        small_clause(id=clause_id)


def test_printed_fields_count_conditional_paragraphs_and_name_each_field_once() -> None:
    conditional = {"text": "{member.name} {travel.maximum}", "when": {"field": "travel.covered", "is": "yes"}}
    one = small_clause(
        positions={"provider": {"wording": ["{member.name} {exhibit:rates}", conditional], "note": "why"}}
    )
    assert one.printed_fields(Stance.provider) == ("member.name", "travel.maximum")


def test_a_clause_applies_unless_a_known_fact_contradicts_it() -> None:
    only_self_funded = AppliesWhen(funding=("self_funded",))
    assert AppliesWhen().holds({"funding": ["government"]})
    assert only_self_funded.holds({"funding": ["self_funded"]})
    assert only_self_funded.holds({}), "an unknown fact does not exclude"
    assert not only_self_funded.holds({"funding": ["fully_insured"]})


def test_a_wrong_clause_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "SCA-19.yaml"
    source = (FOLDER / "SCA-01.yaml").read_text(encoding="utf-8")
    path.write_text(source.replace("without_it:", "without:", 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(Clause, path)
    assert "SCA-19.yaml" in str(caught.value)
    assert "`without`" in str(caught.value)


# --- every file --------------------------------------------------------------------------------------------------


def test_all_parts_of_agreement_and_letter_are_there() -> None:
    wanted = [f"SCA-{n:02}" for n in range(1, 45)] + [f"LOA-{n:02}" for n in range(1, 18)]
    assert sorted(wanted) == IDS


@pytest.mark.parametrize("clause_id", IDS)
class TestEveryClause:
    def test_it_loads_and_its_id_is_the_name_of_its_file(self, clause_id: str) -> None:
        assert clause(clause_id).id == clause_id

    def test_it_says_what_it_is_for_what_fails_without_it_and_how_to_negotiate(self, clause_id: str) -> None:
        one = clause(clause_id)
        words = [one.title, one.purpose, one.without_it, one.counsel_note]
        words += [position.note for position in one.positions.values()]
        assert all(text and "TODO" not in text for text in words)
        assert all(len(text.split()) >= 4 for text in words[1:])

    def test_its_fields_exist_and_it_lists_every_field_it_prints(self, clause_id: str) -> None:
        one = clause(clause_id)
        known = {info.path for info in all_fields()}
        assert set(one.fields) <= known
        printed = {name for stance in one.positions for name in one.printed_fields(stance)}
        asked = {part.when.field for _, part in paragraphs(one) if part.when}
        marks = {name.removeprefix("payment.") for name in printed if name.startswith("payment.")}
        assert marks <= PAYMENT_MARKS
        rests_on = {"payment" if name.startswith("payment.") else name for name in printed | asked}
        assert rests_on <= set(one.fields)

    def test_text_from_the_payment_terms_stands_in_a_paragraph_of_its_own(self, clause_id: str) -> None:
        for _, part in paragraphs(clause(clause_id)):
            if "{payment." in part.text:
                assert re.fullmatch(r"\{payment\.[a-z_]+\}", part.text)
                assert part.when is None

    def test_conditions_ask_for_values_the_field_can_have(self, clause_id: str) -> None:
        for _, part in paragraphs(clause(clause_id)):
            if part.when and part.when.equals is not None:
                assert part.when.equals in possible_values(part.when.field), part.when

    def test_choosing_a_position_settles_only_values_the_terms_accept(self, clause_id: str) -> None:
        for position in clause(clause_id).positions.values():
            for path in position.sets:
                assert field_type(path)
            terms = AgreementTerms(payment=Arrangement())
            with_values(terms, {path: value or None for path, value in position.sets.items()})

    def test_references_lead_to_parts_of_the_same_document_that_are_always_there(
        self, clause_id: str
    ) -> None:
        for _, part in paragraphs(clause(clause_id)):
            for kind, name in marks_in(part.text):
                if kind == "exhibit":
                    assert name in EXHIBITS[clause_id[:3]]
                if kind == "ref":
                    assert name in IDS, name
                    assert name[:3] == clause_id[:3]
                    limits = clause(name).applies_when
                    assert limits in (AppliesWhen(), clause(clause_id).applies_when)
        assert "Exhibit {exhibit:" not in str(clause(clause_id)), "the mark prints the word Exhibit itself"

    def test_no_sentence_is_longer_than_45_words(self, clause_id: str) -> None:
        for _, part in paragraphs(clause(clause_id)):
            for sentence in sentences(part.text):
                assert len(sentence.split()) <= 45, sentence

    def test_it_is_written_in_plain_american_english(self, clause_id: str) -> None:
        one = clause(clause_id)
        shown = [one.title, one.purpose, one.without_it, *(p.note for p in one.positions.values())]
        for text in [*shown, *(part.text for _, part in paragraphs(one))]:
            assert not BRITISH.search(text), BRITISH.search(text)
        for _, part in paragraphs(one):
            assert not ARCHAIC.search(part.text), ARCHAIC.search(part.text)
            assert "  " not in part.text
            assert not re.search("['\"]", part.text), "write ’ “ ” as an agreement does"

    def test_its_wording_holds_no_outdated_duty_and_no_figure_of_its_own(self, clause_id: str) -> None:
        for _, part in paragraphs(clause(clause_id)):
            assert not OUTDATED.search(part.text), part.text
            assert not OWN_FIGURE.search(part.text), part.text

    def test_its_positions_differ(self, clause_id: str) -> None:
        for (one, first), (other, second) in combinations(clause(clause_id).positions.items(), 2):
            assert text_of(first) != text_of(second), f"{one.value} and {other.value} are the same"

    def test_personal_data_stays_in_the_exhibits(self, clause_id: str) -> None:
        one = clause(clause_id)
        printed = {name for stance in one.positions for name in one.printed_fields(stance)}
        free = {"clinical.label_status", "clinical.criteria_basis"}
        assert not {
            name for name in printed - free if name.split(".")[0] in ("member", "clinical", "authorization")
        }

    def test_a_yes_or_no_is_worded_and_not_printed(self, clause_id: str) -> None:
        one = clause(clause_id)
        for name in {name for stance in one.positions for name in one.printed_fields(stance)}:
            if not name.startswith("payment."):
                assert bool not in get_args(field_type(name))

    def test_every_source_can_be_looked_up(self, clause_id: str) -> None:
        for source in clause(clause_id).sources:
            assert re.search(r"https?://\S+$", source) or source.startswith("AJMC roundtable"), source

    def test_every_position_of_it_defines_the_same_terms(self, clause_id: str) -> None:
        terms = [
            {term for part in position.wording for term in re.findall(r"\*\*(.+?)\*\*", part.text)}
            for position in clause(clause_id).positions.values()
        ]
        assert all(each == terms[0] for each in terms)


def field_type(path: str) -> Any:
    """The type of a field of the terms, or of one below their payment arrangement."""
    if not path.startswith("payment."):
        return field_at(path).type
    kind: Any = Arrangement
    for part in path.split(".")[1:]:
        kind = kind.model_fields[part].annotation
    return kind


def possible_values(path: str) -> set[str]:
    kinds = [kind for kind in get_args(field_type(path)) if isinstance(kind, type)]
    choices = {value.value for kind in kinds if issubclass(kind, Choice) for value in kind}
    if choices:
        return choices
    if bool in kinds:
        return {"yes", "no"}
    return {word.strip("`") for word in re.findall(r"`[^`]+`", field_at(path).meaning)}


def test_nearly_all_sentences_have_fewer_than_30_words() -> None:
    lengths = [
        len(sentence.split())
        for one in IDS
        for _, part in paragraphs(clause(one))
        for sentence in sentences(part.text)
    ]
    assert sum(length < 30 for length in lengths) >= 0.85 * len(lengths)


@pytest.mark.parametrize("mark", sorted(PAYMENT_MARKS - {"shape"}))
def test_every_part_of_the_payment_terms_is_printed_once_whatever_position_is_chosen(mark: str) -> None:
    printing = [one for one in IDS if f"{{payment.{mark}}}" in str(clause(one))]
    assert len(printing) == 1
    for position in clause(printing[0]).positions.values():
        assert text_of(position).count(f"{{payment.{mark}}}") == 1


@pytest.mark.parametrize("kind", ["SCA", "LOA"])
def test_no_term_is_defined_twice_in_one_document(kind: str) -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for one in IDS:
        if one.startswith(kind):
            for _, part in paragraphs(clause(one)):
                for term in re.findall(r"\*\*(.+?)\*\*", part.text):
                    where[term].add(one)
    assert not {term: places for term, places in where.items() if len(places) > 1}


@pytest.mark.parametrize(("term", "clause_id"), DEFINED_IN.items())
def test_the_terms_that_clauses_share_are_defined_where_the_others_expect_them(
    term: str, clause_id: str
) -> None:
    for position in clause(clause_id).positions.values():
        assert f"**{term}**" in text_of(position)
