"""A piece of evidence as a sentence fragment that can be quoted, with its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sca_toolkit.case import (
    Approval,
    Attestation,
    CellTherapy,
    ClinicalJudgment,
    Condition,
    DiseaseEvent,
    DiseaseState,
    DocumentHeld,
    Exposure,
    Infection,
    Intolerance,
    PerformanceScore,
    PlannedDose,
    Prescriber,
    SiteFact,
    Support,
    TestResult,
    Transplant,
    TreatmentLine,
)
from sca_toolkit.case.history import Entry
from sca_toolkit.criteria.need import Quote
from sca_toolkit.criteria.words import listed, number


def quote(entry: Entry) -> Quote:
    """What the chart says, on which day, by which document."""
    words = _WORDS[type(entry)](entry)
    return Quote(text=words, on=_day(entry), source=entry.source)


def _day(entry: Entry) -> date | None:
    for name in ("on", "ended", "started", "valid_from"):
        day = getattr(entry, name, None)
        if isinstance(day, date):
            return day
    return None


def _line(each: TreatmentLine) -> str:
    drugs = f" ({listed(each.drugs, 'and')})" if each.drugs else ""
    number_ = f"line {each.line}: " if each.line else "line: "
    told = [f"{number_}{each.regimen or 'regimen without a name'}{drugs}"]
    told += [f"from {each.started:%b %-d, %Y}"] if each.started else []
    told += [f"to {each.ended:%b %-d, %Y}"] if each.ended else []
    told += [f"best response {each.response.replace('_', ' ')}"] if each.response else []
    told += [f"progressed {each.progressed_on:%b %-d, %Y}"] if each.progressed_on else []
    told += ["called refractory"] if each.refractory else []
    return ", ".join(told)


def _test(each: TestResult) -> str:
    value = f" {number(each.value)}{f' {each.unit}' if each.unit else ''}" if each.value is not None else ""
    return f"{each.test}{value}{f' {each.result}' if each.result else ''}"


def _event(each: DiseaseEvent) -> str:
    site = f" in {each.site}" if each.site else ""
    proof = f", proven by {each.proven_by}" if each.proven_by else ""
    return f"{each.event.words}{site}{f' after line {each.after_line}' if each.after_line else ''}{proof}"


def _prescriber(each: Prescriber) -> str:
    asked = f", consulted {listed(each.consulted, 'and')}" if each.consulted else ""
    return f"prescriber {listed(each.specialty, 'and') or 'of unknown specialty'}{asked}"


def _planned(each: PlannedDose) -> str:
    dose = f"{number(each.dose)} {each.unit or ''}".strip() if each.dose else ""
    count = f"{each.doses} dose{'' if each.doses == 1 else 's'}" if each.doses else ""
    return f"planned: {', '.join(filter(None, (dose, count)))}"


def _site(each: SiteFact) -> str:
    value = f" {number(each.value)} {each.unit or ''}".rstrip() if each.value is not None else ""
    product = f" for {each.product}" if each.product else ""
    return f"{each.requirement}{product}{value}: {'yes' if each.holds else 'no'}"


def _approval(each: Approval) -> str:
    until = f", valid to {each.valid_to:%b %-d, %Y}" if each.valid_to else ""
    return f"{each.component.replace('_', ' ')} authorization {each.state.words}{until}"


_WORDS: dict[type[Entry], Callable[..., str]] = {
    TreatmentLine: _line,
    TestResult: _test,
    DiseaseEvent: _event,
    Prescriber: _prescriber,
    PlannedDose: _planned,
    SiteFact: _site,
    Approval: _approval,
    Transplant: lambda each: f"{each.type.words} transplant",
    CellTherapy: lambda each: f"{'planned' if each.concurrent else 'earlier'} {each.product}",
    DiseaseState: lambda each: f"chart: {'' if each.holds else 'not '}{each.state.replace('_', ' ')}",
    Intolerance: lambda each: f"{each.kind} of {each.to}",
    PerformanceScore: lambda each: f"{each.scale} {number(each.value)}",
    Infection: lambda each: f"{each.infection} {each.state.words}",
    Condition: lambda each: f"{each.condition}: {each.state.words}",
    Exposure: lambda each: each.what,
    DocumentHeld: lambda each: f"{each.document}: {'at hand' if each.holds else 'missing'}",
    Attestation: lambda each: f"{'stated' if each.given else 'refused'}: {each.statement}",
    ClinicalJudgment: lambda each: f"judged {each.answer.words}: {each.about}",
    Support: lambda each: f"{each.basis.replace('_', ' ')}: {'yes' if each.holds else 'no'}",
}
