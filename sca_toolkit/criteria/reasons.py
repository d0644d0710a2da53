"""Why a verdict is what it is, in a sentence or two."""

from __future__ import annotations

from datetime import date

from sca_toolkit.criteria.finding import Finding
from sca_toolkit.criteria.leaf import Leaf, Polarity, Seen
from sca_toolkit.criteria.need import Quote
from sca_toolkit.criteria.node import AtLeast, Readings, Switch
from sca_toolkit.criteria.policy import Policy
from sca_toolkit.criteria.record import Record
from sca_toolkit.criteria.verdict import JUDGE, MET, VERDICTS, Verdict
from sca_toolkit.criteria.words import listed, sentence
from sca_toolkit.criteria.world import Part


def reason_of(policy: Policy, root: Finding | None, verdict: Verdict, as_of: date) -> str:
    """The verdict of the whole policy."""
    if policy.criteria is None and root is None:
        return "This policy holds no test for approval; it says where and how to ask."
    if root is None:
        day = policy.effective if policy.effective and as_of < policy.effective else policy.removed
        word = (
            "not in force before"
            if policy.effective and as_of < policy.effective
            else "no longer in force since"
        )
        return f"The policy is {word} {day:%b %-d, %Y}." if day else "The policy is not in force."
    names = list(dict.fromkeys(each.label for each in root.deciding()))
    shown = listed([*names[:3], *([f"{len(names) - 3} more"] if len(names) > 3 else [])], "and")
    return {
        Verdict.met: "Every part that is asked is met.",
        Verdict.not_met: sentence(f"not met: {shown}"),
        Verdict.unknown: sentence(f"facts are missing: {shown}"),
        Verdict.needs_judgment: sentence(f"a person must judge: {shown}"),
        Verdict.not_asked: "Nothing in this policy is asked of this case.",
    }[verdict]


def caution(policy: Policy, verdict: Verdict) -> str | None:
    """What the reader must know where the payer's text was not seen whole, or was read in a summary."""
    told = []
    if policy.seen is not Seen.complete:
        silent = ", so silence in it is not permission" if verdict is Verdict.met else ""
        told.append(f"The payer's text was seen only in part ({policy.seen.words}){silent}")
    if policy.third_party:
        told.append("It was read in somebody else's summary; check the payer's own document")
    if policy.transplant:
        told.append("It is a transplant policy and does not speak of cell therapy")
    return ". ".join(told) + "." if told else None


def leaf_reason(part: Part, record: Record, verdict: Verdict, quotes: tuple[Quote, ...]) -> str:
    """Why one criterion has its verdict."""
    leaf: Leaf = part.node
    if verdict is Verdict.not_asked:
        return _not_asked(part, record)
    told = f"{quotes[0].text}{_dated(quotes[0], leaf.said(record, part.scope))}" if quotes else ""
    if verdict is Verdict.met:
        said = "Shown to be absent" if leaf.polarity is Polarity.exclude else "Met"
        return sentence(f"{said}: {told}" if told else said)
    if verdict is Verdict.not_met:
        said = "This bars approval" if leaf.polarity is Polarity.exclude else "Not met"
        return sentence(f"{said}: {told}" if told else f"{said}: the records are complete and do not show it")
    if verdict is Verdict.needs_judgment:
        return "A person must judge: the policy gives no measurable rule, or can be read in two ways."
    if leaf.polarity is Polarity.exclude and not quotes:
        return "Not known: nothing is recorded. Record its absence too; silence is not evidence."
    return sentence(
        f"Not known: what is recorded does not settle it ({told})"
        if told
        else "Not known: nothing is recorded"
    )


def _dated(quote: Quote, said: str | None) -> str:
    if quote.text == said:
        return ""
    day = f", {quote.on:%b %-d, %Y}" if quote.on else ", no date"
    day = "" if quote.text.startswith(("line ", "line: ", "planned:")) else day
    return f"{day}{f' ({quote.source})' if quote.source else ''}"


def _not_asked(part: Part, record: Record) -> str:
    leaf: Leaf = part.node
    if not leaf.in_force(record.as_of):
        if leaf.removed and leaf.removed <= record.as_of:
            return f"Not asked: removed on {leaf.removed:%b %-d, %Y}."
        return f"Not asked: asked only from {leaf.effective:%b %-d, %Y}." if leaf.effective else "Not asked."
    if leaf.administrative_only:
        return "Information beside the decision."
    if leaf.due.later_than(part.scope.moment):
        return f"Not asked yet: judged at {leaf.due.words}."
    for waiver in part.waivers:
        if waiver.bits(record) == MET:
            return sentence(f"Not asked: waived, because this is met: {waiver.node.words}")
    if leaf.applies_when is not None:
        return sentence(f"Not asked: asked only where {leaf.applies_when.says()}")
    return "Not asked."


def branch_reason(part: Part, children: tuple[Finding, ...], verdict: Verdict, record: Record) -> str:
    """Why a branch has its verdict."""
    node = part.node
    asked = [each for each in children if each.verdict is not Verdict.not_asked]
    if part.guard is not None and verdict is Verdict.not_asked:
        return sentence(f"Not asked: asked only where {node.applies_when.says()}")
    if isinstance(node, Readings):
        told = "; ".join(f"{each.label}: {each.verdict.words}" for each in children)
        differs = part.inner is not None and part.inner(record) == JUDGE
        return sentence(f"The readings {'differ' if differs else 'were both judged'} ({told})")
    if isinstance(node, AtLeast):
        met = sum(each.verdict is Verdict.met for each in asked)
        short = ". Fewer are asked than the rule needs" if len(asked) < node.at_least and asked else ""
        return sentence(f"{met} of {len(asked)} asked are met, {node.at_least} needed{short}")
    if isinstance(node, Switch):
        return _switch(part, record, verdict)
    counts = {word: sum(each.verdict is word for each in children) for word in Verdict}
    told = listed([f"{count} {word.words}" for word, count in counts.items() if count], "and")
    return sentence(f"{verdict.words}: of {len(children)} parts {told}")


def _switch(part: Part, record: Record, verdict: Verdict) -> str:
    for guard in part.node.guards():
        fits = guard.ready(part.scope)(record)
        if fits == MET:
            return sentence(f"{guard.says()}: {verdict.words}")
        if VERDICTS[fits] is not Verdict.not_met:
            return sentence(f"it is not known whether {guard.says()}")
    return sentence(f"no branch fits this case: {verdict.words}")
