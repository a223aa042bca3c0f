"""What new thing a phrase asks for: its service, its label, how many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.architecture import LONGEST_LABEL
from bot.domain.services import named
from bot.offline.altering.finding import services_named, spelt
from bot.offline.altering.sheet import Sheet, Unclear
from bot.offline.altering.words import bare, number, ordinal, plain, unquoted
from bot.offline.kinds import DATABASES, ENGINES, outside, short_title

MOST_AT_ONCE = 20
LONGEST_NAME = 6
# More words than these beside a service are a sentence, and not a name.
MOST_WORDS_BESIDE = 4
_CALLED = re.compile(
    r"^(?P<what>.+?)\s*,?\s+(?:(?:which is |that is |should be )?(?:called|named|labell?ed)|with the (?:name|label))\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:another|one more|an? (?:additional|further|extra|second|third)|additional|further|extra|second|third|fourth|yet another)\b\s*",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"^(?:the|an?|our|my|some|any|one|new)\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"\s+(?:to|of|with|on|at|in|into|by|between|before|after|behind|around|inside|which|that|because|so|since|where|"
    r"using|from|through|via|if)\b.*$",
    re.IGNORECASE,
)
# They say what kind of thing it is, and nothing about this one.
_NOISE = frozenset(
    [
        "aws",
        "amazon",
        "service",
        "services",
        "instance",
        "instances",
        "cluster",
        "function",
        "functions",
        "table",
        "tables",
        "bucket",
        "buckets",
        "queue",
        "queues",
        "topic",
        "topics",
        "database",
        "databases",
        "db",
        "server",
        "servers",
        "stream",
        "streams",
        "cache",
        "caching",
        "api",
        "gateway",
        "layer",
        "thing",
        "component",
        "more",
        "small",
        "large",
        "big",
        "simple",
        "managed",
        "standard",
        "new",
        "own",
        "real",
        "additional",
        "extra",
        "serverless",
        "the",
        "a",
        "an",
        "of",
        "single",
        "regional",
        "multi-az",
        "encrypted",
        "distribution",
        "cdn",
        "node",
        "nodes",
        "machine",
        "machines",
        "container",
        "containers",
        "task",
        "tasks",
        "q",
        "please",
        "too",
        "in",
        "front",
    ]
)


@dataclass(frozen=True, slots=True)
class New:
    """Something to add. `again` is one more of what is there."""

    service: str
    label: str = ""
    count: int = 1
    again: bool = False
    engine: str = ""

    @property
    def title(self) -> str:
        return (
            f"“{self.label}” ({short_title(self.service)})"
            if self.label
            else short_title(self.service)
        )


def new(sheet: Sheet, phrase: str) -> New:
    """Read what is asked for. Raises Unclear when no service is named."""
    made = maybe_new(sheet, phrase)
    if made is None:
        said = bare(unquoted(phrase, sheet.quotes)) or phrase.strip()
        raise Unclear(f"I know no AWS service called “{said[:60]}”.")
    return made


def maybe_new(sheet: Sheet, phrase: str) -> New | None:
    phrase = phrase.strip()
    name = ""
    if called := _CALLED.match(phrase):
        phrase, name = called["what"], bare(unquoted(called["name"], sheet.quotes))
    again = bool(_MORE.match(_DETERMINED.sub("", phrase)) or _MORE.match(phrase))
    said = bare(_MORE.sub("", phrase))
    count, said = _counted(said)
    again = again or bool(re.match(r"more\b", said, re.IGNORECASE))
    said = re.sub(r"^(?:more|further|additional)\s+(?:of\s+)?", "", said, flags=re.IGNORECASE)
    said, purpose = _purpose(said)
    read = _service_in(sheet, said)
    if read is None:
        return None
    service, rest, engine = read
    if len(rest.split()) > MOST_WORDS_BESIDE:
        return None
    label = name or _label(unquoted(rest, sheet.quotes)) or _label(unquoted(purpose, sheet.quotes))
    return New(service, label[:LONGEST_LABEL], count, again, engine)


def _purpose(said: str) -> tuple[str, str]:
    """`bucket for uploads`: what it is, and what for where that is short enough for a label."""
    what, _, rest = said.partition(" for ")
    words = bare(_TAIL.sub("", rest)).split()
    short = len(words) <= 2 and not any(services_named(word) for word in words)  # noqa: PLR2004 - a label
    return _TAIL.sub("", what), " ".join(words) if short else ""


def _counted(said: str) -> tuple[int, str]:
    first, _, rest = said.partition(" ")
    if ordinal(first) is not None and rest:
        return 1, rest
    many = number(first)
    if many is None or not rest or first.lower() in ("double", "twice", "once", "triple"):
        return 1, said
    if not 0 < many <= MOST_AT_ONCE:
        raise Unclear(
            f"{many} at once is too much; at most {MOST_AT_ONCE} can be added in one message."
        )
    return many, bare(rest)


def _service_in(sheet: Sheet, said: str) -> tuple[str, str, str] | None:
    """The service that the longest run of words names, the other words, and the engine if one is named."""
    words = said.split()
    runs = list(_runs(words))
    for run, rest in (*((run, rest) for run, rest in runs if named(run)), *runs):
        services = services_named(run)
        if services and (len(words) == 1 or not outside(services[0])):
            service = _likeliest(sheet, run, services)
            kept = " ".join(word for word in rest if service not in services_named(word))
            return service, kept, _engine(said)
    name = spelt(said) or (said if services_named(said) else None)
    return (_likeliest(sheet, name, services_named(name)), "", _engine(name)) if name else None


def _runs(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Every run of words and the words beside it: the longest first, then the later, which is the noun."""
    for length in range(min(len(words), LONGEST_NAME), 0, -1):
        for at in range(len(words) - length, -1, -1):
            run = " ".join(words[at : at + length]).strip(",.")
            yield run, [*words[:at], *words[at + length :]]


def _likeliest(sheet: Sheet, run: str, services: tuple[str, ...]) -> str:
    """A database beside functions is DynamoDB, beside servers a relational one."""
    if plain(run).removesuffix("s") in ("database", "db") and set(services) <= DATABASES:
        there = {each.service for each in sheet.architecture.components}
        return "dynamodb" if "lambda" in there else "rds"
    return services[0]


def _engine(said: str) -> str:
    low = said.lower()
    return next((name for word, name in ENGINES.items() if re.search(rf"\b{word}\b", low)), "")


def _label(rest: str) -> str:
    """The words that name this one thing, as they were written."""
    words = [word for word in bare(rest).split() if word.lower().strip(",.") not in _NOISE]
    label = " ".join(words).strip(" ,.")
    if not label or not any(char.isalpha() for char in label):
        return ""
    return label[0].upper() + label[1:]


def labelled(made: New) -> str:
    """What to write at it: its name, or the engine where that says more than the service."""
    return made.label or made.engine
