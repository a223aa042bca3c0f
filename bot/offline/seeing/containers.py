"""Frames and coloured areas around nodes, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.architecture import ContainerKind
from bot.offline.seeing.boxes import Box, around
from bot.offline.seeing.frames import ALIKE, overlap
from bot.offline.seeing.ink import same
from bot.offline.seeing.naming import kind_named, mended
from bot.offline.seeing.nodes import Node
from bot.offline.seeing.text import LINE, Line

_LABEL_WITHIN = 2.6 * LINE


@dataclass(frozen=True)
class Area:
    """A container as it is drawn."""

    box: Box
    lines: tuple[Line, ...]
    kind: ContainerKind
    sure: bool

    @property
    def label(self) -> str:
        return _said(self.lines)


def areas(
    found: list[Box], nodes: list[Node], badges: list[Node], texts: list[list[Line]]
) -> list[Area]:
    """Those of the drawn rectangles that hold something and are called something."""
    kept: list[Area] = []
    free = list(texts)
    for box in sorted(_plausible(found, [*nodes, *badges]), key=lambda one: one.area):
        members = [node for node in nodes if box.holds(node.box.centre)]
        badge = next((one for one in badges if _at_corner(box, one.box)), None)
        label = _label(box, free, badge)
        if any(overlap(box, area.box) > ALIKE for area in kept):
            continue
        if label is not None and (members or kind_named(_said(label)) or badge):
            free.remove(label)
            kind = kind_named(_said(label)) or (badge and _kind(badge)) or "group"
            kept.append(Area(box, tuple(label), kind, sure=True))
        elif badge is not None:
            kept.append(Area(box, (), _kind(badge) or "group", sure=False))
    return kept


def _plausible(found: list[Box], nodes: list[Node]) -> list[Box]:
    """Without the outlines of nodes, and without two frames taken for one."""
    return [
        box
        for box in found
        if not any(_outlines(box, node) for node in nodes) and not _is_two(box, found)
    ]


def _outlines(box: Box, node: Node) -> bool:
    return node.box.surrounds(box, 0.4 * LINE) or same(box, node.box, 0.7 * LINE)


def _is_two(box: Box, found: list[Box]) -> bool:
    """Two of its opposite sides belong to two frames that stand side by side."""
    near = 0.5 * LINE

    def shares(other: Box, *sides: int) -> bool:
        return other is not box and all(abs(other[side] - box[side]) < near for side in sides)

    stacked = any(
        one.bottom <= other.top + near
        for one in found
        if shares(one, 0, 1, 2)
        for other in found
        if shares(other, 0, 2, 3)
    )
    beside = any(
        one.right <= other.left + near
        for one in found
        if shares(one, 0, 1, 3)
        for other in found
        if shares(other, 1, 2, 3)
    )
    return stacked or beside


def _at_corner(box: Box, badge: Box) -> bool:
    near = 0.8 * LINE
    return abs(badge.left - box.left) < near and abs(badge.top - box.top) < near


def _kind(badge: Node) -> ContainerKind | None:
    kinds: dict[str, ContainerKind] = {
        "vpc": "vpc",
        "public-subnet": "public-subnet",
        "private-subnet": "private-subnet",
        "region": "region",
        "account": "account",
        "cloud": "cloud",
        "auto-scaling-group": "auto-scaling-group",
    }
    return kinds.get(badge.match.badge or "")


def _said(text: Sequence[Line]) -> str:
    return mended(" ".join(line.text for line in text))


def _label(box: Box, texts: list[list[Line]], badge: Node | None) -> list[Line] | None:
    """The free text nearest to the upper or the lower edge, inside."""
    best, least = None, _LABEL_WITHIN
    for text in texts:
        words = around([line.box for line in text])
        if not box.grown(0.4 * LINE).surrounds(words):
            continue
        gap = min(abs(words.top - box.top), abs(box.bottom - words.bottom) + 0.4 * LINE)
        if badge is not None and words.left < badge.box.right + 1.5 * LINE:
            gap = min(gap, abs(words.centre[1] - badge.box.centre[1]))
        if kind_named(_said(text)) is None:
            gap += 0.6 * LINE
        if gap < least:
            best, least = text, gap
    return best
