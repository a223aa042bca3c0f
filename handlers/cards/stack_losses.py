"""What a change of a running stack makes anew or takes out, and what becomes of what is in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from bot.domain.guardrails.lost_data import HOLDING_DATA
from bot.domain.stack import Change, Difference, Fate, StackPlan
from bot.domain.type_titles import type_title
from handlers.cards.blocks import (
    Block,
    confirmation,
    context,
    escape,
    first_few,
    sections,
    shorten,
    tidy,
)
from handlers.cards.space import Space

# An instance's disk goes with it.
HOLDS_DATA = HOLDING_DATA | {"AWS::EC2::Instance"}
# What nobody reaches by its name or address, and what a new one of does as well.
PLUMBING = re.compile(
    r"^AWS::(?:IAM::(?:\w*Policy|Role|InstanceProfile)|Lambda::(?:Permission|EventSourceMapping|Version)|ApiGateway(?:V2)?::(?:Deployment|Method|Route)"
    r"|EC2::(?:SecurityGroup|Route|Subnet\w*Association|LaunchTemplate|NetworkAcl|VPCGatewayAttachment|EIPAssociation))"
    r"|(?:ParameterGroup|SubnetGroup|OptionGroup|Attachment|Association|Policy)$"
)
STAYS_IN = ", all in the attached file"
WARNING, NOTE = ":warning:", ":information_source:"
OLD_ONE: Mapping[Fate, str] = MappingProxyType(
    {
        "deleted": "the old one is deleted with what is in it.",
        "snapshot": "the old one is deleted, and a snapshot of it stays, which costs money.",
        "kept": "the old one stays as it is, is no longer part of the stack, and goes on costing money.",
    }
)
TAKEN_OUT: Mapping[Fate, str] = MappingProxyType(
    {
        "deleted": f"{WARNING} *{{name}}* is deleted with what is in it.",
        "snapshot": f"{WARNING} *{{name}}* is deleted. A snapshot stays, and costs money.",
        "kept": f"{NOTE} *{{name}}* stays, is no longer part of the stack, and goes on costing money.",
    }
)
MADE_ANEW = "AWS would make it anew. The new one is empty; {old}"
MAYBE_ANEW = "AWS may make it anew. If it does, the new one is empty; {old}"
READ_ANEW = "Nothing of {names} is different in the template: AWS reads anew what it refers to, such as the newest machine image."
OTHERS = f"{WARNING} *AWS would make anew and delete the old one:* {{names}}"
MAYBE_OTHERS = f"{WARNING} *AWS may make anew and delete the old one:* {{names}}"
NO_LOSS = "AWS makes these anew where it has to, and nothing is lost by it: {names}."
# Slack allows a dialog's text 300 characters.
CONFIRM_NAMES = 120
LOST = "AWS makes anew or removes {names}, and what is in it may be lost. This can’t be undone."
EMPTY = "AWS makes anew, or may, {names}; what is new is empty. What was in the old one stays, itself or as a snapshot."


@dataclass(frozen=True)
class Loss:
    """One change that touches data, and what becomes of the old."""

    change: Change
    fate: Fate

    @property
    def is_removal(self) -> bool:
        return self.change.action == "Remove"

    @property
    def weight(self) -> int:
        """The gravest first."""
        return ("deleted", "snapshot", "kept").index(self.fate)


def dangers(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What becomes of data stands first, then what is made anew beside it, then what nobody notices."""
    losses, others, plumbing = _sorted_out(plan)
    told = chain(
        first_few([_told(one, space) for one in losses], 2 * space.lines, STAYS_IN),
        _of_others(others, space),
        _unchanged(plan, space),
    )
    yield from sections(told)
    if plumbing:
        yield context(escape(NO_LOSS.format(names=_named(plumbing, space))))


def sure(plan: StackPlan) -> Block | None:
    """What Slack asks before Approve counts, when something with data in it goes, or begins empty."""
    losses, _, _ = _sorted_out(plan)
    lost = [one for one in losses if one.fate == "deleted"]
    anew = [one for one in losses if not one.is_removal]
    if not lost and not anew:
        return None
    text = LOST if lost else EMPTY
    names = dict.fromkeys(tidy(one.change.logical_id) for one in lost or anew)
    return confirmation(
        "Change this stack?",
        text.format(names=shorten(", ".join(names), CONFIRM_NAMES)),
        yes="Approve",
        no="Not now",
    )


def _sorted_out(plan: StackPlan) -> tuple[list[Loss], list[Change], list[Change]]:
    """What has to do with data, what else is made anew, and of that what nobody notices."""
    made = plan.difference or Difference()
    losses: list[Loss] = []
    others: list[Change] = []
    plumbing: list[Change] = []
    for one in _gone(plan, made):
        fates = made.fates_of(one.logical_id)
        fate = fates.removed if one.action == "Remove" else fates.replaced
        if one.type in HOLDS_DATA and fate != "empty":
            losses.append(Loss(one, fate))
        elif one.action != "Remove":
            (plumbing if PLUMBING.search(one.type) else others).append(one)
    return sorted(losses, key=lambda one: one.weight), others, plumbing


def _gone(plan: StackPlan, made: Difference) -> Iterator[Change]:
    """What AWS makes anew or takes out; what it makes anew for certain although it is not sure."""
    if plan.update is None or plan.change_set is None:
        return
    for one in plan.change_set.changes:
        if one.action == "Remove" or one.replacement == "yes":
            yield one
        elif one.replacement == "maybe":
            is_certain = one.logical_id in made.anew
            yield one.model_copy(update={"replacement": "yes"}) if is_certain else one


def _told(loss: Loss, space: Space) -> str:
    name = escape(_name(loss.change, space))
    if loss.is_removal:
        return TAKEN_OUT[loss.fate].format(name=name)
    words = MADE_ANEW if loss.change.replacement == "yes" else MAYBE_ANEW
    return f"{WARNING} *{name}:* {words.format(old=OLD_ONE[loss.fate])}"


def _of_others(others: Sequence[Change], space: Space) -> Iterator[str]:
    for words, replacement in ((OTHERS, "yes"), (MAYBE_OTHERS, "maybe")):
        if found := [one for one in others if one.replacement == replacement]:
            yield words.format(names=escape(_named(found, space)))


def _unchanged(plan: StackPlan, space: Space) -> Iterator[str]:
    """Why something is made anew that nobody asked to change."""
    if plan.update is None or plan.difference is None:
        return
    changed = {one.logical_id for one in plan.difference.changed}
    if found := [one for one in plan.replaced if one.logical_id not in changed]:
        yield READ_ANEW.format(names=escape(_named(found, space)))


def _named(changes: Sequence[Change], space: Space) -> str:
    return ", ".join(first_few([_name(one, space) for one in changes], space.types, STAYS_IN))


def _name(change: Change, space: Space) -> str:
    return shorten(tidy(f"{change.logical_id} ({type_title(change.type)})"), space.text) or "–"
