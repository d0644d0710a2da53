"""The invented persons of synthetic cases, and what is planned for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sca_toolkit.case import (
    Authorization,
    Case,
    Coverage,
    Diagnosis,
    Member,
    PlannedDates,
    PriorLine,
    ReasonCode,
    Setting,
)
from sca_toolkit.desk.synthetic.payers import PayerTruth

_FIRST = (
    "Alex", "Bailey", "Casey", "Devon", "Ellis", "Frankie", "Gray", "Hayden", "Indigo", "Jules", "Kai", "Lane",
    "Marlow", "Noor", "Oakley", "Parker", "Quincy", "Reese", "Skyler", "Tatum", "Umber", "Vesper", "Wren", "Yael",
)  # fmt: skip
_LAST = ("Example", "Sample", "Placeholder", "Specimen", "Fixture", "Demo")


@dataclass(frozen=True)
class Treatment:
    """What is treated with what."""

    product: str
    icd10: str
    indication: str
    regimens: tuple[str, ...]


TREATMENTS = (
    Treatment("axi-cel", "C83.38", "relapsed diffuse large B-cell lymphoma", ("R-CHOP", "R-GDP")),
    Treatment("liso-cel", "C83.38", "refractory diffuse large B-cell lymphoma", ("R-CHOP", "R-ICE")),
    Treatment(
        "brexu-cel",
        "C83.18",
        "relapsed mantle cell lymphoma",
        ("bendamustine and rituximab", "BTK inhibitor"),
    ),
    Treatment(
        "cilta-cel",
        "C90.02",
        "multiple myeloma in relapse",
        ("VRd", "daratumumab, carfilzomib, dexamethasone"),
    ),
    Treatment("ide-cel", "C90.02", "multiple myeloma in relapse", ("VRd", "pomalidomide and dexamethasone")),
)
REASONS = (ReasonCode.no_contract, ReasonCode.contract_lacks_car_t_rate, ReasonCode.out_of_area_member)


@dataclass(frozen=True)
class Person:
    """What stays the same in a case, whatever happens."""

    case: Case
    outpatient: bool


def person(case_id: str, number: int, payer: PayerTruth, referral: date, chance: Random) -> Person:
    """A case as it stands at the referral. The person is invented and says so."""
    treatment = chance.choice(TREATMENTS)
    outpatient = chance.random() < 0.4
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} (invented)"
    born = date(1942, 1, 1) + timedelta(days=chance.randrange(0, 20_000))
    in_june = chance.random() < 0.4
    year_end = date(referral.year + (referral.month > 6), 6, 30) if in_june else date(referral.year, 12, 31)
    case = Case(
        id=case_id,
        synthetic=True,
        member=Member(
            name=name,
            member_id=f"EXM-{number:09}",
            date_of_birth=born,
            group_number=f"EX-{1000 + number % 40}",
            subscriber_name=name,
            relationship="self",
            state=payer.state,
        ),
        coverage=Coverage(
            payer=payer.id,
            plan_name=payer.plan,
            line_of_business=payer.line,
            funding=payer.funding,
            effective=date(referral.year - 1, 1, 1),
            plan_year_end=year_end,
            cart_covered=True,
            primary=True,
        ),
        bills_through=("hospital", "collection", "physicians"),
        diagnosis=Diagnosis(
            icd10=(treatment.icd10,),
            text=treatment.indication,
            prior_lines=tuple(
                PriorLine(line=line, regimen=regimen)
                for line, regimen in enumerate(treatment.regimens, start=1)
            ),
        ),
        product=treatment.product,
        setting=Setting.hospital_outpatient if outpatient else Setting.inpatient,
        dates=PlannedDates(referral=referral),
        reasons=(chance.choice(REASONS),),
        travel_miles=chance.randrange(5, 260),
        notes="Invented for the demo.",
    )
    return Person(case, outpatient)


def with_facts(case: Case, dates: PlannedDates, authorizations: tuple[Authorization, ...]) -> Case:
    """The case with what was planned and approved meanwhile."""
    return case.model_copy(update={"dates": dates, "authorizations": authorizations})
