"""The columns of the case spreadsheet. Examples are invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from sca_toolkit.case import Component, EntityRole, Funding, LineOfBusiness, ReasonCode, Setting
from sca_toolkit.library.tables.columns import MOST_NUMBERS, Column, Holds, Slot, bare

# One line for each column reads better than one for each argument.
# fmt: off
_CASE = (
    Column("Case ID", "id",
           "Your own number for the case. It appears in file names, so it must name nobody.", "CASE-2026-150",
           Holds.code, form_checked=True, needed=True, also=("Case", "Case number", "ID")),
    Column("Invented person", "synthetic",
           "yes for training and test cases; leave empty for a real patient.", "yes", Holds.yes_no,
           also=("Synthetic",)),
)
_MEMBER = (
    Column("Member name", "member.name", "Full name as on the plan's card.", "Alex Example (invented)",
           also=("Patient name", "Member")),
    Column("Member ID", "member.member_id", "Number on the card, character by character.", "EXM-000000150",
           Holds.code, also=("Member number",)),
    Column("Date of birth", "member.date_of_birth", "Date of birth.", "1961-04-09", Holds.day,
           also=("DOB", "Birth date")),
    Column("Group number", "member.group_number", "Group number on the card.", "EX-1000", Holds.code,
           also=("Group",)),
    Column("Subscriber name", "member.subscriber_name", "Person who holds the policy.",
           "Alex Example (invented)"),
    Column("Relationship to subscriber", "member.relationship", "Member's relationship to the subscriber.",
           "self", also=("Relationship",)),
    Column("Member state", "member.state",
           "State of residence, two letters; for Medicaid, the program's state.", "OH", Holds.code,
           form_checked=True, also=("State",)),
)
_COVERAGE = (
    Column("Payer", "coverage.payer", "Id of the payer's profile: its file name without .yaml.",
           "example-national-commercial", also=("Payer ID",)),
    Column("Plan name", "coverage.plan_name", "Name of the plan on the card.",
           "Example National Choice PPO (invented)", also=("Plan",)),
    Column("Line of business", "coverage.line_of_business", "Kind of coverage.", "commercial", Holds.choice,
           LineOfBusiness, also=("LOB", "Product line")),
    Column("Funding", "coverage.funding", "Who bears the insurance risk.", "fully insured", Holds.choice,
           Funding, also=("Funding type",)),
    Column("Plan sponsor", "coverage.plan_sponsor", "Employer or fund behind a self-funded plan.",
           also=("Employer",)),
    Column("Stop-loss carrier", "coverage.stop_loss_carrier", "Reinsurer of a self-funded plan."),
    Column("Coverage start", "coverage.effective", "First day of coverage.", "2026-01-01", Holds.day,
           also=("Coverage effective",)),
    Column("Coverage end", "coverage.ends", "Last day of coverage, only where an end is known.", "",
           Holds.day, also=("Coverage ends",)),
    Column("Plan year end", "coverage.plan_year_end", "Last day of the plan year.", "2026-12-31",
           Holds.day),
    Column("Eligibility verified on", "coverage.eligibility_verified_on",
           "Day on which eligibility was checked.", "2026-11-16", Holds.day,
           also=("Eligibility verified", "Eligibility date")),
    Column("Eligibility reference", "coverage.eligibility_reference", "Reference number of that check.",
           "EX-ELG-5521", Holds.code),
    Column("Out-of-pocket remaining (USD)", "coverage.oop_max_remaining",
           "Out-of-pocket maximum still open this plan year, in dollars.", "1850.00", Holds.dollars,
           also=("Out-of-pocket remaining", "OOP remaining")),
    Column("CAR T covered", "coverage.cart_covered", "Whether the plan covers CAR T at all.", "yes",
           Holds.yes_no),
    Column("Payer pays first", "coverage.primary",
           "Whether this payer pays first; empty while nobody has asked about other coverage.", "yes",
           Holds.yes_no, also=("Primary",)),
    Column("Other coverage {n} payer", "coverage.other[].payer", "Another payer for the same member.",
           needed=True),
    Column("Other coverage {n} type", "coverage.other[].type", "Kind of that coverage, in words.",
           needed=True),
    Column("Other coverage {n} pays first", "coverage.other[].primary", "Whether that payer pays first.",
           "", Holds.yes_no, needed=True),
)
_BILLING = (
    Column("Billing entities", "bills_through", "Keys of the entities in the center's file that will bill.",
           "hospital; collection; physicians", many=True, also=("Bills through",)),
    Column("Other entity {n} name", "other_entities[].legal_name",
           "Legal name, as on the W-9, of an entity outside the center's file that will bill.", needed=True,
           copies=0),
    Column("Other entity {n} role", "other_entities[].role", "What it does in the episode.", "",
           Holds.choice, EntityRole, needed=True, copies=0),
    Column("Other entity {n} tax ID", "other_entities[].tin", "Tax ID.", "", Holds.code, form_checked=True,
           also=("Other entity {n} TIN",), copies=0),
    Column("Other entity {n} NPI", "other_entities[].npi", "Organization NPI.", "", Holds.code,
           form_checked=True, copies=0),
    Column("Other entity {n} CCN", "other_entities[].ccn", "CMS certification number of a hospital.", "",
           Holds.code, copies=0),
    Column("Other entity {n} address", "other_entities[].address", "Service address.", copies=0),
    Column("Other entity {n} state", "other_entities[].state", "State in which it treats the member.", "",
           Holds.code, form_checked=True, copies=0),
    Column("Other entity {n} signatory", "other_entities[].signatory_name", "Who signs for it.", copies=0),
    Column("Other entity {n} signatory title", "other_entities[].signatory_title", "That person's title.",
           copies=0),
)
_CLINICAL = (
    Column("ICD-10", "diagnosis.icd10", "ICD-10-CM codes, the treated disease first.", "C83.38",
           Holds.code, many=True, form_checked=True, also=("ICD-10-CM", "ICD-10 codes", "Diagnosis code")),
    Column("Indication", "diagnosis.text", "The indication in words.",
           "relapsed diffuse large B-cell lymphoma", also=("Diagnosis",)),
    Column("Histology", "diagnosis.histology", "Histology.",
           "diffuse large B-cell lymphoma, not otherwise specified", Holds.prose),
    Column("Stage", "diagnosis.stage", "Stage.", "", Holds.prose),
    Column("Line {n} regimen", "diagnosis.prior_lines[].regimen", "Treatment given in that line.", "R-CHOP",
           Holds.prose, needed=True, copies=2),
    Column("Line {n} started", "diagnosis.prior_lines[].started", "First day of that line.", "2025-03-10", Holds.day,
           copies=2),
    Column("Line {n} ended", "diagnosis.prior_lines[].ended", "Last day of that line.", "2025-07-14", Holds.day,
           copies=2),
    Column("Line {n} best response", "diagnosis.prior_lines[].best_response", "Best response to that line.",
           "complete response", Holds.prose, copies=2),
    Column("Criterion {n}", "criteria[].criterion", "One clinical requirement.", "", Holds.prose,
           needed=True, copies=0),
    Column("Criterion {n} threshold", "criteria[].threshold", "The limit it sets.", "", Holds.prose,
           copies=0),
    Column("Criterion {n} source", "criteria[].source", "Label, guideline, or policy with number and date.",
           "", Holds.prose, copies=0),
    Column("Criterion {n} evidence", "criteria[].evidence", "The document that shows it.", "", Holds.prose,
           copies=0),
    Column("Criterion {n} met", "criteria[].met", "Leave empty while nobody has judged it.", "",
           Holds.yes_no, copies=0),
    Column("Criterion {n} as of", "criteria[].as_of", "Day of the result.", "", Holds.day, copies=0),
    Column("Criterion {n} valid for", "criteria[].valid_for", "How long a result counts.", "", Holds.prose,
           copies=0),
)
_TREATMENT = (
    Column("Product", "product", "Id, brand or generic name of the product.", "Yescarta"),
    Column("Alternate products", "alternates", "Products that may stand in.", "Breyanzi", many=True,
           also=("Alternates",)),
    Column("Setting", "setting", "Planned place of infusion.", "hospital outpatient", Holds.choice, Setting,
           also=("Planned setting",)),
    Column("Alternate setting", "alternate_setting", "The other place, where one is planned for.",
           "inpatient", Holds.choice, Setting),
    Column("CPT codes", "service_codes", "CPT codes expected beyond those of the code catalog.", "",
           Holds.code, many=True, form_checked=True),
    Column("Referral date", "dates.referral", "Day of the referral.", "2026-11-02", Holds.day,
           also=("Referral",)),
    Column("Evaluation date", "dates.evaluation", "Day of the evaluation.", "2026-11-18", Holds.day,
           also=("Evaluation",)),
    Column("Collection date", "dates.collection", "Planned collection of cells.", "2026-12-03", Holds.day,
           also=("Apheresis date", "Collection", "Apheresis")),
    Column("Lymphodepletion date", "dates.lymphodepletion", "Planned start of lymphodepletion.",
           "2026-12-23", Holds.day, also=("Lymphodepletion",)),
    Column("Infusion date", "dates.infusion", "Planned infusion (Day 0).", "2026-12-28", Holds.day,
           also=("Infusion", "Day 0")),
    Column("Needed by", "dates.needed_by",
           "Day by which the agreement must be signed to keep the collection slot.", "2026-12-01",
           Holds.day),
    Column("Travel miles", "travel_miles", "Miles from the member's home to the center.", "42",
           Holds.count),
)
_AGREEMENT = (
    Column("Authorization {n} covers", "authorizations[].component", "What the authorization covers.",
           "evaluation", Holds.choice, Component, needed=True, copies=2,
           also=("Authorization {n} component",)),
    Column("Authorization {n} number", "authorizations[].number", "Its number.", "EX-PA-88150", Holds.code,
           copies=2),
    Column("Authorization {n} valid from", "authorizations[].valid_from", "First day (inclusive).",
           "2026-11-16", Holds.day, copies=2),
    Column("Authorization {n} valid to", "authorizations[].valid_to", "Last day (inclusive).", "2027-05-15",
           Holds.day, copies=2),
    Column("Authorization {n} setting", "authorizations[].setting", "Setting it was given for.", "",
           Holds.choice, Setting, copies=0),
    Column("Authorization {n} codes", "authorizations[].scope_codes", "Codes it names.", "", Holds.code,
           many=True, form_checked=True, copies=0),
    Column("Authorization {n} units", "authorizations[].units", "Units it names.", "", Holds.prose,
           copies=0),
    Column("Authorization {n} issued by", "authorizations[].issued_by", "Who issued it.", copies=0),
    Column("Reason codes", "reasons", "Why ordinary terms do not apply.", "no contract between the parties",
           Holds.choice, ReasonCode, many=True),
    Column("Reason in words", "reason_narrative", "The reason in a sentence or two.", "", Holds.prose,
           also=("Reason",)),
    Column("Manufacturer cancellation terms", "supply.cancellation_notice",
           "What the manufacturer's own terms say of canceling a dose. Confidential.", "", Holds.prose,
           copies=0),
    Column("Manufacturer credit for medical reasons", "supply.credit_for_medical_reasons",
           "Whether those terms credit a dose that cannot be given for medical reasons.", "", Holds.yes_no,
           copies=0),
    Column("Manufacturer document", "supply.document", "Title and date of those terms.", "", Holds.prose,
           copies=0),
    Column("Notes", "notes", "Anything else. Never printed in an agreement.", "", Holds.prose),
)
# fmt: on

SECTIONS: Mapping[str, tuple[Column, ...]] = {
    "The case": _CASE,
    "Member": _MEMBER,
    "Coverage": _COVERAGE,
    "Who bills": _BILLING,
    "Diagnosis and treatment so far": _CLINICAL,
    "Product, place and dates": _TREATMENT,
    "Authorizations and reasons": _AGREEMENT,
}


def all_columns() -> Iterator[Column]:
    """Every column, in the order of the guide."""
    for columns in SECTIONS.values():
        yield from columns


@cache
def slots_by_heading() -> Mapping[str, Slot]:
    """Every heading that is understood, as `bare` writes it. A numbered one without its number means the first."""
    slots: dict[str, Slot] = {}
    for column in all_columns():
        for heading in (column.heading, *column.also):
            for number in range(1, MOST_NUMBERS + 1) if column.numbered else (None,):
                slots[bare(heading.replace("{n}", str(number)))] = Slot(column, number)
            if column.numbered and bare(heading.replace("{n}", "")) not in slots:
                slots[bare(heading.replace("{n}", ""))] = Slot(column, 1)
    return slots
