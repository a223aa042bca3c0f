"""Orders that take something away, put another service in its place, or give it another name."""

import re

from bot.domain.architecture import LONGEST_LABEL, Component
from bot.domain.services import UNKNOWN, named
from bot.offline.altering import drawing, framing, outgoing, placing
from bot.offline.altering.finding import (
    candidates,
    each_of,
    enumerated,
    frame_kinds,
    one,
    some,
    told,
)
from bot.offline.altering.making import New, labelled, maybe_new, new
from bot.offline.altering.rule import Rule, X, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear
from bot.offline.altering.words import bare, unquoted
from bot.offline.kinds import IN_A_VPC, family

_REMOVE = (
    r"(?:remove|delete|drop|get rid of|take out|take away|leave out|leave off|omit|skip|lose|ditch|scrap|kick out|erase|eliminate|"
    r"throw out|cut|without|w/o|no|don't need|do not need|we don't need|i don't need|we do not need|i do not need|don't want|we don't want|"
    r"i don't want|not|there is no|there's no|forget(?: about)?|exclude|never mind)(?:\s+(?:creating|making|using|adding|building|having))?"
)
_N = r"(?P<new>.+?)"
_NAME = r"(?P<name>.+)"
_AND_ANOTHER = re.compile(
    r"^(?P<first>.+?)\s+and\s+(?P<x>.+?)\s+(?:to|as|into)\s+(?P<name>.+)$", re.IGNORECASE
)
_STACK = re.compile(
    r"^(?:it|this|that|stack|plan|the (?:stack|plan|whole thing|title|architecture|design)|title)$",
    re.IGNORECASE,
)


def _remove(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    if frame_kinds(match["x"]) and not candidates(sheet, match["x"]):
        return None
    if outgoing.is_nat(match["x"]) and not candidates(sheet, match["x"]):
        return outgoing.without_nat(sheet)
    names = enumerated(match["x"])
    if any(frame_kinds(name) for name in names) and not candidates(sheet, match["x"]):
        return _remove_each(sheet, names)
    return _without(sheet, each_of(sheet, match["x"]))


def _remove_each(sheet: Sheet, names: list[str]) -> Sheet:
    """`the VPC and the cache`."""
    for name in names:
        sheet = placing.without_frame(sheet, name) or _without(sheet, each_of(sheet, name))
    return sheet


def _without(sheet: Sheet, gone: list[Component]) -> Sheet:
    if {each.id for each in sheet.architecture.services} <= {each.id for each in gone}:
        raise Unclear("That would leave nothing of the plan. To drop it, use Cancel on its card.")
    drawn = drawing.without_components(sheet.architecture, [each.id for each in gone])
    if any(each.service == "nat" for each in gone):
        drawn = outgoing.with_nat_off(drawn)
    return sheet.after(drawn, f"removed {', '.join(told(each) for each in gone)}")


def _only(sheet: Sheet, match: re.Match[str]) -> Sheet:
    """`keep only the API and the Lambda`."""
    kept = {each.id for each in each_of(sheet, match["x"])}
    gone = [each for each in sheet.architecture.services if each.id not in kept]
    if not gone:
        raise Unclear("There is nothing else in the plan, so nothing was taken away.")
    drawn = drawing.without_components(sheet.architecture, [each.id for each in gone])
    return sheet.after(drawn, f"removed {', '.join(told(each) for each in gone)}")


def _replace(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    if frame_kinds(match["x"]):
        return None
    made = new(sheet, match["new"])
    old = some(sheet, match["x"])
    if len(old) > 1 and len({each.service for each in old}) > 1:
        old = [one(sheet, match["x"])]
    return _replaced(sheet, old, made)


def _turn_into(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`make the database DynamoDB`, `change the queue to Kinesis`: only where both ends are understood."""
    if not candidates(sheet, match["x"]) or maybe_new(sheet, match["new"]) is None:
        return None
    return _replace(sheet, match)


def _in_order(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`make the queue FIFO`: its name says so."""
    queues = [each for each in candidates(sheet, match["x"]) if each.service == "sqs"]
    return _replaced(sheet, queues, New("sqs", match["how"].upper())) if queues else None


def _use(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`use Postgres`, `switch to Aurora`: in the place of whatever does the same kind of work."""
    made = maybe_new(sheet, match["new"])
    if made is None or made.again:
        return None
    alike = family(made.service)
    old = [each for each in sheet.architecture.services if each.service in alike]
    same = [each for each in old if each.service == made.service]
    others = [each for each in old if each.service != made.service]
    if len(same) == 1 and labelled(made):
        return _replaced(sheet, same, made)
    if same:
        return None
    if len(others) == 1:
        return _replaced(sheet, others, made)
    if len(others) > 1:
        choices = " or ".join(told(each) for each in others)
        raise Unclear(f"Instead of what should there be {made.title}: {choices}?")
    return None


def _replaced(sheet: Sheet, old: list[Component], made: New) -> Sheet:
    changed = [each for each in old if _relabelled(each, made) != each]
    if not changed:
        raise Already(f"{told(old[0])} is already what you ask for.")
    ids = [each.id for each in changed]
    drawn = drawing.changed(sheet.architecture, ids, lambda each: _relabelled(each, made))
    if made.service not in IN_A_VPC | {"lambda"}:
        drawn = framing.out_of_network(drawn, ids)
    after = ", ".join(dict.fromkeys(told(drawn.component(each)) for each in ids))
    before = ", ".join(dict.fromkeys(told(each) for each in changed))
    return sheet.after(drawn, f"{after} instead of {before}", ids[0])


def _relabelled(old: Component, made: New) -> Component:
    """The same thing as another service; what is written at it stays unless it names the old one."""
    bare_of_it = not old.label or named(old.label) == old.service
    label = made.label or (made.engine if bare_of_it else _with_engine(old.label, made.engine))
    if made.label and made.service == old.service and not bare_of_it:
        label = _with_engine(old.label, made.label)
    return old.model_copy(update={"service": made.service, "label": label, "confidence": 1.0})


def _name_unknown(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`Payments is a Lambda` beside a picture: only where nobody knows what Payments is."""
    subject = candidates(sheet, match["x"])
    unknown = all(each.service == UNKNOWN for each in subject)
    return _correct(sheet, match) if subject and unknown else None


def _with_engine(label: str, engine: str) -> str:
    """What is written says which engine it is, but for the usual one."""
    if not engine or engine.startswith("Postgre") or engine.casefold() in label.casefold():
        return label
    return f"{label} {engine}"[:LONGEST_LABEL]


def _correct(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`Payments is a Lambda`, `that's a stream, not a queue`: what was read wrongly."""
    made = maybe_new(sheet, match["new"])
    wrong = match.groupdict().get("wrong")
    subject = match["x"]
    if made is None or frame_kinds(match["new"]):
        return None
    if not candidates(sheet, subject) or bare(subject).lower() in ("it", "that", "this"):
        subject = wrong or subject
    return _replaced(sheet, [one(sheet, subject)], made) if candidates(sheet, subject) else None


def _rename(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    more = _AND_ANOTHER.match(match["name"])
    if more is None or not candidates(sheet, more["x"]):
        return _named(sheet, match["x"], match["name"])
    first = _named(sheet, match["x"], more["first"])
    return None if first is None else _named(first, more["x"], more["name"])


def _name_it(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    return _named(sheet, "stack", match["name"])


def _call(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`call the Lambda GetOrder`: where the one name ends and the other begins is found out."""
    words = match["rest"].split()
    if len(words) > 1 and _STACK.match(words[0]):
        return _named(sheet, words[0], " ".join(words[1:]))
    for at in range(len(words) - 1, 0, -1):
        subject, name = " ".join(words[:at]), " ".join(words[at:])
        if _STACK.match(subject) or candidates(sheet, subject):
            return _named(sheet, subject, name)
    return None


def _named(sheet: Sheet, subject: str, written: str) -> Sheet | None:
    name = unquoted(written, sheet.quotes).strip(" \"'“”.,")[:LONGEST_LABEL]
    if not name:
        return None
    spoken = bool(sheet.it) and bare(subject).lower() in ("it", "that", "this")
    if _STACK.match(bare(subject) or subject) and not spoken:
        return _titled(sheet, name)
    part = one(sheet, subject)
    if part.label == name:
        raise Already(f"{told(part)} is already called that.")
    drawn = drawing.changed(
        sheet.architecture, [part.id], lambda each: each.model_copy(update={"label": name})
    )
    return sheet.after(drawn, f"{told(part)} is now called “{name}”", part.id)


def _titled(sheet: Sheet, name: str) -> Sheet:
    return Sheet(
        architecture=sheet.architecture,
        it=sheet.it,
        title=name,
        region=sheet.region,
        meant=sheet.meant,
        done=(*sheet.done, f"the plan is called “{name}”"),
        quotes=sheet.quotes,
    )


REPLACEMENTS: tuple[Rule, ...] = (
    rule(
        rf"(?:replace|swap(?: out)?|exchange|substitute|switch(?: out)?)\s+{X}\s+(?:with|by|for|through|against)\s+{_N}",
        _replace,
    ),
    rule(
        rf"(?:use|take|prefer|have|put|want|i want|we want|make it|rather)?\s*{_N}\s+(?:instead of|rather than|in place of|in lieu of|not)\s+{X}",
        _turn_into,
    ),
    rule(
        rf"(?:instead of|rather than|in place of)\s+{X}(?:\s*,\s*|\s+(?=(?:use|take|have|put|i want|we want|make it)\b))(?:(?:use|take|have|put|i want|we want|make it)\s+)?{_N}",
        _replace,
    ),
    rule(
        rf"(?:change|convert|turn|switch|migrate|transform|move)\s+(?:from\s+)?{X}\s+(?:to|into)\s+{_N}",
        _turn_into,
    ),
    rule(rf"(?:switch|change|move|migrate|go|convert)\s+(?:over\s+)?(?:to|with)\s+{_N}", _use),
    rule(
        rf"(?:use|take|make it|go with|i want|we want|rather|prefer|better|have)\s+{_N}\s+instead",
        _use,
    ),
    rule(rf"{_N}\s+instead", _use),
)
USES: tuple[Rule, ...] = (rule(rf"(?:use|take|go with|prefer|make it)\s+{_N}", _use),)
NAMES: tuple[Rule, ...] = (
    rule(
        rf"(?:create|make|build|deploy|launch|set up)\s+(?:an?|the|this|it as an?)?\s*(?P<x>stack|plan)\s+(?:called|named)\s+{_NAME}",
        _rename,
    ),
    rule(rf"(?:rename|relabel|retitle|label|name)\s+{X}\s+(?:to|as|into)\s+{_NAME}", _rename),
    rule(r"(?:call|name|label|title)\s+(?P<rest>.+)", _call),
    rule(
        rf"{X}\s+(?:should|must|shall|can)\s+be\s+(?:called|named|labell?ed|renamed(?:\s+to)?)\s+{_NAME}",
        _rename,
    ),
    rule(
        rf"(?:change\s+)?(?:the\s+)?(?:name|label)\s+of\s+{X}\s+(?:to|is|should be)\s+{_NAME}",
        _rename,
    ),
    rule(rf"(?:the\s+)?{X}\s+is\s+(?:called|named)\s+{_NAME}", _rename),
    rule(rf"(?P<x>title)\s*[:=]?\s+{_NAME}", _rename),
    rule(rf"name\s*[:=]\s*{_NAME}", _name_it),
)
REMOVALS: tuple[Rule, ...] = (
    rule(rf"{_REMOVE}\s+{X}", _remove),
    rule(rf"(?:take|leave|throw|kick|cut)\s+{X}\s+(?:out|away|off)", _remove),
    rule(
        rf"{X}\s+(?:is|are)\s+(?:not needed|not necessary|unnecessary|superfluous|too much|not required|obsolete|wrong|to be removed)",
        _remove,
    ),
    rule(
        rf"{X}\s+(?:should|must|can)\s+(?:go(?: away)?|be (?:removed|deleted|dropped|left out|gone)|disappear)",
        _remove,
    ),
    rule(rf"(?:keep|leave|i want|we want|use)\s+(?:only|just)\s+{X}", _only),
    rule(rf"(?:only|just)\s+keep\s+{X}", _only),
)
DENIALS: tuple[Rule, ...] = (
    rule(
        rf"{X}\s*(?:'s|\s+is|\s+are)\s+not\s+(?:an?\s+|the\s+)?(?P<wrong>.+?),?\s+(?:but|it's|it is)\s+(?:actually\s+)?{_N}",
        _correct,
    ),
    rule(
        rf"{X}\s*(?:'s|\s+is|\s+are|\s+should be|\s+must be)\s+(?:actually|really|in fact|supposed to be|meant to be)?\s*{_N},?\s+(?:and\s+)?not\s+(?:an?\s+|the\s+)?(?P<wrong>.+)",
        _correct,
    ),
)
CORRECTIONS: tuple[Rule, ...] = (
    rule(
        rf"{X}\s*(?:'s|\s+is|\s+are|\s+should be|\s+must be|\s+means|\s+stands for)\s+(?:actually\s+|really\s+|in fact\s+|supposed to be\s+|meant to be\s+)?{_N}",
        _correct,
    ),
)
NAMINGS: tuple[Rule, ...] = (
    rule(
        rf"{X}\s*(?:'s|\s+is|\s+are|\s+should be|\s+must be|\s+means|\s+stands for)\s+(?:actually\s+|really\s+|in fact\s+|supposed to be\s+|meant to be\s+)?{_N}",
        _name_unknown,
    ),
)
MAKE: tuple[Rule, ...] = (
    rule(rf"(?:make|turn)\s+{X}\s+(?:into\s+)?(?:an?\s+)?(?P<how>fifo)(?:\s+queue)?", _in_order),
    rule(rf"(?:make|turn)\s+{X}\s+(?:into\s+)?(?P<new>an?\s+.+|\S+)", _turn_into),
)
