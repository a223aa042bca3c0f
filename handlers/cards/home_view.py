"""The App Home: what the bot does, and what this person asked for last."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.follow_up import update_of
from bot.domain.plan import PlanRecord, PlanState
from handlers.cards.blocks import Block, context, escape, header, link, moment, person, section

EXAMPLES = (
    "a Minecraft Bedrock server for 25 players with 1/4 TB, easy to get rid of",
    "two servers, 16 GB RAM and 4 vCPU each",
    "a t3.small in eu-west-1 called build-cache with 60 GB",
)


KINDS: Mapping[str, str] = {"instance": "Instances", "stack": "A stack"}
CHANGE = "A change of a stack"


def build(plans: Sequence[PlanRecord]) -> dict[str, Any]:
    """Return a Home view."""
    return {"type": "home", "blocks": [*_welcome(), *_latest(plans)]}


def _welcome() -> Iterator[Block]:
    yield header("Ask in plain words, or show me a picture")
    yield section(
        "Mention me in a channel or write to me here. I answer with a plan: what, why, what it costs. "
        "Nothing is launched until somebody approves it."
    )
    yield section(
        "*A picture of an architecture* becomes a CloudFormation template: drop a diagram or a sketch into "
        "a thread, with or without words. Words alone do too, as in _a queue that a function works off into a table_."
    )
    yield section("\n".join(["*A server* in your words:", *(f"• _{one}_" for one in EXAMPLES)]))
    yield {"type": "divider"}


def _latest(plans: Sequence[PlanRecord]) -> Iterator[Block]:
    yield header("Your latest plans")
    if not plans:
        yield section("None yet.")
    for record in plans:
        yield section(f"*{link(record.plan.permalink, record.plan.title)}* – {_standing(record)}")
        what = CHANGE if update_of(record.plan) else KINDS[record.plan.kind]
        yield context(f"{what} in {escape(record.plan.region)}, asked {moment(record.proposed_at)}")


def _standing(record: PlanRecord) -> str:
    if record.is_stuck:
        return "could not be deleted"
    if record.state is PlanState.SUPERSEDED and record.decided_by:
        return "changed by a later plan"
    return f"{record.state.value}{_afterwards(record)}"


def _afterwards(record: PlanRecord) -> str:
    """What became, or becomes, of what is left."""
    if record.state is PlanState.FAILED and record.kept_by:
        return f", kept by {person(record.kept_by)}"
    if record.state is PlanState.FAILED and record.cleared_at:
        return f", what is left is deleted {moment(record.cleared_at)}"
    if record.state is PlanState.ENDED and record.left:
        return f", {len(record.left)} of its resources still there"
    return ""
