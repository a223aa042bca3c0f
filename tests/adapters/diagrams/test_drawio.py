"""draw.io files: what they say of themselves is taken exactly."""

import json
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.domain.errors import UserMistake
from tests.adapters.diagrams.conftest import PICTURES, Open
from tests.adapters.diagrams.making import (
    GROUP,
    arrow,
    arrows,
    box,
    drawio,
    icon,
    kinds,
    loose_arrow,
    model,
    packed,
    places,
    png_with,
    services,
    unplaced,
)

AT = (0, 0, 78, 78)
TWO = model(
    box("a", "orders API", icon("api_gateway"), (60, 80, 78, 78)),
    box("b", "place order", icon("lambda"), (260, 80, 78, 78)),
    arrow("a", "b", "POST"),
)


class TestWhereItStands:
    """One drawing, in each place that draw.io writes it to."""

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(drawio(TWO), id="plain-page"),
            pytest.param(drawio(packed(TWO)), id="packed-page"),
            pytest.param(
                f'<?xml version="1.0" encoding="UTF-8"?>\n{drawio(TWO)}', id="with-declaration"
            ),
            pytest.param(TWO, id="bare-model"),
            pytest.param(
                drawio(model(), packed(model()), TWO), id="third-page-is-the-first-drawn-on"
            ),
            pytest.param(png_with("mxfile", quote(drawio(packed(TWO)))), id="png-text"),
            pytest.param(png_with("mxfile", quote(drawio(TWO)), compressed=True), id="png-ztext"),
            pytest.param(png_with("mxfile", drawio(TWO), international=True), id="png-itext"),
            pytest.param(
                png_with("mxfile", drawio(TWO), international=True, compressed=True),
                id="png-packed-itext",
            ),
            pytest.param(png_with("mxGraphModel", quote(TWO)), id="png-of-old"),
            pytest.param(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" content="'
                + drawio(packed(TWO)).replace("<", "&lt;").replace('"', "&quot;")
                + '"><g/></svg>',
                id="svg",
            ),
            pytest.param(
                f'<svg xmlns="http://www.w3.org/2000/svg" content="{quote(drawio(TWO))}"><g/></svg>',
                id="svg-url-encoded",
            ),
        ],
    )
    def test_the_same_is_read(self, opened: Open, content: bytes | str) -> None:
        architecture = opened(content).architecture

        assert services(architecture) == ["apigateway", "lambda"]
        assert architecture is not None
        assert [one.label for one in architecture.components] == ["orders API", "place order"]
        assert [
            (one.source, one.target, one.label, one.confidence) for one in architecture.connections
        ] == [("orders-api", "place-order", "POST", 1.0)]

    def test_a_png_keeps_its_picture_beside_the_structure(self, opened: Open) -> None:
        diagram = opened(png_with("mxfile", quote(drawio(TWO))))

        assert diagram.picture is not None
        assert diagram.architecture is not None

    def test_the_example_of_the_project_is_read_exactly(self, opened: Open) -> None:
        """As its line in expected.jsonl says."""
        architecture = opened((PICTURES / "orders.drawio.png").read_bytes()).architecture

        assert architecture is not None
        by_id = {one.id: one for one in architecture.components}
        assert Counter(services(architecture)) == Counter(
            ["apigateway", "lambda", "dynamodb", "sqs"]
        )
        assert {one.label for one in by_id.values()} == {"orders API", "place order", "", "jobs"}
        assert Counter(
            (by_id[a].service, by_id[b].service) for a, b in arrows(architecture)
        ) == Counter([("apigateway", "lambda"), ("lambda", "dynamodb"), ("lambda", "sqs")])
        (vpc,) = architecture.containers
        assert (vpc.kind, vpc.label) == ("vpc", "VPC")
        assert {one.service for one in architecture.members(vpc)} == {"lambda", "dynamodb"}
        assert not architecture.unplaced

    def test_a_drawing_that_cannot_be_read_leaves_the_picture(self, opened: Open) -> None:
        diagram = opened(png_with("mxfile", "%3Cmxfile%3E%3Cdiagram%3Enonsense"))

        assert diagram.picture is not None
        assert diagram.architecture is None


class TestServices:
    @pytest.mark.parametrize(
        ("style", "text", "service"),
        [
            (icon("lambda"), "", "lambda"),
            (icon("application_load_balancer"), "", "alb"),
            (icon("elastic_load_balancing"), "web", "alb"),
            (icon("route_53"), "", "route53"),
            (icon("simple_queue_service"), "", "sqs"),
            (icon("sns"), "alerts", "sns"),
            (icon("kinesis_data_firehose"), "", "firehose"),
            (icon("managed_streaming_for_kafka"), "", "msk"),
            (icon("identity_and_access_management"), "", "iam"),
            (icon("key_management_service"), "", "kms"),
            (icon("certificate_manager_3"), "", "acm"),
            (icon("cloudwatch_2"), "", "cloudwatch"),
            (icon("documentdb_with_mongodb_compatibility"), "", "documentdb"),
            ("shape=mxgraph.aws4.lambda_function;", "", "lambda"),
            ("shape=mxgraph.aws4.instance2;", "", "ec2"),
            ("shape=mxgraph.aws4.bucket_with_objects;", "", "s3"),
            ("shape=mxgraph.aws4.table;", "", "dynamodb"),
            ("shape=mxgraph.aws4.rds_mysql_instance;", "", "rds"),
            ("shape=mxgraph.aws4.nat_gateway;", "", "nat"),
            ("shape=mxgraph.aws4.mobile_client;", "", "client"),
            ("shape=mxgraph.aws3.lambda_function;fillColor=#F58534;", "", "lambda"),
            ("shape=mxgraph.aws3.s3;", "", "s3"),
            ("shape=mxgraph.aws.compute.ec2_instance;", "", "ec2"),
            (
                "shape=image;image=https://example.com/Arch_Amazon-API-Gateway_64.svg;",
                "",
                "apigateway",
            ),
            ("shape=image;image=data:image/png,iVBORw0K;", "Orders<br>(DynamoDB)", "dynamodb"),
            ("rounded=1;html=1;", "<b>Amazon</b> SQS", "sqs"),
            ("rounded=1;html=1;", "PlaceOrderLambda", "lambda"),
            ("ellipse;html=1;", "order queue", "sqs"),
            ("shape=umlActor;html=1;", "Usuário", "user"),
            ("rounded=1;", "Third-party payments", "external"),
            (icon("braket"), "", "unknown"),
            (icon("kinesis_video_streams"), "", "unknown"),
            ("rounded=1;", "Frobnicator", "unknown"),
            ("rounded=1;", "queue worker", "unknown"),
        ],
    )
    def test_a_shape_is_named_by_its_icon_or_else_by_its_label(
        self, opened: Open, style: str, text: str, service: str
    ) -> None:
        page = model(
            box("x", text, style, AT), box("l", "known", icon("lambda"), (500, 500, 78, 78))
        )

        architecture = opened(drawio(page)).architecture

        assert services(architecture) == [service, "lambda"]

    def test_labels_are_plain_text_without_the_name_of_the_service(self, opened: Open) -> None:
        text = '<font color="#333">resize&nbsp;images</font><div><i>AWS Lambda</i></div>'
        architecture = opened(drawio(model(box("x", text, icon("lambda"), AT)))).architecture

        assert architecture is not None
        assert architecture.components[0].title == "resize images (AWS Lambda)"

    def test_an_icon_in_a_box_with_words_is_one_thing_with_it(self, opened: Open) -> None:
        page = model(
            box("card", "place order", "rounded=1;", (0, 0, 160, 80)),
            box("x", "", icon("lambda"), (5, 5, 60, 60), "card"),
            box("q", "jobs", icon("sqs"), (300, 0, 78, 78)),
            arrow("card", "q"),
        )
        architecture = opened(drawio(page)).architecture

        assert architecture is not None
        assert [one.title for one in architecture.components] == [
            "place order (AWS Lambda)",
            "jobs (Amazon SQS)",
        ]
        assert arrows(architecture) == [("place-order", "jobs")]
        assert not architecture.containers

    @pytest.mark.parametrize("label", ["User Config Lambda", "resize pictures"])
    def test_a_small_icon_on_a_wide_card_is_part_of_it(self, opened: Open, label: str) -> None:
        page = model(
            box("v", "VPC", f"{GROUP}group_vpc;", (0, 0, 800, 400)),
            box("card", label, "rounded=1;", (30, 30, 200, 54), "v"),
            box("x", "", "shape=mxgraph.aws3.lambda_function;", (200, 40, 26, 31), "v"),
        )
        architecture = opened(drawio(page)).architecture

        assert services(architecture) == ["lambda"]
        assert list(kinds(architecture)) == ["vpc"]

    def test_numbers_of_steps_and_notes_are_no_components(self, opened: Open) -> None:
        page = model(
            box("x", "", icon("lambda"), (0, 0, 78, 78)),
            box("one", "1", "ellipse;", (90, 0, 20, 20)),
            box("two", "②", "text;", (90, 40, 20, 20)),
            box("n", "Talk to the data team first", "shape=note;", (400, 400, 100, 50)),
        )
        architecture = opened(drawio(page)).architecture

        assert services(architecture) == ["lambda"]
        assert unplaced(architecture) == ["Talk to the data team first"]

    def test_an_ampersand_of_its_own_does_no_harm(self, opened: Open) -> None:
        page = model(box("x", "R!D", icon("lambda"), AT)).replace("R!D", "R&D")

        architecture = opened(page).architecture

        assert architecture is not None
        assert architecture.components[0].label == "R&D"

    def test_an_icon_of_a_service_that_is_not_known_keeps_its_name(self, opened: Open) -> None:
        page = model(
            box("x", "", icon("braket"), AT), box("l", "", icon("lambda"), (300, 0, 78, 78))
        )
        architecture = opened(drawio(page)).architecture

        assert architecture is not None
        assert architecture.components[0].title == "Braket (Unknown service)"

    def test_a_picture_that_says_nothing_is_named_as_not_placed(self, opened: Open) -> None:
        nameless = box("x", "", "shape=image;image=data:image/png,iVBORw0K;", AT)
        page = model(nameless, box("l", "", icon("lambda"), (300, 0, 78, 78)))
        architecture = opened(drawio(page)).architecture

        assert services(architecture) == ["lambda"]
        assert unplaced(architecture) == ["image"]

    def test_a_count_in_a_label_counts(self, opened: Open) -> None:
        architecture = opened(drawio(model(box("x", "web ×3", icon("ec2"), AT)))).architecture

        assert architecture is not None
        assert [(one.label, one.count) for one in architecture.components] == [("web", 3)]

    def test_a_text_under_an_icon_is_its_label(self, opened: Open) -> None:
        page = model(
            box("t", "thumbnails", "text;html=1;", (40, 142, 80, 20)),
            box("x", "", icon("s3"), (41, 60, 78, 78)),
            box("n", "Draft of March", "text;html=1;", (400, 400, 120, 20)),
        )
        architecture = opened(drawio(page)).architecture

        assert architecture is not None
        assert [(one.service, one.label) for one in architecture.components] == [
            ("s3", "thumbnails")
        ]
        assert unplaced(architecture) == ["Draft of March"]

    def test_a_shape_with_data_of_its_own_is_read_like_any_other(self, opened: Open) -> None:
        wrapped = (
            '<object label="jobs" owner="me" id="x"><mxCell style="'
            + icon("sqs")
            + '" vertex="1" parent="1"><mxGeometry width="78" height="78" as="geometry"/></mxCell></object>'
        )
        architecture = opened(
            drawio(model(wrapped, box("l", "", icon("lambda"), AT), arrow("x", "l")))
        ).architecture

        assert services(architecture) == ["sqs", "lambda"]
        assert arrows(architecture) == [("jobs", "lambda")]

    def test_a_hidden_layer_is_not_read(self, opened: Open) -> None:
        page = model(
            '<mxCell id="2" parent="0" visible="0"/>',
            box("x", "", icon("ec2"), AT, parent="2"),
            box("l", "", icon("lambda"), AT),
        )
        assert services(opened(drawio(page)).architecture) == ["lambda"]


class TestContainers:
    def test_the_groups_of_aws_are_told_apart(self, opened: Open) -> None:
        page = model(
            box("c", "AWS Cloud", f"{GROUP}group_aws_cloud_alt;", (0, 0, 900, 700)),
            box("v", "VPC", f"{GROUP}group_vpc2;", (20, 40, 800, 600), "c"),
            box("p", "web tier", f"{GROUP}group_security_group;strokeColor=#7AA116;", (20, 40, 300, 200), "v"),
            box("q", "Private subnet", f"{GROUP}group_security_group;strokeColor=#00A4A6;", (400, 40, 300, 200), "v"),
            box("g", "", f"{GROUP}group_auto_scaling_group;", (30, 40, 200, 120), "q"),
            box("z", "eu-west-1a", "fillColor=none;strokeColor=#147EBA;dashed=1;verticalAlign=top;", (10, 300, 700, 200), "v"),
            box("n", "", icon("nat_gateway"), (40, 40, 78, 78), "p"),
            box("i", "app", icon("ec2"), (40, 20, 78, 78), "g"),
            box("d", "db", icon("rds"), (40, 40, 78, 78), "z"),
        )  # fmt: skip
        architecture = opened(drawio(page)).architecture

        assert kinds(architecture) == {
            "aws-cloud": "cloud",
            "vpc": "vpc",
            "web-tier": "public-subnet",
            "private-subnet": "private-subnet",
            "box": "auto-scaling-group",
            "eu-west-1a": "availability-zone",
        }
        assert places(architecture) == {
            "aws-cloud": None,
            "vpc": "aws-cloud",
            "web-tier": "vpc",
            "private-subnet": "vpc",
            "box": "private-subnet",
            "eu-west-1a": "vpc",
            "nat-gateway": "web-tier",
            "app": "box",
            "db": "eu-west-1a",
        }

    def test_a_border_that_merely_lies_around_holds_what_is_inside(self, opened: Open) -> None:
        page = model(
            box("i", "web", icon("ec2"), (60, 60, 78, 78)),
            box("o", "", icon("s3"), (600, 60, 78, 78)),
            box("g", "", icon("internet_gateway"), (-39, 60, 78, 78)),
            box("v", "VPC", f"{GROUP}group_vpc;", (0, 0, 400, 300)),
            box("r", "Private subnet", "rounded=0;fillColor=none;", (20, 20, 200, 200)),
        )
        architecture = opened(drawio(page)).architecture

        assert places(architecture) == {
            "vpc": None,
            "private-subnet": "vpc",
            "web": "private-subnet",
            "s3": None,
            "internet-gateway": None,
        }

    @pytest.mark.parametrize("at", [(-10, -10), (440, 250)])
    def test_a_sign_in_a_box_says_what_it_is(self, opened: Open, at: tuple[int, int]) -> None:
        page = model(
            box("v", "", "rounded=1;fillColor=none;", (0, 0, 500, 300)),
            box("s", "", "shape=mxgraph.aws3.virtual_private_cloud;", (*at, 40, 40)),
            box("i", "web", icon("ec2"), (100, 100, 78, 78)),
        )
        architecture = opened(drawio(page)).architecture

        assert list(kinds(architecture).values()) == ["vpc"]
        assert services(architecture) == ["ec2"]
        assert architecture is not None
        assert architecture.components[0].inside == architecture.containers[0].id

    def test_a_group_without_a_border_is_seen_through(self, opened: Open) -> None:
        page = model(
            box("v", "VPC", f"{GROUP}group_vpc;", (0, 0, 500, 300)),
            box("g", "", "group", (40, 40, 200, 100), "v"),
            box("i", "web", icon("ec2"), (0, 0, 78, 78), "g"),
        )
        assert places(opened(drawio(page)).architecture) == {"vpc": None, "web": "vpc"}

    def test_a_swimlane_with_a_title_is_a_group(self, opened: Open) -> None:
        page = model(
            box("s", "Ingest", "swimlane;startSize=23;", (0, 0, 300, 200)),
            box("k", "clicks", icon("kinesis"), (40, 40, 78, 78), "s"),
        )
        architecture = opened(drawio(page)).architecture

        assert kinds(architecture) == {"ingest": "group"}
        assert places(architecture)["clicks"] == "ingest"


class TestArrows:
    PAIR = (
        box("a", "A", icon("lambda"), (0, 0, 78, 78)),
        box("b", "B", icon("sqs"), (300, 0, 78, 78)),
    )

    @pytest.mark.parametrize(
        ("style", "expected"),
        [
            ("", [("a", "b", 1.0)]),
            ("endArrow=none;startArrow=classic;", [("b", "a", 1.0)]),
            ("endArrow=block;startArrow=block;", [("a", "b", 1.0), ("b", "a", 1.0)]),
            ("endArrow=none;", [("a", "b", 0.5)]),
        ],
    )
    def test_heads_say_the_direction(
        self, opened: Open, style: str, expected: list[tuple[str, str, float]]
    ) -> None:
        architecture = opened(drawio(model(*self.PAIR, arrow("a", "b", style=style)))).architecture

        assert architecture is not None
        assert [
            (one.source, one.target, one.confidence) for one in architecture.connections
        ] == expected

    def test_ends_that_are_tied_to_nothing_find_what_they_point_at(self, opened: Open) -> None:
        page = model(
            *self.PAIR,
            loose_arrow("e", (85, 40), (290, 40)),
            loose_arrow("lost", (85, 60), (200, 700)),
        )
        architecture = opened(drawio(page)).architecture

        assert architecture is not None
        assert [(one.source, one.target, one.confidence) for one in architecture.connections] == [
            ("a", "b", 0.8)
        ]
        assert unplaced(architecture) == ["A → …"]

    def test_a_label_on_the_line_is_the_arrows(self, opened: Open) -> None:
        label = (
            '<mxCell id="t" value="on &lt;b&gt;failure&lt;/b&gt;" style="edgeLabel;html=1;" vertex="1" '
            'connectable="0" parent="a-b"><mxGeometry x="-0.1" relative="1" as="geometry"/></mxCell>'
        )
        architecture = opened(drawio(model(*self.PAIR, arrow("a", "b"), label))).architecture

        assert architecture is not None
        assert [one.label for one in architecture.connections] == ["on failure"]
        assert not architecture.unplaced

    def test_a_dot_where_lines_branch_is_no_component(self, opened: Open) -> None:
        page = model(
            *self.PAIR,
            box("c", "C", icon("sns"), (300, 200, 78, 78)),
            box("dot", "", "shape=waypoint;ellipse;", (180, 36, 10, 10)),
            arrow("a", "dot", style="endArrow=none;"),
            arrow("dot", "b"),
            arrow("dot", "c"),
        )
        architecture = opened(drawio(page)).architecture

        assert services(architecture) == ["lambda", "sqs", "sns"]
        assert arrows(architecture) == [("a", "b"), ("a", "c")]

    def test_an_arrow_to_a_box_means_what_is_in_it(self, opened: Open) -> None:
        page = model(
            box("l", "alb", icon("application_load_balancer"), (-200, 0, 78, 78)),
            box("g", "", f"{GROUP}group_auto_scaling_group;", (0, 0, 300, 120)),
            box("i", "web 1", icon("ec2"), (10, 20, 78, 78), "g"),
            box("j", "web 2", icon("ec2"), (150, 20, 78, 78), "g"),
            box("e", "Empty", f"{GROUP}group_vpc;", (600, 0, 300, 120)),
            arrow("l", "g"),
            arrow("l", "e"),
        )
        architecture = opened(drawio(page)).architecture

        assert arrows(architecture) == [("alb", "web-1"), ("alb", "web-2")]
        assert unplaced(architecture) == ["alb → Empty"]


class TestLimits:
    def test_a_drawing_with_nothing_of_aws_goes_to_the_model_as_a_picture(
        self, opened: Open
    ) -> None:
        diagram = opened(drawio(model(box("a", "Frontend code", "rounded=1;", AT))))

        assert diagram.architecture is None
        assert diagram.picture is not None

    def test_an_empty_drawing_is_refused(self, opened: Open) -> None:
        with pytest.raises(UserMistake, match="nothing in it"):
            opened(drawio(model()))

    def test_a_drawing_that_is_too_large_is_refused_with_its_size(self, opened: Open) -> None:
        cells = [box(f"x{n}", f"f{n}", icon("lambda"), (n * 100, 0, 78, 78)) for n in range(90)]

        with pytest.raises(UserMistake, match="90 components, and I read 80 at most"):
            opened(drawio(model(*cells)))


@pytest.fixture
def cases() -> Path:
    folder = Path(__file__).parents[4] / "shared" / "cases" / "diagrams"
    if not folder.is_dir():
        pytest.skip("the pictures of ../shared/cases are not here")
    return folder


def test_every_given_case_opens_and_only_the_drawio_one_is_exact(opened: Open, cases: Path) -> None:
    lines = (cases / "expected.jsonl").read_text().splitlines()
    files = [json.loads(line)["file"] for line in lines]

    exact = [name for name in files if opened((cases / name).read_bytes(), name).architecture]

    assert exact == ["orders.drawio.png"]
