"""Any architecture, for properties."""

from hypothesis import strategies as st

from bot.domain.architecture import (
    CONTAINER_TITLES,
    Architecture,
    Component,
    Connection,
    Container,
)
from bot.domain.services import SERVICES


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    boxes: list[Container] = []
    for n in range(draw(st.integers(0, 4))):
        outer = draw(st.sampled_from([None, *(one.id for one in boxes)]))
        kind = draw(st.sampled_from(list(CONTAINER_TITLES)))
        boxes.append(Container(id=f"b{n}", kind=kind, inside=outer, label=draw(LABELS)))
    inside = st.sampled_from([None, *(one.id for one in boxes)])
    components = tuple(
        Component(
            id=f"c{n}",
            service=draw(st.sampled_from(list(SERVICES))),
            label=draw(LABELS),
            inside=draw(inside),
            count=draw(st.integers(1, 3)),
            confidence=draw(st.sampled_from([0.4, 1.0])),
        )
        for n in range(draw(st.integers(1, 9)))
    )
    ends = st.sampled_from([one.id for one in components])
    connections = tuple(
        Connection(source=draw(ends), target=draw(ends), label=draw(LABELS))
        for _ in range(draw(st.integers(0, 10)))
    )
    return Architecture(components=components, containers=tuple(boxes), connections=connections)


LABELS = st.sampled_from(
    ["", "a", "orders", "a rather long label of several words", "x-y_z", "é ×"]
)
