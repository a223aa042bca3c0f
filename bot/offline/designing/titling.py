"""The title of an architecture: its main components in their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.architecture import Architecture, Component
from bot.domain.services import UNKNOWN
from bot.offline.kinds import GUARDS, OF_A_VPC, short_title

LONGEST_TITLE = 120
LONGEST_PATH = 4
MOST_PATHS = 2


def title_of(architecture: Architecture) -> str:
    """“API Gateway → Lambda → DynamoDB”: the longest way through it, and through what is beside it."""
    main = [one for one in architecture.services if one.service != UNKNOWN]
    if {one.service for one in main} <= OF_A_VPC and architecture.containers:
        return _network_title(architecture)
    paths = _paths(architecture, main)
    if paths:
        ways = [" → ".join(short_title(one.service) for one in path) for path in paths]
        return ", and ".join(_few(list(dict.fromkeys(ways)), MOST_PATHS))[:LONGEST_TITLE]
    titles = _few(list(dict.fromkeys(short_title(one.service) for one in main)), LONGEST_PATH - 1)
    return " and ".join(part for part in (", ".join(titles[:-1]), *titles[-1:]) if part)[
        :LONGEST_TITLE
    ]


def _network_title(architecture: Architecture) -> str:
    """“VPC with 2 public and 2 private subnets”: what there is where nothing stands in it."""
    kinds = [one.kind for one in architecture.containers]
    many = [
        (kinds.count(kind), kind.removesuffix("subnet").rstrip("-"))
        for kind in ("public-subnet", "private-subnet", "subnet")
    ]
    subnets = " and ".join(f"{number} {kind}".rstrip() for number, kind in many if number)
    total = sum(number for number, _ in many)
    vpcs = "VPC" if kinds.count("vpc") <= 1 else f"{kinds.count('vpc')} VPCs"
    return f"{vpcs} with {subnets} subnet{'s' if total > 1 else ''}" if subnets else vpcs


def _few(titles: list[str], most: int) -> list[str]:
    if len(titles) <= most:
        return titles
    return [*titles[:most], f"{len(titles) - most} more"]


def _paths(architecture: Architecture, main: Sequence[Component]) -> list[list[Component]]:
    """The longest way through each part that nothing connects with the others, the longest first."""
    by_id = {one.id: one for one in main if one.service not in GUARDS}
    onward: dict[str, list[str]] = {one: [] for one in by_id}
    for arrow in architecture.connections:
        if arrow.source in by_id and arrow.target in by_id:
            onward[arrow.source].append(arrow.target)
    paths = [_longest(part, onward) for part in _parts(architecture, by_id)]
    longest_first = sorted((path for path in paths if len(path) > 1), key=len, reverse=True)
    return [[by_id[one] for one in path] for path in longest_first]


def _parts(architecture: Architecture, ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids, those together between which any arrows lead, whatever their direction."""
    beside: dict[str, set[str]] = {one.id: set() for one in architecture.components}
    for arrow in architecture.connections:
        beside[arrow.source].add(arrow.target)
        beside[arrow.target].add(arrow.source)
    wanted, seen = list(ids), set[str]()
    for start in wanted:
        if start in seen:
            continue
        reached, next_to = {start}, [start]
        while next_to:
            further = beside[next_to.pop()] - reached
            reached |= further
            next_to += further
        seen |= reached
        yield [one for one in wanted if one in reached]


def _longest(part: Sequence[str], onward: Mapping[str, list[str]]) -> tuple[str, ...]:
    reached = {target for one in part for target in onward[one]}
    starts = [one for one in part if one not in reached] or part
    return max((_walk(one, onward, ()) for one in starts), key=len, default=())


def _walk(here: str, onward: Mapping[str, list[str]], before: tuple[str, ...]) -> tuple[str, ...]:
    """The longest way on from here of at most a title's length, never in a circle."""
    path = (*before, here)
    if len(path) == LONGEST_PATH:
        return path
    further = [_walk(one, onward, path) for one in onward[here] if one not in path]
    return max(further, key=len, default=path)
