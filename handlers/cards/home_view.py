"""The App Home: what the bot does, and what this person asked for last."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain.plan import PlanRecord
from handlers.cards.blocks import Block, context, header, link, moment, section

EXAMPLES = (
    "a Minecraft Bedrock server for 25 players with 1/4 TB, easy to get rid of",
    "two servers, 16 GB RAM and 4 vCPU each",
    "a t3.small in eu-west-1 called build-cache with 60 GB",
)


def build(plans: Sequence[PlanRecord]) -> dict[str, Any]:
    """Return a Home view."""
    return {"type": "home", "blocks": [*_welcome(), *_latest(plans)]}


def _welcome() -> Iterator[Block]:
    yield header("Ask for a server in plain words")
    yield section(
        "Mention me in a channel or write to me here. I answer with a plan: what, why, what it costs. "
        "Nothing is launched until somebody approves it."
    )
    yield section("\n".join(f"• _{example}_" for example in EXAMPLES))
    yield {"type": "divider"}


def _latest(plans: Sequence[PlanRecord]) -> Iterator[Block]:
    yield header("Your latest plans")
    if not plans:
        yield section("None yet.")
    for record in plans:
        yield section(f"*{link(record.plan.permalink, record.plan.title)}* – {record.state.value}")
        yield context(f"{record.plan.region}, asked {moment(record.proposed_at)}")
