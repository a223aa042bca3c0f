"""What a stack costs, in a sentence and a small line: what runs all the time, what is billed by use, what nobody knows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.domain.cost import PRICE_REGION
from bot.domain.stack import StackPlan
from bot.domain.stack_cost import StackCost
from bot.domain.stack_prices import STACK_PRICED_ON
from handlers.cards.blocks import Block, context, escape, first_few, section, shorten, tidy
from handlers.cards.space import Space

# What a month costs is told in cents below this.
WHOLE_DOLLARS = 10
MOST_PARTS, MOST_NAMED = 8, 5
# The name of a size is whatever the template says.
NAME_CHARACTERS = 60
UNKNOWN = "*Cost* not known: the template was not priced."


def price(plan: StackPlan, space: Space) -> Iterator[Block]:
    if plan.cost is None:
        yield section(UNKNOWN)
        return
    yield section(escape(_sentence(plan.cost, space)))
    if plan.cost.priced:
        yield context(escape(_small(plan.cost, plan.region, space)))


def _sentence(cost: StackCost, space: Space) -> str:
    """Never a low number in bold where something large is missing from it."""
    use, unpriced = _use(cost, space), _named(cost.unpriced, space)
    plus = f", plus {use}" if use else ""
    if cost.monthly and unpriced:
        return (
            f"*Cost:* at least {_dollars(cost.monthly)} a month for what has a known price; "
            f"not known: {unpriced}{plus}."
        )
    if cost.monthly:
        return f"*Cost: about {_dollars(cost.monthly)} a month* for what runs all the time{plus}."
    if unpriced:
        return f"*Cost* not known: I have no price for what runs all the time ({unpriced}){plus}."
    by_use = f" depends on use ({_named(cost.by_use, space)}):" if use else ":"
    return f"*Cost*{by_use} nothing in it is known to cost anything just for existing."


def _use(cost: StackCost, space: Space) -> str:
    if len(cost.by_use) == 1:
        return f"{_named(cost.by_use, space)}, billed by use"
    number = f"{len(cost.by_use)} things billed by use"
    return f"{number} ({_named(cost.by_use, space)})" if cost.by_use else ""


def _small(cost: StackCost, region: str, space: Space) -> str:
    told = " · ".join(first_few(_short(cost.priced, space), min(MOST_PARTS, space.types)))
    elsewhere = (
        "" if region == PRICE_REGION else f"; prices in {shorten(region, space.text)} differ"
    )
    source = f"List prices of {PRICE_REGION}, {STACK_PRICED_ON}{elsewhere}."
    return f"{told}. {source} Not counted: data transfer, tax."


def _named(names: Sequence[str], space: Space) -> str:
    most = min(MOST_NAMED, space.types)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(_short(names[:most], space))}{more}"


def _short(names: Sequence[str], space: Space) -> list[str]:
    return [shorten(tidy(one), min(space.text, NAME_CHARACTERS)) or "–" for one in names]


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.0f}" if amount >= WHOLE_DOLLARS else f"${amount:,.2f}"
