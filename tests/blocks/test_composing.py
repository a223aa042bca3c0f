"""Architecture in, template out: always the same, for any architecture, and never an invention."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks import BLOCKS, compose
from bot.domain.architecture import Architecture, Component, Connection, Container, ContainerKind
from bot.domain.services import SERVICES
from tests.blocks.conftest import Judge
from tests.blocks.drawings import PICTURES, drawn

REQUIRED = frozenset(
    [
        "apigateway",
        "lambda",
        "dynamodb",
        "cloudfront",
        "alb",
        "ec2",
        "rds",
        "s3",
        "sns",
        "sqs",
        "cognito",
        "kinesis",
        "elasticache",
        "route53",
        "nat",
        "fargate",
        "eventbridge",
        "stepfunctions",
        "igw",
    ]
)
KINDS: tuple[ContainerKind, ...] = (
    "vpc",
    "public-subnet",
    "private-subnet",
    "subnet",
    "availability-zone",
    "group",
)
LABELS = st.one_of(
    st.just(""),
    st.sampled_from(["Orders", "get orders", "2nd", "Web app", "Ü"]),
    st.text(max_size=12),
)


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    """A few things of any service, in a few boxes, with any arrows between them."""
    boxes: list[Container] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=4))):
        above = draw(st.sampled_from([None, *(one.id for one in boxes)]))
        boxes.append(Container(id=f"b{number}", kind=kind, label=draw(LABELS), inside=above))
    services = st.sampled_from(sorted({*BLOCKS, "user", "unknown", "internet", "quicksight"}))
    places = st.sampled_from([None, *(one.id for one in boxes)])
    components = [
        Component(
            id=f"c{number}",
            service=service,
            label=draw(LABELS),
            inside=draw(places),
            count=draw(st.integers(1, 3)),
        )
        for number, service in enumerate(draw(st.lists(services, max_size=6)))
    ]
    ends = st.sampled_from([one.id for one in components]) if components else st.nothing()
    arrows = st.builds(Connection, source=ends, target=ends, label=LABELS)
    return Architecture(
        components=tuple(components),
        containers=tuple(boxes),
        connections=tuple(draw(st.lists(arrows, max_size=8))) if components else (),
    )


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(architectures())
def test_any_architecture_becomes_a_template_without_a_fault(
    judge: Judge, architecture: Architecture
) -> None:
    judged = judge(architecture)

    # A template without a single resource is none; that is for the coverage to say.
    assert not judged.resources or judged.faults == ()


@settings(max_examples=40, deadline=None)
@given(architectures())
def test_the_same_architecture_gives_the_same_template(architecture: Architecture) -> None:
    assert compose(architecture, title="x") == compose(architecture, title="x")


def test_what_every_picture_shows_has_a_block() -> None:
    assert REQUIRED <= BLOCKS
    assert set(SERVICES) >= BLOCKS


def test_what_has_no_block_stays_out(judge: Judge) -> None:
    judged = judge(drawn("lambda quicksight unknown user", [(0, 1), (3, 0)]))

    assert judged.faults == ()
    assert {one["Type"] for one in judged.resources.values()} == {
        "AWS::Logs::LogGroup",
        "AWS::IAM::Role",
        "AWS::Lambda::Function",
    }


def test_placeholder_code_runs() -> None:
    """Each answer has the form that its caller expects."""
    for services, key in {
        "apigateway lambda": "statusCode",
        "sqs lambda": "batchItemFailures",
        "s3 lambda": "message",
    }.items():
        text = compose(drawn(services, [(0, 1)], labels={1: 'It\'s "done"'}), title="x").template
        code = text.partition("ZipFile: |\n")[2].partition("      MemorySize")[0]
        module: dict[str, object] = {}
        exec("\n".join(line[10:] for line in code.splitlines()), module)  # noqa: S102 our own placeholder
        handler = module["handler"]

        assert callable(handler)
        assert key in handler({}, None)


def test_a_template_reads_in_the_order_of_the_picture() -> None:
    text = compose(PICTURES["customer details"], title="Customer details").template

    headings = [line.strip() for line in text.splitlines() if line.startswith("  # ---")]
    assert headings == [
        "# --- Network",
        "# --- CustomerDetailsAPI",
        "# --- GetCustomer",
        "# --- Customers",
    ]
    assert "Description: Customer details\n" in text
    assert "!Ref CustomersTable" in text


def test_what_is_to_be_done_comes_first_then_data_then_money(judge: Judge) -> None:
    drawing = drawn(
        "route53 alb ec2 rds s3 external",
        [(0, 1), (1, 2), (2, 3), (2, 4), (2, 5)],
        labels={0: "shop.com"},
    )

    said = judge(drawing).assumptions

    telling = ("registrar", "so that no data is lost", "snapshot", "NAT gateway", "t3.micro")
    places = [next(n for n, one in enumerate(said) if word in one) for word in telling]
    act, keep, snapshot, nat, size = places
    assert act < min(keep, snapshot)
    assert max(keep, snapshot) < min(nat, size)
    assert max(nat, size) < said.index(
        "No VPC was asked for, so one is made for what needs a network."
    )
