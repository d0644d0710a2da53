"""Keeping: a draft on which somebody works outlives the browser. It lies in the workspace's `drafts` folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from sca_toolkit.desk.desk import Desk
from sca_toolkit.desk.drafting import Drafting
from sca_toolkit.documents import safe_name, write_whole
from sca_toolkit.errors import DataError, Problem, UsageProblem
from sca_toolkit.terms import AgreementTerms, Origin, Proposal
from sca_toolkit.values import Model

NO_WORKSPACE = (
    "There is no workspace to save into. "
    "Make one with `sca init my-center`, then start `sca app --workspace my-center`."
)


class KeptDraft(Model):
    """The terms of a draft as they were left, with where each came from."""

    case: str
    payer: str
    terms: AgreementTerms
    origins: dict[str, Origin]


@dataclass(frozen=True)
class Kept:
    """A kept draft and when it was saved."""

    drafting: Drafting
    saved_at: datetime
    """Local time."""


def draft_file(desk: Desk, case_id: str, payer_id: str) -> Path:
    """Where the draft of a case with a payer is kept; the name says nothing personal. Raises UsageProblem."""
    if desk.library.root is None:
        raise UsageProblem(NO_WORKSPACE)
    return desk.library.root / "drafts" / safe_name(case_id) / f"{safe_name(payer_id)}.json"


def keep_draft(drafting: Drafting) -> datetime:
    """Save a draft, whole or not at all; returns the time. Raises UsageProblem where there is no workspace."""
    path = draft_file(drafting.desk, drafting.case.id, drafting.profile.id)
    kept = KeptDraft(
        case=drafting.case.id,
        payer=drafting.profile.id,
        terms=drafting.terms,
        origins=dict(drafting.proposal.origins),
    )
    write_whole(path, (kept.model_dump_json(indent=1, exclude_none=True, by_alias=True) + "\n").encode())
    return _time_of(path)


def kept_draft(drafting: Drafting) -> Kept | None:
    """The draft that was saved for the same case and payer; None when there is none.

    Raises DataError for a file that cannot be read.
    """
    if drafting.desk.library.root is None:
        return None
    path = draft_file(drafting.desk, drafting.case.id, drafting.profile.id)
    if not path.is_file():
        return None
    try:
        kept = KeptDraft.model_validate_json(path.read_bytes())
    except ValidationError:
        raise DataError(
            Problem(
                "cannot be read as a kept draft.", "Move the file away to start a fresh one.", file=str(path)
            )
        ) from None
    return Kept(replace(drafting, proposal=Proposal(kept.terms, kept.origins)), _time_of(path))


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
