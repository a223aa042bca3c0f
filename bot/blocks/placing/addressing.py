"""Which addresses a VPC and its subnets have: those asked for, where they fit, and else the usual ones."""

from collections.abc import Sequence
from ipaddress import IPv4Network
from itertools import chain

from bot.blocks.asked import Asked

# The smallest and the largest ranges that AWS takes.
LARGEST, SMALLEST = 16, 28
_USUAL_SUBNET = 24


class Ranges:
    """Hands out the ranges of one VPC, no two of which overlap."""

    def __init__(
        self, number: int, vpc: Asked | None, subnets: Sequence[Asked], count: int
    ) -> None:
        """`subnets` are those that were drawn; `count` is how many there will be in all."""
        usual = IPv4Network(f"10.{number % 256}.0.0/16")
        self.block = _asked_block(vpc, count) or _around(subnets) or usual
        self._kept = self._asked(subnets)
        self._free = [
            one for one in _pool(self.block) if not any(map(one.overlaps, self._kept.values()))
        ]
        if len(self._free) < count - len(self._kept):
            self._kept, self._free = {}, _pool(self.block)

    def take(self, *, public: bool, index: int, key: str | None) -> IPv4Network:
        """The subnet's own range, or the next free one: public ones from the start, private ones from the middle."""
        if key in self._kept:
            return self._kept[key]
        pool = _pool(self.block)
        start = (0 if public else len(pool) // 2) + index
        found = next(one for one in chain(pool[start:], pool) if one in self._free)
        self._free.remove(found)
        return found

    def _asked(self, subnets: Sequence[Asked]) -> dict[str, IPv4Network]:
        kept: dict[str, IPv4Network] = {}
        for one in subnets:
            found = one.cidr("cidr", LARGEST, SMALLEST)
            if found is None:
                continue
            if found.subnet_of(self.block) and not any(map(found.overlaps, kept.values())):
                kept[one.one.id] = found
            else:
                one.refuse("cidr")
        return kept


def _pool(block: IPv4Network) -> list[IPv4Network]:
    size = min(SMALLEST, max(_USUAL_SUBNET, block.prefixlen + 4))
    return list(block.subnets(new_prefix=size))


def _asked_block(vpc: Asked | None, count: int) -> IPv4Network | None:
    found = vpc.cidr("cidr", LARGEST, SMALLEST) if vpc else None
    if vpc and found and not (found.is_private and len(_pool(found)) >= count):
        vpc.refuse("cidr")
        return None
    return found


def _around(subnets: Sequence[Asked]) -> IPv4Network | None:
    """Where only the subnets' ranges were said, the VPC's is around them."""
    quiet = (Asked(one.one, one.title, lambda _: None) for one in subnets)
    said = (one.cidr("cidr", LARGEST, SMALLEST) for one in quiet)
    return next((one.supernet(new_prefix=LARGEST) for one in said if one and one.is_private), None)
