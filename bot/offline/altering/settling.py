"""Orders about how a part is set up: “turn on versioning”, “make the database MySQL”, “open port 443”."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.architecture import Component, Container, Setting
from bot.offline.altering.drawing import changed, drawn
from bot.offline.altering.finding import listed, some, told
from bot.offline.altering.rule import Rule, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear
from bot.offline.altering.words import unquoted
from bot.offline.kinds import ENGINES
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.said import said
from bot.offline.sketching.networks import network_settings
from bot.offline.sketching.qualities import OF_WHAT_IS_THERE
from bot.offline.sketching.qualities.quality import OFF, ON, Quality
from bot.offline.sketching.wording import wording

# Words that carry out an order and say nothing of what.
_FILLING = frozenset(
    {
        *("turn", "on", "off", "enable", "disable", "activate", "deactivate", "switch", "add", "use", "make", "set", "give", "let", "put", "change", "have", "need", "want"),
        *("it", "its", "the", "a", "an", "to", "with", "for", "of", "in", "at", "by", "should", "must", "shall", "be", "has", "is", "are", "and", "please", "instead", "we", "i"),
        *("now", "run", "runs", "running", "them", "all", "every", "each", "both", "also", "too", "only", "into", "as", "from", "that", "this", "keep", "without", "objects", "messages", "files", "items", "data", "old", "no", "not", "don't"),
        *("require", "requires", "support", "increase", "decrease", "raise", "lower", "reduce", "up", "down", "setting", "value", "mode", "needs", "can", "using", "uses", "than", "rather", "memory", "ram", "disk", "storage", "cpu"),
    }
)  # fmt: skip
# Said of how a thing is called or reached elsewhere; other rules know them.
_NOT_BY_ORDER = frozenset({"domain", "name", "lake", "website"})
_ADDED_TO = re.compile(
    r"^(?:please\s+)?(?:add|give)\s+(?P<what>.+?)\s+(?:to|for|on)\s+(?:the|our|my|its|all|every|each)\b",
    re.IGNORECASE,
)
# Something new with a name of its own is another part, not a setting of one that is there.
_MORE = re.compile(
    r"^(?:please\s+)?(?:add|put|insert|place|include|introduce|create|append|attach|we need|i need|we want|i want|there should be|another|replace|swap|remove|delete|drop|connect|rename|call|move|no)\b|\binstead of\b|\b(?:in|into|inside)\b.*\b(?:subnets?|vpc)\b",
    re.IGNORECASE,
)
_UNITS = re.compile(r"^(?:\d[\d.,]*|gb|gib|mb|days?|hours?|minutes?|seconds?|percent|%|type|types|size|class|instance|engine|version)$")  # fmt: skip
# A size is read with what it is of behind it.
_MEMORY_FIRST = re.compile(
    r"\b(?:memory|ram)(?:\s+(?:of|to|is))?\s*:?\s+(?P<much>\d+\s*[gm]i?b)\b", re.IGNORECASE
)
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class _Wanted:
    quality: Quality
    value: str
    start: int
    end: int


def _settle(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    clause = _MEMORY_FIRST.sub(r"\g<much> memory", unquoted(match[0], sheet.quotes))
    there = {one.service for one in sheet.architecture.components}
    wanted = list(_wanted(clause, there))
    if not wanted:
        return _settle_network(sheet, clause)
    rest = _rest(clause, wanted)
    if rest and _MORE.match(clause) and not _to_a_part(clause, wanted):
        return None
    chosen = _chosen(sheet, rest, wanted)
    if chosen is None:
        return None
    return _with(sheet, chosen, wanted)


def _to_a_part(clause: str, wanted: Sequence[_Wanted]) -> bool:
    """`add CORS to the API`: what is added is no more than the setting."""
    match = _ADDED_TO.match(clause)
    return match is not None and not _rest(
        match["what"],
        [
            replace(one, start=one.start - match.start("what"), end=one.end - match.start("what"))
            for one in wanted
            if one.end <= match.end("what")
        ],
    )


def _wanted(clause: str, there: set[str]) -> Iterator[_Wanted]:
    heard = said(clause)
    taken: set[tuple[str, str]] = set()
    for one in OF_WHAT_IS_THERE:
        services = set(one.services) & there
        if not services or one.name in _NOT_BY_ORDER:
            continue
        match = next((each for each in one.wording.finditer(heard.low) if each[0]), None)
        if match is None or (one.services[0], one.name) in taken:
            continue
        denied = heard.negated(match.start()) or bool(_OFF.search(heard.low))
        value = OFF if denied and one.deniable else one.of(match, heard.text)
        if value is None or (denied and not one.deniable):
            continue
        taken.add((one.services[0], one.name))
        yield _Wanted(one, value[:LONGEST_VALUE], match.start(), match.end())


_OFF = re.compile(r"\b(?:turn|switch)\b[^.]{0,40}\boff\b|\b(?:disable|deactivate)\b")


def _rest(clause: str, wanted: Iterable[_Wanted]) -> str:
    """What of a clause is neither a setting nor filling: the name of the part, if anything."""
    text = clause
    for one in wanted:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    words = re.findall(r"[\w.'’%/-]+", text)
    return " ".join(
        word for word in words if word.lower() not in _FILLING and not _UNITS.match(word.lower())
    )


def _chosen(sheet: Sheet, rest: str, wanted: Sequence[_Wanted]) -> list[Component] | None:
    """The parts that are meant; None when more is said than a setting and a part."""
    services = {name for one in wanted for name in one.quality.services}
    able = [one for one in sheet.architecture.components if one.service in services]
    if rest:
        try:
            named = some(sheet, rest)
        except Unclear:
            return None
        return [one for one in named if one.service in services] or None
    last = [one for one in able if one.id in (sheet.meant, sheet.it)]
    if len(able) > 1 and last:
        return last
    if len({one.service for one in able}) > 1 and not _fits_all(able, wanted):
        raise Unclear(f"Which one is that for: {listed(able)}?")
    return able or None


def _fits_all(able: Sequence[Component], wanted: Sequence[_Wanted]) -> bool:
    """Whether every part can have every setting, so that all of them get it."""
    return all(one.service in each.quality.services for one in able for each in wanted)


def _with(sheet: Sheet, chosen: Sequence[Component], wanted: Sequence[_Wanted]) -> Sheet:
    news = {
        one.id: {
            each.quality.name: each.value
            for each in wanted
            if one.service in each.quality.services and one.setting(each.quality.name) != each.value
        }
        for one in chosen
    }
    if not any(news.values()):
        raise Already(_so_already(chosen[0], wanted))
    architecture = changed(
        sheet.architecture,
        [one for one, new in news.items() if new],
        lambda one: one.model_copy(
            update={
                "settings": merged(one.settings, news[one.id]),
                "label": _relabelled(one.label, news[one.id].get("engine")),
            }
        ),
    )
    lines = [_line(one, news[one.id]) for one in chosen if news[one.id]]
    return sheet.after(architecture, "; ".join(lines), it=chosen[-1].id)


def _so_already(part: Component, wanted: Sequence[_Wanted]) -> str:
    if len(wanted) == 1 and wanted[0].value in (ON, OFF):
        name = wanted[0].quality.name.replace("-", " ")
        return f"It is {wanted[0].value} already: {name} of {told(part)}."
    return f"{told(part)} is set up like that already."


def _relabelled(label: str, engine: str | None) -> str:
    """“Orders Postgres”, made MySQL, is called so."""
    new = next((title for name, title in ENGINES.items() if engine and engine.startswith(name)), "")
    old = "|".join(re.escape(name) for name in ENGINES)
    return re.sub(rf"\b(?:{old})\b", new, label, flags=re.IGNORECASE) if new else label


def merged(before: Sequence[Setting], new: dict[str, str]) -> tuple[Setting, ...]:
    values = {one.name: one.value for one in before} | new
    return tuple(Setting(name=name, value=value) for name, value in sorted(values.items()))


def _line(one: Component | Container, new: dict[str, str]) -> str:
    title = told(one) if isinstance(one, Component) else f"the {one.title}"
    settings = ", ".join(f"{name.replace('-', ' ')} {value}" for name, value in new.items())
    return f"{title} has {settings}"


def _settle_network(sheet: Sheet, clause: str) -> Sheet | None:
    """Network ACLs, flow logs, the address range: of the VPC."""
    boxes = [one for one in sheet.architecture.containers if one.kind == "vpc"]
    if not boxes:
        return None
    heard = wording(clause)
    found = network_settings(heard)
    rest = {word.lower() for word in re.findall(r"[^\W\d_]{3,}", clause)} - _FILLING
    if not found or rest - _OF_NETWORKS:
        return None
    new = {name: value for name, value in found.items() if boxes[0].setting(name) != value}
    if not new:
        raise Already(f"The {boxes[0].title} is set up like that already.")
    containers = (
        one.model_copy(update={"settings": merged(one.settings, new)}) if one == boxes[0] else one
        for one in sheet.architecture.containers
    )
    return sheet.after(drawn(sheet.architecture, containers=containers), _line(boxes[0], new))


_OF_NETWORKS = wordset(
    "vpc network acl acls nacl nacls flow logs log ipv cidr range address addresses block export exported outputs "
    "output ids dual stack dualstack endpoint endpoints gateway dynamodb sqs sns ecr ssm kms interface"
)
RULES: tuple[Rule, ...] = (rule(r".+", _settle),)
