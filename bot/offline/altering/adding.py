"""Orders that add something: between, before, after, beside, or one more of the same."""

import re
from collections.abc import Callable

from bot.domain.architecture import Architecture, Component
from bot.offline.altering import drawing
from bot.offline.altering.finding import candidates, frame_kinds, one, some, told
from bot.offline.altering.kinds import COMPUTE, COUNTED, DATABASES, FRONTS, GUARDS, outside
from bot.offline.altering.making import New, labelled, maybe_new, new
from bot.offline.altering.rule import WANTING, Rule, X, Y, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear
from bot.offline.altering.words import bare, number

_N = r"(?P<new>.+?)"
_PURPOSE = re.compile(
    r"\s+(?:that|which|so that|in order to|to (?!the\b)|because|since|so (?:we|i|it))\b.*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"^(?P<new>.+?)\s+(?P<how>for|to|at|on|behind|under|with|beside|next to|alongside|connected (?:to|with)|attached to|"
    r"(?:triggered|invoked|called|fed|used|read) by|(?:that|which) (?:is )?(?:triggers|calls|invokes|feeds|writes to|reads from|sends to|uses)|"
    r"(?:calling|triggering|feeding|writing to|reading from|listening to|using))\s+(?P<x>.+)$",
    re.IGNORECASE,
)
_INTO_IT = re.compile(
    r"^(?:that|which)?\s*(?:is )?(?:triggers|calls|invokes|feeds|calling|triggering|feeding|uses|using|writes to|writing to|sends to)$",
    re.IGNORECASE,
)


def _part(sheet: Sheet, made: New, near: Component | None) -> Component:
    return drawing.component(sheet.architecture, made.service, labelled(made), near)


def _between(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    source, target = one(sheet, match["x"]), one(sheet, match["y"])
    there = _already(sheet, match["new"])
    if there is not None:
        return _moved_between(sheet, there, source, target)
    part = _part(sheet, new(sheet, match["new"]), source)
    drawn = drawing.between(sheet.architecture, part, source, target)
    return sheet.after(
        drawn, f"added {told(part)} between {told(source)} and {told(target)}", part.id
    )


def _already(sheet: Sheet, phrase: str) -> Component | None:
    """`put the queue between …` means the one that is there; `a queue` does not."""
    if not re.match(r"^(?:the|this|that|our|it)\b", phrase.strip(), re.IGNORECASE):
        return None
    found = candidates(sheet, phrase)
    return found[0] if len(found) == 1 else None


def _moved_between(sheet: Sheet, part: Component, source: Component, target: Component) -> Sheet:
    if part.id in (source.id, target.id):
        raise Unclear(f"{told(part)} cannot stand between itself and something else.")
    drawn = drawing.disconnected(sheet.architecture, [(source.id, target.id)])
    drawn = drawing.connected(drawn, source.id, part.id)
    drawn = drawing.connected(drawn, part.id, target.id)
    if drawn == sheet.architecture:
        raise Already(f"{told(part)} is already between {told(source)} and {told(target)}.")
    return sheet.after(drawn, f"{told(source)} → {told(part)} → {told(target)}", part.id)


def _before(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    if frame_kinds(match["x"]) and not candidates(sheet, match["x"]):
        return None
    target = one(sheet, match["x"])
    there = _already(sheet, match["new"])
    if there is not None and there.id != target.id:
        return _arrow(sheet, there, target)
    part = _part(sheet, new(sheet, match["new"]), target)
    drawn = drawing.before(sheet.architecture, part, target)
    return sheet.after(drawn, f"added {told(part)} before {told(target)}", part.id)


def _after(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    if frame_kinds(match["x"]) and not candidates(sheet, match["x"]):
        return None
    source = one(sheet, match["x"])
    there = _already(sheet, match["new"])
    if there is not None and there.id != source.id:
        return _arrow(sheet, source, there)
    part = _part(sheet, new(sheet, match["new"]), source)
    drawn = drawing.after(sheet.architecture, part, source)
    return sheet.after(drawn, f"added {told(part)} after {told(source)}", part.id)


def _arrow(sheet: Sheet, source: Component, target: Component) -> Sheet:
    if drawing.are_connected(sheet.architecture, source.id, target.id):
        raise Already(f"{told(source)} → {told(target)} is already so in the plan.")
    drawn = drawing.connected(sheet.architecture, source.id, target.id)
    return sheet.after(drawn, f"{told(source)} → {told(target)}", source.id)


def _add(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    phrase = match["new"]
    ends = _ENDS.match(phrase)
    if ends and candidates(sheet, ends["x"]) and maybe_new(sheet, ends["new"]):
        return _add_at(sheet, ends)
    phrase = _PURPOSE.sub("", phrase)
    listing = [
        each
        for each in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+", phrase)
        if each.strip()
    ]
    if len(listing) > 1 and all(maybe_new(sheet, each) for each in listing):
        for each in listing:
            sheet = _added(sheet, new(sheet, each))
        return sheet
    made = maybe_new(sheet, phrase)
    return None if made is None else _added(sheet, made)


def _added(sheet: Sheet, made: New) -> Sheet:
    if made.again and (
        found := [each for each in sheet.architecture.components if each.service == made.service]
    ):
        return _more(sheet, found, made)
    for _ in range(made.count):
        near, arrow = _natural_place(sheet, made.service)
        part = _part(sheet, made, near)
        ends = (
            [] if near is None else [(part.id, near.id) if arrow == "into" else (near.id, part.id)]
        )
        if arrow == "before" and near is not None:
            drawn = drawing.before(sheet.architecture, part, near)
        else:
            drawn = drawing.with_component(sheet.architecture, part, ends)
        where = f" with {told(near)}" if near else ", not connected to anything yet"
        sheet = sheet.after(drawn, f"added {told(part)}{where}", part.id)
    return sheet


def _natural_place(sheet: Sheet, service: str) -> tuple[Component | None, str]:
    """What a new thing most likely goes with when nobody says, and how: only where there is one choice."""
    architecture = sheet.architecture
    reached = {
        arrow.target
        for arrow in architecture.connections
        if not outside(architecture.component(arrow.source).service)
    }
    if service in FRONTS | {"cognito", "waf"}:
        entries = [
            each
            for each in architecture.services
            if each.id not in reached and each.service not in GUARDS
        ]
        doors = [each for each in entries if each.service in FRONTS] or entries
        return (
            (doors[0], "before") if len(doors) == 1 and doors[0].service != service else (None, "")
        )
    workers = [each for each in architecture.services if each.service in COMPUTE]
    if service in COMPUTE or len(workers) != 1:
        return None, ""
    return workers[0], ("into" if service == "eventbridge" else "from")


def _add_at(sheet: Sheet, ends: re.Match[str]) -> Sheet:
    """`a dead letter queue for the Lambda`, `a Lambda triggered by the bucket`."""
    made, how = new(sheet, ends["new"]), ends["how"].lower()
    near = one(sheet, ends["x"])
    if made.again and near.service == made.service:
        return _added(sheet, made)
    part = _part(sheet, made, near)
    into = made.service in FRONTS | {"cognito", "waf", "eventbridge"} or bool(_INTO_IT.match(how))
    into = into and not how.endswith("by")
    if how in ("reading from", "listening to") or how.endswith("reads from"):
        into = near.service in DATABASES
    arrow = (part.id, near.id) if into else (near.id, part.id)
    if near.service == "elasticache" or (outside(near.service) and not into):
        arrow = (near.id, part.id)
    drawn = drawing.with_component(sheet.architecture, part, [arrow])
    return sheet.after(drawn, f"added {told(part)} with {told(near)}", part.id)


def _more(sheet: Sheet, found: list[Component], made: New) -> Sheet:
    """`another EC2 instance`, `a second Lambda`."""
    model = found[-1]
    if made.service in COUNTED and len(found) == 1 and not made.label:
        return _counted(sheet, found, model.count + made.count)
    for _ in range(made.count):
        drawn, copy = drawing.copied(sheet.architecture, model)
        if made.label:
            drawn = drawing.changed(
                drawn, [copy.id], lambda each: each.model_copy(update={"label": made.label})
            )
        sheet = sheet.after(drawn, f"added another {told(model)}", copy.id)
    return sheet


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
    return _counted(sheet, found, many)


def _countable(sheet: Sheet) -> list[Component]:
    """What a bare number is about: what was spoken of last, or the only thing that is counted."""
    spoken = [each for each in sheet.architecture.components if each.id == sheet.it]
    servers = [each for each in sheet.architecture.services if each.service in COUNTED]
    workers = [each for each in sheet.architecture.services if each.service in COMPUTE]
    for found in (spoken, servers, workers):
        if found and len({each.service for each in found}) == 1:
            return found
    raise Unclear("How many of what?")


def _counted(sheet: Sheet, found: list[Component], many: int) -> Sheet:
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
    return _counted(sheet, found, 2 * sum(each.count for each in found))


def _one_less(sheet: Sheet, match: re.Match[str]) -> Sheet:
    found = some(sheet, match["x"])
    return _counted(sheet, found, sum(each.count for each in found) - 1)


# `between A and B put a queue`: what comes last begins at a verb or after a comma.
_THEN = rf"(?:\s*,\s*(?:{WANTING}\s+)?|\s+{WANTING}\s+)"
_AS = r"(?:as well|too|also)"
_NUM = r"(?P<n>\d{1,3}|[a-zäöüß]+)"
_TO_COUNT = r"(?:make|scale|set|bring|change|have|use|run|want|need|give (?:me|us)|i want|we need|i need|we want|only|just|with|turn|increase|reduce)"

RULES: tuple[Rule, ...] = (
    rule(rf"(?:{WANTING}\s+)?{_N}\s+(?:in\s*)?between\s+{X}\s+and\s+{Y}", _between),
    rule(rf"between\s+{X}\s+and\s+{Y}{_THEN}{_N}", _between),
    rule(
        rf"(?:{WANTING}\s+)?{_N}\s+(?:right\s+|directly\s+)?(?:before|in front of|ahead of|upstream (?:of|from))\s+{X}",
        _before,
    ),
    rule(rf"(?:before|in front of)\s+{X}{_THEN}{_N}", _before),
    rule(
        rf"(?:{WANTING}\s+)?{_N}\s+(?:right\s+|directly\s+)?(?:after|behind|downstream (?:of|from)|following)\s+{X}",
        _after,
    ),
    rule(rf"(?:after|behind)\s+{X}{_THEN}{_N}", _after),
    rule(
        rf"(?:front|protect|guard|shield|cache)\s+{X}\s+(?:with|by|through|using)\s+{_N}", _before
    ),
)
COUNTS: tuple[Rule, ...] = (
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
ADDITIONS: tuple[Rule, ...] = (
    rule(rf"{WANTING}\s+(?:also\s+|have\s+|{_AS}\s+)?{_N}(?:\s+{_AS})?", _add),
)
# `a queue`, without any verb; tried when nothing else fits.
BARE: tuple[Rule, ...] = (
    rule(r"(?P<new>(?:an?|another|one more|two|three|\d+ more|\w+ more|plus|with)\s+.+)", _add),
)
