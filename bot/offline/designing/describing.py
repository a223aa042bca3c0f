"""An architecture in words: its title, what of it is uncertain, what has to be asked."""

from collections.abc import Iterator

from bot.domain.architecture import UNCERTAIN_BELOW, Architecture, Component
from bot.domain.services import UNKNOWN
from bot.offline.altering.finding import listed, told
from bot.offline.altering.kinds import GUARDS, short_title

LONGEST_TITLE = 120
LONGEST_PATH = 4
MOST_UNCERTAIN = 6


def title_of(architecture: Architecture) -> str:
    """“API Gateway → Lambda → DynamoDB”: the longest way through it."""
    main = [one for one in architecture.services if one.service != UNKNOWN]
    path = _longest_path(architecture, main)
    if len(path) > 1:
        return " → ".join(short_title(one.service) for one in path)[:LONGEST_TITLE]
    titles = list(dict.fromkeys(short_title(one.service) for one in main))
    if len(titles) > LONGEST_PATH - 1:
        titles = [*titles[: LONGEST_PATH - 1], f"{len(titles) - LONGEST_PATH + 1} more"]
    return " and ".join(part for part in (", ".join(titles[:-1]), *titles[-1:]) if part)[
        :LONGEST_TITLE
    ]


def _longest_path(architecture: Architecture, main: list[Component]) -> list[Component]:
    by_id = {one.id: one for one in main if one.service not in GUARDS}
    onward: dict[str, list[str]] = {one: [] for one in by_id}
    reached: set[str] = set()
    for arrow in architecture.connections:
        if arrow.source in by_id and arrow.target in by_id:
            onward[arrow.source].append(arrow.target)
            reached.add(arrow.target)
    starts = [one for one in by_id if one not in reached] or list(by_id)
    paths = [_walk(one, onward, ()) for one in starts]
    longest = max(paths, key=len, default=())
    return [by_id[one] for one in longest]


def _walk(here: str, onward: dict[str, list[str]], before: tuple[str, ...]) -> tuple[str, ...]:
    """The longest way on from here of at most a title's length, never in a circle."""
    path = (*before, here)
    if len(path) == LONGEST_PATH:
        return path
    further = [_walk(one, onward, path) for one in onward[here] if one not in path]
    return max(further, key=len, default=path)


def uncertain(architecture: Architecture) -> Iterator[str]:
    """What was read with little certainty, one sentence each."""
    doubts = [*_doubtful_parts(architecture), *_doubtful_arrows(architecture)]
    yield from doubts[:MOST_UNCERTAIN]
    if len(doubts) > MOST_UNCERTAIN:
        yield f"I am not sure of {len(doubts) - MOST_UNCERTAIN} more parts of the picture."


def _doubtful_parts(architecture: Architecture) -> Iterator[str]:
    for one in architecture.components:
        if one.confidence < UNCERTAIN_BELOW and one.service != UNKNOWN:
            yield f"I read {told(one)} there, but am not sure of it."
    for box in architecture.containers:
        if box.confidence < UNCERTAIN_BELOW:
            yield f"I read a frame “{box.title}” there, but am not sure of it."


def _doubtful_arrows(architecture: Architecture) -> Iterator[str]:
    for arrow in architecture.connections:
        if arrow.confidence < UNCERTAIN_BELOW:
            source, target = (
                architecture.component(arrow.source),
                architecture.component(arrow.target),
            )
            yield f"I read an arrow {told(source)} → {told(target)}, but am not sure of it."


def open_questions(architecture: Architecture) -> Iterator[str]:
    """What only the person can say."""
    strange = [one.label for one in architecture.components if one.service == UNKNOWN and one.label]
    if strange:
        names = ", ".join(f"“{label[:60]}”" for label in dict.fromkeys(strange))
        many = len(set(strange)) > 1
        which, them = ("services are", "them") if many else ("service is", "it")
        yield f"Which AWS {which} {names}? The template has nothing for {them} yet."
    lost = [one.text for one in architecture.unplaced if one.text.strip()]
    if lost:
        names = ", ".join(f"“{text[:60]}”" for text in list(dict.fromkeys(lost))[:MOST_UNCERTAIN])
        yield f"I could not place {names}. Does the plan lack anything because of that?"


def in_the_plan(architecture: Architecture) -> str:
    return f"In the plan are: {listed(architecture.components)}."
