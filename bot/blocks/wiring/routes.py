"""Which methods on which paths of an API lead to something: as the arrow says, as was asked for, or the usual ones."""

import re
from typing import NamedTuple

from bot.blocks.drawing import Wire
from bot.blocks.naming import words
from bot.blocks.template import Template
from bot.domain.architecture import Component

ROUTED = ("lambda", "sqs", "sns", "kinesis", "dynamodb", "stepfunctions", "s3")
_VERBS = r"GET|POST|PUT|PATCH|DELETE|HEAD|ANY"
_ON_ARROW = re.compile(rf"^(?:({_VERBS})\b)?\s*(/[A-Za-z0-9_./{{}}-]*)?", re.IGNORECASE)
_ASKED = re.compile(rf"(?:(?:{_VERBS})\s+)?/[A-Za-z0-9_./{{}}+-]{{0,80}}", re.IGNORECASE)
_SEGMENT = re.compile(r"^(?:\{[A-Za-z0-9_]+\+?\}|[A-Za-z0-9_.-]+)$")


class Route(NamedTuple):
    """An empty verb is whatever the target takes; an empty path is the top."""

    verb: str
    path: str


def routes(template: Template, wire: Wire) -> list[Route]:
    drawn = _on_arrow(wire)
    if drawn.path:
        return [drawn]
    asked = [one for one in _asked(template, wire.source) if _owner(template, wire, one)]
    if asked:
        return asked
    return [Route(drawn.verb, "" if _is_alone(template, wire) else template.slug(wire.target))]


def are_said(template: Template, wire: Wire) -> bool:
    return bool(_on_arrow(wire).path) or bool(_asked(template, wire.source))


def _on_arrow(wire: Wire) -> Route:
    found = _ON_ARROW.match(wire.label.strip())
    return _route((found[1] or "") if found else "", (found[2] or "") if found else "")


def _route(verb: str, path: str) -> Route:
    segments = [each for each in path.split("/") if each]
    fine = all(map(_SEGMENT.match, segments))
    # What takes the rest of a path is the last of it.
    fine = fine and not any("+" in each for each in segments[:-1])
    return Route(verb.upper(), "/".join(segments) if fine else "")


def _asked(template: Template, api: Component) -> list[Route]:
    found = []
    for one in template.asked(api).each("paths", _ASKED):
        verb, _, path = one.rpartition(" ") if " " in one else ("", "", one)
        found.append(_route(verb.strip(), path))
    return found


def _is_alone(template: Template, wire: Wire) -> bool:
    return len(set(template.drawing.targets(wire.source, *ROUTED))) == 1


def _owner(template: Template, wire: Wire, route: Route) -> bool:
    """Whether a path is the target's: the one of those drawn that it names best, or else the first."""
    drawn = template.drawing.targets(wire.source, *ROUTED)
    spoken = {one.removesuffix("s") for one in words(f"{route.verb.lower()} {route.path}")}

    def alike(one: Component) -> int:
        return len(spoken & {each.removesuffix("s") for each in words(template.title(one))})

    return max(drawn, key=alike) == wire.target
