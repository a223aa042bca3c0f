"""Numbers that no other reader took: given a role by the question we asked, named, or asked about."""

import re
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.offline.reading.facts import Change, Network, Part, Read, Sizes, Step
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.said import Said
from bot.offline.reading.tokens import Token

Asked: TypeAlias = Part

_QUESTIONS: tuple[tuple[str, Asked], ...] = (
    (r"how many (?:players|users|people)", "people"),
    (r"how many servers", "count"),
    (r"of memory", "memory"),
    (r"of disk|how big should the disk", "disk"),
    (r"for how long", "lease"),
)
_IDIOMS = re.compile(r"\b(?:24\s?/\s?7|1:1|50/50|365|80/20)\b")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_FOR = wordset(
    "for für about around to up approximately roughly etwa ca circa rund host supports support be are sind werden"
)
_STOP = wordset(
    "and with for on in at to per by plus but or und mit für auf bei please bitte that which who is are of only instead then now"
)
_NOT_NOUNS = wordset(
    "more extra additional mehr weitere less fewer weniger instead is are will again too also thanks "
    "draus daraus davon does suffices reicht reichen enough"
)
_NOT_COUNTED = wordset("one a an eins ein")
_MANY = re.compile(
    r"\b(?:make (?:it|that|them)|just|only|single|actually|rather|we need|i need|want|take|nur|lieber|mach|doch|bitte|do|have|go with|go for)\s*$|^\s*$"
)
_IN_ALL = re.compile(r"^\s*(?:in total|altogether|overall|in all|all in all|insgesamt)\b")
_MORE = re.compile(r"^\s*(?P<how>more|extra|additional|mehr|weitere|less|fewer|weniger)\b")
_ENOUGH = re.compile(r"^\s*(?:is|are|will|would|should|reich\w*|genüg\w*|suffice|does|enough)\w*\b")
_ONE_WILL_DO = re.compile(
    r"^\s*(?:(?:is|will|would)\s+)?(?:enough|do|suffices?|reicht|genügt|plenty)\b"
)
_BARE_PORT = re.compile(
    r"(?P<verb>add|remove|drop)\s+(?P<port>\d{2,5})(?:\s+(?:too|as well|again|please|pls))*\W*",
    re.IGNORECASE,
)
_USUALLY = re.compile(
    r"\b(?:usually|normally|mostly|typically|sometimes|often|on average|meist(?:ens)?|normalerweise|manchmal)\s*$"
)
_JUST = re.compile(r"\b(?:just|only|nur|another|noch|single)\s*$")
_ANOTHER = re.compile(r"\b(?:another|noch)\s*$")


@dataclass(frozen=True, slots=True)
class Context:
    """What a bare number may mean here."""

    asked: Asked | None = None
    crowd: bool = False
    """What runs there is sized by how many it serves, so `for 25` means people."""
    planned: bool = False
    """A plan was proposed, so `make it two` means two of it."""
    ports: bool = False
    """That plan opens ports, so `add 80` means one more."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What became of the numbers that were left over."""

    sizes: Sizes
    doubt: str | None = None
    notes: tuple[str, ...] = ()


def amended(before: str, question: str, answer: str) -> str | None:
    """The earlier message with the words we asked about replaced by the answer.

    `fivty gigs` · `I could not read the number in “fivty gigs”` · `50` → `50 gigs`.
    """
    quoted = re.search(r"“([^”]+)”", question)
    if not quoted or quoted[1] not in before or not re.match(r"\W*\w+(?:\W+\w+){0,3}\W*$", answer):
        return None
    words = answer.strip(" .!?")
    if question.startswith("What does"):
        return before.replace(quoted[1], f"{quoted[1]} {words}", 1)
    unit = quoted[1].split()[-1]
    number = (
        words
        if words.lower().endswith(unit.lower()) or len(words.split()) > 1
        else f"{words} {unit}"
    )
    return before.replace(quoted[1], number, 1)


def spelled_out(text: str) -> str:
    """`add 80 too`, where ports are open already."""
    bare = _BARE_PORT.fullmatch(text.strip())
    if not bare:
        return text
    return f"{'also open' if bare['verb'].lower() == 'add' else 'close'} port {bare['port']}"


def asked_for(question: str) -> Asked | None:
    """What our own last question asked for."""
    low = question.lower()
    return next((asked for pattern, asked in _QUESTIONS if re.search(pattern, low)), None)


def settle(said: Said, sizes: Sizes, network: Network, context: Context) -> Leftovers:
    left = Leftovers(sizes)
    taken = network.used | {
        at for match in _IDIOMS.finditer(said.low) for at in range(*match.span())
    }
    for at, token in enumerate(said.tokens):
        if _is_left(said, token, taken):
            left = _settled(said, left, at, context)
    return left


def _is_left(said: Said, token: Token, taken: frozenset[int]) -> bool:
    if token.kind != "number" or token.unit != "bare" or token.start in taken:
        return False
    year = re.fullmatch(r"\d{4}", token.low) and _FIRST_YEAR <= token.value <= _LAST_YEAR
    if token.low in _NOT_COUNTED:
        return _is_a_count(said, token)
    return not year


def _is_a_count(said: Said, token: Token) -> bool:
    """`just one`, `one more`, `one is enough`; elsewhere `one` is only a pronoun."""
    before, after = said.low[: token.start], said.low[token.end :]
    return bool(_MORE.match(after) or _ONE_WILL_DO.match(after) or _JUST.search(before))


def _settled(said: Said, left: Leftovers, at: int, context: Context) -> Leftovers:
    token = said.tokens[at]
    noun = _noun(said, at)
    if context.asked and not noun:
        return replace(left, sizes=_answered(left.sizes, context.asked, token, token.low))
    after = said.low[token.end :]
    more = _MORE.match(after)
    if (more and not context.crowd) or _ANOTHER.search(said.low[: token.start]):
        return _changed(left, token, more)
    people = _before(said, at) in _FOR or (context.planned and _ENOUGH.match(after))
    usual = _USUALLY.search(said.low[: token.start])
    if context.crowd and (usual or (people and left.sizes.people is None)):
        return _people(said, left, token, noun)
    if noun:
        words = said.words(token.start, noun.end)
        return replace(left, notes=(*left.notes, f"“{words}” did not change the plan."))
    whole = token.value.denominator == 1
    of_servers = whole and context.planned and not context.crowd
    if (whole and _IN_ALL.match(after)) or (of_servers and _MANY.search(said.low[: token.start])):
        return _count(said, left, token)
    doubt = (
        f"What does “{said.words(token.start, token.end)}” stand for? "
        "Please add the unit, for example GB, servers or players."
    )
    return replace(left, doubt=left.doubt or doubt)


def _changed(left: Leftovers, token: Token, more: re.Match[str] | None) -> Leftovers:
    how = more["how"] if more else "more"
    step: Step = "less" if how in ("less", "fewer", "weniger") else "more"
    change = Change("count", step, f"{token.low} {how}", token.value)
    return replace(left, sizes=replace(left.sizes, changes=(*left.sizes.changes, change)))


def _before(said: Said, at: int) -> str:
    return said.tokens[at - 1].low if at else ""


def _people(said: Said, left: Leftovers, token: Token, noun: Token | None) -> Leftovers:
    known = left.sizes.people
    if known and known.value >= token.value:
        return left
    words = said.words(token.start, noun.end if noun else token.end)
    read = Read(int(token.value), words)
    return replace(left, sizes=replace(left.sizes, people=read))


def _count(said: Said, left: Leftovers, token: Token) -> Leftovers:
    words = said.words(token.start, token.end)
    read = Read(int(token.value), words, "taken for the number of servers")
    return replace(left, sizes=replace(left.sizes, count=read))


def _noun(said: Said, at: int) -> Token | None:
    if at + 1 >= len(said.tokens):
        return None
    following = said.tokens[at + 1]
    if following.kind != "word" or following.low in _STOP or following.low in _NOT_NOUNS:
        return None
    return following


def _answered(sizes: Sizes, asked: Asked, token: Token, words: str) -> Sizes:
    match asked:
        case "people":
            return replace(sizes, people=Read(int(token.value), words))
        case "count":
            return replace(sizes, count=Read(int(token.value), words))
        case "memory":
            return replace(sizes, memory=Read(token.value, words))
        case "disk":
            return replace(sizes, disk=Read(token.value, words))
        case _:
            return sizes
