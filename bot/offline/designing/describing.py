"""An architecture in words: what it is, what of it is uncertain, what has to be asked."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.architecture import (
    CONTAINER_TITLES,
    UNCERTAIN_BELOW,
    Architecture,
    Component,
    Connection,
    Container,
)
from bot.domain.services import UNKNOWN
from bot.offline.altering.finding import listed, told
from bot.offline.sketching.leftover import explains_itself
from bot.offline.sketching.untouched import IS_THERE

# As many doubts have names on a card; more of them are a number.
MOST_NAMED = 2
MOST_ASKED = 3
MOST_LOST = 6
MOST_LINES = 12
LONGEST_QUOTE = 60


def in_sentences(architecture: Architecture) -> Iterator[str]:
    """What stands in what, and where the arrows lead."""
    yield from _cut([_frame(architecture, box) for box in architecture.containers])
    yield from (
        _cut(list(_arrows(architecture)))
        if architecture.connections
        else ["Nothing connects them."]
    )


def parts_in_words(components: Iterable[Component]) -> str:
    more = [one for one in components if one.count > 1]
    numbers = "".join(f"; {told(one)} {one.count} times" for one in more)
    return f"Parts: {listed(components)}{numbers}."


def _cut(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], *([f"… and {more} more."] if more > 0 else [])]


def _frame(architecture: Architecture, box: Container) -> str:
    held = [told(one) for one in architecture.components if one.inside == box.id]
    held += [f"the {one.title}" for one in architecture.containers if one.inside == box.id]
    return f"{_framed(box)} holds {_joined(held)}." if held else f"{_framed(box)} is empty."


def _framed(box: Container) -> str:
    kind = CONTAINER_TITLES[box.kind]
    return f"The {kind} “{box.label}”" if box.label not in ("", kind) else f"The {kind}"


def _arrows(architecture: Architecture) -> Iterator[str]:
    """One sentence for each thing that arrows lead away from."""
    for one in architecture.components:
        ends = [
            _end(architecture, arrow)
            for arrow in architecture.connections
            if arrow.source == one.id
        ]
        if ends:
            lead = "an arrow leads" if len(ends) == 1 else "arrows lead"
            yield f"From {told(one)} {lead} to {_joined(ends)}."


def _end(architecture: Architecture, arrow: Connection) -> str:
    written = f" (“{arrow.label[:LONGEST_QUOTE]}”)" if arrow.label else ""
    return f"{told(architecture.component(arrow.target))}{written}"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def uncertain(architecture: Architecture) -> Iterator[str]:
    """What was read with little certainty, in one sentence at most."""
    parts = list(_doubtful_parts(architecture))
    arrows = list(_doubtful_arrows(architecture))
    if not parts and not arrows:
        return
    if len(parts) + len(arrows) <= MOST_NAMED:
        doubts = [*(f"the arrow {one}" for one in arrows), *parts]
    else:
        doubts = [*_counted(arrows, "arrow"), *_counted(parts, "part")]
    them = "it is" if len(parts) + len(arrows) == 1 else "they are"
    yield f"Not sure of {_joined(doubts)}; {them} marked “?”."


def _counted(doubts: Sequence[str], noun: str) -> Iterator[str]:
    if doubts:
        yield f"{len(doubts)} {noun}{'s' if len(doubts) > 1 else ''}"


def _doubtful_parts(architecture: Architecture) -> Iterator[str]:
    for one in architecture.components:
        if one.confidence < UNCERTAIN_BELOW and one.service != UNKNOWN:
            yield told(one)
    for box in architecture.containers:
        if box.confidence < UNCERTAIN_BELOW:
            yield f"the frame “{box.title}”"


def _doubtful_arrows(architecture: Architecture) -> Iterator[str]:
    for arrow in architecture.connections:
        if arrow.confidence < UNCERTAIN_BELOW:
            ends = (architecture.component(arrow.source), architecture.component(arrow.target))
            yield " → ".join(map(told, ends))


def open_questions(architecture: Architecture) -> Iterator[str]:
    """What only the person can say: a question for each thing that nobody knows."""
    strange = [one for one in architecture.components if one.service == UNKNOWN]
    names = list(dict.fromkeys(_pointed_at(architecture, one) for one in strange))
    if len(names) > MOST_ASKED:
        which = ", ".join(names)
        yield f"Which AWS services are {which}? The template has nothing for them yet."
    else:
        for name in names:
            yield f"Which AWS service is {name}? The template has nothing for it yet."
    known = {one.label for one in strange}
    lost = [
        one.text
        for one in architecture.unplaced
        if one.text.strip()
        and one.text not in known
        and one.why != IS_THERE
        and not explains_itself(one.why)
    ]
    if lost:
        quoted = ", ".join(
            f"“{text[:LONGEST_QUOTE]}”" for text in list(dict.fromkeys(lost))[:MOST_LOST]
        )
        yield f"I could not place {quoted}. Does the plan lack anything because of that?"


def _pointed_at(architecture: Architecture, strange: Component) -> str:
    """“Ledger”; what has no name is told by what it is connected with."""
    if strange.label:
        return f"“{strange.label[:LONGEST_QUOTE]}”"
    for arrow in architecture.connections:
        ends = [arrow.source, arrow.target]
        if strange.id in ends:
            ends.remove(strange.id)
            other = architecture.component(ends[0])
            return f"the box without a name beside {told(other)}"
    return "the box without a name"


def in_the_plan(architecture: Architecture) -> str:
    return f"The latest plan here has: {listed(architecture.components)}."
