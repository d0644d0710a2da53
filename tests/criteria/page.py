"""Writes docs/criteria-language.md: `python -m tests.criteria.page`.

A test compares it with what this module would write, so the tables and examples are always those of the code.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from sca_toolkit.case import CompleteList, Evidence
from sca_toolkit.criteria import KINDS, CaseFacts, Leaf, Policy, ScenarioFile
from sca_toolkit.criteria.guard import Guard
from sca_toolkit.criteria.line_count import Counting
from sca_toolkit.criteria.node import All, AnyOf, AtLeast, Branch, NoneOf, Not, Readings, Switch, Weigh
from sca_toolkit.criteria.span import ClinicalTime
from sca_toolkit.criteria.state_rule import StateRule
from sca_toolkit.criteria.timing import TimedLeaf
from sca_toolkit.criteria.vocabulary import Disease, Drug, Measure, Regimen, Response, Term, Unit
from sca_toolkit.values import Choice, meaning
from tests.criteria.page_text import (
    ALGEBRA,
    BAD_INPUT,
    CASES,
    EVIDENCE,
    INTRODUCTION,
    TIME,
    VOCABULARY,
    WHOLE,
)
from tests.criteria.samples import SAMPLES

PAGE = Path(__file__).parents[2] / "docs" / "criteria-language.md"

SHAPES: tuple[tuple[type[Branch], str], ...] = (
    (All, "all:\n  - {kind: age, id: x-adult, at_least: 18}\n"
          "  - {kind: performance, id: x-ecog, scale: ECOG, at_most: 2}\n"),
    (AnyOf, "any:\n  - {kind: performance, id: x-kps, scale: [Karnofsky, Lansky], at_least: 50}\n"
            "  - {kind: performance, id: x-ecog, scale: ECOG, at_most: 3}\n"),
    (NoneOf, "none:\n  - {kind: age, id: x-minor, below: 18}\n  - {kind: condition, id: x-gvhd, any_of: [GVHD]}\n"),
    (Not, "not: {kind: condition, id: x-cns, any_of: [CNS involvement], timeframe: ever}\n"),
    (AtLeast, "at_least: 2\nof:\n  - {kind: prior_agent, id: x-anti-cd20, any_of: [anti-CD20]}\n"
              "  - {kind: prior_agent, id: x-btk, any_of: [BTK inhibitor]}\n"
              "  - {kind: prior_agent, id: x-chemo, any_of: [anthracycline, bendamustine]}\n"),
    (Weigh, "weigh:\n  - {kind: judgment, id: x-renal, topic: renal status, looks_at: [GFR, creatinine]}\n"
            "  - {kind: judgment, id: x-lung, topic: lung status, looks_at: [SpO2]}\n"),
    (Switch, "switch: marker\nof: Philadelphia chromosome\ncases:\n  - is: positive\n"
             "    then: {kind: prior_agent, id: x-tki, any_of: [BCR-ABL TKI]}\n"
             "  - {is: negative, then: not_asked}\notherwise: not_met\n"),
    (Readings, "readings:\n  - understood: four lines, each of them with one of the classes\n"
               "    rule: {kind: prior_lines, id: x-strict, at_least: 4, of_classes: [IMiD, PI, anti-CD38]}\n"
               "  - understood: four lines, with the three classes among them\n"
               "    rule: {kind: prior_lines, id: x-wide, at_least: 4, include_classes: [IMiD, PI, anti-CD38]}\n"),
)  # fmt: skip

OBVIOUS = {
    "id": "A name of the case that names nobody.",
    "note": "Anything a reader should know.",
    "notes": "What a reader should know.",
    "on": "The day.",
    "sources": "Keys of the `sources` beside it.",
    "name": "Its name.",
    "aliases": "Other ways to write it.",
    "unit": "The unit.",
    "holds": "No where it is known not to be so.",
    "what": "What it is.",
    "value": "The number.",
    "state": "Where it stands; of a person, the state of residence.",
    "revised": "Day of the last revision, for information.",
    "doses": "How many.",
    "component": "The part of the episode.",
    "by": "Who.",
    "at_most": "This number or less.",
    "at_least": "This number or more.",
    "version": "The payer's name for the version.",
    "valid_from": "First day of its validity.",
    "valid_to": "Last day of its validity.",
    "to": "Drug or class.",
    "title": "What the payer calls it.",
    "text": "The rule in words.",
    "test": "Its name.",
    "scale": "ECOG, Karnofsky or Lansky.",
    "statement": "The id of the criterion, or the statement in its words.",
    "started": "Day of the first dose.",
    "stale_note": "What took its place.",
    "specialty": "Of the prescriber.",
    "consulted": "Specialties consulted.",
    "setting": "inpatient, hospital_outpatient and so on.",
    "seen_note": "What was not seen.",
    "response_on": "Day of that response.",
    "requirement": "What the payer asks for.",
    "rank": "The higher, the deeper the response.",
    "product": "Id, brand or generic name.",
    "organs": "Organs it is about.",
    "organ": "Organ it speaks of.",
    "number": "The number of the authorization.",
    "line_of_business": "The kind of coverage.",
    "invented": "Yes: the persons are invented.",
    "infection": "Its name.",
    "indication": "The disease it is for, in words.",
    "given": "No where it was refused.",
    "drugs": "Drugs it holds.",
    "dose": "The size of the dose.",
    "document": "Its name.",
    "diagnosis": "The disease treated.",
    "dates": "The plan.",
    "date_of_birth": "Of the member.",
    "cycles": "Cycles given.",
    "covers": "What else the approval covers.",
    "condition": "Its name.",
    "cases": "The cases.",
    "basis": "label, compendium, guideline, literature, fda_approval, accepted_indication.",
    "as_of": "The day of judgment.",
    "after": "Counted from when.",
    "about": "The id of the criterion or node, or the topic.",
    "kind": "intolerance or contraindication.",
    "type": "autologous or allogeneic.",
    "event": "What happened.",
    "phase": "Its part of a treatment plan.",
    "stopped_for": "Why it ended.",
    "direction": "On which side of the anchor.",
    "answer": "How the person judged.",
}
"""What a field means that says so itself; the code has no words under it."""

COMMON = {*Leaf.model_fields}
TIMED = {*TimedLeaf.model_fields} - COMMON


def page() -> str:
    """The whole page."""
    return "\n".join(
        (
            INTRODUCTION,
            "## A whole policy\n",
            f"```yaml\n{WHOLE}```\n",
            _table(Policy),
            "### How lines are counted: `counting`\n",
            f"{_doc(Counting)}\n",
            _table(Counting),
            "### What words mean to this payer: one entry of `definitions`\n",
            f"{_doc(StateRule)}\n",
            _table(StateRule),
            "## The tree\n",
            "Every part of a rule is a criterion with its `kind`, or one of these shapes. Each shape may carry an `id` "
            "(for the trace and for a person's judgment), a `title`, a `note` and a guard `applies_when`.\n",
            *(block for shape, example in SHAPES for block in _shape(shape, example)),
            ALGEBRA,
            "## What every criterion may carry\n",
            _table(Leaf),
            "### When it is asked: `applies_when`\n",
            f"{_doc(Guard)}\n",
            _table(Guard),
            TIME,
            _table(TimedLeaf, skip=COMMON),
            "## Kinds of criteria\n",
            "`x-` ids and all figures are invented; the line above an example says which policy it is shaped after.\n",
            *(block for kind in KINDS for block in _kind(kind)),
            VOCABULARY,
            *(
                block
                for each in (Unit, Measure, Drug, Regimen, Disease, Response, Term)
                for block in _word(each)
            ),
            EVIDENCE,
            _table(CaseFacts, skip=set(Evidence.model_fields)),
            *_evidence(),
            f"`complete` may name {', '.join(f'`{each.value}`' for each in CompleteList)}.\n",
            CASES,
            _table(ScenarioFile),
            BAD_INPUT,
        )
    )


def _shape(shape: type[Branch], example: str) -> Iterator[str]:
    yield f"### `{shape.shape}`\n"
    yield f"{_doc(shape)}\n"
    yield f"```yaml\n{example}```\n"


def _kind(kind: type[Leaf]) -> Iterator[str]:
    name = kind.model_fields["kind"].default
    sample = next(each for each in SAMPLES if each.kind == name)
    yield f"### `{name}`\n"
    timed = (
        " Takes a window of time (`within`, `anchor`, `direction`)." if issubclass(kind, TimedLeaf) else ""
    )
    beside = " Only under `administrative`." if kind.administrative_only else ""
    yield f"{_doc(kind)}{timed}{beside}\n"
    yield _table(kind, skip=COMMON | TIMED | {"kind"})
    yield f"*Example, {sample.after}:*\n\n```yaml\n{sample.text}```\n"


def _word(entry: type[BaseModel]) -> Iterator[str]:
    yield f"### One of `vocabulary: {_LISTS[entry.__name__]}`\n"
    yield f"{_doc(entry)}\n"
    yield _table(entry)


_LISTS = {"Unit": "units", "Measure": "measures", "Drug": "drugs", "Regimen": "regimens", "Disease": "diseases",
          "Response": "responses", "Term": "terms"}  # fmt: skip


def _evidence() -> Iterator[str]:
    for name, field in Evidence.model_fields.items():
        entry = next(_models(field.annotation), None)
        yield f"#### `{name}`\n"
        yield f"{meaning(Evidence, name)}\n"
        if entry is not None:
            yield _table(entry)


def _doc(kind: type[BaseModel]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _table(kind: type[BaseModel], skip: set[str] | None = None) -> str:
    kind.model_rebuild()
    rows = [
        f"| `{field.alias or name}` | {_words(field.annotation)}{'' if field.is_required() else ', optional'} "
        f"| {' '.join(meaning(kind, name).split()) or OBVIOUS.get(name, '')} |"
        for name, field in kind.model_fields.items()
        if name not in (skip or ())
    ]
    return "\n".join(("| Field | Value | Meaning |", "|---|---|---|", *rows)) + "\n" if rows else ""


def _words(annotation: Any) -> str:
    inner = list(_inner(annotation))
    many = any(typing.get_origin(each) is tuple for each in inner)
    if any(typing.get_origin(each) is dict for each in inner):
        return "names with their values"
    if ClinicalTime in inner:
        return "length of time"
    for choice in inner:
        if isinstance(choice, type) and issubclass(choice, Choice):
            return f"{'some' if many else 'one'} of {', '.join(f'`{member.value}`' for member in choice)}"
    literals = [
        value
        for each in inner
        if typing.get_origin(each) is typing.Literal
        for value in typing.get_args(each)
    ]
    if literals:
        return f"{'some' if many else 'one'} of {', '.join(f'`{value}`' for value in literals)}"
    return _plain(inner, many)


def _plain(inner: list[Any], many: bool) -> str:
    models = [each for each in inner if isinstance(each, type) and issubclass(each, BaseModel)]
    if len(models) > 3:
        return "list of parts of a rule" if many else "a part of a rule"
    if models:
        return "list" if many else "block"
    for known, words in ((bool, "yes or no"), (date, "date"), (float, "number"), (int, "whole number")):
        if known in inner:
            return words
    return "list of words" if many else "words"


def _inner(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in typing.get_args(annotation):
        yield from _inner(each)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for each in _inner(annotation):
        if isinstance(each, type) and issubclass(each, BaseModel):
            yield each


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
