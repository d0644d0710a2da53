"""Run as a program by tests: many processes at one record, and processes that are killed while they write.

`python -m tests.store.crowd` reads lines of JSON and answers each with a line that says what it counted:

    ["open", ADDRESS, PROCESSES]             open an empty place at the same moment
    ["write", ADDRESS, PROCESSES, SECONDS]   read, change and save one case, over and over
    ["kill", ADDRESS, TIMES, SEED]           kill a writer at a random moment, then look
    ["import", ADDRESS, TIMES, SEED]         kill the import of an event list at a random moment, then look
    ["fill", ADDRESS, BYTES]                 write until no file may grow beyond BYTES

Processes are forked from one that holds no connection, so that the imports are paid for once.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO

from sca_toolkit.errors import ScaError
from sca_toolkit.events import Event, Side, Step
from sca_toolkit.store import (
    CaseFilter,
    Conflict,
    ContactMade,
    Store,
    add_case,
    add_cases,
    add_events,
    contacts_of,
    count_cases,
    events_of,
    events_of_cases,
    log_contact,
    save_case,
    stored_case,
    verify,
)
from tests.store.samples import case

EVENTS_A_WRITE = 3
IMPORTED_CASES = 30
EVENT_EVERY = 10
"""Saves between two events: each write reads all events of its case, and one case would not have thousands."""


def now() -> datetime:
    return datetime.now(UTC)


def in_child(act: Callable[[BinaryIO], None]) -> tuple[int, BinaryIO]:
    """Fork; the child acts, tells through a pipe, and ends. Returns its process number and what it tells."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, os.fdopen(ours, "rb")
    status = 1
    try:
        os.close(ours)
        with os.fdopen(theirs, "wb", buffering=0) as out:
            act(out)
        status = 0
    finally:
        os._exit(status)


def gathered(children: list[tuple[int, BinaryIO]]) -> list[Any]:
    """What each child told as JSON; raises when one failed."""
    told = []
    for child, pipe in children:
        text = pipe.read()
        if os.waitpid(child, 0)[1] != 0:
            raise RuntimeError(f"a process failed: {text!r}")
        told.append(json.loads(text))
    return told


# --- many at once ----------------------------------------------------------------------------------------------


def open_at_once(address: str, processes: int) -> dict[str, Any]:
    start = time.monotonic() + 0.1

    def act(out: BinaryIO) -> None:
        time.sleep(max(0, start - time.monotonic()))
        Store.open(address).close()
        out.write(b"1")

    return {"opened": sum(gathered([in_child(act) for _ in range(processes)]))}


def write_at_once(address: str, processes: int, seconds: float) -> dict[str, Any]:
    store = Store.open(address)
    with store.writing(who="start", now=now()) as write:
        add_case(write, case("CASE-1", travel_miles=0))
    store.close()

    def act(out: BinaryIO) -> None:
        out.write(json.dumps(_count_up(address, seconds)).encode())

    told = gathered([in_child(act) for _ in range(processes)])
    with store.reading() as read:
        miles, events = stored_case(read, "CASE-1").case.travel_miles, events_of(read, "CASE-1")
    problems = [str(problem) for problem in verify(store)]
    store.close()
    counted = {key: sum(each[key] for each in told) for key in ("saved", "conflicts")}
    longest = max(each["longest_wait"] for each in told)
    return counted | {
        "counted_in_the_case": miles,
        "events": len(events),
        "fewest_of_one_writer": min(each["saved"] for each in told),
        "longest_wait": round(longest, 2),
        "problems": problems,
    }


def _count_up(address: str, seconds: float) -> dict[str, float]:
    store = Store.open(address)
    with store.reading() as read:
        stored_case(read, "CASE-1")
    until = time.monotonic() + seconds  # counted from when the connections stand
    saved = conflicts = 0
    longest = 0.0
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            # One in four reads before it takes the lock, as a person with a form open does.
            _count_one(store, f"{os.getpid()} {saved} {conflicts}", early=(saved + conflicts) % 4 == 0)
            saved += 1
        except Conflict:
            conflicts += 1
        longest = max(longest, time.monotonic() - begun)
    store.close()
    return {"saved": saved, "conflicts": conflicts, "longest_wait": longest}


def _count_one(store: Store, mark: str, *, early: bool) -> None:
    """Add one to the miles of the case. `mark` tells apart two who counted to the same number."""
    with store.reading() as read:
        seen = stored_case(read, "CASE-1")
    with store.writing(who=f"process {os.getpid()}", now=now()) as write:
        if not early:
            seen = stored_case(write, "CASE-1")
        miles = (seen.case.travel_miles or 0) + 1
        save_case(
            write, seen.case.model_copy(update={"travel_miles": miles, "notes": mark}), version=seen.version
        )
        if miles % EVENT_EVERY == 0:
            add_events(write, [Event(case="CASE-1", step=Step.note, at=now())])


# --- killed ----------------------------------------------------------------------------------------------------


def kill_writers(address: str, times: int, seed: int) -> dict[str, Any]:
    Store.open(address).close()
    chance = random.Random(seed)
    counted = {"kills": 0, "in_mid_write": 0, "committed": 0, "lost": 0, "half_written": 0}
    problems: list[str] = []
    for number in range(times):
        child, pipe = in_child(lambda out, number=number: _write_on(address, f"CASE-{number:04}", out))  # type: ignore[misc]
        # One in four is killed while it opens the record or writes for the first time, the others later.
        told = b"" if number % 4 == 0 else pipe.read(4)
        time.sleep(chance.random() * 0.06)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _look(address, f"CASE-{number:04}", (told + pipe.read()).split(), counted)
        if number % 10 == 9 or number == times - 1:
            problems += _verified(address)
    return counted | {"problems": problems}


def _write_on(address: str, case_id: str, out: BinaryIO) -> None:
    """Writes until killed, telling `b` before each write and `c` after each commit."""
    store = Store.open(address)
    out.write(b"b ")
    with store.writing(who="writer", now=now()) as write:
        add_case(write, case(case_id))
    out.write(b"c ")
    number = 0
    while True:
        out.write(b"b ")
        with store.writing(who="writer", now=now()) as write:
            batch = [
                Event(id=f"{case_id}/{number}/{part}", case=case_id, step=Step.note, at=now())
                for part in range(EVENTS_A_WRITE)
            ]
            add_events(write, batch)
            log_contact(
                write, case_id, ContactMade(now(), Side.payer, "desk", "portal", reference=str(number))
            )
        out.write(b"c ")
        number += 1


def _look(address: str, case_id: str, told: list[bytes], counted: dict[str, int]) -> None:
    store = Store.open(address)
    with store.reading() as read:
        cases = count_cases(read, CaseFilter(text=case_id))
        events, contacts = events_of(read, case_id), contacts_of(read, case_id)
    store.close()
    there = cases + len(contacts)
    counted["kills"] += 1
    counted["in_mid_write"] += told[-1:] == [b"b"]
    counted["committed"] += there
    counted["lost"] += max(0, told.count(b"c") - there)
    whole = {
        f"{case_id}/{number}/{part}" for number in range(len(contacts)) for part in range(EVENTS_A_WRITE)
    }
    counted["half_written"] += {event.id for event in events} != whole


def _verified(address: str) -> list[str]:
    store = Store.open(address)
    try:
        return [str(problem) for problem in verify(store)]
    finally:
        store.close()


def kill_imports(address: str, times: int, seed: int) -> dict[str, Any]:
    from sca_toolkit.desk import Desk
    from sca_toolkit.desk.exchange import import_events
    from sca_toolkit.library import Library

    desk = Desk(Library(), address, "importer")
    numbers = [f"CASE-{number:02}" for number in range(IMPORTED_CASES)]
    with desk.record.writing(who="start", now=now()) as write:
        add_cases(write, [case(number) for number in numbers])
    desk.record.close()

    def take(out: BinaryIO, list_: bytes) -> None:
        out.write(b"b")
        import_events(Desk(Library(), address, "importer"), list_, "events.csv", now())
        out.write(b"c")

    begun = time.monotonic()
    child, pipe = in_child(lambda out: take(out, _event_list(numbers, 0)))
    gathered_text, longest = pipe.read(), time.monotonic() - begun
    os.waitpid(child, 0)
    chance = random.Random(seed)
    counted = {"kills": 0, "in_mid_import": 0, "whole": int(gathered_text == b"bc"), "nothing": 0, "part": 0}
    for number in range(1, times + 1):
        child, pipe = in_child(lambda out, number=number: take(out, _event_list(numbers, number)))  # type: ignore[misc]
        told = pipe.read(1)
        time.sleep(chance.random() * longest * 1.5)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        counted["kills"] += 1
        counted["in_mid_import"] += told + pipe.read() == b"b"
        there = _imported(address, numbers, number)
        whole, nothing = there == IMPORTED_CASES * EVENTS_A_WRITE, there == 0
        counted["whole" if whole else "nothing" if nothing else "part"] += 1
    with_rest = Desk(Library(), address, "importer")
    for number in range(times + 1):
        import_events(with_rest, _event_list(numbers, number), "events.csv", now())
    all_there = {_imported(address, numbers, number) for number in range(times + 1)}
    return counted | {"after_importing_again": sorted(all_there), "problems": _verified(address)}


def _event_list(numbers: list[str], edition: int) -> bytes:
    lines = [
        f"{number},contact made,2026-11-{3 + part:02} 0{part}:{edition % 60:02},{edition}-{number}-{part}"
        for number in numbers
        for part in range(EVENTS_A_WRITE)
    ]
    return "\n".join(["Case,Step,When,ID", *lines]).encode()


def _imported(address: str, numbers: list[str], edition: int) -> int:
    store = Store.open(address)
    with store.reading() as read:
        found = events_of_cases(read, numbers)
    store.close()
    return sum(event.id.startswith(f"{edition}-") for events in found.values() for event in events)


# --- a full disk -----------------------------------------------------------------------------------------------


def fill(address: str, most: int) -> dict[str, Any]:
    def act(out: BinaryIO) -> None:
        store = Store.open(address)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        number = 0
        try:
            while True:
                with store.writing(who="writer", now=now()) as write:
                    add_case(write, case(f"CASE-{number}", notes="x" * 5000))
                number += 1
        except ScaError as error:
            out.write(json.dumps({"kept": number, "said": str(error)}).encode())

    told: dict[str, Any] = gathered([in_child(act)])[0]
    return told


def main() -> None:
    acts: dict[str, Callable[..., dict[str, Any]]] = {
        "open": open_at_once, "write": write_at_once, "kill": kill_writers, "fill": fill,
        "import": kill_imports,
    }  # fmt: skip
    for line in sys.stdin:
        name, *given = json.loads(line)
        print(json.dumps(acts[name](*given)), flush=True)


if __name__ == "__main__":
    main()
