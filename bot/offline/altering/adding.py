"""Orders that add something: between, before, after, beside, or one more of the same."""

import re

from bot.domain.architecture import Component
from bot.offline.altering import drawing
from bot.offline.altering.counting import counted
from bot.offline.altering.finding import candidates, frame_kinds, one, told
from bot.offline.altering.making import New, labelled, maybe_new, new
from bot.offline.altering.rule import WANTING, Rule, X, Y, rule
from bot.offline.altering.several import several
from bot.offline.altering.sheet import Already, Sheet, Unclear
from bot.offline.kinds import COMPUTE, COUNTED, DATABASES, FRONTS, GUARDS, outside

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
    if part.service == "elasticache":  # it is asked beside, and passes nothing on
        return _arrow(sheet, source, part)
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
        return _put_before(sheet, there, target)
    part = _part(sheet, new(sheet, match["new"]), target)
    drawn = drawing.before(sheet.architecture, part, target)
    return sheet.after(drawn, f"added {told(part)} before {told(target)}", part.id)


def _put_before(sheet: Sheet, there: Component, target: Component) -> Sheet:
    """What is there already goes in front of another; a cache is asked by the other's callers."""
    if there.service != "elasticache":
        return _arrow(sheet, there, target)
    into = [arrow.source for arrow in sheet.architecture.connections if arrow.target == target.id]
    callers = [sheet.architecture.component(each) for each in into if each != there.id]
    after = sheet
    for each in callers:
        if not drawing.are_connected(sheet.architecture, each.id, there.id):
            after = _arrow(after, each, there)
    if after is sheet:
        raise Already(f"{told(there)} is already in front of {told(target)}.")
    return after


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
    if re.match(r"(?:make|use|have|take|want)\s+the\b", match[0], re.IGNORECASE):
        return None
    if there := _already(sheet, phrase):
        raise Already(f"{told(there)} is already in the plan.")
    ends = _ENDS.match(phrase)
    if ends and _already(sheet, ends["new"]):
        return None
    if ends and candidates(sheet, ends["x"]) and maybe_new(sheet, ends["new"]):
        return _add_at(sheet, ends)
    if (grown := several(sheet, phrase)) is not None:
        return grown
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
    if made.service == "elasticache" and near.service not in COMPUTE:
        drawn = drawing.before(sheet.architecture, part, near)
        return sheet.after(drawn, f"added {told(part)} in front of {told(near)}", part.id)
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
        return counted(sheet, found, model.count + made.count)
    for _ in range(made.count):
        drawn, copy = drawing.copied(sheet.architecture, model)
        if made.label:
            drawn = drawing.changed(
                drawn, [copy.id], lambda each: each.model_copy(update={"label": made.label})
            )
        sheet = sheet.after(drawn, f"added another {told(model)}", copy.id)
    return sheet


# `between A and B put a queue`: what comes last begins at a verb or after a comma.
_THEN = rf"(?:\s*,\s*(?:{WANTING}\s+)?|\s+{WANTING}\s+)"
_AS = r"(?:as well|too|also)"

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
ADDITIONS: tuple[Rule, ...] = (
    rule(rf"{WANTING}\s+(?:also\s+|have\s+|{_AS}\s+)?{_N}(?:\s+{_AS})?", _add),
)
# `a queue`, without any verb; tried when nothing else fits.
BARE: tuple[Rule, ...] = (
    rule(r"(?P<new>(?:an?|another|one more|two|three|\d+ more|\w+ more|plus|with)\s+.+)", _add),
)
