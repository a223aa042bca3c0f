"""Graphviz's `dot` as a placer of boxes: it gets numbers and sizes, and never sees a text."""

import json
import math
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.adapters.diagrams.drawing.cards import Card
from bot.adapters.diagrams.drawing.places import Curve, Layout, Scene
from bot.adapters.diagrams.drawing.threads import threads
from bot.adapters.diagrams.sheet import Box, Point

_SECONDS = 20
_PROGRAM = "graphviz-pure"
_INCH = 72
_TITLE_HEIGHT = 20
# Between ranks, in inches: borders of boxes take some of it.
_APART, _APART_WITH_BORDERS = 0.6, 0.72


def placed(scene: Scene, direction: str, *, loose_ranks: bool) -> Layout | None:
    """Return the places, None where `dot` finds none.

    With strict ranks each box is laid out by itself, which looks better and fails on some rings of
    arrows through boxes (gitlab.com/graphviz/graphviz/-/issues/1323); loose ranks never do.
    """
    answer = _answer(_source(scene, direction, loose_ranks=loose_ranks), must=loose_ranks)
    if answer is None:
        return None
    _, _, width, height = (float(one) for one in answer["bb"].split(","))
    objects = {str(one["name"]): one for one in answer.get("objects", ())}
    edges = {str(one.get("id")): one for one in answer.get("edges", ())}
    curves = {n: _curve(edges.get(f"e{n}", {}), height) for n in scene.arrows}
    return Layout(
        width,
        height,
        cards={n: _card(objects[f"n{n}"], one, height) for n, one in scene.cards.items()},
        frames={n: _frame(objects[f"cluster_{n}"], height) for n in scene.frames},
        curves={n: curve for n, curve in curves.items() if curve is not None},
    )


def _source(scene: Scene, direction: str, *, loose_ranks: bool) -> str:
    number = {one.component.id: n for n, one in scene.cards.items()}
    newrank = str(loose_ranks).lower()
    ranksep = _APART_WITH_BORDERS if scene.frames else _APART
    rows = [
        f"digraph {{ graph [rankdir={direction} newrank={newrank} nodesep=0.36 ranksep={ranksep} margin=0]",
        "node [shape=box fixedsize=true margin=0] edge [arrowsize=0.8]",
        *_inside(None, scene),
    ]
    for n, one in scene.arrows.items():
        room = _room(one.label.width + 10, one.label.height + 4)
        label = f" label=<{room}>" if one.label.lines else ""
        source, target = number[one.connection.source], number[one.connection.target]
        rows.append(f"n{source} -> n{target} [id=e{n}{label}]")
    rows += [f"n{first} -> n{second} [style=invis]" for first, second in threads(scene)]
    return "\n".join([*rows, "}"])


def _inside(container: str | None, scene: Scene) -> Iterator[str]:
    for n, card in scene.cards.items():
        if card.component.inside == container:
            yield f"n{n} [width={card.width / _INCH:.4f} height={card.height / _INCH:.4f}]"
    for n, frame in scene.frames.items():
        if frame.container.inside == container:
            title = _room(frame.width + 6, _TITLE_HEIGHT)
            yield f"subgraph cluster_{n} {{ graph [margin=14 labeljust=l label=<{title}>]"
            held = list(_inside(frame.container.id, scene))
            yield from held or [f"empty{n} [width=1.6 height=0.4 style=invis]"]
            yield "}"


def _room(width: float, height: float) -> str:
    return (
        '<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" '
        f'WIDTH="{math.ceil(width)}" HEIGHT="{math.ceil(height)}"><TR><TD></TD></TR></TABLE>'
    )


def _answer(source: str, *, must: bool) -> dict[str, Any] | None:
    beside_python = Path(sysconfig.get_path("scripts")) / _PROGRAM
    program = str(beside_python) if beside_python.exists() else shutil.which(_PROGRAM) or _PROGRAM
    done = subprocess.run(  # noqa: S603 - the program of our own environment; it gets numbers only
        [program, "-Tjson0"],
        input=source.encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=must,
    )
    if done.returncode != 0:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _card(told: Mapping[str, Any], card: Card, height: float) -> Box:
    x, y = _point(told["pos"], height)
    return Box(x - card.width / 2, y - card.height / 2, card.width, card.height)


def _frame(told: Mapping[str, Any], height: float) -> Box:
    left, bottom, right, top = (float(one) for one in told["bb"].split(","))
    return Box(left, height - top, right - left, top - bottom)


def _curve(told: Mapping[str, Any], height: float) -> Curve | None:
    points, tip = [], None
    for part in told.get("pos", "").split():
        if part.startswith("e,"):
            tip = _point(part[2:], height)
        elif not part.startswith("s,"):
            points.append(_point(part, height))
    if not points:
        return None
    label = _point(told["lp"], height) if "lp" in told else None
    return Curve(tuple(points), tip or points[-1], label)


def _point(text: str, height: float) -> Point:
    """Graphviz counts from the bottom."""
    x, y = (float(one) for one in text.split(",")[:2])
    return x, height - y
