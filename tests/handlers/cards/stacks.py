"""Stack plans to draw cards and forms of: a small one, a huge one, and any there can be."""

from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from bot.domain.architecture import (
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    MOST_SETTINGS,
    Architecture,
    Component,
    Connection,
    Container,
    ContainerKind,
    Setting,
    Unplaced,
)
from bot.domain.finding import Finding, Severity
from bot.domain.plan import (
    Diagnosis,
    PlanRecord,
    PlanState,
    Progress,
    Resource,
    digest,
    plan_id,
)
from bot.domain.remedy import Remedy
from bot.domain.services import SERVICES
from bot.domain.stack import (
    Capability,
    Change,
    ChangeSet,
    Covered,
    Difference,
    Fates,
    PlannedResource,
    StackDraft,
    StackPlan,
    Update,
)
from bot.domain.stack_cost import StackCost
from tests.domain.strategies import HOSTILE
from tests.fakes.records import APPROVER, ASKER, CHANNEL, NOON, TS

STACK_ID = "arn:aws:cloudformation:us-east-1:123456789012:stack/slackbot-customer-details-1a2b/77"
STACK = Resource(id=STACK_ID, kind="stack", region="us-east-1")

CUSTOMER_DETAILS = Architecture(
    components=(
        Component(id="api", service="apigateway", label="CustomerDetailsAPI"),
        Component(id="function", service="lambda", label="GetCustomer", inside="vpc"),
        Component(id="table", service="dynamodb", label="Customers"),
    ),
    containers=(Container(id="vpc", kind="vpc"),),
    connections=(
        Connection(source="api", target="function"),
        Connection(source="function", target="table", label="reads"),
    ),
)
DOUBTFUL = Architecture(
    components=(
        Component(id="web", service="ec2", count=2, inside="private", confidence=0.4),
        Component(id="app", service="ec2", inside="private"),
        Component(id="orders", service="sqs", label="Orders"),
    ),
    containers=(
        Container(id="vpc", kind="vpc", label="Production"),
        Container(id="private", kind="private-subnet", inside="vpc"),
    ),
    connections=(
        Connection(source="web", target="orders", confidence=0.3),
        Connection(source="orders", target="app"),
    ),
    unplaced=(Unplaced(text="Billing", why="no icon near it"),),
)


def stack_plan(architecture: Architecture = CUSTOMER_DETAILS, **more: Any) -> StackPlan:
    """API Gateway → Lambda → DynamoDB, all of it in the template."""
    stands: dict[str, Any] = {
        "request_id": "C0INFRA-1700000000.000100",
        "requested_by": ASKER,
        "permalink": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
        "draft": StackDraft(
            title="API Gateway → Lambda → DynamoDB",
            architecture=architecture,
            template="Resources: {}",
            assumptions=("The API is open to everyone who has its address.",),
        ),
        "region": "us-east-1",
        "stack_name": "slackbot-api-gateway-lambda-dynamodb-1a2b3c4d",
        "resources": (
            PlannedResource(logical_id="CustomerDetailsApi", type="AWS::ApiGateway::RestApi"),
            PlannedResource(logical_id="GetCustomerFunction", type="AWS::Lambda::Function"),
            PlannedResource(logical_id="GetCustomerPermission", type="AWS::Lambda::Permission"),
            PlannedResource(logical_id="GetCustomerRole", type="AWS::IAM::Role"),
            PlannedResource(logical_id="CustomersTable", type="AWS::DynamoDB::Table"),
        ),
        "coverage": (
            Covered(
                subject="CustomerDetailsAPI (Amazon API Gateway)", resources=("CustomerDetailsApi",)
            ),
            Covered(subject="GetCustomer (AWS Lambda)", resources=("GetCustomerFunction",)),
            Covered(subject="Customers (Amazon DynamoDB)", resources=("CustomersTable",)),
            Covered(
                subject="CustomerDetailsAPI → GetCustomer",
                resources=("GetCustomerPermission",),
                connection=True,
            ),
            Covered(
                subject="GetCustomer → Customers", resources=("GetCustomerRole",), connection=True
            ),
        ),
        "checks": (),
        "capabilities": ("CAPABILITY_IAM",),
        "statements": ("GetCustomerRole: may dynamodb:GetItem on CustomersTable",),
        "cost": StackCost(monthly=Decimal(0), by_use=("API Gateway", "Lambda", "DynamoDB")),
        "change_set": change_set(5),
        "picture": "customer-details.png",
        "read_by": "a model",
    }
    return StackPlan(**(stands | more))


def change_set(additions: int, *others: str) -> ChangeSet:
    actions = [*(["Add"] * additions), *others]
    changes = tuple(
        Change(action=action, logical_id=f"R{at}", type="AWS::SNS::Topic")
        for at, action in enumerate(actions)
    )
    return ChangeSet(id="arn:aws:cloudformation:change-set", stack_id=STACK_ID, changes=changes)


def blocking(text: str = "Runtime nodejs12.x can’t be created any more.") -> Finding:
    return Finding(rule="E2533", severity=Severity.BLOCKING, text=text)


def stack_record(plan: StackPlan | None = None, **more: Any) -> PlanRecord:
    plan = plan or stack_plan()
    if more.get("state", PlanState.PROPOSED) is not PlanState.PROPOSED:
        more = {"decided_by": APPROVER, "decided_at": NOON} | more
    stands: dict[str, Any] = {
        "id": plan_id(plan.request_id),
        "plan": plan,
        "digest": digest(plan),
        "state": PlanState.PROPOSED,
        "channel": CHANNEL,
        "thread_ts": TS,
        "card_ts": "1700000001.000100",
        "proposed_at": NOON,
        "expires_at": NOON + timedelta(hours=24),
    }
    return PlanRecord(**(stands | more))


# --- the largest -----------------------------------------------------------------------------


@cache
def huge_architecture(text: str = "Service of the orders department") -> Architecture:
    """As much as an architecture can hold, each thing with the longest of labels."""
    label = f"{text} {'x' * 120}"[:120]
    services = [*SERVICES]
    kinds = get_args(ContainerKind)
    return Architecture(
        components=tuple(
            Component(
                id=f"c{at}",
                service=services[at % len(services)],
                label=label,
                count=1 + at,
                inside=f"b{at}",
                confidence=0.1,
                settings=(Setting(name="name", value=label),) * MOST_SETTINGS,
            )
            for at in range(MOST_COMPONENTS)
        ),
        containers=tuple(
            Container(
                id=f"b{at}",
                kind=kinds[at % len(kinds)],
                label=label,
                inside=f"b{at - 1}" if at else None,
                confidence=0.1,
            )
            for at in range(MOST_COMPONENTS)
        ),
        connections=tuple(
            Connection(source=f"c{at % 80}", target=f"c{(at + 1) % 80}", label=label)
            for at in range(MOST_CONNECTIONS)
        ),
        unplaced=tuple(Unplaced(text=label, why=text) for _ in range(MOST_COMPONENTS)),
    )


@cache
def huge_plan(text: str) -> StackPlan:
    architecture = huge_architecture(text)
    types = sorted(kind for one in SERVICES.values() for kind in one.types)
    resources = tuple(
        PlannedResource(logical_id=f"R{at}{text}", type=types[at % len(types)]) for at in range(500)
    )
    names = tuple(one.logical_id for one in resources[:20])
    return stack_plan(
        draft=StackDraft(
            title=text[:120] or "–",
            architecture=architecture,
            template="Resources: {}",
            assumptions=(text,) * 100,
            questions=(text,) * 100,
        ),
        region="ap-southeast-1",
        stack_name=f"slackbot-{text}"[:128],
        kept=(text,) * 100,
        cost=StackCost(
            monthly=Decimal(10**9),
            priced=(text,) * 90,
            by_use=(text,) * 90,
            unpriced=(text,) * 90,
        ),
        resources=resources,
        coverage=tuple(
            Covered(subject=f"{at} {text}", resources=names if at % 3 else ()) for at in range(280)
        ),
        checks=tuple(
            Finding(rule=f"E{at}", severity=severity, text=text)
            for at in range(60)
            for severity in Severity
        ),
        capabilities=get_args(Capability),
        statements=(text,) * 200,
        change_set=ChangeSet(
            id="arn:aws:change-set",
            stack_id=STACK_ID,
            changes=tuple(
                Change(
                    action=action,
                    logical_id=text,
                    type="AWS::DynamoDB::Table",
                    replacement=replacement,
                )
                for action, replacement in (
                    ("Modify", "yes"),
                    ("Modify", "maybe"),
                    ("Remove", "no"),
                )
                for _ in range(200)
            ),
        ),
        update=Update(plan_id="plan-1", stack_id=STACK_ID),
        difference=Difference(
            added=resources, changed=resources, removed=resources, text=text or "-"
        ),
        picture=text,
        alongside=(text,) * 5,
        read_by=text,
    )


@cache
def made(text: str) -> tuple[Resource, ...]:
    """A stack with hundreds of resources and outputs."""
    region = "ap-southeast-1"
    resources = (
        Resource(id=text or "-", kind="stack-resource", region=region, name=f"R{at}{text}")
        for at in range(500)
    )
    outputs = (
        Resource(id=value, kind="output", region=region, name=text)
        for value in (text, f"https://example.com/{'a' * 900}", "http://example.com") * 20
    )
    left = (Resource(id=text, kind="left", region=region, name=f"L{at}{text}") for at in range(200))
    return (STACK, *resources, *outputs, *left)


# --- any -------------------------------------------------------------------------------------

texts = st.sampled_from(HOSTILE) | st.text(max_size=40)
labels = st.sampled_from(
    [
        *("", "EC2", "ec2", "EC2 #1", "VPC", "a -> b", "A → B", 'say "hi"', "one: two", "x2"),
        *(
            "Lambda to S3",
            "Sign in page",
            "- dash",
            "1. first",
            "2 × two",
            "Queue (SQS)",
            "back\\slash",
        ),
        *(
            "<->",
            "to",
            "in",
            "  spaced  out ",
            "line\nbreak",
            "Straße",
            "STRASSE",
            "web x3",
            "×",
            "a*3",
        ),
    ]
) | texts.map(lambda text: text[:120])
kinds = st.sampled_from(get_args(ContainerKind))
confidences = st.sampled_from([0.1, 0.59, 0.6, 1.0])


@st.composite
def architectures(draw: st.DrawFn, most: int = 24) -> Architecture:
    boxes = draw(st.integers(0, 5))
    containers = [
        Container(
            id=f"b{at}",
            kind=draw(kinds),
            label=draw(labels),
            inside=draw(st.sampled_from([None, *(f"b{above}" for above in range(at))])),
            confidence=draw(confidences),
        )
        for at in range(boxes)
    ]
    components = [
        Component(
            id=f"c{at}",
            service=draw(st.sampled_from([*SERVICES])),
            label=draw(labels),
            count=draw(st.sampled_from([1, 2, 100])),
            inside=draw(st.sampled_from([None, *(one.id for one in containers)])),
            confidence=draw(confidences),
            settings=draw(st.sampled_from([(), (Setting(name="engine", value="a <b>"),)])),
        )
        for at in range(draw(st.integers(1, most)))
    ]
    ends = st.sampled_from([one.id for one in components])
    connections = draw(
        st.lists(
            st.builds(Connection, source=ends, target=ends, label=labels, confidence=confidences),
            max_size=8,
        )
    )
    unplaced = draw(st.lists(st.builds(Unplaced, text=labels, why=texts), max_size=3))
    return Architecture(
        components=tuple(components),
        containers=tuple(draw(st.permutations(containers))),
        connections=tuple(connections),
        unplaced=tuple(unplaced),
    )


costs = st.builds(
    StackCost,
    monthly=st.sampled_from([Decimal(0), Decimal("1.5"), Decimal("1234.5")]),
    priced=st.lists(texts, max_size=12).map(tuple),
    by_use=st.lists(texts, max_size=12).map(tuple),
    unpriced=st.lists(texts, max_size=12).map(tuple),
)


_some = st.lists(
    st.builds(
        PlannedResource, logical_id=texts, type=st.sampled_from(["AWS::S3::Bucket", "x <y>"])
    ),
    max_size=4,
).map(tuple)
differences = st.builds(
    Difference,
    added=_some,
    changed=_some,
    removed=_some,
    fates=st.lists(st.builds(Fates, logical_id=texts), max_size=4).map(tuple),
    anew=st.lists(texts, max_size=4).map(tuple),
    impossible=st.lists(
        st.builds(Finding, rule=texts, severity=st.sampled_from(Severity), text=texts), max_size=4
    ).map(tuple),
    text=texts,
)
changes = st.lists(
    st.builds(
        Change,
        action=st.sampled_from(["Add", "Modify", "Remove", "Dynamic"]),
        logical_id=texts,
        type=st.sampled_from(["AWS::S3::Bucket", "AWS::SNS::Topic"]),
        replacement=st.sampled_from(["no", "maybe", "yes"]),
    ),
    max_size=4,
).map(lambda some: ChangeSet(id="arn:aws:c", stack_id=STACK_ID, changes=tuple(some)))
diagnoses = st.builds(
    Diagnosis,
    logical_id=texts,
    type=texts,
    said=texts,
    cause=st.none() | texts,
    fix=st.none() | texts,
    remedy=st.none() | st.sampled_from(get_args(Remedy)),
)


@st.composite
def stack_records(draw: st.DrawFn) -> PlanRecord:
    text = draw(texts)
    many = st.lists(texts, max_size=12).map(tuple)
    resource_types = st.sampled_from(
        ["AWS::EC2::NatGateway", "AWS::SNS::Topic", "AWS::IAM::Role", text]
    )
    plan = stack_plan(
        draft=StackDraft(
            title=draw(texts)[:120] or "–",
            architecture=draw(architectures(most=10)),
            template=draw(st.sampled_from(["Resources: {}", text])),
            assumptions=draw(many),
            questions=draw(many),
        ),
        stack_name=draw(texts),
        kept=draw(many),
        cost=draw(st.none() | costs),
        resources=tuple(
            PlannedResource(logical_id=draw(texts), type=draw(resource_types))
            for _ in range(draw(st.integers(0, 8)))
        ),
        coverage=draw(
            st.lists(
                st.builds(Covered, subject=texts, resources=many, lacks=texts), max_size=12
            ).map(tuple)
        ),
        checks=draw(
            st.lists(
                st.builds(Finding, rule=texts, severity=st.sampled_from(Severity), text=texts),
                max_size=8,
            ).map(tuple)
        ),
        capabilities=draw(st.sampled_from([(), ("CAPABILITY_IAM",)])),
        statements=draw(many),
        change_set=draw(st.sampled_from([None, change_set(3), change_set(1, "Modify")]) | changes),
        difference=draw(st.none() | differences),
        update=draw(st.none() | st.just(Update(plan_id="plan-1", stack_id=STACK_ID))),
        picture=draw(st.none() | texts),
        read_by=draw(st.none() | texts),
    )
    state = draw(st.sampled_from(PlanState))
    return stack_record(
        plan,
        digest=digest(plan),
        state=state,
        failure=draw(st.none() | texts),
        diagnosis=draw(st.none() | diagnoses),
        kept_by=draw(st.none() | st.just("U0KEEPER")),
        cleared_at=draw(st.none() | st.just(NOON)),
        ended_by=draw(st.none() | st.just("U0ENDER")),
        ended_at=draw(st.none() | st.just(NOON)),
        resources=draw(st.sampled_from([(), (STACK,), made(text)])),
        progress=draw(st.none() | st.just(_progress(text))),
    )


def _progress(text: str) -> Progress:
    seen = NOON + timedelta(hours=2, seconds=5)
    return Progress(began_at=NOON, done=(text, "R1", "R1"), current=text, seen_at=seen)
