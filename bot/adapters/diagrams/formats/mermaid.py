"""Mermaid: where it stands in a text, and which of its diagrams it is."""

import re

from bot.adapters.diagrams.formats import mermaid_architecture, mermaid_flowchart
from bot.adapters.diagrams.formats.mermaid_trouble import unreadable
from bot.adapters.diagrams.sheet import Sheet
from bot.adapters.diagrams.trouble import too_much_inside
from bot.domain.errors import UserMistake

_FENCE = re.compile(r"```[ \t]*(?:mermaid\b)?[ \t]*\n?(?P<inside>.*?)(?:```|\Z)", re.DOTALL)
_NAMED_FENCE = re.compile(r"```[ \t]*mermaid\b[ \t]*\n?(?P<inside>.*?)(?:```|\Z)", re.DOTALL)
_FLOWCHART = re.compile(
    r"(?:graph|flowchart(?:-elk)?)(?:[ \t]+(?:TB|TD|BT|RL|LR)\b|[ \t]*(?=[;\n]|\Z))"
)
_ARCHITECTURE = re.compile(r"architecture(?:-beta)?[ \t]*(?=\n|\Z|%%)")
_OTHERS = re.compile(
    r"(sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gantt|pie|journey|gitGraph|mindmap|timeline|"
    r"C4\w+|block-beta|sankey-beta|quadrantChart|requirementDiagram|packet-beta|kanban|xychart-beta)\b"
)  # fmt: skip
_START = re.compile(
    r"^[ \t]*(?:(?:graph|flowchart)[ \t]+(?:TB|TD|BT|RL|LR)\b|architecture-beta[ \t]*$)",
    re.MULTILINE,
)
LONGEST = 100_000


def is_mermaid(head: str) -> bool:
    """Whether a text file begins as a Mermaid diagram, or is a document with one in it."""
    return _begins(head) or _NAMED_FENCE.search(head) is not None


def found(text: str) -> Sheet | None:
    """Return what the Mermaid diagram in a text draws, None when it has none; raises UserMistake."""
    if len(text) > LONGEST:
        return None
    straight = text.translate(_STRAIGHT_QUOTES)
    for fence in _NAMED_FENCE.finditer(straight):
        return drawn(fence["inside"])
    for fence in _FENCE.finditer(straight):
        if _begins(fence["inside"]):
            return drawn(fence["inside"])
    start = _START.search(straight)
    return drawn(straight[start.start() :], with_words_after=True) if start else None


def drawn(source: str, *, with_words_after: bool = False) -> Sheet:
    """Return what a Mermaid diagram draws; raises UserMistake with the line that cannot be read.

    Under a message's diagram, other words may follow after an empty line.
    """
    text = source.translate(_STRAIGHT_QUOTES)
    if len(text) > LONGEST:
        raise too_much_inside("Mermaid file")
    body = _without_preamble(text)
    line = text.count("\n", 0, len(text) - len(body)) + 1
    if start := _FLOWCHART.match(body):
        rest = body[start.end() :]
        return mermaid_flowchart.drawn(rest, first_line=line, lenient=with_words_after)
    if start := _ARCHITECTURE.match(body):
        return mermaid_architecture.drawn(
            body[start.end() :], first_line=line, lenient=with_words_after
        )
    if other := _OTHERS.match(body):
        message = (
            f"This is a Mermaid {other[1]}; I read the ones that draw boxes and arrows: "
            "`flowchart LR` and `architecture-beta`."
        )
        raise UserMistake(message)
    raise unreadable(line, body.split("\n", 1)[0])


def _begins(text: str) -> bool:
    body = _without_preamble(text)
    return any(start.match(body) for start in (_FLOWCHART, _ARCHITECTURE, _OTHERS))


def _without_preamble(text: str) -> str:
    """Skip front matter between lines of `---`, comments and settings (`%%`)."""
    body = text.lstrip()
    while body.startswith(("---\n", "%%")):
        if body.startswith("%%"):
            body = body.partition("\n")[2].lstrip()
        else:
            body = body[4:].partition("\n---")[2].partition("\n")[2].lstrip()
    return body


_STRAIGHT_QUOTES = str.maketrans({"“": '"', "”": '"', "\r": "\n", "\xa0": " "})
