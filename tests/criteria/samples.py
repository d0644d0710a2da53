# ruff: noqa: E501
"""One example of every kind of criterion, with facts on each side of its edge; the reference page prints them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """A criterion as a file writes it, facts that meet it, and facts that do not."""

    kind: str
    text: str
    met: str = ""
    not_met: str = ""
    after: str = "invented"
    """Which policy it is like."""


THREE_LINES = """
lines:
  - {line: 1, regimen: VRd, drugs: [bortezomib, lenalidomide, dexamethasone], phase: induction, started: 2021-01-04,
     ended: 2021-05-10, cycles: 6, response: partial_response, progressed_on: 2021-10-01, stopped_for: progression}
  - {line: 2, regimen: DPd, started: 2022-02-01, ended: 2023-02-01, cycles: 12, response: very_good_partial_response,
     progressed_on: 2023-03-01}
  - {line: 3, regimen: Kd, started: 2023-04-01, ended: 2026-09-25, cycles: 8, response: stable_disease, progressed_on: 2026-11-02}
complete: [lines, cell_therapies, transplants]
"""

SAMPLES = (
    Sample(
        "age",
        "kind: age\nid: x-age-adult\nat_least: 18\n",
        "date_of_birth: 2008-11-22",
        "date_of_birth: 2008-11-23",
        "most policies",
    ),
    Sample(
        "diagnosis",
        "kind: diagnosis\nid: x-dx-codes\nicd10: [C83.30-C83.39, C85.10, C85.20]\nconfirmed_by: [histology]\n",
        "diagnosis: {icd10: [C85.20], confirmed_by: [histology]}",
        "diagnosis: {icd10: [C83.10], confirmed_by: [histology]}",
        "the Texas Medicaid rule for axi-cel",
    ),
    Sample(
        "disease_state",
        "kind: disease_state\nid: x-rr\nany_of: [relapsed, refractory]\ndefinitions:\n"
        "  refractory: {best_response_below: complete_response, to: last_line}\n"
        "  relapsed: {event: relapse, after_response: complete_response, proven_by: biopsy}\n",
        "lines: [{line: 1, regimen: R-CHOP, response: partial_response}]",
        "lines: [{line: 1, regimen: R-CHOP, response: complete_response}]\ncomplete: [disease_events]",
        "QualChoice BI686, which defines both words",
    ),
    Sample(
        "prior_lines",
        "kind: prior_lines\nid: x-regimens-2-to-5\nat_least: 2\nat_most: 5\ncount: regimens\n",
        THREE_LINES,
        "lines: [{line: 1, regimen: VRd}]\ncomplete: [lines]",
        "QualChoice BI667",
    ),
    Sample(
        "prior_agent",
        "kind: prior_agent\nid: x-class-anti-cd38\nany_of: [anti-CD38 monoclonal antibody]\n",
        "lines: [{regimen: DRd}]",
        "lines: [{regimen: VRd}]\ncomplete: [lines]",
        "the cilta-cel policies",
    ),
    Sample(
        "regimen",
        "kind: regimen\nid: x-r-chop\nany_of: [R-CHOP, DA-EPOCH-R]\nin: first_line\ncycles: 2\n",
        "lines: [{regimen: R-CHOP, cycles: 6}]",
        "lines: [{regimen: R-CHOP, cycles: 1}]",
    ),
    Sample(
        "exposure",
        "kind: exposure\nid: x-two-cycles\nany_of: [proteasome inhibitor]\nat_least: 2\nunit: cycles\n"
        "unless: [intolerance, progression]\n",
        "lines: [{regimen: VRd, cycles: 1, stopped_for: intolerance}]",
        "lines: [{regimen: VRd, cycles: 1, stopped_for: choice}]\ncomplete: [lines]",
    ),
    Sample(
        "best_response",
        "kind: best_response\nid: x-no-cr\nat_most: partial_response\nto: first_line\n",
        "lines: [{regimen: R-CHOP, response: PR}]",
        "lines: [{regimen: R-CHOP, response: CR}]",
    ),
    Sample(
        "interval",
        "kind: interval\nid: x-early-relapse\nfrom: first_line_end\nto: relapse_or_progression\nat_most: 12\nunit: months\n",
        "lines: [{regimen: R-CHOP, ended: 2025-06-10, progressed_on: 2026-06-10}]",
        "lines: [{regimen: R-CHOP, ended: 2025-06-10, progressed_on: 2026-06-11}]",
        "QualChoice BI686 and Texas Medicaid: relapse no more than 12 months after the first line",
    ),
    Sample(
        "performance",
        "kind: performance\nid: x-ecog-0-1\nscale: ECOG\nat_most: 1\n",
        "performance: [{scale: ECOG, value: 1, on: 2026-11-02}]",
        "performance: [{scale: ECOG, value: 2, on: 2026-11-02}]",
        "QualChoice BI666",
    ),
    Sample(
        "measurement",
        "kind: measurement\nid: x-alc\nmeasure: ALC\nat_least: 100\nunit: cells/uL\nwithin: 30 days\nanchor: unstated\n",
        "tests: [{test: ALC, value: 0.1, unit: 10^9/L, on: 2026-11-02}]",
        "tests: [{test: ALC, value: 99, unit: cells/uL, on: 2026-11-02}]",
        "Centene CP.PHAR.362, which does not say 30 days before what",
    ),
    Sample(
        "test",
        "kind: test\nid: x-viral-screen\nall_of: [HBV, HCV, HIV]\nanchor: collection\ndirection: before\n",
        "tests: [{test: HBV, on: 2026-11-01}, {test: HCV, on: 2026-11-01}, {test: HIV, on: 2026-11-01}]",
        "",
        "BlueChoice CAM 938HB",
    ),
    Sample(
        "washout",
        "kind: washout\nid: x-no-live-vaccine\nof: [live vaccine]\nwithin: 6 weeks\nanchor: lymphodepletion\n",
        "dates: {lymphodepletion: 2026-12-01}\nexposures: [{what: live vaccine, on: 2026-10-19}]\ncomplete: [exposures]",
        "dates: {lymphodepletion: 2026-12-01}\nexposures: [{what: live vaccine, on: 2026-10-20}]",
        "BlueChoice CAM 938HB",
    ),
    Sample(
        "infection",
        "kind: infection\nid: x-hbv\ninfection: HBV\nstates: [active, latent]\npolarity: exclude\n",
        "infections: [{infection: hepatitis B, state: none, on: 2026-11-01}]",
        "infections: [{infection: HBV, state: latent, on: 2026-11-01}]",
        "the Texas Medicaid rule for obe-cel",
    ),
    Sample(
        "history",
        "kind: history\nid: x-no-cd19\nof: [any]\ntarget: CD19\nexcept_for: [blinatumomab]\npolarity: exclude\n",
        "lines: [{regimen: blinatumomab}]\ncomplete: [lines, cell_therapies]",
        "cell_therapies: [{product: Kymriah, on: 2024-01-10}]",
        "Aetna CPB 1072",
    ),
    Sample(
        "condition",
        "kind: condition\nid: x-cns\nany_of: [CNS involvement]\ntimeframe: ever\npolarity: exclude\n",
        "conditions: [{condition: CNS disorder, state: absent}]",
        "conditions: [{condition: CNS lymphoma, state: past, on: 2024-01-01}]",
        "Centene CP.PHAR.362",
    ),
    Sample(
        "site",
        "kind: site\nid: x-rems\nrequirement: REMS enrollment\nproduct_specific: yes\nstale_since: 2025-06-26\n",
        "product: axi-cel\nsite: [{requirement: REMS, product: Yescarta}]",
        "product: axi-cel\nsite: [{requirement: REMS, product: Yescarta, holds: no}]",
        "the national coverage determination, which still names a program that ended",
    ),
    Sample(
        "prescriber",
        "kind: prescriber\nid: x-prescriber\nany_of: [oncologist, hematologist]\n",
        "prescriber: {specialty: [internist], consulted: [hematology]}",
        "prescriber: {specialty: [internist]}",
        "most policies",
    ),
    Sample(
        "dose_limit",
        "kind: dose_limit\nid: x-dose\nat_most: 2000000\nunit: cells/kg\ncap: {at_most: 200000000, unit: cells}\n"
        "as_printed: 2 x 10^8 cells/kg\ndoubt: the printed unit looks like two limits fused\n",
        "planned: {dose: 140000000, unit: cells}\ntests: [{test: body weight, value: 70, unit: kg, on: 2026-11-01}]",
        "planned: {dose: 210000000, unit: cells}\ntests: [{test: body weight, value: 120, unit: kg, on: 2026-11-01}]",
        "QualChoice BI667, printed one way and understood another",
    ),
    Sample(
        "use_limit",
        "kind: use_limit\nid: x-once\nat_most: 1\nof: dose\nper: lifetime\n",
        "product: ide-cel\ncomplete: [cell_therapies]",
        "product: ide-cel\ncell_therapies: [{product: Abecma, on: 2023-01-01}]",
        "the Texas Medicaid rules",
    ),
    Sample(
        "step_therapy",
        "kind: step_therapy\nid: x-steps\nsteps:\n  - any_of: [ibrutinib, BTK inhibitor]\n  - any_of: [venetoclax]\n"
        "failed_by: [progression, intolerance]\nin_order: yes\n",
        "lines:\n  - {regimen: ibrutinib, stopped_for: progression}\n  - {regimen: venetoclax, stopped_for: intolerance}",
        "lines:\n  - {regimen: venetoclax, stopped_for: progression}\n  - {regimen: ibrutinib, stopped_for: progression}",
    ),
    Sample(
        "authorization",
        "kind: authorization\nid: x-evaluation-approved\ncomponent: evaluation\nvalid_at: collection\n",
        "dates: {collection: 2026-12-10}\napprovals: [{component: evaluation, state: approved, valid_to: 2026-12-10}]",
        "dates: {collection: 2026-12-10}\napprovals: [{component: evaluation, state: approved, valid_to: 2026-12-09}]",
    ),
    Sample(
        "document",
        "kind: document\nid: x-records\nany_of: [chart notes, lab results]\ngate: yes\npurpose: the earlier lines\n",
        "documents: [{document: office chart notes, on: 2026-11-01}]",
        "documents: [{document: chart notes, holds: no}, {document: lab results, holds: no}]",
        "BlueCross BlueShield of Tennessee",
    ),
    Sample(
        "attestation",
        "kind: attestation\nid: x-prophylaxis\nstatement: infection prophylaxis follows local guidelines\n",
        "attestations: [{statement: x-prophylaxis, by: treating physician, on: 2026-11-20}]",
        "attestations: [{statement: x-prophylaxis, given: no}]",
        "BlueChoice CAM 938HB",
    ),
    Sample(
        "judgment",
        "kind: judgment\nid: x-organs\ntopic: organ function is adequate and stable\norgans: [kidney, liver, lung, heart]\n"
        "looks_at: [creatinine, LVEF]\n",
        "judgments: [{about: x-organs, answer: met, by: treating physician, on: 2026-11-20}]",
        "judgments: [{about: organ function is adequate and stable, answer: not_met, on: 2026-11-20}]",
        "Aetna CPB 1007",
    ),
    Sample(
        "forecast",
        "kind: forecast\nid: x-monitor\nstatement: monitored for cytokine release syndrome\nlasting: 14 days\nafter: infusion\n",
        "attestations: [{statement: x-monitor, on: 2026-11-20}]",
        "attestations: [{statement: x-monitor, given: no}]",
        "BlueChoice CAM 938HB",
    ),
    Sample(
        "supported_use",
        "kind: supported_use\nid: x-supported\nby: [label, compendium]\n",
        "product: cilta-cel\nsupport: [{basis: compendium, on: 2026-11-01}]",
        "product: cilta-cel\nsupport: [{basis: label, holds: no}, {basis: compendium, holds: no}]",
        "the national coverage determination",
    ),
    Sample(
        "reference",
        "kind: reference\nid: x-ncd\npolicy: national-rule\n",
        after="CDPHP, where the national determination governs",
    ),
    Sample(
        "attribute",
        "kind: attribute\nid: x-enrolled\nname: enrolled in the program\nany_of: [yes]\n",
        "attributes: {Enrolled in the program: Yes}",
        "attributes: {enrolled in the program: no}",
        "the Louisiana statute",
    ),
    Sample(
        "unseen",
        "kind: unseen\nid: x-rest\nwhat: criteria 4 to 7 stand on a page that was not seen\nseen: partial\n",
        after="UniCare MED.00124",
    ),
    Sample(
        "routing",
        "kind: routing\nid: x-route\ncomponent: product\nchannel: [portal, fax]\ncontact: 1-866-392-6465\nseparate_from: stay\n",
        after="Blue Cross Blue Shield of Michigan; the contact is the one it prints",
    ),
    Sample(
        "validity",
        "kind: validity\nid: x-three-months\ncomponent: product\nlasts: 3 months\n"
        "covers: [{what: tocilizumab, at_most: 4, unit: doses, each: 800 mg}]\n",
        after="the QualChoice policies",
    ),
    Sample(
        "duty",
        "kind: duty\nid: x-outcome\nwhat: report the response\nwithin: 30 days\nafter: infusion\n",
        after="MassHealth table 75",
    ),
    Sample(
        "rule",
        "kind: rule\nid: x-precedence\ntext: the plan's own Medicaid rules win where they conflict\n",
        after="New Century Health",
    ),
)
