"""`sca exposure`: offers on one case, break-even, the cost of each word, the tornado, all open cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sca_toolkit.cli.browsing import Json
from sca_toolkit.cli.drafting import AsOf, Workspace, day_of
from sca_toolkit.cli.group import ScaGroup
from sca_toolkit.cli.printing import as_json, say, table
from sca_toolkit.values import whole_dollars

if TYPE_CHECKING:
    from datetime import date

    from sca_toolkit.desk.exposure import Assumed, CaseExposure
    from sca_toolkit.exposure.offers import Outcome

exposure = typer.Typer(
    cls=ScaGroup, no_args_is_help=True, help="What a case costs and earns under each offer, simulated."
)

Case = Annotated[str, typer.Option(help="A case file, or the name of one in the cases folder.")]
Offers = Annotated[
    list[str] | None,
    typer.Option(
        "--offer", help="An offer of the `offers` folder, a file, or `our draft`; repeat for several."
    ),
]
One = Annotated[str, typer.Option("--offer", help="An offer of the `offers` folder, a file, or `our draft`.")]
Place = Annotated[
    str | None, typer.Option("--setting", help="inpatient or outpatient; as planned when left out.")
]
Invoice = Annotated[float | None, typer.Option(help="Invoice price of the product in dollars.")]
Changed = Annotated[
    list[str] | None,
    typer.Option("--number", help="name=value, for example ward_day=2900; repeat for several."),
]


def assumed_of(setting: str | None, invoice: float | None, changed: list[str] | None) -> Assumed:
    """What a person put in. Raises UsageProblem for what cannot be read."""
    from sca_toolkit.desk.exposure import Assumed
    from sca_toolkit.errors import UsageProblem

    if setting not in (None, "inpatient", "outpatient"):
        raise UsageProblem(f"{setting!r} is not a setting; write inpatient or outpatient.")
    numbers = {}
    for text in changed or []:
        name, _, value = text.partition("=")
        try:
            numbers[name.strip()] = float(value)
        except ValueError:
            raise UsageProblem(f"Cannot read {text!r}; write it like ward_day=2900.") from None
    inside = None if setting is None else setting == "inpatient"
    return Assumed(inpatient=inside, invoice=invoice, numbers=numbers or None)


def _found(
    workspace: Path | None, case: str, names: list[str] | None, as_of: date, assumed: Assumed
) -> CaseExposure:
    from sca_toolkit.desk.exposure import compare_offers, offer_names
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    return compare_offers(desk, case, names or offer_names(desk), as_of, assumed)


def _one(workspace: Path | None, case: str, offer: str, as_of: date, assumed: Assumed) -> Outcome:
    from sca_toolkit.desk.exposure_answers import outcome_of

    found = _found(workspace, case, [offer], as_of, assumed)
    return outcome_of(found, Path(offer).stem if offer.endswith((".yaml", ".yml", ".json")) else offer)


@exposure.command("compare")
def compare(
    case: Case,
    offer: Offers = None,
    setting: Place = None,
    invoice: Invoice = None,
    number: Changed = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Offers side by side on the same simulated patients: mean, chance of a loss, tail. All if none is named."""
    from sca_toolkit.cli.exposure_goals import verdicts
    from sca_toolkit.desk.exposure import compare_offers, offer_names
    from sca_toolkit.desk.exposure_answers import offer_rows
    from sca_toolkit.desk.exposure_approval import offices_for
    from sca_toolkit.desk.exposure_goals import goals_of, held_against
    from sca_toolkit.settings import open_desk

    desk = open_desk(workspace)
    assumed = assumed_of(setting, invoice, number)
    found = compare_offers(desk, case, offer or offer_names(desk), day_of(as_of), assumed)
    rows = offer_rows(found)
    kept = goals_of(desk, found.case.id)
    held = {row.name: held_against(kept.goals, row) for row in rows} if kept else {}
    needed = {row.name: offices for row in rows if (offices := offices_for(desk, row))}
    if json:
        record = found.comparison.record if found.comparison else None
        told = {"case": found.case.id, "offers": rows, "refused": found.refused, "record": record}
        as_json({**told, "against": held, "approval": needed})
        return
    heads = (
        "Offer",
        "Mean margin",
        "Loses in",
        "5% earn less than",
        "Worst 5% lose",
        "With ICU",
        "Case rate worth",
    )
    table(
        heads,
        [
            (
                each.name,
                f"{whole_dollars(each.expected)} ± {whole_dollars(2 * (each.expected_error or 0))}",
                f"{each.loss:.1%}",
                whole_dollars(each.low),
                whole_dollars(each.tail),
                "too few" if each.with_icu is None else whole_dollars(each.with_icu),
                whole_dollars(each.equivalent_rate),
            )
            for each in rows
        ],
    )
    for name, against in held.items():
        say(f"{name}: {verdicts(against)}")
    for name, roles in needed.items():
        say(f"{name} needs the approval of {', '.join(roles)}.")
    for refused in found.refused:
        say(f"{refused.name} cannot be priced: {refused.why}")
    if found.comparison:
        say(f"{found.cohort.scenario.words()}; {found.comparison.record.words()}.")
        say("± is two standard errors of the simulation; a negative loss is a gain.")


@exposure.command("breakeven")
def breakeven(
    case: Case,
    offer: One,
    term: Annotated[str | None, typer.Option(help="Path of a number; the first rate when left out.")] = None,
    setting: Place = None,
    invoice: Invoice = None,
    number: Changed = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Which rate is enough: for a mean of zero, for a rare loss, for a tail that breaks even."""
    from sca_toolkit.desk.exposure_answers import RISKS, follow, movable
    from sca_toolkit.errors import UsageProblem

    outcome = _one(workspace, case, offer, day_of(as_of), assumed_of(setting, invoice, number))
    terms = movable(outcome)
    if not terms:
        raise UsageProblem(f"The offer {offer!r} has no number that can be moved.")
    even = follow(outcome, term or terms[0].path)
    mean, tail = even.for_mean(), even.for_tail()
    risks = {risk: "any" if even.safe(risk) else even.for_risk(risk) for risk in RISKS}
    if json:
        as_json(
            {
                "term": even.term,
                "mean_margin_zero": mean,
                "loss_at_most": {f"{risk:.0%}": value for risk, value in risks.items()},
                "worst_5_percent_even": tail,
                "lose_whatever_the_number": even.never,
                "others": [each.path for each in terms],
            }
        )
        return
    say(f"{even.term.label}, now {even.term.value:,.2f} ({even.term.path})")
    say(f"  mean margin of $0: {mean.value:,.2f}" if mean else "  mean margin of $0: not in reach")
    for risk, value in risks.items():
        shown = value if isinstance(value, str) else f"{value.value:,.2f}" if value else "no number is enough"
        say(f"  loss in at most {risk:.0%} of patients: {shown}")
    say(f"  worst 5% break even in the mean: {'not in reach' if tail is None else f'{tail:,.2f}'}")
    say(f"  lose whatever the number is: {even.never:.1%} of patients")


@exposure.command("words")
def words(
    case: Case,
    offer: One,
    setting: Place = None,
    invoice: Invoice = None,
    number: Changed = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """The cost of each word: what every other wording of a dangerous choice would move, the dearest first."""
    from sca_toolkit.desk.exposure_answers import words_of

    found = words_of(_one(workspace, case, offer, day_of(as_of), assumed_of(setting, invoice, number)))
    if json:
        as_json(found)
        return
    table(
        ("Choice", "In this offer", "Instead", "Mean margin", "Chance of a loss", "Worst 5% lose"),
        [
            (
                each.word.title,
                each.word.now,
                each.word.other,
                whole_dollars(each.margin.value),
                f"{each.loss * 100:+.1f} points",
                whole_dollars(each.tail),
            )
            for each in found.costs
        ],
    )
    for word, why in found.unpriced:
        say(f"{word.title}, {word.other}: {why}")


@exposure.command("tornado")
def tornado(
    case: Case,
    offer: One,
    setting: Place = None,
    invoice: Invoice = None,
    number: Changed = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Which number matters: each from its 10th to its 90th percentile; assumptions are marked."""
    from sca_toolkit.desk.exposure_answers import tornado_of

    found = tornado_of(_one(workspace, case, offer, day_of(as_of), assumed_of(setting, invoice, number)))
    if json:
        as_json(found)
        return
    table(
        ("Number", "From", "To", "Mean margin", "to", "Loses in", "to", ""),
        [
            (
                each.title,
                f"{each.low:,.4g}",
                f"{each.high:,.4g}",
                whole_dollars(each.at_low.expected),
                whole_dollars(each.at_high.expected),
                f"{each.at_low.loss:.1%}",
                f"{each.at_high.loss:.1%}",
                "assumption" if each.assumed else "",
            )
            for each in found.bars
        ],
    )
    say(
        f"{found.paths:,} simulated patients; as things are: "
        f"{whole_dollars(found.base.expected)}, {found.base.loss:.1%}."
    )


@exposure.command("table")
def all_cases(
    out: Annotated[Path | None, typer.Option(help="Write an Excel file here.")] = None,
    as_of: AsOf = None,
    workspace: Workspace = None,
    json: Json = False,
) -> None:
    """Every open case of the record: payer, way of paying, mean margin, chance of a loss, tail."""
    from sca_toolkit.desk.exposure_table import exposure_table, table_workbook
    from sca_toolkit.settings import open_desk

    desk, day = open_desk(workspace), day_of(as_of)
    found = exposure_table(desk, day)
    if out is not None:
        out.write_bytes(table_workbook(found, day, desk.library.practice().calendar.zone))
        say(f"wrote {out}")
    elif json:
        as_json(found)
    else:
        table(
            (
                "Case",
                "Payer",
                "Product",
                "Way of paying",
                "Mean margin",
                "Loses in",
                "Worst 5%",
                "Not priced because",
            ),
            [
                (
                    each.case,
                    each.payer,
                    each.product,
                    each.arrangement,
                    "" if each.expected is None else whole_dollars(each.expected),
                    "" if each.loss is None else f"{each.loss:.1%}",
                    "" if each.tail is None else whole_dollars(each.tail),
                    each.why,
                )
                for each in found.rows
            ],
        )
        if found.together:
            t = found.together
            say(
                f"Together: {whole_dollars(t.expected)} expected, loss in {t.loss:.1%}, "
                f"worst 5% lose {whole_dollars(t.tail)}."
            )
