"""Chooses the instance type: a type in the words wins, then memory and vCPUs, then what the workload wants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.offline import capacity
from bot.offline.capacity import CAPACITY, gib
from bot.offline.offer import Offer
from bot.offline.outcome import Worded
from bot.offline.reading import describing
from bot.offline.reading.facts import Read, Wish
from bot.offline.workloads import WORKLOADS, Workload

_USUAL_MEMORY = 2.0
_WINDOWS_MEMORY = 4.0


@dataclass(frozen=True, slots=True)
class Sized:
    """A type, why it is that one, and what was taken for granted."""

    instance_type: str
    reason: str
    assumptions: tuple[str, ...] = ()


def sized(wish: Wish, offer: Offer) -> Sized | Worded:
    if wish.instance_type:
        return _named(wish, wish.instance_type, offer)
    types = offer.instance_types
    if wish.family:
        types = tuple(name for name in types if capacity.family(name) == wish.family.value)
        if not types:
            return not_allowed(f"{wish.family.value} instances", offer)
    if wish.sizes.memory or wish.sizes.vcpus:
        return _exact(wish, types, offer)
    return _by_workload(wish, types, offer)


def not_allowed(asked: str, offer: Offer) -> Worded:
    return Worded(
        "refusal",
        f"{asked[0].upper() + asked[1:] if asked.islower() and '.' not in asked else asked} "
        f"cannot be launched here: it is not among the instance types that are allowed. "
        f"Allowed are {listed(offer.instance_types)}.",
    )


def listed(types: Sequence[str]) -> str:
    """`t3.micro (2 vCPU, 1 GiB), …`; only names where there are many."""
    if not types:
        return "none"
    if len(types) > 10:  # noqa: PLR2004 - a line in a chat
        return ", ".join(types)
    return ", ".join(_described(name) for name in types)


def _described(name: str) -> str:
    figures = CAPACITY.get(name)
    return f"{name} ({figures.vcpus} vCPU, {gib(figures.memory)})" if figures else name


def _named(wish: Wish, named: Read[str], offer: Offer) -> Sized | Worded:
    name, words = named.value, named.words
    if named.note:
        beside = capacity.stepped(offer.instance_types, name, 1 if named.note == "bigger" else -1)
        reason = f"Read “{named.note} than {words}”: {_described(beside or name)} is the next."
        return (
            Sized(beside, reason)
            if beside
            else not_allowed(f"anything {named.note} than {name}", offer)
        )
    if offer.instance_types and name not in offer.instance_types:
        return not_allowed(name, offer)
    figures = CAPACITY.get(name)
    offers = f": {figures.vcpus} vCPU, {gib(figures.memory)} of memory" if figures else ""
    return Sized(name, f"You named “{words}”{offers}.", tuple(_shortfalls(wish, name)))


def _shortfalls(wish: Wish, name: str) -> Iterator[str]:
    """A named type is taken as it is; where it falls short of what else was said, that is told."""
    figures = CAPACITY.get(name)
    if not figures:
        return
    memory, vcpus = wish.sizes.memory, wish.sizes.vcpus
    if memory and figures.memory != memory.value:
        yield f"{name} was named, so “{memory.words}” of memory did not count."
    if vcpus and figures.vcpus != vcpus.value:
        yield f"{name} was named, so “{vcpus.words}” did not count."
    workload = WORKLOADS[wish.workload.value] if wish.workload else None
    served = _served(wish, workload)
    if workload and served and workload.memory(served) > figures.memory:
        yield (
            f"{workload.title} for {served:,} {workload.served} wants about "
            f"{gib(round(workload.memory(served), 1))} of memory; {name} has {gib(figures.memory)}."
        )


def _exact(wish: Wish, types: Sequence[str], offer: Offer) -> Sized | Worded:
    memory, vcpus = wish.sizes.memory, wish.sizes.vcpus
    gib_wanted = float(memory.value) if memory else 0.0
    cpus_wanted = vcpus.value if vcpus else 0
    chosen = capacity.smallest(types, gib_wanted, cpus_wanted)
    asked = " and ".join(
        [f"{gib(gib_wanted)} of memory"] * bool(memory) + [f"{cpus_wanted} vCPUs"] * bool(vcpus)
    )
    if not chosen:
        return _too_large(asked, offer)
    words = ", ".join(f"“{read.words}”" for read in (memory, vcpus) if read)
    notes = (memory.note,) if memory and memory.note else ()
    return Sized(
        chosen,
        f"Read {words} as {asked}: {_described(chosen)} is the smallest allowed type with that.",
        notes,
    )


def _too_large(asked: str, offer: Offer) -> Worded:
    known = capacity.known(offer.instance_types)
    if not known:
        return Worded("refusal", f"None of the allowed instance types is known to have {asked}.")
    largest = max(known, key=lambda name: (CAPACITY[name].memory, CAPACITY[name].vcpus))
    return Worded(
        "refusal",
        f"No allowed instance type has {asked}. The largest is {_described(largest)}; "
        "say what would fit in that, or ask for the policy to be widened.",
    )


def _by_workload(wish: Wish, types: Sequence[str], offer: Offer) -> Sized | Worded:
    workload = WORKLOADS[wish.workload.value] if wish.workload else None
    served = _served(wish, workload)
    if wish.size_word and not (workload and served):
        return _by_word(wish, wish.size_word, types)
    if workload is None:
        return _by_default(wish, types)
    memory = workload.memory(served or workload.usual)
    chosen = capacity.smallest(types, memory)
    if not chosen:
        return _too_large(f"the {gib(round(memory, 1))} that {workload.title} wants", offer)
    granted = _taken_for_granted(wish, workload, served, chosen)
    return Sized(chosen, _why(wish, workload, served, memory, chosen), tuple(granted))


def _taken_for_granted(wish: Wish, workload: Workload, served: int, chosen: str) -> Iterator[str]:
    if wish.workload and wish.workload.note:
        yield wish.workload.note
    if workload.served and not served:
        yield f"Sized for {workload.usual:,} {workload.served}, as no number was said."
    if workload.bursts and chosen.startswith("t"):
        yield f"{chosen} is burstable: CPU above its baseline for long is billed extra."


def _served(wish: Wish, workload: Workload | None) -> int:
    if workload is None or not workload.served:
        return 0
    read = wish.sizes.visits if workload.served == "visits a day" else wish.sizes.people
    if not read and workload.served == "visits a day" and wish.sizes.people:
        return wish.sizes.people.value * 20
    return read.value if read else 0


def _why(wish: Wish, workload: Workload, served: int, memory: float, chosen: str) -> str:
    crowd = f" for {served:,} {workload.served}" if served else ""
    read = wish.sizes.visits if workload.served == "visits a day" else wish.sizes.people
    crowd += f" ({read.note})" if crowd and read and read.note else ""
    title = workload.title[0].upper() + workload.title[1:]
    return (
        f"{title}{crowd} wants about {gib(round(memory, 1))} of memory ({workload.source}): "
        f"{chosen} is the smallest allowed type with that."
    )


def _by_word(wish: Wish, word: Read[str], types: Sequence[str]) -> Sized:
    known = capacity.known(types)
    memory = float(describing.memory_of(word.value))
    chosen = capacity.smallest(types, memory) or (known[-1] if known else None)
    if not chosen:
        return _by_default(wish, types)
    return Sized(
        chosen,
        f"Read “{word.words}” as {gib(memory)} of memory: {_described(chosen)}. Name an amount to change it.",
    )


def _by_default(wish: Wish, types: Sequence[str]) -> Sized:
    windows = bool(wish.operating_system and wish.operating_system.value.startswith("windows"))
    memory = _WINDOWS_MEMORY if windows else _USUAL_MEMORY
    known = capacity.known(types)
    chosen = capacity.smallest(types, memory) or (known[-1] if known else None)
    chosen = chosen or (types[0] if types else "t3.small")
    return Sized(
        chosen,
        f"No size was said: {_described(chosen)} is a modest start. Name an amount of memory to change it.",
    )
