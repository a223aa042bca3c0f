"""What a stack costs, in a sentence and a small line: what runs all the time, what is billed by use, what nobody knows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.domain.cost import PRICE_REGION
from bot.domain.stack import StackPlan
from bot.domain.stack_cost import StackCost
from bot.domain.stack_prices import STACK_PRICED_ON
from handlers.cards.blocks import Block, context, escape, first_few, section

# What a month costs is told in cents below this.
WHOLE_DOLLARS = 10
MOST_PARTS, MOST_NAMED = 8, 5
UNKNOWN = "*Cost* not known: the template was not priced."


def price(plan: StackPlan) -> Iterator[Block]:
    if plan.cost is None:
        yield section(UNKNOWN)
        return
    yield section(escape(_sentence(plan.cost)))
    yield context(escape(_small(plan.cost, plan.region)))


def _sentence(cost: StackCost) -> str:
    """Never a low number in bold where something large is missing from it."""
    use, unpriced = _use(cost), _named(cost.unpriced)
    if not cost.monthly and not unpriced:
        by_use = f"depends on use ({_named(cost.by_use)}): " if cost.by_use else "– "
        return f"*Cost* {by_use}nothing in it is known to cost anything just for existing."
    plus = f", plus {use}" if use else ""
    if not cost.monthly:
        return f"*Cost* not known: no price at hand for what runs all the time ({unpriced}){plus}."
    if unpriced:
        return (
            f"*Cost: at least {_dollars(cost.monthly)} a month*; on top comes what I have "
            f"no price for ({unpriced}){plus}."
        )
    return f"*Cost: about {_dollars(cost.monthly)} a month* for what runs all the time{plus}."


def _use(cost: StackCost) -> str:
    number = len(cost.by_use)
    things = "one thing" if number == 1 else f"{number} things"
    return f"{things} billed by use ({_named(cost.by_use)})" if number else ""


def _small(cost: StackCost, region: str) -> str:
    parts = f"{' · '.join(first_few(cost.priced, MOST_PARTS))}. " if cost.priced else ""
    elsewhere = "" if region == PRICE_REGION else f"; prices in {region} differ"
    source = f"List prices of {PRICE_REGION}, {STACK_PRICED_ON}{elsewhere}."
    return f"{parts}{source} Not counted: data transfer, tax."


def _named(names: Sequence[str]) -> str:
    return ", ".join(first_few(names, MOST_NAMED))


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.0f}" if amount >= WHOLE_DOLLARS else f"${amount:,.2f}"
