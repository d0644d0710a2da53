"""Evidence entered in place: from a missing fact to the few fields that settle it, and from those to the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from sca_toolkit.case import Case
from sca_toolkit.criteria import Need, fact_complaints, facts_of
from sca_toolkit.desk.desk import Desk
from sca_toolkit.errors import DataError, Problem
from sca_toolkit.store import save_case, stored_case
from sca_toolkit.values import Choice


class Ask(Choice):
    """A field of the form."""

    number = "number"
    unit = "unit"
    word = "word"
    choice = "choice"
    on = "on"
    source = "source"


@dataclass(frozen=True)
class EntryForm:
    """What to ask for one missing fact. `choices` are what the field `choice` offers, in words."""

    key: str
    about: str
    """The test, condition, list or statement it is about."""
    asks: tuple[Ask, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entered:
    """What a person put in. Left out = not given."""

    number: float | None = None
    unit: str | None = None
    word: str | None = None
    choice: str | None = None
    on: date | None = None
    source: str | None = None


YES_NO = ("yes", "no")
_STATES = ("active", "past", "absent")
_INFECTIONS = ("active", "latent", "past", "none")
_JUDGED = ("it holds", "it does not hold")
_WHOLE = ("the list is complete",)
_DATED = (Ask.on, Ask.source)
_LISTS = {
    "lines": "earlier treatment",
    "cell_therapies": "earlier cell and gene therapies",
    "transplants": "earlier transplants",
}


def entry_form(need: Need) -> EntryForm | None:
    """The form for a missing fact; None for what is changed elsewhere (plan, diagnosis) or asked of the payer."""
    kind, _, about = need.key.partition(":")
    if kind in _LISTS:
        return EntryForm(need.key, _LISTS[kind], (Ask.choice,), _WHOLE)
    found = _FORMS.get(kind)
    if found is None:
        return None
    asks, choices = found
    return EntryForm(need.key, about or kind, asks, choices)


_FORMS: Mapping[str, tuple[tuple[Ask, ...], tuple[str, ...]]] = {
    "test": ((Ask.number, Ask.unit, Ask.word, *_DATED), ()),
    "score": ((Ask.number, *_DATED), ()),
    "condition": ((Ask.choice, *_DATED), _STATES),
    "infection": ((Ask.choice, *_DATED), _INFECTIONS),
    "document": ((Ask.choice, *_DATED), YES_NO),
    "statement": ((Ask.choice, *_DATED), YES_NO),
    "judgment": ((Ask.choice, *_DATED), _JUDGED),
    "exposure": ((Ask.choice, *_DATED), ("given on that day", "not given")),
    "site": ((Ask.choice, *_DATED), YES_NO),
    "support": ((Ask.choice, *_DATED), YES_NO),
    "attribute": ((Ask.choice,), YES_NO),
    "state": ((Ask.choice, *_DATED), YES_NO),
    "event": ((Ask.on, Ask.source), ()),
    "prescriber": ((Ask.word, Ask.source), ()),
    "planned_dose": ((Ask.number, Ask.unit, Ask.source), ()),
}


def with_entry(case: Case, form: EntryForm, entered: Entered) -> Case:
    """The case with one more fact. Raises DataError in words where the entry is not whole or does not fit."""
    _refuse_gaps(form, entered)
    evidence = case.evidence.model_dump(exclude_none=True, exclude_defaults=True)
    _ADDERS[form.key.partition(":")[0]](evidence, form, entered)
    try:
        return Case.model_validate({**case.model_dump(), "evidence": evidence})
    except ValidationError as error:
        words = str(error).split("Value error, ")[-1].split(" [type=")[0]
        raise DataError(Problem(words.splitlines()[-1], file=f"case {case.id}", place="evidence")) from None


def enter_evidence(desk: Desk, case_id: str, form: EntryForm, entered: Entered, now: datetime) -> Case:
    """Keep one more fact of a case of the record. Raises DataError, and Conflict when the case was just changed."""
    with desk.record.writing(who=desk.who, now=now) as write:
        stored = stored_case(write, case_id)
        changed = with_entry(stored.case, form, entered)
        _refuse_nonsense(desk, changed, stored.case)
        save_case(write, changed, version=stored.version)
    return changed


def _refuse_gaps(form: EntryForm, entered: Entered) -> None:
    problems = []
    if Ask.choice in form.asks and not entered.choice:
        problems.append(Problem(f"Nothing is chosen for {form.about}.", "Choose one."))
    if form.key.startswith("test:") and entered.number is None and not entered.word:
        problems.append(
            Problem(f"{form.about} has neither a value nor a result in words.", "Enter one of them.")
        )
    if form.key.startswith(("score:", "planned_dose")) and entered.number is None:
        problems.append(Problem(f"{form.about} has no number.", "Enter it."))
    needs_day = form.key.startswith(("test:", "score:", "event:"))
    given = form.key.startswith("exposure:") and entered.choice == "given on that day"
    if (needs_day or given) and entered.on is None:
        problems.append(
            Problem(f"{form.about} has no date.", "Enter the day of the result; its age depends on it.")
        )
    if form.key == "prescriber" and not entered.word:
        problems.append(Problem("The specialty is empty.", "Enter it, such as oncologist."))
    if problems:
        raise DataError(problems)


def _refuse_nonsense(desk: Desk, case: Case, before: Case) -> None:
    shelf = desk.library.criteria()
    known = {each.message for each in fact_complaints(facts_of(before), shelf.words)}
    found = fact_complaints(facts_of(case), shelf.words)
    fresh = [
        Problem(each.message, each.remedy) for each in found if each.blocking and each.message not in known
    ]
    if fresh:
        raise DataError(fresh)


Evidence = dict[str, Any]


def _plain(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _add(evidence: Evidence, name: str, entry: dict[str, Any]) -> None:
    evidence[name] = [*evidence.get(name, ()), entry]


def _dated(entered: Entered) -> dict[str, Any]:
    return _plain(on=entered.on, source=entered.source)


def _test(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    found = _plain(test=form.about, value=entered.number, unit=entered.unit, result=entered.word)
    _add(evidence, "tests", found | _dated(entered))


def _score(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    scale = "ECOG" if form.about.casefold() == "ecog" else form.about.capitalize()
    _add(evidence, "performance", {"scale": scale, "value": entered.number} | _dated(entered))


def _chosen(name: str, about: str, state: str) -> Callable[[Evidence, EntryForm, Entered], None]:
    def add(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
        _add(evidence, name, {about: form.about, state: entered.choice} | _dated(entered))

    return add


def _yes_no(name: str, about: str, holds: str = "holds") -> Callable[[Evidence, EntryForm, Entered], None]:
    def add(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
        _add(evidence, name, {about: form.about, holds: entered.choice == "yes"} | _dated(entered))

    return add


def _judged(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    answer = "met" if entered.choice == _JUDGED[0] else "not_met"
    _add(evidence, "judgments", {"about": form.about, "answer": answer} | _dated(entered))


def _exposure(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    if entered.choice == "not given":
        _whole(evidence, "exposures")
    else:
        _add(evidence, "exposures", {"what": form.about} | _dated(entered))


def _list(evidence: Evidence, form: EntryForm, _entered: Entered) -> None:
    _whole(evidence, form.key)


def _whole(evidence: Evidence, name: str) -> None:
    evidence["complete"] = [*dict.fromkeys((*evidence.get("complete", ()), name))]


def _attribute(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    evidence["attributes"] = {**evidence.get("attributes", {}), form.about: entered.choice}


def _event(evidence: Evidence, form: EntryForm, entered: Entered) -> None:
    kind, _, site = form.about.partition(":")
    found = _plain(event=kind, site=None if site in ("", "None") else site)
    _add(evidence, "disease_events", found | _dated(entered))


def _prescriber(evidence: Evidence, _form: EntryForm, entered: Entered) -> None:
    names = [name.strip() for name in (entered.word or "").split(",") if name.strip()]
    evidence["prescriber"] = _plain(specialty=names, source=entered.source)


def _dose(evidence: Evidence, _form: EntryForm, entered: Entered) -> None:
    planned = dict(evidence.get("planned", {}))
    evidence["planned"] = planned | _plain(
        dose=entered.number, unit=entered.unit or "cells", source=entered.source
    )


_ADDERS: Mapping[str, Callable[[Evidence, EntryForm, Entered], None]] = {
    "test": _test,
    "score": _score,
    "condition": _chosen("conditions", "condition", "state"),
    "infection": _chosen("infections", "infection", "state"),
    "document": _yes_no("documents", "document"),
    "statement": _yes_no("attestations", "statement", "given"),
    "judgment": _judged,
    "exposure": _exposure,
    "site": _yes_no("site", "requirement"),
    "support": _yes_no("support", "basis"),
    "attribute": _attribute,
    "state": _yes_no("disease_states", "state"),
    "event": _event,
    "prescriber": _prescriber,
    "planned_dose": _dose,
    "lines": _list,
    "cell_therapies": _list,
    "transplants": _list,
}
