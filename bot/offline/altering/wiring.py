"""Orders about arrows: draw one, take one away, turn one round."""

import re
from itertools import pairwise

from bot.domain.architecture import Component
from bot.offline.altering import drawing
from bot.offline.altering.finding import candidates, each_of, one, some, told
from bot.offline.altering.making import labelled, maybe_new
from bot.offline.altering.rule import ARROW, WANTING, Rule, X, Y, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear

_WHAT = r"(?: [\w-]+){0,4}?"
_TO = (
    rf"(?:calls?|invokes?|triggers?|starts?|access(?:es)?|uses?|quer(?:y|ies)|notif(?:y|ies)|reach(?:es)?|feeds?|hits?|updates?|runs?|"
    rf"(?:sends?|writes?|publish(?:es)?|push(?:es)?|uploads?|delivers?|emits?|streams?|forwards?|saves?|reports?|posts?){_WHAT} (?:in)?to|"
    rf"(?:stores?|saves?|puts?|keeps?){_WHAT} (?:in|into|on)|(?:talks?|points?|connects?|goes|go|leads?|logs?) (?:in)?to|"
    r"(?:reads?(?: from)? and writes?(?: to)?|writes?(?: to)? and reads?(?: from)?))"
)
_FROM = rf"(?:(?:reads?|consumes?|gets?|receives?|takes?|fetch(?:es)?|loads?){_WHAT} from|consumes?|polls?)"
_BY = r"(?:listens? to|subscribes? to|reacts? to|(?:is |are |be |gets? )?(?:triggered|invoked|called|started|fed|driven) by)"
# `publishes to SNS and stores files in S3`
_AND_ALSO = re.compile(
    rf"^(?P<y>.+?),?\s+and\s+(?:also\s+|it\s+)?{_TO}\s+(?P<z>.+)$", re.IGNORECASE
)
# What sends by itself, so that whoever reads from it is called by it.
_SENDERS = frozenset({"sqs", "sns", "kinesis", "eventbridge", "msk", "mq"})


def _pairs(sheet: Sheet, source: str, target: str) -> list[tuple[Component, Component]]:
    """The drawn arrows that two phrases can mean, in that direction."""
    return [
        (first, second)
        for first in some(sheet, source)
        for second in some(sheet, target)
        if drawing.are_connected(sheet.architecture, first.id, second.id)
    ]


def _drawn_between(sheet: Sheet, match: re.Match[str]) -> list[tuple[Component, Component]]:
    found = _pairs(sheet, match["x"], match["y"])
    return found or [(first, second) for first, second in _pairs(sheet, match["y"], match["x"])]


def _reverse(sheet: Sheet, match: re.Match[str]) -> Sheet:
    ends = _drawn_between(sheet, match)
    if not ends:
        raise Unclear(f"There is no arrow between {_both(sheet, match)}.")
    pairs = [(source.id, target.id) for source, target in ends]
    words = ", ".join(f"{told(target)} → {told(source)}" for source, target in ends)
    return sheet.after(drawing.reversed_arrows(sheet.architecture, pairs), f"turned round {words}")


def _disconnect(sheet: Sheet, match: re.Match[str]) -> Sheet:
    ends = _drawn_between(sheet, match)
    if not ends:
        raise Unclear(f"There is no arrow between {_both(sheet, match)}, so none was taken away.")
    pairs = [(source.id, target.id) for source, target in ends]
    words = ", ".join(f"{told(source)} → {told(target)}" for source, target in ends)
    return sheet.after(drawing.disconnected(sheet.architecture, pairs), f"no arrow {words}")


def _both(sheet: Sheet, match: re.Match[str]) -> str:
    first, second = some(sheet, match["x"])[0], some(sheet, match["y"])[0]
    return f"{told(first)} and {told(second)}"


def _chain(sheet: Sheet, match: re.Match[str]) -> Sheet:
    """`A -> B -> C`: an arrow for each step."""
    steps = [step for step in re.split(r"\s*->\s*", match[0]) if step.strip()]
    steps[0] = re.sub(
        rf"^(?:(?:it's|it is|that's|{WANTING})\s+)?(?:an?\s+|the\s+)?(?:{ARROW}\s+)?(?:from\s+)?",
        "",
        steps[0],
        flags=re.IGNORECASE,
    )
    already = 0
    for source, target in pairwise(steps):
        before = sheet
        sheet = _arrows(sheet, source, target)
        already += sheet is before
    if already == len(steps) - 1:
        raise Already(f"{' → '.join(steps)} is already so in the plan.")
    return sheet


def _connect(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    more = _AND_ALSO.match(match["y"])
    if more is None:
        return _or_already(sheet, match["x"], match["y"])
    return _or_already(_arrows(sheet, match["x"], more["y"]), match["x"], more["z"])


def _connect_back(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`the Lambda reads from the queue` is called by it; a database is asked by its reader."""
    target = candidates(sheet, match["y"])
    made = None if target else maybe_new(sheet, match["y"])
    service = target[0].service if target else (made.service if made else "")
    if service in _SENDERS:
        return _or_already(sheet, match["y"], match["x"])
    return _or_already(sheet, match["x"], match["y"])


def _connect_caller(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`the Lambda is triggered by the bucket`."""
    return _or_already(sheet, match["y"], match["x"])


def _or_already(sheet: Sheet, source: str, target: str) -> Sheet:
    after = _arrows(sheet, source, target)
    if after is sheet:
        words = f"{told(one(sheet, source))} → {told(one(sheet, target))}"
        raise Already(f"{words} is already so in the plan.")
    return after


def _arrows(sheet: Sheet, source: str, target: str) -> Sheet:
    """An arrow from every source to every target; an end that is not there yet is added."""
    known = candidates(sheet, source)
    sheet, targets = _ends(sheet, target, known[0] if known else None)
    sheet, sources = _ends(sheet, source, targets[0])
    for first in sources:
        for second in targets:
            if first.id == second.id or drawing.are_connected(
                sheet.architecture, first.id, second.id
            ):
                continue
            drawn = drawing.connected(sheet.architecture, first.id, second.id)
            sheet = sheet.after(drawn, f"{told(first)} → {told(second)}", second.id)
    return sheet


def _ends(sheet: Sheet, phrase: str, near: Component | None) -> tuple[Sheet, list[Component]]:
    if candidates(sheet, phrase):
        return sheet, each_of(sheet, phrase)
    listed = [each for each in re.split(r"\s*,\s*|\s+and\s+", phrase) if each.strip()]
    if len(listed) > 1:
        ends: list[Component] = []
        for name in listed:
            sheet, found = _ends(sheet, name, near)
            ends += found
        return sheet, ends
    made = maybe_new(sheet, phrase)
    if made is None:
        return sheet, [one(sheet, phrase)]
    new = drawing.component(sheet.architecture, made.service, labelled(made), near)
    drawn = drawing.with_component(sheet.architecture, new)
    return sheet.after(drawn, f"added {told(new)}", new.id), [new]


_OTHER_WAY = (
    r"(?:in |into )?the other (?:way|direction)(?: a?round)?|the wrong way(?: a?round)?|backwards?|wrong|reversed|inverted|"
    r"(?:in )?the opposite (?:way|direction)"
)
_MUST = (
    r"(?:should|must|shall|has to|have to|needs to|need to|can|will|may)\s+(?:also\s+|directly\s+)?"
)
_NOT = (
    r"(?:should not|shouldn't|must not|mustn't|does not|doesn't|do not|don't|no longer|never|cannot|can't|should no longer|"
    r"should never|may not|need not)\s+"
)
_CUT = r"(?:remove|delete|drop|cut|no|erase|without|take out|take away|get rid of|lose|there is no|there's no)"
_DIRECTION = rf"(?:the\s+)?(?:direction\s+(?:of\s+)?)?(?:the\s+)?(?:(?:{ARROW}|direction)\s+)?"

TURNS: tuple[Rule, ...] = (
    rule(
        rf"(?:it(?:'s| is)\s+)?{X}\s*->\s*{Y},?\s+(?:and\s+)?(?:not|instead of|rather than)\s+.+?\s*->\s*.+",
        _reverse,
    ),
    rule(
        rf"(?:reverse|flip|invert|turn(?:\s+round|\s+around)?|swap|switch|change)\s+{_DIRECTION}(?:round\s+|around\s+)?"
        rf"(?:between|from|of|for)\s+{X}\s+(?:and|to|->|with)\s+{Y}(?:\s+(?:round|around))?",
        _reverse,
    ),
    rule(
        rf"(?:reverse|flip|invert|turn)\s+{_DIRECTION}{X}\s*->\s*{Y}(?:\s+(?:round|around))?",
        _reverse,
    ),
    rule(
        rf"(?:the\s+)?(?:{ARROW}|direction)\s+(?:between\s+|from\s+)?{X}\s+(?:and|to|->)\s+{Y}\s+(?:should\s+|must\s+|has to\s+)?"
        rf"(?:goes?|points?|is|be|runs?|are)\s+(?:{_OTHER_WAY})",
        _reverse,
    ),
    rule(
        rf"{_CUT}\s+(?:the\s+|any\s+|an?\s+)?{ARROW}\s+(?:from\s+|between\s+|of\s+)?{X}\s*(?:\bto\b|\band\b|->)\s*{Y}",
        _disconnect,
    ),
    rule(rf"{_CUT}\s+{X}\s*->\s*{Y}", _disconnect),
    rule(
        rf"(?:disconnect|unlink|detach|decouple|separate|unhook)\s+{X}\s+(?:from|and)\s+{Y}",
        _disconnect,
    ),
    rule(rf"{X}\s+{_NOT}(?:{_TO}|{_FROM}|{_BY})\s+{Y}(?:\s+directly)?", _disconnect),
)
ARROWS: tuple[Rule, ...] = (
    rule(
        rf"(?:(?:{WANTING}\s+)?(?:an?\s+|the\s+)?{ARROW}\s+(?:from\s+)?)?[^>]+?(?:\s*->\s*[^>]+)+",
        _chain,
    ),
    rule(
        rf"(?:{WANTING}\s+)?(?:an?\s+|the\s+|another\s+|missing\s+)*{ARROW}\s+(?:from|between)\s+{X}\s+(?:to|and|into)\s+{Y}"
        r"(?:\s+is missing)?",
        _connect,
    ),
    rule(
        rf"(?:connect|link|wire(?: up)?|hook(?: up)?|attach|join|subscribe|plug|point)\s+{X}\s+(?:up\s+)?(?:to|with|into|and|at)\s+{Y}",
        _connect,
    ),
    rule(rf"(?:let|make|have)\s+{X}\s+{_BY}\s+{Y}", _connect_caller),
    rule(rf"(?:let|make|have)\s+{X}\s+{_FROM}\s+{Y}", _connect_back),
    rule(rf"(?:let|make|have)\s+{X}\s+{_TO}\s+{Y}", _connect),
    rule(rf"{X}\s+{_MUST}{_BY}\s+{Y}", _connect_caller),
    rule(rf"{X}\s+{_MUST}{_FROM}\s+{Y}", _connect_back),
    rule(rf"{X}\s+{_MUST}{_TO}\s+{Y}", _connect),
)
# Statements without a verb of wish; tried when nothing else fits.
STATEMENTS: tuple[Rule, ...] = (
    rule(rf"{X}\s+(?:also\s+)?{_BY}\s+{Y}", _connect_caller),
    rule(rf"{X}\s+(?:also\s+)?{_FROM}\s+{Y}", _connect_back),
    rule(rf"{X}\s+(?:also\s+)?{_TO}\s+{Y}", _connect),
)
