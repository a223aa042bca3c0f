"""XML from strangers: no entities, no outside references, and no deeper or larger than a drawing is."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from typing_extensions import override

from bot.adapters.diagrams.inflating import LARGEST
from bot.adapters.diagrams.trouble import damaged, too_much_inside

DEEPEST = 100
MOST_ELEMENTS = 40_000


class _TooMuch(Exception):
    """The tree is deeper or larger than allowed."""


class _Builder(TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    @override
    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise _TooMuch
        return super().start(tag, attrs)

    @override
    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def tree(markup: str | bytes, *, what: str) -> Element:
    """Parse; raises UserMistake when it is no XML, a trap or too large. Tags keep no namespace."""
    if len(markup) > LARGEST:
        raise too_much_inside(what)
    parser: Any = DefusedXMLParser(target=_Builder(), forbid_dtd=False, forbid_entities=True)
    try:
        parser.feed(markup)
        root: Element = parser.close()
    except (_TooMuch, DefusedXmlException) as error:
        raise too_much_inside(what) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(what) from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root
