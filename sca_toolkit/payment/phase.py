"""One phase of the episode: its window, its amount, and when the amount is earned."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import model_validator

from sca_toolkit.payment.facts.facts import Facts
from sca_toolkit.payment.facts.lines import Truth
from sca_toolkit.payment.facts.refusal import agreed
from sca_toolkit.payment.part import Part, Words
from sca_toolkit.payment.service import Column
from sca_toolkit.payment.window import Window
from sca_toolkit.payment.wording import capital, listed, money, paragraph
from sca_toolkit.values import Choice, Usd


class PhaseName(Choice):
    """The phases of an episode, in the order in which they happen."""

    evaluation = "evaluation"
    collection = "collection"
    bridging = "bridging"
    pre_infusion = "pre_infusion"
    infusion_episode = "infusion_episode"
    post_1 = "post_1"
    post_2 = "post_2"
    long_term = "long_term"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "pre_infusion": "pre-infusion",
            "infusion_episode": "infusion episode",
            "post_1": "first post-infusion",
            "post_2": "second post-infusion",
            "long_term": "long-term follow-up",
        }


class PhaseTrigger(Choice):
    """When the amount for a phase is earned."""

    on_start = "on_start"
    on_completion = "on_completion"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "on_start": "when the event takes place from which its first day is counted",
            "on_completion": "when the events have taken place from which its first and its last day are counted",
        }


class GapRule(Choice):
    """How care between two phases is paid."""

    default_rate = "default_rate"
    phase_before = "phase_before"
    not_paid = "not_paid"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "default_rate": "are paid at the Default Rate",
            "phase_before": "are part of the phase before, without further payment",
            "not_paid": "are not payable under this Agreement",
        }


class Phase(Part):
    """One phase with its window, amount and trigger."""

    phase: PhaseName
    """Which phase it is; each phase may stand once."""
    amount: Usd | None = None
    """The amount for the phase."""
    window: Window | None = None
    """The days of the phase, both ends inside; a phase before the infusion counts from its own start event."""
    trigger: PhaseTrigger | None = None
    """on_start or on_completion: earned with the event from which the first day is counted, or the last day as well.

    A later phase that is counted from Day 0 is earned by the infusion, whether or not care is furnished in it.
    """
    repeatable: bool | None = None
    """Whether the amount is payable again when the phase is repeated (a second collection)."""
    includes: tuple[Words, ...] = ()
    """The services of the phase; left out, all Covered Services."""

    @property
    def name(self) -> str:
        """`collection phase`."""
        return f"{self.phase.words} phase" if "episode" not in self.phase.value else self.phase.words

    def open_terms(self) -> Mapping[str, str]:
        """Amount, window, trigger and repetition of the phase."""
        return {
            "amount": f"case rate for the {self.name}",
            "window": f"first and last day of the {self.name}",
            "trigger": f"when the rate for the {self.name} is earned",
            "repeatable": f"whether the rate for the {self.name} is payable again",
        }

    @model_validator(mode="after")
    def _infusion_on_day0(self) -> Phase:
        if self.window is not None and self.phase is PhaseName.infusion_episode:
            self.window.check_day0("infusion episode")
        return self

    def earned(self, facts: Facts, path: str) -> Truth:
        """Whether the event that begins the phase happened; on completion, also the event that ends it."""
        window = agreed(self, "window", path)
        begun = facts.event_happened(window.start_from)
        if agreed(self, "trigger", path) is PhaseTrigger.on_start:
            return begun
        return begun & facts.event_happened(window.end_from)

    def lists(self, column: Column) -> bool:
        """Whether the phase pays for a kind of service, its days apart."""
        names = frozenset(item.casefold() for item in self.includes)
        return not names or column.named(names)

    def words(self) -> str:
        """The phase in three sentences."""
        window = self.told("window", lambda window: window.words())
        again = self.whether(
            "repeatable", "again each time the phase is repeated", "once, even if the phase is repeated"
        )
        return paragraph(
            f"{capital(self.name)}: {self.told('amount', money)} for {listed(self.includes) or 'Covered Services'}"
            f" furnished {window}.",
            f"This amount is earned {self.told('trigger', lambda choice: choice.words)}.",
            f"It is payable {again}.",
        )
