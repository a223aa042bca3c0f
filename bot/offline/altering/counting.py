"""Orders about how many there are of something."""

import re
from collections.abc import Callable

from bot.domain.architecture import Architecture, Component
from bot.offline.altering import drawing
from bot.offline.altering.finding import candidates, some, told
from bot.offline.altering.rule import Rule, X, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear
from bot.offline.altering.words import bare, number
from bot.offline.kinds import COMPUTE, COUNTED


def _count(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`make it two`, `3 EC2`, `scale the web servers to 4`."""
    many = number(match["n"])
    if many is None:
        return None
    phrase = (match.groupdict().get("x") or "").strip()
    phrase = re.sub(r"\s+instead of\b.*$", "", phrase, flags=re.IGNORECASE)
    if not bare(phrase) or bare(phrase).lower() in (
        "of them",
        "of those",
        "of these",
        "times",
        "copies",
        "x",
    ):
        found = _countable(sheet)
    else:
        found = candidates(sheet, phrase)
        if not found:
            return None
    return counted(sheet, found, many)


def _countable(sheet: Sheet) -> list[Component]:
    """What a bare number is about: what was spoken of last, or the only thing that is counted."""
    spoken = [each for each in sheet.architecture.components if each.id == sheet.it]
    servers = [each for each in sheet.architecture.services if each.service in COUNTED]
    workers = [each for each in sheet.architecture.services if each.service in COMPUTE]
    for found in (spoken, servers, workers):
        if found and len({each.service for each in found}) == 1:
            return found
    raise Unclear("How many of what?")


def counted(sheet: Sheet, found: list[Component], many: int) -> Sheet:
    if not 1 <= many <= drawing.MOST_COPIES:
        raise Unclear(
            f"{many} is no number of {told(found[0])} that I can plan; 1 to {drawing.MOST_COPIES} is."
        )
    total = sum(each.count for each in found)
    if many == total:
        raise Already(
            f"There {'is' if many == 1 else 'are'} already {many} × {told(found[0])} in the plan."
        )
    if len(found) == 1 and found[0].service in COUNTED:
        drawn = drawing.changed(
            sheet.architecture, [found[0].id], lambda each: each.model_copy(update={"count": many})
        )
        return sheet.after(drawn, f"{many} × {told(found[0])}", found[0].id)
    drawn = sheet.architecture
    while total < many:
        drawn, _ = drawing.copied(drawn, found[-1])
        total += 1
    return sheet.after(
        _fewer(drawn, found, total - many), f"{many} × {told(found[0])}", found[0].id
    )


def _fewer(drawn: Architecture, found: list[Component], surplus: int) -> Architecture:
    """Without the last ones of a kind."""
    for each in reversed(found):
        left = max(0, each.count - surplus)
        surplus -= each.count - left
        if left == 0:
            drawn = drawing.without_components(drawn, [each.id])
        elif left < each.count:
            drawn = drawing.changed(drawn, [each.id], _of_count(left))
    return drawn


def _of_count(many: int) -> Callable[[Component], Component]:
    return lambda each: each.model_copy(update={"count": many})


def _double(sheet: Sheet, match: re.Match[str]) -> Sheet:
    found = some(sheet, match["x"])
    return counted(sheet, found, 2 * sum(each.count for each in found))


def _one_less(sheet: Sheet, match: re.Match[str]) -> Sheet:
    found = some(sheet, match["x"])
    return counted(sheet, found, sum(each.count for each in found) - 1)


_NUM = r"(?P<n>\d{1,3}|[a-zäöüß]+)"


_TO_COUNT = r"(?:make|scale|set|bring|change|have|use|run|want|need|give (?:me|us)|i want|we need|i need|we want|only|just|with|turn|increase|reduce)"


RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:scale|increase|reduce|raise|change|set|bring)\s+(?:the\s+number\s+of\s+)?{X}\s+(?:up\s+|down\s+|out\s+)?(?:to|=)\s+{_NUM}(?:\s+\w+)?",
        _count,
    ),
    rule(rf"{X}\s+(?:should|must)\s+be\s+{_NUM}(?:\s+instances)?", _count),
    rule(rf"{X}\s*[x×]\s*(?P<n>\d{{1,3}})", _count),
    rule(rf"double\s+(?:the\s+number\s+of\s+)?{X}", _double),
    rule(rf"(?:one\s+(?:less|fewer)|remove one(?: of)?)\s+{X}", _one_less),
    rule(
        rf"(?:{_TO_COUNT}\s+)*(?:it|that|this|them|those|there)?\s*(?:be\s+)?(?:to\s+)?(?:only\s+|just\s+)?{_NUM}(?:\s*[x×])?(?:\s+(?P<x>(?!more\b|additional\b|further\b|extra\b|new\b).+))?",
        _count,
    ),
)
