"""The fields of a draft: gaps first, then what is known with where it came from, then what may stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import streamlit as st

from sca_toolkit.desk.entries import shown
from sca_toolkit.desk.provenance import Provenance, provenance
from sca_toolkit.desk.sections import SECTIONS, Gap, SheetSection, section_of
from sca_toolkit.desk.spots import Spot, found_at, spot_at
from sca_toolkit.terms import is_open
from sca_toolkit.ui.frame import markdown_of
from sca_toolkit.ui.inputs import WIDE, input_for
from sca_toolkit.ui.sitting import Sitting
from sca_toolkit.ui.words import age, capital, count, day
from sca_toolkit.values import place_steps


def gap_list(sitting: Sitting, found: Iterable[Gap]) -> None:
    """Every gap with its input. One that was filled stays in place, so that nothing jumps under the fingers."""
    gaps = {gap.spot.path: gap for gap in found}
    sitting.listed |= {path: gap.spot.label for path, gap in gaps.items() if path not in sitting.listed}
    if not gaps:
        st.success(
            "Nothing is missing. Look through the findings in the bar below.", icon=":material/check_circle:"
        )
    titles = list(SECTIONS)
    paths = [path for path in sitting.listed if path in gaps or _filled(sitting, path)]
    paths.sort(key=lambda path: titles.index(section_of(path)))
    for title, paths_there in groupby(paths, key=section_of):
        st.subheader(title, anchor=False)
        _grid(sitting, [_spot(sitting, gaps, path) for path in paths_there], gaps)


def _filled(sitting: Sitting, path: str) -> bool:
    return not is_open(found_at(sitting.drafting.terms, place_steps(path)))


def section_fields(sitting: Sitting, section: SheetSection, gaps: Iterable[Gap]) -> None:
    """One section: what is missing, what is known, and on request what may stay empty."""
    by_path = {gap.spot.path: gap for gap in gaps}
    _grid(sitting, [spot for spot in (*section.gaps, *section.known) if spot.path != "payment"], by_path)
    if section.optional:
        with st.expander(f"{count(len(section.optional), 'field')} that may stay empty"):
            _grid(sitting, section.optional, by_path)


def _spot(sitting: Sitting, gaps: dict[str, Gap], path: str) -> Spot:
    return gaps[path].spot if path in gaps else spot_at(sitting.drafting.terms, path, sitting.listed[path])


def _grid(sitting: Sitting, spots: Sequence[Spot], gaps: dict[str, Gap]) -> None:
    """Two narrow fields side by side, wide ones alone; the Tab key follows the rows."""
    waiting: list[Spot] = []
    for spot in [*spots, None]:
        if spot is not None and spot.kind not in WIDE:
            waiting.append(spot)
        if waiting and (spot is None or spot.kind in WIDE or len(waiting) == 2):
            for column, each in zip(st.columns(2, gap="medium"), waiting, strict=False):
                with column, st.container(gap="xxsmall"):
                    _field(sitting, each, gaps.get(each.path))
            waiting = []
        if spot is not None and spot.kind in WIDE:
            with st.container(gap="xxsmall"):
                _field(sitting, spot, gaps.get(spot.path))


def _field(sitting: Sitting, spot: Spot, gap: Gap | None) -> None:
    refused = sitting.worksheet.refused.get(spot.path)
    value = (
        refused.put_in if refused else shown(spot, found_at(sitting.drafting.terms, place_steps(spot.path)))
    )
    input_for(spot, value, sitting.put_in, sitting.key, problem=refused.why if refused else "")
    origin = provenance(sitting.drafting, spot.path)
    if gap:
        st.caption(_asked(gap))
    elif origin:
        st.caption(origin_words(origin))


def _asked(gap: Gap) -> str:
    """Where the gap stands and who can fill it."""
    place = f"Section {gap.number}" if gap.number else gap.spot.clause
    who = {
        "payer": "ask the payer's contracting line",
        "finance and payer": "finance and the payer agree on it",
    }
    return f":orange-badge[missing] {place} · {who.get(gap.owner, 'our desk fills it in')}"


def origin_words(origin: Provenance) -> str:
    """Where a value came from, in one line, with its page and age."""
    page = markdown_of(origin.page)
    parts = [
        capital(origin.kind),
        "" if origin.page else markdown_of(origin.detail),
        f"[{page}]({origin.url})" if origin.url else page,
        f"since {day(origin.since)}" if origin.since else "",
        age(origin.age_days) if origin.age_days is not None else "",
    ]
    words = " · ".join(part for part in parts if part)
    note = f" {markdown_of(origin.note)}" if origin.note else ""
    return f"{words}{' :orange-badge[check again]' if origin.stale else ''}{note}"
