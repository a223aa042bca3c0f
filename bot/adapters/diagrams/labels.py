"""Texts of a drawing as plain words."""

import re
from html import unescape
from html.parser import HTMLParser

from typing_extensions import override

from bot.domain.architecture import LONGEST_LABEL

_BREAKS = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "hr"})
_COUNT = re.compile(
    r"^(?P<before>\d{1,2})\s?[x×]\s+(?P<rest>.+)$|^(?P<first>.+?)\s*\(?\s?[x×]\s?(?P<after>\d{1,2})\)?$",
    re.IGNORECASE | re.DOTALL,
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    @override
    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")


def from_html(markup: str) -> str:
    """Return what a browser would show of a label, its lines kept."""
    if "<" not in markup:
        return unescape(markup)
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that say something, with single spaces."""
    return tuple(filter(None, (" ".join(line.split()) for line in visible(text).splitlines())))


def visible(text: str) -> str:
    """Return a text without what cannot be seen: controls, and marks that turn its direction."""
    return _UNSEEN.sub("", text).replace("\xa0", " ")


def label(text: str) -> str:
    """Return a text as one line, no longer than a label may be."""
    whole = " ".join(lines(text))
    return whole if len(whole) <= LONGEST_LABEL else whole[: LONGEST_LABEL - 1].rstrip() + "…"


def counted(text: str) -> tuple[str, int]:
    """Split “EC2 ×3” or “3x EC2” into the text and the number."""
    found = _COUNT.match(text.strip())
    if found is None:
        return text, 1
    number = int(found["before"] or found["after"])
    return (found["rest"] or found["first"], number) if number else (text, 1)


def slug(text: str) -> str:
    """Return an id made of a text: lower case, ASCII, hyphens; empty when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")
