"""What is wrong with a code on a day of service, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sca_toolkit.errors import Problem
from sca_toolkit.therapy.codes import Code, CompleteBlock, formed
from sca_toolkit.therapy.kinds import CodeSystem

Codes = Mapping[tuple[CodeSystem, str], Code]


def check_code(
    codes: Codes, blocks: Iterable[CompleteBlock], system: CodeSystem, text: str, day: date
) -> Problem | None:
    """None when `text` may stand on a claim for `day`. Blocking for a wrong code, a warning for one we do not hold."""
    try:
        written = formed(system, text)
    except ValueError:
        return _malformed(system, text)
    code = codes.get((system, written))
    if code is None:
        return _unknown(codes, blocks, system, written)
    if code.ended_before(day):
        return _retired(codes, code, day)
    if code.starts_after(day):
        return _too_early(codes, code, day)
    return None


def in_words(day: date) -> str:
    """`Nov 22, 2026`."""
    return f"{day:%b} {day.day}, {day.year}"


def _malformed(system: CodeSystem, text: str) -> Problem:
    words = system.words if system.words.endswith("code") else f"{system.words} code"
    return Problem(f"{text!r} cannot be a {words}.", "Compare it with the claim form or the code book.")


def _unknown(codes: Codes, blocks: Iterable[CompleteBlock], system: CodeSystem, code: str) -> Problem:
    for block in blocks:
        if block.system is system and code.startswith(block.prefix):
            return _not_in_block(codes, block, code)
    return Problem(
        f"{_named(system, code)} is not in this catalog, which holds only part of that code set.",
        "Check it with your coder.",
        blocking=False,
    )


def _not_in_block(codes: Codes, block: CompleteBlock, code: str) -> Problem:
    near = [known for (system, known) in codes if system is block.system and known.startswith(code)]
    choice = near or [
        known for (system, known) in codes if system is block.system and known.startswith(block.prefix)
    ]
    shown = ", ".join(sorted(choice)[:4]) + (", …" if len(choice) > 4 else "")
    why = "is a heading and is not billable itself" if near else "is not a code"
    return Problem(
        f"{_named(block.system, code)} {why}; this catalog holds every code under {block.prefix}.",
        f"Use one of {shown}." if len(choice) > 1 else f"Use {shown}.",
    )


def _retired(codes: Codes, code: Code, day: date) -> Problem:
    last = in_words(code.valid_to) if code.valid_to else ""
    named = _named(code.system, code.code)
    return Problem(
        f"{named} ended on {last} and may not be used for a service on {in_words(day)}.",
        _instead([successor for successor in _successors(codes, code) if successor.holds_on(day)])
        or "Nothing replaces it; ask your coder.",
    )


def _too_early(codes: Codes, code: Code, day: date) -> Problem:
    first = in_words(code.valid_from) if code.valid_from else ""
    named = _named(code.system, code.code)
    earlier = [old for old in codes.values() if old.system is code.system and code.code in old.replaced_by]
    return Problem(
        f"{named} starts on {first} and may not be used for a service on {in_words(day)}.",
        _instead([old for old in earlier if old.holds_on(day)])
        or "Ask your coder which code stood for it then.",
    )


def _successors(codes: Codes, code: Code) -> list[Code]:
    return [codes[(code.system, successor)] for successor in code.replaced_by]


def _instead(choices: list[Code]) -> str:
    if not choices:
        return ""
    listed = " or ".join(f"{code.code} ({code.meaning})" for code in choices)
    return f"Use {listed}."


def _named(system: CodeSystem, code: str) -> str:
    words = system.words
    return f"{words[0].upper()}{words[1:]} {code}" if words.endswith("code") else f"{words} code {code}"
