"""Excalidraw: bound arrows, labels, frames and icons from libraries."""

import pytest

from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import (
    arrows,
    element,
    encoded_scene,
    kinds,
    places,
    png_with,
    scene,
    scene_svg,
    services,
    unplaced,
)

BOX = {"width": 120, "height": 60}
SCENE = scene(
    element("rectangle", "r1", x=0, y=0, **BOX),
    element("text", "t1", x=10, y=20, width=80, height=20, text="API\nGateway", containerId="r1"),
    element("rectangle", "r2", x=300, y=0, **BOX),
    element("text", "t2", x=310, y=20, width=80, height=20, text="resize (Lambda)", containerId="r2"),
    element("arrow", "a1", x=120, y=30, points=[[0, 0], [180, 0]], startBinding={"elementId": "r1"},
            endBinding={"elementId": "r2"}, startArrowhead=None, endArrowhead="arrow"),
    element("text", "t3", x=200, y=20, width=40, height=20, text="PUT", containerId="a1"),
    element("rectangle", "gone", x=900, y=0, **BOX) | {"isDeleted": True},
)  # fmt: skip


class TestWhereItStands:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(SCENE, id="file"),
            pytest.param(
                png_with("application/vnd.excalidraw+json", encoded_scene(SCENE)), id="png"
            ),
            pytest.param(png_with("application/vnd.excalidraw+json", SCENE), id="png-of-old"),
            pytest.param(scene_svg(SCENE), id="svg"),
        ],
    )
    def test_the_same_is_read(self, opened: Open, content: bytes | str) -> None:
        architecture = opened(content).architecture

        assert services(architecture) == ["apigateway", "lambda"]
        assert architecture is not None
        assert [one.label for one in architecture.components] == ["API Gateway", "resize"]
        assert [(one.label, one.confidence) for one in architecture.connections] == [("PUT", 1.0)]
        assert not architecture.unplaced


class TestWhatIsDrawn:
    def test_frames_and_boxes_hold_what_lies_in_them(self, opened: Open) -> None:
        architecture = opened(
            scene(
                element("frame", "f", x=-50, y=-50, width=900, height=400, name="AWS Cloud"),
                element("rectangle", "v", x=200, y=-20, width=400, height=300, frameId="f"),
                element("text", "vt", x=210, y=-15, width=40, height=20, text="VPC", frameId="f"),
                element("ellipse", "q", x=250, y=50, frameId="f", **BOX),
                element(
                    "text",
                    "qt",
                    x=260,
                    y=70,
                    width=40,
                    height=20,
                    text="SQS",
                    containerId="q",
                    frameId="f",
                ),
                element("rectangle", "s", x=0, y=50, frameId="f", **BOX),
                element(
                    "text",
                    "st",
                    x=10,
                    y=70,
                    width=40,
                    height=20,
                    text="S3",
                    containerId="s",
                    frameId="f",
                ),
            )
        ).architecture

        assert kinds(architecture) == {"aws-cloud": "cloud", "vpc": "vpc"}
        assert places(architecture) == {
            "aws-cloud": None,
            "vpc": "aws-cloud",
            "sqs": "vpc",
            "s3": "aws-cloud",
        }

    def test_an_icon_made_of_many_strokes_is_one_thing(self, opened: Open) -> None:
        group = {"groupIds": ["g1"]}
        architecture = opened(
            scene(
                element("rectangle", "b", x=0, y=0, width=60, height=60) | group,
                element("line", "l", x=10, y=10, width=30, height=30, points=[[0, 0], [30, 30]]) | group,
                element("text", "n", x=0, y=64, width=60, height=20, text="Lambda") | group,
                element("image", "i", x=300, y=0, width=60, height=60),
                element("text", "it", x=300, y=66, width=60, height=20, text="DynamoDB"),
                element("arrow", "a", x=62, y=30, points=[[0, 0], [230, 0]], startBinding={"elementId": "b"},
                        endBinding=None, startArrowhead=None, endArrowhead="triangle"),
            )
        ).architecture  # fmt: skip

        assert services(architecture) == ["lambda", "dynamodb"]
        assert arrows(architecture) == [("lambda", "dynamodb")]

    def test_what_names_nothing_is_said(self, opened: Open) -> None:
        architecture = opened(
            scene(
                element("text", "t", x=0, y=0, width=300, height=40, text="Our plan for 2027"),
                element("rectangle", "r", x=0, y=200, **BOX),
                element("text", "rt", x=0, y=210, width=30, height=20, text="S3", containerId="r"),
            )
        ).architecture

        assert unplaced(architecture) == ["Our plan for 2027"]
