"""Mermaid's `architecture-beta`: `group`, `service db(aws:rds)[Orders] in vpc`, `a:R --> L:b`."""

import re

from bot.adapters.diagrams.formats.mermaid_trouble import unreadable
from bot.adapters.diagrams.sheet import Line, Shape, Sheet

_PART = re.compile(
    r'(?P<what>group|service)\s+(?P<id>[\w-]+)\s*(?:\(\s*"?(?P<icon>[^)"]*)"?\s*\))?\s*'
    r'(?:\[\s*"?(?P<label>[^\]"]*)"?\s*\])?\s*(?:in\s+(?P<inside>[\w-]+))?\s*$'
)
_JUNCTION = re.compile(r"junction\s+(?P<id>[\w-]+)\s*(?:in\s+(?P<inside>[\w-]+))?\s*$")
_EDGE = re.compile(
    r"(?P<source>[\w-]+)\s*(?:\{group\})?\s*(?::\s*[LRTB])?\s*(?P<tail><)?"
    r"\s*-\s*(?:\[\s*(?P<label>[^\]]*)\s*\])?\s*-\s*(?P<head>>)?\s*(?:[LRTB]\s*:)?\s*"
    r"(?P<target>[\w-]+)\s*(?:\{group\})?\s*$"
)
_SKIPPED = re.compile(r"(?:%%|title\b|accTitle\b|accDescr\b|align\b)")
# Mermaid's own icons, which name no service.
_GENERIC = frozenset({"cloud", "database", "disk", "server", "blank", ""})


def drawn(source: str, *, first_line: int, lenient: bool) -> Sheet:
    shapes: dict[str, Shape] = {}
    lines: list[Line] = []
    blank = False
    for number, row in enumerate(source.split("\n"), first_line):
        text = " ".join(row.partition("%%")[0].split())
        if not text:
            blank = blank or bool(shapes)
            continue
        read = _part(text) or _edge(text)
        if isinstance(read, Shape):
            shapes[read.id] = read
        elif read is not None:
            lines.append(read)
        elif not _SKIPPED.match(text):
            if lenient and blank and lines:
                break
            raise unreadable(number, text)
    return Sheet(tuple(shapes.values()), tuple(lines))


def _part(text: str) -> Shape | None:
    if joint := _JUNCTION.match(text):
        return Shape(joint["id"], parent=joint["inside"])
    part = _PART.match(text)
    if part is None:
        return None
    icon = (part["icon"] or "").strip()
    frame = part["what"] == "group"
    return Shape(
        part["id"],
        text=(part["label"] or "").strip() or part["id"],
        icon="" if frame or icon in _GENERIC else icon,
        frame=frame,
        parent=part["inside"],
    )


def _edge(text: str) -> Line | None:
    edge = _EDGE.match(text)
    if edge is None:
        return None
    return Line(
        edge["source"],
        edge["target"],
        text=(edge["label"] or "").strip(),
        head_at_source=edge["tail"] is not None,
        head_at_target=edge["head"] is not None,
    )
