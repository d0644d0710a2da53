"""The record: one place where cases live, on one file or on PostgreSQL. See `store.py` for how it is used."""

from sca_toolkit.store.address import default_address, parse_address
from sca_toolkit.store.agreements import SignedAgreement, signed_with
from sca_toolkit.store.audit import TrailEntry, audit_head, trail_of, verify
from sca_toolkit.store.backup import Kept, backup, restore
from sca_toolkit.store.cases import (
    StoredCase,
    add_case,
    add_cases,
    assign,
    case_history,
    save_case,
    stored_case,
    stored_cases,
    work_out_again,
)
from sca_toolkit.store.chain import Head
from sca_toolkit.store.clock_rows import ClockRows, Spells, Turns
from sca_toolkit.store.clocks import CaseClocks, clocks_of
from sca_toolkit.store.conflict import Conflict
from sca_toolkit.store.contacts import ContactMade, contacts_of, log_contact
from sca_toolkit.store.differences import FieldChange, differences
from sca_toolkit.store.faults import NewerRecord, StoreError
from sca_toolkit.store.finding import (
    CaseFilter,
    CaseRow,
    all_case_ids,
    case_row,
    cases_page,
    count_cases,
    count_cases_by,
)
from sca_toolkit.store.happenings import add_events, events_between, events_of, events_of_cases
from sca_toolkit.store.mappings import keep_mapping, mapping_names, mapping_of
from sca_toolkit.store.moves import append_moves, moves_of
from sca_toolkit.store.papers import (
    Paper,
    StoredAttachment,
    StoredPaper,
    attach,
    attachment_content,
    attachments_of,
    keep_paper,
    paper_content,
    paper_data,
    papers_of,
)
from sca_toolkit.store.standing import CaseFacts, Standing, standing_of
from sca_toolkit.store.store import Store
from sca_toolkit.store.summary import facts_of
from sca_toolkit.store.terms import StoredTerms, append_terms, latest_terms, terms_history
from sca_toolkit.store.writing import Read, Write

__all__ = [
    "CaseClocks",
    "CaseFacts",
    "CaseFilter",
    "CaseRow",
    "ClockRows",
    "Conflict",
    "ContactMade",
    "FieldChange",
    "Head",
    "Kept",
    "NewerRecord",
    "Paper",
    "Read",
    "SignedAgreement",
    "Spells",
    "Standing",
    "Store",
    "StoreError",
    "StoredAttachment",
    "StoredCase",
    "StoredPaper",
    "StoredTerms",
    "TrailEntry",
    "Turns",
    "Write",
    "add_case",
    "add_cases",
    "add_events",
    "all_case_ids",
    "append_moves",
    "append_terms",
    "assign",
    "attach",
    "attachment_content",
    "attachments_of",
    "audit_head",
    "backup",
    "case_history",
    "case_row",
    "cases_page",
    "clocks_of",
    "contacts_of",
    "count_cases",
    "count_cases_by",
    "default_address",
    "differences",
    "events_between",
    "events_of",
    "events_of_cases",
    "facts_of",
    "keep_mapping",
    "keep_paper",
    "latest_terms",
    "log_contact",
    "mapping_names",
    "mapping_of",
    "moves_of",
    "paper_content",
    "paper_data",
    "papers_of",
    "parse_address",
    "restore",
    "save_case",
    "signed_with",
    "standing_of",
    "stored_case",
    "stored_cases",
    "terms_history",
    "trail_of",
    "verify",
    "work_out_again",
]
