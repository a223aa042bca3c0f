"""SVG: Graphviz's own marks are read exactly; one without structure becomes a picture."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.adapters.diagrams.conftest import Open
from tests.adapters.diagrams.making import arrows, kinds, places, seen, services

DOT = """digraph "my system" {
  rankdir=LR
  subgraph cluster_vpc { label="VPC"
    fn [label="place order\\nLambda"]
    subgraph cluster_p { label="Private subnet" db [label="RDS Postgres" shape=cylinder] }
  }
  gw [label="API Gateway"]; "a->b" [label="SQS queue"]
  gw -> fn [label="POST"]; fn -> db [dir=both]; db -> fn [dir=back]; fn:e -> "a->b":w
  gw -> "a->b" [dir=none]
}"""


@pytest.fixture(scope="module")
def graphviz_svg() -> str:
    program = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    done = subprocess.run(  # noqa: S603 - the program of our own environment
        [program, "-Tsvg"], input=DOT.encode(), capture_output=True, check=True
    )
    return done.stdout.decode()


class TestGraphviz:
    def test_nodes_edges_and_clusters_are_taken_over(self, opened: Open, graphviz_svg: str) -> None:
        architecture = opened(graphviz_svg, "picture.svg").architecture

        assert architecture is not None
        assert sorted(services(architecture)) == ["apigateway", "lambda", "rds", "sqs"]
        assert kinds(architecture) == {"vpc": "vpc", "private-subnet": "private-subnet"}
        assert places(architecture) == {
            "vpc": None,
            "private-subnet": "vpc",
            "place-order": "vpc",
            "rds-postgres": "private-subnet",
            "api-gateway": None,
            "sqs-queue": None,
        }

    def test_heads_say_the_direction(self, opened: Open, graphviz_svg: str) -> None:
        architecture = opened(graphviz_svg, "picture.svg").architecture

        assert architecture is not None
        assert sorted(arrows(architecture)) == [
            ("api-gateway", "place-order"),
            ("api-gateway", "sqs-queue"),
            ("place-order", "rds-postgres"),
            ("place-order", "sqs-queue"),
            ("rds-postgres", "place-order"),
        ]
        by_ends = {(one.source, one.target): one for one in architecture.connections}
        assert by_ends["api-gateway", "place-order"].label == "POST"
        assert by_ends["api-gateway", "sqs-queue"].confidence == 0.5
        assert by_ends["place-order", "sqs-queue"].confidence == 1.0

    def test_the_icons_of_the_diagrams_library_name_the_service(self, opened: Open) -> None:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><g class="graph">'
            '<g id="node1" class="node"><title>a1</title><image xlink:href="/x/resources/aws/compute/lambda.png" '
            'width="50px" height="50px" x="0" y="0"/><text x="25" y="70">resize</text></g></g></svg>'
        )
        architecture = opened(svg).architecture

        assert architecture is not None
        assert [(one.service, one.label) for one in architecture.components] == [
            ("lambda", "resize")
        ]


class TestPlainSvg:
    def test_it_becomes_a_picture_in_a_size_that_can_be_read(self, opened: Open) -> None:
        svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><rect width="150" height="200" fill="#c80000"/></svg>'
        diagram = opened(svg)

        assert diagram.architecture is None
        assert diagram.picture is not None
        image = seen(diagram.picture.content)
        assert image.size == (600, 400)
        assert image.getpixel((100, 100)) == (200, 0, 0)
        assert image.getpixel((500, 100)) == (255, 255, 255)

    def test_one_without_a_view_box_is_drawn_too(self, opened: Open) -> None:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="50"><circle r="20"/></svg>'
        )

        picture = opened(svg).picture

        assert picture is not None
        assert seen(picture.content).size == (80, 50)

    def test_a_huge_one_is_drawn_no_larger_than_of_use(self, opened: Open) -> None:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100000 50"><rect width="9" height="9"/></svg>'

        picture = opened(svg).picture

        assert picture is not None
        assert max(seen(picture.content).size) == 2048

    @pytest.mark.parametrize(
        "words",
        [
            '<text x="10" y="60" font-size="40" font-family="Nobody Has This">Lambda</text>',
            '<foreignObject x="0" y="0" width="300" height="200"><div>Lambda</div></foreignObject>',
        ],
    )
    def test_words_are_drawn_whatever_fonts_there_are(self, opened: Open, words: str) -> None:
        picture = opened(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200">{words}</svg>'
        ).picture

        assert picture is not None
        darkest, _ = seen(picture.content).convert("L").getextrema()
        assert darkest == 0
