"""Templates of our own building blocks, as a model gets them: examples of what it has just read."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from bot.domain.architecture import Architecture, Component
from bot.domain.services import SERVICES
from bot.domain.stack import StackDraft

PROVEN = "From our vetted building blocks, a proven starting point:"
# Beyond this an example takes the room that the answer needs.
MOST_CHARACTERS = 40_000

Examples: TypeAlias = Callable[[Architecture], str]
"""The template that building blocks make of an architecture, and what they have nothing for; empty for nothing at all."""

_AT = re.compile(r" at Resources/(?P<name>[A-Za-z0-9]+)")


def no_examples(architecture: Architecture) -> str:
    """For whoever has no building blocks."""
    del architecture
    return ""


def example(architecture: Architecture, examples: Examples) -> str:
    """The whole, or service by service where the whole is too much; empty where there is none."""
    whole = examples(architecture)
    if len(whole) > MOST_CHARACTERS:
        whole = _one_by_one(architecture, examples)
    return _announced(whole) if whole else ""


def example_of_faults(draft: StackDraft, faults: Sequence[str], examples: Examples) -> str:
    """What the services at fault look like, with what is connected to them."""
    kinds = set(_types_at_fault(draft.template, faults))
    at_fault = {one.id for one in draft.architecture.services if _makes(one, kinds)}
    if not at_fault:
        return example(draft.architecture, examples)
    ends = ({one.source, one.target} for one in draft.architecture.connections)
    wanted = at_fault.union(*(pair for pair in ends if pair & at_fault))
    return example(_part(draft.architecture, wanted), examples)


def fenced(text: str, language: str) -> str:
    """Data in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _announced(text: str) -> str:
    return f"{PROVEN}\n{fenced(text, 'yaml')}"


def _one_by_one(architecture: Architecture, examples: Examples) -> str:
    kept: list[str] = []
    firsts = {one.service: one for one in reversed(architecture.services)}
    for component in reversed(firsts.values()):
        alone = component.model_copy(update={"inside": None, "count": 1})
        text = examples(Architecture(components=(alone,)))
        if sum(map(len, kept)) + len(text) <= MOST_CHARACTERS:
            kept.append(text)
    return "---\n".join(f"{one.rstrip()}\n" for one in kept if one)


def _types_at_fault(template: str, faults: Sequence[str]) -> Iterator[str]:
    names = {match["name"] for fault in faults if (match := _AT.search(fault))}
    for name in names:
        kind = re.search(rf'^\s*"?{name}"?\s*:.*?\bType"?\s*:\s*"?(AWS::[\w:]+)', template, _DEEP)
        if kind:
            yield kind[1]


_DEEP = re.DOTALL | re.MULTILINE


def _makes(component: Component, kinds: set[str]) -> bool:
    """Whether a resource of such a type belongs to it: a queue's policy belongs to the queue."""
    families = {_family(kind) for kind in SERVICES[component.service].types}
    return any(_family(kind) in families for kind in kinds)


def _family(kind: str) -> str:
    return kind.rsplit("::", 1)[0]


def _part(architecture: Architecture, wanted: set[str]) -> Architecture:
    """Some of the components, with the containers around them and what connects them."""
    parts = tuple(one for one in architecture.components if one.id in wanted)
    around = {box.id for one in parts for box in architecture.around(one)}
    return Architecture(
        components=parts,
        containers=tuple(one for one in architecture.containers if one.id in around),
        connections=tuple(
            one for one in architecture.connections if {one.source, one.target} <= wanted
        ),
    )
