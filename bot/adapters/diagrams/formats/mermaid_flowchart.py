"""Mermaid flowcharts: `graph LR`, `A[Label] --> B`, `subgraph`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.adapters.diagrams.formats.mermaid_trouble import unreadable
from bot.adapters.diagrams.labels import from_html
from bot.adapters.diagrams.sheet import Line, Shape, Sheet

_SKIPPED = re.compile(
    r"(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr|title|%%)(?:\s|:|%|$)"
)
_SUBGRAPH = re.compile(r"subgraph(?:\s+(?P<rest>.+))?$")
_TITLED = re.compile(r'(?P<id>[^\s\[("]++)\s*+[\[(]++\s*+(?P<title>.+?)\s*+[\])]++$', re.DOTALL)
_ID = re.compile(r"[^\W_][\w]*(?:[-.:/]\w+)*|_\w*")
_SHAPES = tuple(
    (re.compile(re.escape(opens)), re.compile(re.escape(closes)))
    for opens, closes in (
        ("(((", ")))"),
        ("((", "))"),
        ("([", "])"),
        ("[[", "]]"),
        ("[(", ")]"),
        ("{{", "}}"),
        ("[/", "/]"),
        ("[/", "\\]"),
        ("[\\", "\\]"),
        ("[\\", "/]"),
        ("[", "]"),
        ("(", ")"),
        ("{", "}"),
        (">", "]"),
    )
)
_CLASS = re.compile(r":::[\w,-]+")
_DATA = re.compile(r"@\{(?P<inside>[^}]*)\}")
_DATA_LABEL = re.compile(r"""label\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,}]+))""")
_DATA_ICON = re.compile(r"""(?:icon|shape)\s*:\s*["']?([\w:-]+)""")
_ICON_IN_LABEL = re.compile(r"\b(?:fa[bsrl]?|mdi|logos|aws):(?:fa-)?[\w-]+")
# A whole arrow, and one that holds its text between its two halves.
_ARROW = re.compile(r"(?:\w+@)?(?P<tail>[<ox])?(?:--+|-\.+-|==+|~~~+)(?P<head>[>ox])?")
_HALF = re.compile(
    r"(?:\w+@)?(?P<tail>[<ox])?(?:(?:--)\s*(?P<plain>[^\s>|.=-].*?)\s*-{2,}|(?:-\.)\s*(?P<dotted>[^\s>|.-].*?)\s*\.+-|"
    r"(?:==)\s*(?P<thick>[^\s>|=].*?)\s*={2,})(?P<head>[>ox])?"
)  # fmt: skip
_TEXT = re.compile(r"\|(?P<text>[^|]*)\|")
_SPACE = re.compile(r"\s*")
_INVISIBLE = "~"
# Longer ones are no drawing, and would take long to read.
_LONGEST_STATEMENT = 2000


@dataclass
class _Chart:
    """What was read so far."""

    shapes: dict[str, Shape] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def see(self, shape_id: str, text: str | None, icon: str) -> None:
        """A node stands in the first subgraph that names it; a label may be given later."""
        known = self.shapes.get(shape_id)
        if known is None:
            inside = self.open[-1] if self.open else None
            self.shapes[shape_id] = Shape(
                shape_id, text=shape_id if text is None else text, icon=icon, parent=inside
            )
            return
        if text is not None:
            known = replace(known, text=text)
        if known.parent is None and self.open and not known.frame:
            known = replace(known, parent=self.open[-1])
        self.shapes[shape_id] = replace(known, icon=icon or known.icon)

    def begin(self, box_id: str, title: str) -> None:
        inside = self.open[-1] if self.open else None
        self.shapes[box_id] = Shape(box_id, text=title, frame=True, parent=inside)
        self.open.append(box_id)


class _Unreadable(Exception):
    """This statement is no Mermaid."""


def drawn(source: str, *, first_line: int, lenient: bool) -> Sheet:
    chart = _Chart()
    blank = False
    for number, text in _statements(source, first_line):
        if not text:
            blank = bool(chart.lines)
            continue
        words_may_follow = lenient and blank and not chart.open
        if words_may_follow and text.isalpha():
            break
        try:
            _read(chart, text)
        except _Unreadable as error:
            if words_may_follow:
                break
            raise unreadable(number, text) from error
    return Sheet(tuple(chart.shapes.values()), tuple(chart.lines))


def _statements(source: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Lines and what `;` parts; a label in quotes may go over several lines."""
    number, pending = first_line, ""
    for offset, row in enumerate(source.split("\n")):
        pending = f"{pending}\n{row}" if pending else row
        if len(pending) > _LONGEST_STATEMENT:
            raise unreadable(number, pending)
        if pending.count('"') % 2 and not pending.lstrip().startswith("%%"):
            continue
        for statement in _parted(pending):
            yield number, statement.strip()
        pending, number = "", first_line + offset + 1
    yield number, pending.strip()


def _parted(row: str) -> list[str]:
    """Part at `;`, but not in quotes, brackets or entities like `#quot;`."""
    if ";" not in row:
        return [row]
    parts = re.findall(r'(?:"[^"]*"|\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|\|[^|]*\||[#&]\w+;|[^;])+', row)
    return parts or [""]


def _read(chart: _Chart, text: str) -> None:
    if _SKIPPED.match(text):
        return
    if text == "end":
        if chart.open:
            chart.open.pop()
        return
    if begin := _SUBGRAPH.match(text):
        _begin(chart, (begin["rest"] or "").strip())
        return
    _Statement(chart, text).read()


def _begin(chart: _Chart, rest: str) -> None:
    titled = _TITLED.match(rest)
    if titled:
        chart.begin(titled["id"], _words(titled["title"]))
    else:
        title = _words(rest)
        chart.begin(title or f"subgraph {len(chart.shapes)}", title)


@dataclass
class _Statement:
    """`A & B -- text --> C --> D`, read from left to right."""

    chart: _Chart
    text: str
    at: int = 0
    seen: list[tuple[str, str | None, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def read(self) -> None:
        """Nothing of a statement counts unless all of it can be read."""
        self._chain()
        for node in self.seen:
            self.chart.see(*node)
        self.chart.lines += self.lines

    def _chain(self) -> None:
        sources = self._nodes()
        while self._skip() < len(self.text):
            arrow, label = self._arrow()
            targets = self._nodes()
            if _INVISIBLE not in arrow[0]:
                self._connect(sources, targets, arrow, label)
            sources = targets

    def _connect(
        self, sources: list[str], targets: list[str], arrow: re.Match[str], label: str
    ) -> None:
        for source in sources:
            for target in targets:
                self.lines.append(
                    Line(
                        source,
                        target,
                        text=label,
                        head_at_source=arrow["tail"] is not None,
                        head_at_target=arrow["head"] is not None,
                    )
                )

    def _arrow(self) -> tuple[re.Match[str], str]:
        if half := _HALF.match(self.text, self.at):
            self.at = half.end()
            return half, _words(half["plain"] or half["dotted"] or half["thick"] or "")
        arrow = self._take(_ARROW)
        self._skip()
        if text := _TEXT.match(self.text, self.at):
            self.at = text.end()
            return arrow, _words(text["text"])
        return arrow, ""

    def _nodes(self) -> list[str]:
        nodes = [self._node()]
        while self._skip() < len(self.text) and self.text[self.at] == "&":
            self.at += 1
            nodes.append(self._node())
        return nodes

    def _node(self) -> str:
        self._skip()
        node = self._take(_ID)[0]
        text, icon = self._label(), ""
        if data := _DATA.match(self.text, self.at):
            self.at = data.end()
            said = _DATA_LABEL.search(data["inside"])
            text = next(filter(None, said.groups()), "") if said else text
            icon = _icon(data["inside"])
        if styled := _CLASS.match(self.text, self.at):
            self.at = styled.end()
        if text is not None:
            worn = _ICON_IN_LABEL.search(text)
            icon = icon or (worn[0].replace("fa-", "") if worn else "")
            text = _words(_ICON_IN_LABEL.sub("", text)) or node
        self.seen.append((node, text, icon))
        return node

    def _label(self) -> str | None:
        for opens, closes in _SHAPES:
            begin = opens.match(self.text, self.at)
            if begin is None:
                continue
            quoted = re.compile(r'\s*"([^"]*)"\s*').match(self.text, begin.end())
            end = closes.search(self.text, quoted.end() if quoted else begin.end())
            if end is None:
                continue
            self.at = end.end()
            return quoted[1] if quoted else self.text[begin.end() : end.start()]
        return None

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        taken = pattern.match(self.text, self.at)
        if taken is None:
            raise _Unreadable
        self.at = taken.end()
        return taken

    def _skip(self) -> int:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.at


def _icon(data: str) -> str:
    found = _DATA_ICON.search(data)
    return found[1] if found and ":" in found[1] else ""


def _words(text: str) -> str:
    """Take off quotes, Markdown marks and entities (`#quot;`)."""
    bare = text.strip().strip('"').strip("`")
    bare = re.sub(r"#(\w+);", r"&\1;", bare)
    bare = re.sub(r"&(\d+);", r"&#\1;", bare)
    return from_html(re.sub(r"\*\*|__", "", bare).replace("\\n", "\n")).strip()
