"""What a stack costs for running all the time, from the template itself. What depends on use is named, never guessed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.domain.intrinsics import Body, typed_resources
from bot.domain.pinned import Pinned
from bot.domain.stack_parts import BY_USE, items
from bot.domain.type_titles import service_title
from bot.domain.value import Value

CENT = Decimal("0.01")
GROUP = "AWS::AutoScaling::AutoScalingGroup"
GROWING = "more instances as the load grows"


class StackCost(Value):
    """USD a month, at list prices of one region.

    `priced` says what `monthly` is made of, the dearest first; `by_use` is what is billed for what is done with it,
    `unpriced` what costs something for existing that neither our prices nor the template tell.
    """

    monthly: Decimal
    priced: tuple[str, ...] = ()
    by_use: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()


def estimate(body: Body) -> StackCost:
    """Whatever the body holds, this raises nothing."""
    parts = [(kind, Pinned(body, held)) for _, kind, held in typed_resources(body)]
    known: Counter[tuple[str, Decimal]] = Counter()
    unknown: list[str] = []
    for kind, resource in parts:
        for one in items(kind, resource):
            if one.monthly is None:
                unknown.append(one.what)
            elif one.count:
                known[one.what, one.monthly] += one.count
    dearest = sorted(((each * count, what, count) for (what, each), count in known.items()))[::-1]
    return StackCost(
        monthly=_cents(sum((total for total, _, _ in dearest), Decimal(0))),
        priced=tuple(f"{_times(count, what)} ${_cents(total):,}" for total, what, count in dearest),
        by_use=_once(_used(parts)),
        unpriced=_once(unknown),
    )


def _used(parts: Iterable[tuple[str, Pinned]]) -> Iterator[str]:
    for kind, resource in parts:
        if kind in BY_USE:
            yield service_title(kind)
        if kind == GROUP and _can_grow(resource):
            yield GROWING


def _can_grow(group: Pinned) -> bool:
    smallest = group.text("DesiredCapacity") or group.text("MinSize")
    return group.has("MaxSize") and group.text("MaxSize") != smallest


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)


def _times(count: int, what: str) -> str:
    return what if count == 1 else f"{count} × {what}"


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
