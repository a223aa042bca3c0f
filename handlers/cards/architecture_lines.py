"""The lines in which people read and write an architecture, one thing each.

component  GetCustomer (AWS Lambda) ×2 in Private subnet
container  Private subnet in VPC
arrow      GetCustomer → Customers: reads

A name that would be read as something else stands in quotes: "ready -> go".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.architecture import CONTAINER_TITLES, Architecture, Connection
from bot.domain.services import SERVICES
from handlers.cards.blocks import tidy
from handlers.cards.naming import component_names, container_names

ARROW = "→"
_ANY_ARROW = r"<[-=]*>|↔|⇔|[-=–]*>|[→⇒➜➔⟶]|<[-=]+|←|⇐"
ARROWS = re.compile(rf"\s*({_ANY_ARROW})\s*")
ARROW_WORD = re.compile(r"\s+to\s+", re.IGNORECASE)
BOTH_WAYS = re.compile(r"<[-=]*>|↔|⇔")
BACK = re.compile(r"<[-=]+|←|⇐")
_BULLET = r"(?:[•*·–-]|\d{1,3}[.)])\s"
BULLET = re.compile(rf"^\s*{_BULLET}+")
WHERE = re.compile(r"\s+(?:in|inside|within)\s+", re.IGNORECASE)
_COUNT = r"(?:\s[x*]|\s*×)\s*(\d{1,3})\s*$"
COUNT = re.compile(_COUNT, re.IGNORECASE)
COUNT_FIRST = re.compile(r"^(\d{1,3})\s*(?:×|[x*]\s)\s*", re.IGNORECASE)
WHAT = re.compile(r"\(([^()]*)\)\s*$")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# Characters that nobody types stand for quoted names while a line is taken apart.
PLACES = re.compile("[\ue000-\uf8ff]")
FIRST_PLACE = 0xE000
# What makes a bare name be read as more than a name.
STRUCTURE = re.compile(
    rf'["\\():]|{_ANY_ARROW}|\s(?:to|in|inside|within)\s|{_COUNT}|^\s*\d{{1,3}}\s*(?:×|[x*]\s)|^\s*{_BULLET}',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ThingLine:
    """A component or container as it is written: `what` is its service or kind."""

    number: int
    name: str
    what: str | None
    count: int | None
    where: str | None


@dataclass(frozen=True)
class ArrowLine:
    """One arrow between two names."""

    number: int
    source: str
    target: str
    label: str


@dataclass(frozen=True)
class NoArrow:
    """A line that should be an arrow and is none."""

    number: int


# --- writing ---------------------------------------------------------------------------------


def component_lines(architecture: Architecture) -> list[str]:
    names, boxes = (
        component_names(architecture.components),
        container_names(architecture.containers),
    )
    return [
        f"{quoted(names[one.id])} ({SERVICES[one.service].title})"
        f"{f' ×{one.count}' if one.count > 1 else ''}{_where(one.inside, boxes)}"
        for one in architecture.components
    ]


def container_lines(architecture: Architecture) -> list[str]:
    names = container_names(architecture.containers)
    return [
        f"{quoted(names[one.id])}{f' ({CONTAINER_TITLES[one.kind]})' if tidy(one.label) else ''}"
        f"{_where(one.inside, names)}"
        for one in architecture.containers
    ]


def arrow_lines(architecture: Architecture) -> list[str]:
    names = component_names(architecture.components)
    return [_arrow(one, names) for one in architecture.connections]


def _arrow(arrow: Connection, names: Mapping[str, str]) -> str:
    label = tidy(arrow.label)
    told = f": {quoted(label)}" if label else ""
    return f"{quoted(names[arrow.source])} {ARROW} {quoted(names[arrow.target])}{told}"


def _where(inside: str | None, boxes: Mapping[str, str]) -> str:
    return "" if inside is None else f" in {quoted(boxes[inside])}"


def quoted(name: str) -> str:
    """The name, in quotes if it would not be read back bare."""
    if name and not STRUCTURE.search(f" {name} "):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- reading ---------------------------------------------------------------------------------


def read_things(text: str) -> Iterator[ThingLine]:
    """Components or containers as they are written; whether they make sense is for others to say."""
    for number, line, quotes in _lines(text):
        yield _thing(number, line, quotes)


def _thing(number: int, line: str, quotes: "_Quotes") -> ThingLine:
    line, where = _cut_where(line)
    line, count = _cut_count(line)
    what = WHAT.search(line)
    if what:
        line, count_before = _cut_count(line[: what.start()])
        count = count or count_before
    return ThingLine(
        number=number,
        name=quotes.restored(line),
        what=quotes.restored(what[1]) if what else None,
        count=count,
        where=None if where is None else quotes.restored(where),
    )


def _cut_where(line: str) -> tuple[str, str | None]:
    places = [*WHERE.finditer(line)]
    return (line[: places[-1].start()], line[places[-1].end() :]) if places else (line, None)


def _cut_count(line: str) -> tuple[str, int | None]:
    for pattern in (COUNT, COUNT_FIRST):
        if (found := pattern.search(line)) and (rest := pattern.sub("", line).strip()):
            return rest, int(found[1])
    return line, None


def read_arrows(text: str) -> Iterator[ArrowLine | NoArrow]:
    for number, line, quotes in _lines(text):
        found = [*_arrows(number, line, quotes)]
        yield from found or (NoArrow(number),)


def _arrows(number: int, line: str, quotes: "_Quotes") -> Iterator[ArrowLine]:
    """The arrows of one line; “A → B → C” are two."""
    chain, _, label = line.partition(":")
    pieces = [quotes.restored(one) for one in _taken_apart(chain)]
    told = quotes.restored(label)
    for at in range(1, len(pieces), 2):
        before, arrow, after = pieces[at - 1 : at + 2]
        if not BACK.fullmatch(arrow):
            yield ArrowLine(number, before, after, told)
        if BACK.fullmatch(arrow) or BOTH_WAYS.fullmatch(arrow):
            yield ArrowLine(number, after, before, told)


def _taken_apart(chain: str) -> list[str]:
    """Names, with an arrow between any two."""
    pieces = ARROWS.split(chain)
    if len(pieces) > 1:
        return pieces
    return [one for name in ARROW_WORD.split(chain) for one in (ARROW, name)][1:]


def _lines(text: str) -> Iterator[tuple[int, str, "_Quotes"]]:
    """Each line with something on it: its number, and its text with the quoted names set aside."""
    for number, line in enumerate(text.split("\n"), start=1):
        quotes = _Quotes()
        bare = BULLET.sub("", quotes.set_aside(line)).strip()
        if bare:
            yield number, bare, quotes


@dataclass
class _Quotes:
    """The quoted names of one line, each in the place of one character while the line is taken apart."""

    held: list[str] = field(default_factory=list)

    def set_aside(self, line: str) -> str:
        return QUOTED.sub(self._hold, PLACES.sub(" ", line))

    def _hold(self, quote: re.Match[str]) -> str:
        self.held.append(re.sub(r"\\(.)", r"\1", quote[1]))
        return chr(FIRST_PLACE + len(self.held) - 1)

    def restored(self, text: str) -> str:
        return tidy(PLACES.sub(lambda place: self.held[ord(place[0]) - FIRST_PLACE], text))
