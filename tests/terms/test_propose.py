"""Proposing terms: later layers win, every value remembers its origin, nothing is made up. All data is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sca_toolkit.case import Case, Center
from sca_toolkit.clauses import Clause, Stance
from sca_toolkit.errors import DataError
from sca_toolkit.library import Library
from sca_toolkit.payer import PayerProfile
from sca_toolkit.terms import (
    AgreementTerms,
    Background,
    OriginKind,
    all_fields,
    propose_terms,
    reuse_rate,
    value_at,
    with_values,
)
from sca_toolkit.terms.from_payer import _FROM_PROFILE
from sca_toolkit.therapy import Catalogue

TODAY = date(2026, 11, 22)
SOURCE = {"title": "Invented for this test", "grade": "invented", "read_on": "2026-11-22"}


def entry(value: Any, since: str = "2026-01-01") -> dict[str, Any]:
    """A dated value."""
    return {"value": value, "from": since, "source": "made"}


def payer(**facts: Any) -> PayerProfile:
    """An invented payer."""
    base = {
        "id": "example",
        "name": "Example",
        "invented": "yes",
        "summary": "Invented.",
        "sources": {"made": SOURCE},
    }
    return PayerProfile.model_validate(base | facts)


def center(**values: Any) -> Center:
    """An invented center."""
    return Center.model_validate({"id": "c", "name": "Example Center (invented)", "state": "OH"} | values)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped catalog."""
    return Library().catalogue()


CASE = Case.model_validate({"id": "C-1", "synthetic": "yes", "member": {"name": "Alex Example (invented)"}})


def test_nothing_known_leaves_gaps_and_not_defaults() -> None:
    proposal = propose_terms(None, Case(id="C-1"), TODAY)
    filled = {path for path, origin in proposal.origins.items() if origin.kind is not OriginKind.derived}
    assert filled == set()
    assert proposal.terms.prompt_pay.due is None
    assert proposal.terms.payment is None


def test_the_profile_wins_over_the_center_and_says_its_page() -> None:
    profile = payer(timely_filing={"initial": [entry("90 calendar days")]})
    background = Background(center=center(usual_terms={"filing.initial": "180 calendar days"}))
    proposal = propose_terms(profile, CASE, TODAY, background)
    assert str(proposal.terms.filing.initial) == "90 calendar days"
    origin = proposal.origins["filing.initial"]
    assert origin.kind is OriginKind.profile
    assert origin.source
    assert origin.source.title == "Invented for this test"
    assert origin.since == date(2026, 1, 1)


def test_the_center_speaks_where_the_profile_is_silent() -> None:
    background = Background(center=center(usual_terms={"filing.initial": "180 calendar days"}))
    proposal = propose_terms(payer(), CASE, TODAY, background)
    assert str(proposal.terms.filing.initial) == "180 calendar days"
    assert proposal.origins["filing.initial"].kind is OriginKind.center_file


@pytest.mark.parametrize(("day", "days"), [(date(2026, 11, 30), "90"), (date(2026, 12, 1), "120")])
def test_a_value_holds_from_its_first_day(day: date, days: str) -> None:
    history = [entry("90 calendar days"), entry("120 calendar days", "2026-12-01")]
    proposal = propose_terms(payer(timely_filing={"initial": history}), CASE, day)
    assert str(proposal.terms.filing.initial) == f"{days} calendar days"


def test_the_last_agreement_wins_over_the_profile_and_passes_no_patient_on() -> None:
    last = with_values(
        AgreementTerms(),
        {
            "document.reference": "SCA-7",
            "filing.initial": "365 calendar days",
            "member.name": "Somebody Else",
        },
    )
    profile = payer(timely_filing={"initial": [entry("90 calendar days")]})
    proposal = propose_terms(profile, CASE, TODAY, Background(last=last))
    assert str(proposal.terms.filing.initial) == "365 calendar days"
    assert proposal.origins["filing.initial"].detail == "agreement SCA-7"
    assert proposal.terms.member.name == "Alex Example (invented)"
    assert proposal.terms.document.reference == "C-1"


def test_no_field_of_a_patient_passes_from_one_agreement_to_the_next() -> None:
    personal = ("member", "clinical", "authorization", "product", "episode", "reason", "cob", "providers")
    origins = propose_terms(None, Case(id="C-2"), TODAY, Background(last=AgreementTerms())).origins
    for path, origin in origins.items():
        assert origin.kind is not OriginKind.last_agreement or not path.startswith(personal), path


def test_every_path_that_a_profile_feeds_is_a_field() -> None:
    paths = {field.path for field in all_fields()}
    assert set(_FROM_PROFILE) <= paths


def test_choosing_a_position_settles_its_values_and_remembers_it() -> None:
    clause = Clause.model_validate(
        {
            "id": "SCA-31",
            "title": "Timely filing",
            "purpose": "p",
            "without_it": "w",
            "positions": {
                "provider": {
                    "wording": ["Ours."],
                    "note": "n",
                    "sets": {"filing.initial": "180 calendar days"},
                },
                "payer": {
                    "wording": ["Theirs."],
                    "note": "n",
                    "sets": {"filing.initial": "60 calendar days"},
                },
            },
        }
    )
    first = propose_terms(None, CASE, TODAY, Background(clauses={"SCA-31": clause}))
    assert str(first.terms.filing.initial) == "180 calendar days"
    second = first.with_position(clause, Stance.payer)
    assert str(second.terms.filing.initial) == "60 calendar days"
    assert second.origins["filing.initial"].kind is OriginKind.position
    assert second.terms.positions["SCA-31"].position is Stance.payer


def conversion_clause(**sets: str) -> Clause:
    """A clause whose one position settles the conversion rule."""
    position = {"wording": ["Words."], "note": "why"}
    settled = {f"payment.rules.conversion.{name}": value for name, value in sets.items()}
    return Clause.model_validate(
        {
            "id": "SCA-14",
            "title": "Setting",
            "purpose": "what for",
            "without_it": "what goes wrong",
            "positions": {"provider": position | {"sets": settled}},
        }
    )


ROLLS_IN = {"rules": {"conversion": {"rule": "roll_in_except_product", "window_hours": "24"}}}


def test_a_default_position_leaves_a_payment_rule_alone_that_the_payer_agreed_to() -> None:
    clauses = {"SCA-14": conversion_clause(rule="separate")}
    agreed = propose_terms(
        payer(arrangement=[entry(ROLLS_IN)]), CASE, TODAY, Background(clauses=clauses)
    ).terms
    silent = propose_terms(payer(arrangement=[entry({})]), CASE, TODAY, Background(clauses=clauses)).terms
    unknown = propose_terms(None, CASE, TODAY, Background(clauses=clauses)).terms
    path = "payment.rules.conversion.rule"
    assert [value_at(terms, path) for terms in (agreed, silent, unknown)] == [
        "roll_in_except_product",
        "separate",
        "separate",
    ]


def test_a_position_a_person_chooses_changes_the_rule_and_opens_what_no_longer_fits() -> None:
    proposal = propose_terms(payer(arrangement=[entry(ROLLS_IN)]), CASE, TODAY)
    chosen = proposal.with_position(conversion_clause(rule="separate", window_hours=""), Stance.provider)
    assert value_at(chosen.terms, "payment.rules.conversion.rule") == "separate"
    assert value_at(chosen.terms, "payment.rules.conversion.window_hours") is None
    assert chosen.origins["payment.rules.conversion.rule"].kind is OriginKind.position
    assert "payment.rules.conversion.window_hours" not in chosen.origins


def test_a_position_that_contradicts_the_arrangement_changes_the_wording_only() -> None:
    carved_out = {"base": {"kind": "product", "basis": {"kind": "invoice"}}}
    proposal = propose_terms(payer(arrangement=[entry(carved_out)]), CASE, TODAY)
    chosen = proposal.with_position(conversion_clause(rule="roll_in"), Stance.provider)
    assert chosen.terms.positions["SCA-14"].position is Stance.provider
    assert value_at(chosen.terms, "payment.rules.conversion.rule") is None


def test_a_position_settles_no_payment_rule_that_means_nothing_in_the_arrangement() -> None:
    by_charges = {"base": {"kind": "percent_of_charges", "percent": "40%"}}
    proposal = propose_terms(payer(arrangement=[entry(by_charges)]), CASE, TODAY)
    clause = conversion_clause(rule="separate")
    sets = {"payment.rules.readmission.scope": "related_only", "payment.rules.conversion.rule": "separate"}
    position = clause.positions[Stance.provider].model_copy(update={"sets": sets})
    chosen = proposal.with_position(
        clause.model_copy(update={"positions": {Stance.provider: position}}), Stance.provider
    )
    assert value_at(chosen.terms, "payment.rules.readmission.scope") is None
    assert value_at(chosen.terms, "payment.rules.conversion.rule") == "separate"


def test_a_known_position_of_the_payer_is_taken() -> None:
    clause = Clause.model_validate(
        {
            "id": "SCA-05",
            "title": "t",
            "purpose": "p",
            "without_it": "w",
            "positions": {
                side: {"wording": [side], "note": "n"} for side in ("provider", "neutral", "payer")
            },
        }
    )
    profile = payer(clause_positions={"SCA-05": [entry({"position": "neutral"})]})
    proposal = propose_terms(profile, CASE, TODAY, Background(clauses={"SCA-05": clause}))
    assert proposal.terms.positions["SCA-05"].position is Stance.neutral
    assert proposal.origins["positions.SCA-05"].kind is OriginKind.profile


def test_a_typed_value_is_typed_by_its_field_and_none_opens_it_again() -> None:
    proposal = propose_terms(None, CASE, TODAY).with_typed({"cost_share.oop_max_remaining": "$4,500"})
    assert proposal.terms.cost_share.oop_max_remaining == Decimal("4500.00")
    assert proposal.origins["cost_share.oop_max_remaining"].kind is OriginKind.typed
    opened = proposal.with_typed({"cost_share.oop_max_remaining": None})
    assert opened.terms.cost_share.oop_max_remaining is None
    assert "cost_share.oop_max_remaining" not in opened.origins


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("filing.initial", "180", "number and its unit"),
        ("cost_share.oop_max_remaining", "4500", "write the currency"),
        ("claims.frm", "UB04", "not a field"),
        ("member.plan_year_end", "2026-13-01", "month"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(path: str, value: str, words: str) -> None:
    with pytest.raises(DataError) as caught:
        propose_terms(None, CASE, TODAY).with_typed({path: value})
    assert words in str(caught.value)
    assert path in str(caught.value)


def test_a_wrong_value_in_the_centers_file_names_that_file() -> None:
    background = Background(center=center(usual_terms={"filing.initial": "soon"}))
    with pytest.raises(DataError, match="center file"):
        propose_terms(None, CASE, TODAY, background)


def test_the_reuse_rate_counts_equal_deal_terms_only() -> None:
    last = with_values(
        AgreementTerms(), {"filing.initial": "180 calendar days", "prompt_pay.due": "30 calendar days"}
    )
    now = with_values(last, {"prompt_pay.due": "45 calendar days", "member.name": "Alex Example (invented)"})
    assert reuse_rate(now, last) == (1, 2)


def test_terms_survive_being_written_and_read() -> None:
    background = Background(
        center=center(usual_terms={"filing.initial": "180 calendar days", "travel.maximum": "$10,000"})
    )
    terms = propose_terms(payer(role=[entry("insurer")]), CASE, TODAY, background).terms
    assert AgreementTerms.model_validate_json(terms.model_dump_json(exclude_defaults=True)) == terms


def test_every_field_has_a_label_a_meaning_and_an_example() -> None:
    for field in all_fields():
        assert field.label, field.path
        assert field.meaning.endswith("."), field.path
        assert field.example, field.path
        value_at(AgreementTerms(), field.path)


def test_labels_tell_fields_apart() -> None:
    labels = [field.label for field in all_fields()]
    assert len(set(labels)) == len(labels), sorted({label for label in labels if labels.count(label) > 1})


def criterion(text: str, **more: Any) -> dict[str, Any]:
    """A dated criterion of the payer."""
    return entry({"criterion": text, "product": "axi-cel"} | more)


def test_the_payers_criteria_are_joined_with_the_cases_evidence(catalogue: Catalogue) -> None:
    profile = payer(
        criteria=[
            criterion("Adult", policy="EX-1", threshold="18 years or older"),
            criterion("ECOG 0 to 2", evidence_needed="clinic note"),
            criterion("For another product", product="ide-cel"),
        ]
    )
    shown = [
        {"criterion": "adult", "evidence": "chart, page 1", "met": "yes"},
        {"criterion": "Measurable disease"},
    ]
    case = Case.model_validate({"id": "C-1", "criteria": shown})
    rows = propose_terms(
        profile, case, TODAY, Background(product=catalogue.product("axi-cel"))
    ).terms.clinical.criteria
    assert [row.criterion for row in rows] == ["adult", "ECOG 0 to 2", "Measurable disease"]
    assert (rows[0].threshold, rows[0].evidence, rows[0].met) == ("18 years or older", "chart, page 1", True)
    assert (rows[1].evidence, rows[1].met) == ("needed: clinic note", None)


def test_tests_carried_over_from_transplant_are_proposed_to_be_waived(catalogue: Catalogue) -> None:
    profile = payer(
        criteria=[
            criterion("Dental clearance", carried_over_from_transplant="yes", policy="EX-1"),
            criterion("REMS-certified site", outdated_since="2025-06-26"),
        ]
    )
    terms = propose_terms(profile, CASE, TODAY, Background(product=catalogue.product("axi-cel"))).terms
    assert terms.clinical.criteria == ()
    assert terms.letter.waived_tests == ("Dental clearance (EX-1)", "REMS-certified site")
