"""The picture of what was understood."""

import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from PIL import Image

from bot.adapters.diagrams.drawing import look
from bot.adapters.diagrams.drawing.cards import arrow, card, frame
from bot.adapters.diagrams.drawing.layout import laid_out
from bot.adapters.diagrams.drawing.places import Layout
from bot.adapters.diagrams.drawing.signs import SIGNS
from bot.adapters.diagrams.drawing.texts import SEMIBOLD, broken, width_of
from bot.adapters.diagrams.sheet import Box
from bot.domain.architecture import (
    CONTAINER_TITLES,
    MOST_COMPONENTS,
    Architecture,
    Component,
    Connection,
    Container,
    Unplaced,
)
from bot.domain.services import SERVICES
from bot.ports import Diagrams
from tests.adapters.diagrams.architectures import architectures

WEB = Architecture(
    components=(
        Component(id="u", service="user"),
        Component(id="lb", service="alb", label="web", inside="pub"),
        Component(id="i", service="ec2", label="app", inside="priv", count=3),
        Component(id="d", service="rds", label="orders", inside="priv", confidence=0.4),
    ),
    containers=(
        Container(id="vpc", kind="vpc"),
        Container(id="pub", kind="public-subnet", inside="vpc"),
        Container(id="priv", kind="private-subnet", inside="vpc"),
    ),
    connections=(
        Connection(source="u", target="lb", label="HTTPS"),
        Connection(source="lb", target="i"),
        Connection(source="i", target="d", confidence=0.3),
    ),
    unplaced=(Unplaced(text="phase 2", why="A text that belongs to no shape."),),
)


def layout_of(architecture: Architecture) -> Layout:
    return laid_out(
        [card(one) for one in architecture.components],
        [frame(one) for one in architecture.containers],
        [arrow(one) for one in architecture.connections],
    )


def drawn(diagrams: Diagrams, architecture: Architecture) -> Image.Image:
    image = Image.open(BytesIO(diagrams.draw(architecture)))
    assert image.format == "PNG"
    return image.convert("RGB")


def without(architecture: Architecture, **changes: object) -> Architecture:
    return architecture.model_copy(update=changes)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 1 and down > 1


class TestLayout:
    @settings(deadline=None, max_examples=25)
    @given(architectures())
    def test_cards_stand_apart_and_in_their_boxes(self, architecture: Architecture) -> None:
        layout = layout_of(architecture)

        boxes = list(layout.cards.values())
        assert len(boxes) == len(architecture.components)
        assert not any(overlap(a, b) for n, a in enumerate(boxes) for b in boxes[:n])
        number = {one.id: n for n, one in enumerate(architecture.containers)}
        for n, component in enumerate(architecture.components):
            for m, container in enumerate(architecture.containers):
                inside = container in architecture.around(component)
                box, outer = layout.cards[n], layout.frames[m]
                assert outer.holds(box) if inside else not overlap(outer, box)
        for n, each in enumerate(architecture.containers):
            if each.inside is not None:
                assert layout.frames[number[each.inside]].holds(layout.frames[n])

    def test_what_is_shown_in_a_channel_is_not_shrunk_much(self) -> None:
        assert layout_of(WEB).width <= 700

    def test_many_single_things_make_a_square(self) -> None:
        many = tuple(
            Component(id=f"c{n}", service=one)
            for n, one in enumerate([*SERVICES][:MOST_COMPONENTS])
        )

        layout = layout_of(Architecture(components=many))

        assert 0.5 < layout.width / layout.height < 2

    def test_every_arrow_has_its_curve(self) -> None:
        assert set(layout_of(WEB).curves) == {0, 1, 2}


class TestPicture:
    def test_it_stands_on_white_in_twice_its_size(self, diagrams: Diagrams) -> None:
        image = drawn(diagrams, WEB)

        assert image.getpixel((2, 2)) == (255, 255, 255)
        assert image.width == 2 * round(layout_of(WEB).width + 44)

    @pytest.mark.parametrize(
        "change",
        [
            {"components": (WEB.components[0].model_copy(update={"label": "Buyers"}), *WEB.components[1:])},
            {"components": (*WEB.components[:2], WEB.components[2].model_copy(update={"count": 2}), WEB.components[3])},
            {"components": (*WEB.components[:3], WEB.components[3].model_copy(update={"confidence": 1.0}))},
            {"connections": WEB.connections[:2]},
            {"connections": (WEB.connections[0].model_copy(update={"label": "HTTP"}), *WEB.connections[1:])},
            {"unplaced": ()},
        ],
        ids=["label", "count", "doubt", "arrow", "arrow label", "unplaced"],
    )  # fmt: skip
    def test_everything_shows(self, diagrams: Diagrams, change: dict[str, object]) -> None:
        assert diagrams.draw(WEB) != diagrams.draw(without(WEB, **change))

    def test_the_same_gives_the_same_bytes(self, diagrams: Diagrams) -> None:
        assert diagrams.draw(WEB) == diagrams.draw(WEB)

    @pytest.mark.parametrize(
        "label",
        ['<script>alert(1)</script> & "quotes"', "画像バケット", "обработка", "]]>", "a" * 120, "\u202eevil", "\x07bell"],
    )  # fmt: skip
    def test_any_label_can_be_drawn(self, diagrams: Diagrams, label: str) -> None:
        named = Architecture(components=(Component(id="a", service="s3", label=label),))

        assert drawn(diagrams, named).width > 100

    def test_nothing_is_drawn_as_an_empty_page(self, diagrams: Diagrams) -> None:
        assert drawn(diagrams, Architecture()).width > 100

    def test_it_is_quick(self, diagrams: Diagrams) -> None:
        started = time.process_time()

        diagrams.draw(WEB)

        assert time.process_time() - started < 1


class TestLook:
    @pytest.mark.parametrize("service", SERVICES)
    def test_every_service_has_a_colour_and_a_sign_that_is_drawn(self, service: str) -> None:
        assert service in look.LOOKS or service == "unknown"
        assert look.look_of(service).sign in SIGNS

    def test_a_service_without_a_look_is_drawn_plainly(self) -> None:
        assert look.look_of("quantum").sign == "question"

    def test_every_kind_of_container_has_a_border(self) -> None:
        assert set(look.BORDERS) == set(CONTAINER_TITLES)


class TestTexts:
    def test_words_are_broken_to_the_width_they_have(self) -> None:
        words = broken("notify-customers-topic-production of the shop", width=90, most=3, size=12)

        assert len(words.lines) == 3
        assert all(width_of(one, 12) <= 90 for one in words.lines)
        assert words.lines[0].endswith("-")

    def test_what_does_not_fit_ends_in_an_ellipsis(self) -> None:
        words = broken(
            "one two three four five six seven", width=60, most=2, size=12, font=SEMIBOLD
        )

        assert len(words.lines) == 2
        assert words.lines[-1].endswith("…")
