# ruff: noqa: E501
"""The prose of the reference page."""

INTRODUCTION = """\
# The criteria language

<!-- Written by tests/criteria/page.py; do not edit by hand. -->

A policy file says what one payer asks before it authorizes a cell therapy. It is a tree: criteria are its leaves, and the
shapes around them (all, any, none, at least two of three, a branch by diagnosis) are its logic. The toolkit judges the facts
of a case by the tree and answers with a verdict for every part, the evidence it rests on, and what is still missing.

One policy stands in one YAML file, `payer_profiles/criteria/<id>.yaml`. Nothing in a file needs Python: a measure, a drug
class, a disease or a unit the toolkit does not know is written into the policy's own `vocabulary`.

## How to write one

- Write each sentence of the payer as one criterion. Give it an `id` that will stay when the policy is revised, its words as
  you understand them (`understood`) and, where the wording matters, as printed (`as_printed`).
- Every fact needs a page: `sources` lists the pages, `source` on the policy names the usual one, a criterion may name another.
- Say how much you saw. `seen: partial` keeps a reader from taking silence for permission. A part you know of and could not
  read is a criterion of kind `unseen`.
- A state that bars approval takes `polarity: exclude` and stands under `all`: its verdict is *met* when the state is shown to
  be **absent**. Under `none` and `not` write the state without polarity; both together would turn it round twice and are refused.
- What is not part of the test for approval (forms, fax numbers, validity, duties) stands under `administrative`.
- Numbers carry their unit. `at_least` and `at_most` include the number, `above` and `below` do not. Lengths of time are
  `30 days`, `6 weeks`, `12 months`, `1 year`; hours count as the day they fall on. Dates are `2026-11-22`. Codes are text.
- Check the file with `sca criteria check <file>`, try it on a case with `--case`, and give your editor the JSON
  Schema that `sca criteria schema` prints.
"""

WHOLE = """\
id: example-liso-cel
title: Medical policy 123, lisocabtagene maraleucel
payer: example-regional-plan
number: MP-123
products: [liso-cel]
indication: large B-cell lymphoma
lines_of_business: [commercial]
effective: 2025-03-01
sources:
  mp123: {title: Medical policy 123 (invented), grade: invented, read_on: 2026-11-22, dated: 2025-03-01}
source: mp123
seen: complete
basis: [label]
counting: {one_line: [induction, transplant, maintenance], systemic_only: yes}
definitions:
  refractory: {best_response_below: complete_response, to: last_line}
  relapsed: {event: relapse, after_response: complete_response, proven_by: biopsy}
criteria:
  all:
    - {kind: age, id: example-liso-cel-adult, at_least: 18}
    - {kind: diagnosis, id: example-liso-cel-dx, any_of: [large B-cell lymphoma], confirmed_by: [histology]}
    - {kind: disease_state, id: example-liso-cel-rr, any_of: [relapsed, refractory]}
    - any:
        - {kind: prior_lines, id: example-liso-cel-two-lines, at_least: 2}
        - {kind: interval, id: example-liso-cel-early, from: first_line_end, to: relapse_or_progression, at_most: 12, unit: months}
    - kind: measurement
      id: example-liso-cel-alc
      understood: A lymphocyte count of 100 or more from the last 30 days; the policy does not say before what
      measure: ALC
      at_least: 100
      unit: cells/uL
      within: 30 days
      anchor: unstated
    - {kind: history, id: example-liso-cel-no-car-t, of: [car_t], polarity: exclude}
administrative:
  - {kind: document, id: example-liso-cel-records, any_of: [chart notes, lab results], gate: yes}
  - {kind: routing, id: example-liso-cel-route, component: product, channel: [fax], contact: 555-0100}
  - {kind: validity, id: example-liso-cel-valid, component: product, lasts: 3 months}
"""

ALGEBRA = """\
## The five verdicts

| Verdict | Means |
|---|---|
| met | The evidence shows it. |
| not met | The evidence shows the opposite. |
| unknown | Facts are missing. Absent evidence is never *not met*. |
| needs judgment | No fact decides it: the policy asks for a judgment, gives factors without a rule, or can be read in two ways that differ here. A judgment on record (`judgments`, by the id of the criterion) decides it. |
| not asked | A guard is false, the criterion is not in force on the day, it is waived, or it is due at a later moment. |

How children make a whole, the first line that applies:

| | `all` | `any` | `none` |
|---|---|---|---|
| 1 | a child not met: **not met** | a child met: **met** | a child met: **not met** |
| 2 | a child that could still be not met: **unknown** | a child that could still be met: **unknown** | a child that could still be met: **unknown** |
| 3 | a child needs judgment: **needs judgment** | a child needs judgment: **needs judgment** | a child needs judgment: **needs judgment** |
| 4 | a child met: **met** | a child not met: **not met** | a child not met: **met** |
| 5 | no child asked: **not asked** | no child asked: **not asked** | no child asked: **not asked** |

- `not` turns met and not met round and leaves the other three.
- A child that is not asked is left out: it never counts as met inside an `any`, nor as failed inside an `all`.
- A guard that is not known leaves both ways open. Where the criterion is met either way, nothing is missing: a drug that was
  given satisfies "if CD20-positive, an anti-CD20 antibody" whatever the marker is.
- `at_least: k`: met with k met; not asked where no child is asked; not met where those met and those to be judged are fewer
  than k. Where fewer than k are asked and none of those fails, the rule does not say what follows: needs judgment. While every
  child is asked, `at_least: 1` is `any` and `at_least: n` of n is `all`.
- `switch`: the first branch whose test holds. Where the attribute is not known, every branch that may hold stays open.
- `readings` and an anchor that is not stated: the common verdict; where they differ, needs judgment.
- `weigh`: needs judgment while any factor is asked.

Underneath, a verdict is the set of answers that are still possible; several are *unknown*. All tables work on such sets and
take every combination, so a fact that comes in can only take answers away: it never turns a settled verdict. De Morgan's laws
hold for all five, and the order of children does not matter.
"""

TIME = """\
### How old evidence may be: `within`, `anchor`, `direction`

`within: 30 days` with `anchor: collection` asks for evidence from the thirty days before cell collection, both ends inside.
`direction: after` turns to the days after the anchor (a biopsy after the last CD19-directed drug). `anchor` without `within`
asks only for before or after.

An anchor the policy leaves open is written `anchor: unstated`. It is then judged from the request and from every **planned**
day of collection and infusion, and the trace says when the answer depends on it. A day that is not planned yet is left aside.

Evidence outside the window leaves a criterion unknown, not failed: a new result can settle it. The trace names the last day on
which a result still counts (`expires_on`).
"""

VOCABULARY = """\
## Words: `vocabulary`

`sca_toolkit/reference/clinical.yaml` holds the toolkit's words with their sources. A policy may bring more, in the same shape;
an entry of the policy stands in front of one of the same name. Names are found whatever their case, blanks and hyphens. A
criterion that names a wide term holds for every narrower one (`is_a`): *proteasome inhibitor* for bortezomib, *large B-cell
lymphoma* for DLBCL. A chart that names only the wide term leaves a narrow criterion unknown. The products of the catalog are
drugs too, with their target and their kind (`car_t`, `bispecific`).

```yaml
vocabulary:
  units: [{name: zeta, dimension: zeta, factor: 1}, {name: kilozeta, dimension: zeta, factor: 1000}]
  measures: [{name: zeta index, unit: zeta, better: high}]
  drugs: [{name: zeta blocker}, {name: zetamab, is_a: [zeta blocker], targets: [CD99]}]
  diseases: [{name: zeta lymphoma, is_a: [B-cell lymphoma], icd10: [C85.8*]}]
```
"""

EVIDENCE = """\
## Evidence

Evidence stands in a case under `evidence`, and in test cases under `facts`. What is not written is not known, which is not
*no*. A list named under `complete` is known to be whole: only then does its silence mean that something did not happen.
A result from before the referral counts like any other. Evidence dated after the day of judgment is not seen.

```yaml
date_of_birth: 1961-03-02
product: liso-cel
line_of_business: commercial
diagnosis: {icd10: [C83.33], names: [DLBCL], confirmed_by: [histology]}
dates: {request: 2026-11-22, collection: 2026-12-10, infusion: 2027-01-20}
lines:
  - {line: 1, regimen: R-CHOP, started: 2025-01-06, ended: 2025-05-12, cycles: 6, response: complete_response,
     progressed_on: 2026-02-03, source: clinic note of 2026-02-03}
tests:
  - {test: ALC, value: 0.45, unit: 10^9/L, on: 2026-11-02, source: laboratory report}
  - {test: CD19, result: positive, on: 2026-02-10, source: pathology report}
performance: [{scale: ECOG, value: 1, on: 2026-11-02}]
infections: [{infection: HBV, state: none, on: 2026-11-02}]
conditions: [{condition: CNS disorder, state: absent, on: 2026-11-02}]
judgments: [{about: organ function is adequate and stable, answer: met, by: treating physician, on: 2026-11-03}]
complete: [lines, cell_therapies]
```

A statement about a wide condition (no *CNS disorder*) clears the narrower ones; a statement about a narrow one clears only
itself. A score on one scale is never turned into another. Of several results the newest in the window decides; two of one day
that differ are named and leave the criterion unknown.
"""

CASES = """\
## Test cases

A file `tests/criteria_cases/<policy id>.yaml` holds cases that someone who knows the payer can write. Each says in a sentence
what it shows and takes the common `facts` with some keys changed or removed. The persons are invented.

```yaml
policy: example-liso-cel
as_of: 2026-11-22
invented: yes
facts:
  date_of_birth: 1961-03-02
  diagnosis: {icd10: [C83.33], confirmed_by: [histology]}
cases:
  - name: A member who turns 18 on the day of the request is an adult
    change: {date_of_birth: 2008-11-22}
    leaves: {example-liso-cel-adult: met}
  - name: Without a diagnosis nothing is met
    remove: [diagnosis]
    expect: unknown
```
"""

BAD_INPUT = """\
## What is refused

Every problem is named at once, with file, line and remedy: a key or kind that is not known; an id used twice; a unit that does
not convert to that of its measure; an equivalent that is not the same; a limit without a unit, below the lowest or above the
highest value, with its two ends turned round, or pointing the wrong way (platelets of *at most* 50,000 required); an ICD-10-CM
text that is no code, a range turned round, a set that matches no code; a policy that includes itself, directly or by way of
others; a policy, source or waived criterion that is not there; a guard that can never hold under its policy or the guard
around it; dates that leave a criterion never asked; an exclusion turned round twice; more children asked for than there are.

In evidence: a unit that does not convert, a value that cannot be, two values on one day, a line that ends before it starts;
and, as a warning, a result without a date where a policy asks how old it is.
"""
