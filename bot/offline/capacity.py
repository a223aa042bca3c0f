"""What the instance types offer that this model knows; which of the allowed ones is the smallest that will do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Capacity:
    """vCPUs and memory (GiB) of one instance type, as EC2 DescribeInstanceTypes gives them."""

    vcpus: int
    memory: float


_BURSTABLE = {
    "nano": (2, 0.5),
    "micro": (2, 1),
    "small": (2, 2),
    "medium": (2, 4),
    "large": (2, 8),
    "xlarge": (4, 16),
    "2xlarge": (8, 32),
}
_T2 = {
    "nano": (1, 0.5),
    "micro": (1, 1),
    "small": (1, 2),
    "medium": (2, 4),
    "large": (2, 8),
    "xlarge": (4, 16),
    "2xlarge": (8, 32),
}
_SIZES = ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge")
_VCPUS = (2, 4, 8, 16, 32, 48, 64, 96)
_MEMORY_PER_VCPU = {"c": 2, "m": 4, "r": 8}


def _families() -> Mapping[str, Mapping[str, tuple[int, float]]]:
    even = {
        f"{letter}{generation}": {
            size: (vcpus, vcpus * _MEMORY_PER_VCPU[letter])
            for size, vcpus in zip(_SIZES, _VCPUS, strict=True)
        }
        for letter in "mcr"
        for generation in ("5", "5a", "6i", "6a", "7i", "7a", "8i")
        if (letter, generation) != ("c", "5")
    }
    return {"t3": _BURSTABLE, "t3a": _BURSTABLE, "t2": _T2} | even | {"c5": _C5}


_C5 = {
    "large": (2, 4.0),
    "xlarge": (4, 8.0),
    "2xlarge": (8, 16.0),
    "4xlarge": (16, 32.0),
    "9xlarge": (36, 72.0),
    "12xlarge": (48, 96.0),
    "18xlarge": (72, 144.0),
    "24xlarge": (96, 192.0),
}
CAPACITY: Mapping[str, Capacity] = MappingProxyType(
    {
        f"{family}.{size}": Capacity(*figures)
        for family, sizes in _families().items()
        for size, figures in sizes.items()
    }
)
_ORDER = tuple(_families())


def known(types: Iterable[str]) -> list[str]:
    """Those of the types this model has figures for, smallest first; burstable ones before others."""
    return sorted((name for name in types if name in CAPACITY), key=_size)


def _size(name: str) -> tuple[float, int, int]:
    capacity = CAPACITY[name]
    return capacity.memory, capacity.vcpus, _ORDER.index(family(name))


def family(name: str) -> str:
    return name.partition(".")[0]


def smallest(types: Iterable[str], memory: float, vcpus: int = 0) -> str | None:
    """The smallest of these types with at least that much; T3 first, as it is the cheapest per GiB."""
    enough = [
        name
        for name in known(types)
        if CAPACITY[name].memory >= memory and CAPACITY[name].vcpus >= vcpus
    ]
    return min(enough, key=lambda name: (*_burstable_first(name), _size(name)), default=None)


def _burstable_first(name: str) -> tuple[bool]:
    return (not family(name).startswith("t"),)


def stepped(types: Iterable[str], current: str, step: int) -> str | None:
    """The next larger or smaller type, within the family if it can be."""
    if current not in CAPACITY:
        return None
    same = [name for name in known(types) if family(name) == family(current)]
    ladder = sorted({*same, current}, key=_size)
    at = ladder.index(current) + step
    return ladder[at] if 0 <= at < len(ladder) and ladder[at] in same else None


def gib(value: float) -> str:
    """`4 GiB`, `0.5 GiB`."""
    return f"{float(value):g} GiB"
