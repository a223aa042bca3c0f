"""Which components of an architecture a phrase means."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence

from bot.domain.architecture import (
    CONTAINER_TITLES,
    Architecture,
    Component,
    Container,
    ContainerKind,
)
from bot.domain.services import named
from bot.offline.altering.sheet import Sheet, Unclear
from bot.offline.altering.words import bare, number, ordinal, parts_of, plain, unquoted
from bot.offline.kinds import LOOSE_WORDS, every_alias, outside

MOST_LISTED = 12
LONGEST_SHOWN = 60
# Shorter words resemble everything.
SHORTEST_MISSPELT = 4
_AND = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|nor|plus|&)\s+", re.IGNORECASE)
_IT = re.compile(r"^(?:it|that|this|them|that one|this one|the new one|the one)$", re.IGNORECASE)
_MANY = re.compile(r"^(?:all|every|each|both|any|either)(?:\s+(?:of|the|one))*\s+", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"^(?:everything|all|all of (?:it|them)|the whole thing|both)$", re.IGNORECASE
)
# What people add to a name to say what kind of thing it is.
_KIND_WORDS = re.compile(
    r"\s+(?:service|component|function|table|bucket|queue|topic|instances?|servers?|cluster|icon|box|node|"
    r"thing|one|database|db|api|stream|cache|gateway|part|symbol|tables|buckets|queues|topics|functions)$",
    re.IGNORECASE,
)
_FRAME_WORD = re.compile(r"\s+(?:subnet|vpc|group|network|zone|frame|box)$", re.IGNORECASE)
_FRAMES: tuple[tuple[re.Pattern[str], tuple[ContainerKind, ...]], ...] = (
    (re.compile(r"^(?:vpcs?|virtual private clouds?|(?:private )?networks?)$"), ("vpc",)),
    (re.compile(r"^public (?:subnets?|subnetworks?|nets?|part|zone)$"), ("public-subnet",)),
    (re.compile(r"^private (?:subnets?|subnetworks?|nets?|part|zone)$"), ("private-subnet",)),
    (re.compile(r"^subnets?$"), ("private-subnet", "public-subnet", "subnet")),
    (re.compile(r"^(?:azs?|availability[- ]zones?|zones?)$"), ("availability-zone",)),
    (re.compile(r"^regions?$"), ("region",)),
    (re.compile(r"^(?:aws )?accounts?$"), ("account",)),
    (re.compile(r"^(?:aws )?cloud$"), ("cloud",)),
    (re.compile(r"^(?:security[- ]groups?|sgs?)$"), ("security-group",)),
    (re.compile(r"^(?:auto[- ]?scaling[- ]groups?|asgs?)$"), ("auto-scaling-group",)),
    (re.compile(r"^(?:groups?|frames?|boxes)$"), ("group",)),
)  # fmt: skip


def one(sheet: Sheet, phrase: str) -> Component:
    """The component that is meant. Raises Unclear when there is none or more than one."""
    found = some(sheet, phrase)
    if len(found) > 1:
        found = [each for each in found if each.id == sheet.meant] or found
    if len(found) > 1:
        choices = " or ".join(told(each) for each in found[:MOST_LISTED])
        raise Unclear(f"Which one is “{_shown(phrase, sheet)}”: {choices}?")
    return found[0]


def some(sheet: Sheet, phrase: str) -> list[Component]:
    """All components that a phrase means, at least one. Raises Unclear."""
    found = candidates(sheet, phrase)
    if not found:
        raise Unclear(f"I find no “{_shown(phrase, sheet)}” in the plan.")
    return found


def each_of(sheet: Sheet, phrase: str) -> list[Component]:
    """The components of an enumeration: “the cache and the queue”. Raises Unclear."""
    if candidates(sheet, phrase):
        return candidates(sheet, phrase) if is_many(phrase) else [one(sheet, phrase)]
    names = enumerated(phrase)
    if len(names) == 1:
        return [one(sheet, phrase)]
    found = [each for name in names for each in each_of(sheet, name)]
    return list({each.id: each for each in found}.values())


def known(sheet: Sheet, phrase: str) -> bool:
    """Whether a phrase, or all of an enumeration, means something that is there."""
    if candidates(sheet, phrase):
        return True
    names = enumerated(phrase)
    return len(names) > 1 and all(candidates(sheet, name) for name in names)


def enumerated(phrase: str) -> list[str]:
    """`a, b and c` apart."""
    return [each for each in _AND.split(phrase) if each.strip()] or [phrase]


def candidates(sheet: Sheet, phrase: str) -> list[Component]:
    """What a phrase may mean, the surest way of reading it first; nothing if it means nothing here."""
    architecture = sheet.architecture
    said = bare(unquoted(phrase, sheet.quotes))
    if not said:
        return []
    if _IT.match(said):
        return [each for each in architecture.components if each.id == sheet.it]
    if _EVERYTHING.match(said):
        return list(architecture.services)
    ways: tuple[Callable[[Architecture, str], list[Component]], ...] = (
        _by_label,
        _by_id,
        _by_rank,
        _by_service,
        _by_part_of_label,
        _by_likeness,
    )
    for said_so in (said, bare(_MANY.sub("", said))):
        for way in ways:
            if found := way(architecture, said_so):
                return found
    return []


def is_many(phrase: str) -> bool:
    """`the Lambdas`, `all queues`: said of several."""
    said = bare(phrase)
    return bool(
        _MANY.match(said)
        or _EVERYTHING.match(said)
        or (
            re.search(r"[a-z]{2,}s$", said, re.IGNORECASE)
            and named(said[:-1]) == named(said) is not None
        )
        or said.lower()
        in ("lambdas", "functions", "instances", "servers", "databases", "queues", "caches")
    )


def _by_label(architecture: Architecture, said: str) -> list[Component]:
    """By what is written at it, also with a word for its kind: `the Customers table`."""
    if found := _labelled(architecture, said):
        return found
    name = _KIND_WORDS.sub("", said)
    kinds = services_named(said[len(name) :].strip())
    found = _labelled(architecture, name)
    fitting = [each for each in found if each.service in kinds]
    return fitting or [each for each in found if not kinds or not outside(each.service)]


def _labelled(architecture: Architecture, name: str) -> list[Component]:
    wanted = plain(name)
    return [each for each in architecture.components if wanted and plain(each.label) == wanted]


def _by_id(architecture: Architecture, said: str) -> list[Component]:
    return [each for each in architecture.components if plain(each.id) == plain(said)]


def _by_rank(architecture: Architecture, said: str) -> list[Component]:
    """`second Lambda`, `Lambda 2`."""
    first, _, rest = said.partition(" ")
    at = ordinal(first)
    if at is None:
        rest, _, last = said.rpartition(" ")
        rank = number(last)
        at = rank - 1 if rank is not None and rank > 0 else None
    found = _by_service(architecture, rest) if at is not None and rest else []
    return [found[at]] if found and at is not None and -len(found) <= at < len(found) else []


def _by_service(architecture: Architecture, said: str) -> list[Component]:
    """By the name of its service, with or without words of its label: `the orders table`."""
    words = said.split()
    for length in range(len(words), 0, -1):
        for at in range(len(words) - length + 1):
            services = services_named(" ".join(words[at : at + length]))
            rest = {word.casefold() for word in (*words[:at], *words[at + length :])}
            rest -= {"aws", "amazon", "of", "the", "for", "in", "on"}
            found = [each for each in architecture.components if each.service in services]
            if rest:
                found = [each for each in found if rest <= _known_words(each)]
            if found:
                return found
    return []


def _known_words(each: Component) -> set[str]:
    words = parts_of(each.label) | {plain(each.label)}
    words |= {f"{word}s" for word in words} | {word.removesuffix("s") for word in words}
    aliases = {
        word for alias, name in every_alias() if name == each.service for word in alias.split()
    }
    return words | aliases | {f"{word}s" for word in aliases}


def _by_part_of_label(architecture: Architecture, said: str) -> list[Component]:
    wanted = parts_of(said)
    wanted |= {word.removesuffix("s") for word in wanted}
    found = [each for each in architecture.components if wanted & parts_of(each.label)]
    return [each for each in found if parts_of(said) <= _known_words(each)]


def _by_likeness(architecture: Architecture, said: str) -> list[Component]:
    """Past a slip of the keyboard, in a label or in the name of a service."""
    labels = {plain(each.label) for each in architecture.components}
    labels = {label for label in labels if len(label) >= SHORTEST_MISSPELT}
    near = difflib.get_close_matches(plain(said), labels, n=1, cutoff=0.84)
    if near:
        return [each for each in architecture.components if plain(each.label) == near[0]]
    right = spelt(said)
    return _by_service(architecture, right) if right and right != said.lower() else []


def spelt(said: str) -> str | None:
    """The alias that a misspelt name of a service stands for: `lamda`, `dynmodb`."""
    low = said.lower()
    if len(low) < SHORTEST_MISSPELT:
        return None
    aliases = [alias for alias, _ in every_alias()]
    return next(iter(difflib.get_close_matches(low, aliases, n=1, cutoff=0.84)), None)


def services_named(said: str) -> tuple[str, ...]:
    """The services that a name can stand for."""
    low = " ".join(said.lower().split())
    service = named(low)
    loose = LOOSE_WORDS.get(low) or LOOSE_WORDS.get(low.removesuffix("s")) or ()
    if service is None:
        return loose
    return (service, *(each for each in loose if each != service))


def frame_kinds(phrase: str) -> tuple[ContainerKind, ...]:
    """The kinds of frame that a phrase names; none if it names no frame."""
    said = bare(_MANY.sub("", bare(phrase))).lower()
    return next((kinds for pattern, kinds in _FRAMES if pattern.match(said)), ())


def frames(sheet: Sheet, phrase: str) -> list[Container]:
    """The frames that a phrase means, by kind or by what is written at them."""
    kinds = frame_kinds(phrase)
    said = bare(unquoted(phrase, sheet.quotes))
    names = {plain(said), plain(_FRAME_WORD.sub("", said))} - {""}
    by_label = [each for each in sheet.architecture.containers if plain(each.label) in names]
    return by_label or [each for each in sheet.architecture.containers if each.kind in kinds]


def frame_title(kinds: Sequence[ContainerKind]) -> str:
    return CONTAINER_TITLES[kinds[0]]


def told(each: Component) -> str:
    return each.title if len(each.title) <= LONGEST_SHOWN else f"{each.title[: LONGEST_SHOWN - 1]}…"


def listed(components: Iterable[Component]) -> str:
    """The components by name, as many as anybody reads."""
    names = list(dict.fromkeys(told(each) for each in components))
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return ", ".join(names[:MOST_LISTED]) + more


def _shown(phrase: str, sheet: Sheet) -> str:
    said = bare(unquoted(phrase, sheet.quotes)) or phrase.strip()
    return said if len(said) <= LONGEST_SHOWN else f"{said[: LONGEST_SHOWN - 1]}…"
