"""What of an architecture a template holds."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.architecture import Architecture, Component, Connection, Container
from bot.domain.coverage import coverage, missing
from bot.domain.finding import Finding, Severity
from bot.domain.services import SERVICES
from tests.domain.templates import allow, arn, bodies, made_of, of_type, ref, role, sub

TABLE = of_type("AWS::DynamoDB::Table")
QUEUE = of_type("AWS::SQS::Queue")
INSTANCE = of_type("AWS::EC2::Instance")


def drawn(
    *services: str | Component, arrows: str = "", boxes: tuple[Container, ...] = ()
) -> Architecture:
    """Components by service, or as they are; `arrows` as "lambda>sqs sqs>ec2", by id."""
    components = tuple(
        Component(id=one, service=one) if isinstance(one, str) else one for one in services
    )
    pairs = [one.split(">") for one in arrows.split()]
    return Architecture(
        components=components,
        connections=tuple(Connection(source=a, target=b) for a, b in pairs),
        containers=boxes,
    )


def found(architecture: Architecture, body: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {one.subject: one.resources for one in coverage(architecture, body)}


def function(**references: Any) -> dict[str, Any]:
    return of_type("AWS::Lambda::Function", **references)


class TestComponents:
    def test_each_gets_a_resource_of_its_service(self) -> None:
        body = made_of(Orders=TABLE, Jobs=QUEUE)

        assert found(drawn("dynamodb", "sqs", "lambda", "user"), body) == {
            "Amazon DynamoDB": ("Orders",),
            "Amazon SQS": ("Jobs",),
            "AWS Lambda": (),
        }

    def test_those_of_the_same_name_belong_together(self) -> None:
        architecture = drawn(
            Component(id="1", service="lambda", label="place order"),
            Component(id="2", service="lambda", label="GetCustomer"),
        )
        body = made_of(GetCustomerFunction=function(), PlaceOrder=function())

        assert found(architecture, body) == {
            "place order (AWS Lambda)": ("PlaceOrder",),
            "GetCustomer (AWS Lambda)": ("GetCustomerFunction",),
        }

    @pytest.mark.parametrize(
        "properties",
        [
            {"TableName": "customers"},
            {"Tags": [{"Key": "Name", "Value": "Customers"}]},
            {"TableName": sub("${AWS::StackName}-customers")},
        ],
    )
    def test_a_name_may_stand_in_the_properties(self, properties: dict[str, Any]) -> None:
        architecture = drawn(Component(id="1", service="dynamodb", label="Customers"))
        body = made_of(First=TABLE, Second=of_type("AWS::DynamoDB::Table", **properties))

        assert found(architecture, body) == {"Customers (Amazon DynamoDB)": ("Second",)}

    def test_as_many_as_possible_get_one(self) -> None:
        """The group could stand for either; the instance only for EC2."""
        body = made_of(Ec2Group=of_type("AWS::AutoScaling::AutoScalingGroup"), Other=INSTANCE)

        assert found(drawn("ec2", "autoscaling"), body) == {
            "Amazon EC2": ("Other",),
            "EC2 Auto Scaling": ("Ec2Group",),
        }

    def test_a_queue_of_dead_letters_stands_for_no_queue_that_was_drawn(self) -> None:
        architecture = drawn(Component(id="1", service="sqs", label="jobs"))
        body = made_of(JobsDLQ=QUEUE, JobsDeadLetterQueue=QUEUE, MainQueue=QUEUE)

        assert found(architecture, body) == {"jobs (Amazon SQS)": ("MainQueue",)}

    def test_each_of_several_is_counted(self) -> None:
        architecture = drawn(Component(id="1", service="ec2", label="web", count=3))

        covered = coverage(architecture, made_of(A=INSTANCE, B=INSTANCE))

        assert [(one.subject, one.resources) for one in covered] == [
            ("web (Amazon EC2) 1 of 3", ("A",)),
            ("web (Amazon EC2) 2 of 3", ("B",)),
            ("web (Amazon EC2) 3 of 3", ()),
        ]

    def test_one_group_stands_for_all_it_holds(self) -> None:
        architecture = drawn(Component(id="1", service="ec2", count=2))
        body = made_of(Group=of_type("AWS::AutoScaling::AutoScalingGroup"))

        assert set(found(architecture, body).values()) == {("Group",)}

    @pytest.mark.parametrize(
        ("second", "resources"), [("orders 2", ("Service",)), ("customers", ())]
    )
    def test_one_service_spans_what_has_the_same_name(
        self, second: str, resources: tuple[str, ...]
    ) -> None:
        architecture = drawn(
            Component(id="1", service="fargate", label="orders 1"),
            Component(id="2", service="fargate", label=second),
        )
        body = made_of(Service=of_type("AWS::ECS::Service"))

        assert found(architecture, body)[f"{second} (AWS Fargate)"] == resources

    def test_a_standby_is_part_of_its_database(self) -> None:
        architecture = drawn(
            Component(id="1", service="rds"), Component(id="2", service="rds", count=1)
        )
        body = made_of(Db=of_type("AWS::RDS::DBInstance", MultiAZ=True))

        assert [one.resources for one in coverage(architecture, body)] == [("Db",), ("Db",)]

    @pytest.mark.parametrize(
        ("label", "arrows", "told"),
        [
            ("Billing", "x>lambda", "“Billing” (unknown service)"),
            ("", "lambda>x x>lambda", "an unknown service beside AWS Lambda"),
            ("", "x>x", "an unknown service without a name"),
        ],
        ids=["named", "connected", "alone"],
    )
    def test_nothing_stands_for_what_is_unknown_and_that_is_said_once(
        self, label: str, arrows: str, told: str
    ) -> None:
        unknown = Component(id="x", service="unknown", label=label)
        architecture = drawn(unknown, "lambda", arrows=arrows)

        assert found(architecture, made_of(A=TABLE, F=function())) == {
            told: (),
            "AWS Lambda": ("F",),
        }


class TestBoxes:
    def test_networks_and_subnets_are_resources(self) -> None:
        architecture = drawn(
            boxes=(
                Container(id="r", kind="region"),
                Container(id="v", kind="vpc", inside="r"),
                Container(id="a", kind="private-subnet", inside="v"),
                Container(id="b", kind="public-subnet", inside="v"),
                Container(id="c", kind="subnet", label="Data", inside="v"),
            )
        )
        body = made_of(
            Vpc=of_type("AWS::EC2::VPC"),
            SubnetA=of_type("AWS::EC2::Subnet", MapPublicIpOnLaunch=True),
            PrivateSubnet=of_type("AWS::EC2::Subnet"),
        )

        assert found(architecture, body) == {
            "VPC": ("Vpc",),
            "Private subnet": ("PrivateSubnet",),
            "Public subnet": ("SubnetA",),
            "Data": (),
        }


class TestPlaces:
    DRAWN = drawn(
        Component(id="1", service="lambda", inside="s"),
        Component(id="2", service="dynamodb", inside="s"),
        boxes=(
            Container(id="v", kind="vpc", label="Main"),
            Container(id="s", kind="group", inside="v"),
        ),
    )

    def lacking(self, **function_has: Any) -> list[str]:
        body = made_of(
            Main=of_type("AWS::EC2::VPC"),
            Subnet=of_type("AWS::EC2::Subnet", VpcId=ref("Main")),
            Group=of_type("AWS::EC2::SecurityGroup", VpcId=ref("Main")),
            Db=of_type("AWS::RDS::DBInstance", VPCSecurityGroups=[ref("Group")]),
            F=function(**function_has),
            T=TABLE,
        )
        return [one.lacks for one in coverage(self.DRAWN, body)]

    def test_what_was_drawn_in_a_network_has_to_stand_in_it(self) -> None:
        assert self.lacking() == ["", "its place in Main", ""]

    def test_what_it_uses_stands_for_no_place_of_its_own(self) -> None:
        assert self.lacking(Environment=ref("Db")) == ["", "its place in Main", ""]

    def test_subnets_are_a_place(self) -> None:
        assert self.lacking(VpcConfig={"SubnetIds": [ref("Subnet")]}) == ["", "", ""]


ASSUMED = {"Role": arn("Role")}
NETWORK = {
    "Vpc": of_type("AWS::EC2::VPC"),
    "Subnet": of_type("AWS::EC2::Subnet", VpcId=ref("Vpc")),
}


def inside(**resources: Any) -> dict[str, Any]:
    """A template with a network that everything in it refers to."""
    return made_of(**NETWORK, **resources)


def group(**rule: Any) -> dict[str, Any]:
    rules = {"SecurityGroupIngress": [rule]} if rule else {}
    return of_type("AWS::EC2::SecurityGroup", VpcId=ref("Vpc"), **rules)


def instance(*groups: str) -> dict[str, Any]:
    named = [ref(one) for one in groups]
    return of_type("AWS::EC2::Instance", SecurityGroupIds=named, SubnetId=ref("Subnet"))


def database(*groups: str) -> dict[str, Any]:
    return of_type("AWS::RDS::DBInstance", VPCSecurityGroups=[ref(one) for one in groups])


CONNECTED: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "a reference": (
        "s3>lambda",
        made_of(F=function(), B=of_type("AWS::S3::Bucket", NotificationConfiguration=arn("F"))),
        {"F", "B"},
    ),
    "a method, with the permission to call": (
        "apigateway>lambda",
        made_of(
            Api=of_type("AWS::ApiGateway::RestApi"),
            F=function(),
            Method=of_type("AWS::ApiGateway::Method", RestApiId=ref("Api"), Integration=arn("F")),
            Allowed=of_type("AWS::Lambda::Permission", FunctionName=ref("F"), SourceArn=ref("Api")),
        ),
        {"Method", "Allowed"},
    ),
    "a role": (
        "lambda>dynamodb",
        made_of(F=function(**ASSUMED), Role=role(allow("dynamodb:GetItem", arn("T"))), T=TABLE),
        {"Role"},
    ),
    "a policy of its own": (
        "lambda>dynamodb",
        made_of(
            F=function(**ASSUMED),
            Role=role(),
            Policy=of_type("AWS::IAM::Policy", Roles=[ref("Role")], PolicyDocument=arn("T")),
            T=TABLE,
        ),
        {"Role", "Policy"},
    ),
    "an event source mapping": (
        "sqs>lambda",
        made_of(
            Q=QUEUE,
            F=function(),
            Mapping=of_type("AWS::Lambda::EventSourceMapping", A=arn("Q"), B=ref("F")),
        ),
        {"Mapping"},
    ),
    "a subscription": (
        "sns>sqs",
        made_of(
            Topic=of_type("AWS::SNS::Topic"),
            Q=QUEUE,
            Subscription=of_type("AWS::SNS::Subscription", A=ref("Topic"), B=arn("Q")),
            Allowed=of_type(
                "AWS::SQS::QueuePolicy", Queues=[ref("Q")], PolicyDocument=ref("Topic")
            ),
        ),
        {"Subscription", "Allowed"},
    ),
    "a listener and its targets": (
        "alb>fargate",
        made_of(
            Lb=of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"),
            Listener=of_type(
                "AWS::ElasticLoadBalancingV2::Listener", A=ref("Lb"), B=ref("Targets")
            ),
            Targets=of_type("AWS::ElasticLoadBalancingV2::TargetGroup"),
            Service=of_type("AWS::ECS::Service", LoadBalancers=[ref("Targets")]),
        ),
        {"Listener", "Targets"},
    ),
    "security groups": (
        "ec2>rds",
        inside(
            Web=instance("WebGroup"),
            WebGroup=group(),
            Db=database("DbGroup"),
            DbGroup=group(SourceSecurityGroupId=ref("WebGroup")),
        ),
        {"WebGroup", "DbGroup"},
    ),
    "a rule between security groups": (
        "ec2>rds",
        inside(
            Web=instance("WebGroup"),
            WebGroup=group(),
            Db=database("DbGroup"),
            DbGroup=group(),
            Rule=of_type("AWS::EC2::SecurityGroupIngress", A=ref("WebGroup"), B=ref("DbGroup")),
        ),
        {"WebGroup", "DbGroup", "Rule"},
    ),
    "routes": (
        "ec2>nat",
        inside(
            Web=instance(),
            Nat=of_type("AWS::EC2::NatGateway"),
            Routes=of_type("AWS::EC2::RouteTable", VpcId=ref("Vpc")),
            Out=of_type("AWS::EC2::Route", A=ref("Routes"), B=ref("Nat")),
            Use=of_type("AWS::EC2::SubnetRouteTableAssociation", A=ref("Subnet"), B=ref("Routes")),
        ),
        {"Subnet", "Use", "Routes", "Out"},
    ),
    "an endpoint of the network": (
        "vpcendpoint>dynamodb",
        made_of(
            Way=of_type(
                "AWS::EC2::VPCEndpoint", ServiceName=sub("com.amazonaws.${AWS::Region}.dynamodb")
            ),
            T=TABLE,
        ),
        {"Way"},
    ),
    "a record": (
        "route53>cloudfront",
        made_of(
            Zone=of_type("AWS::Route53::HostedZone"),
            Cdn=of_type("AWS::CloudFront::Distribution"),
            Record=of_type("AWS::Route53::RecordSet", A=ref("Zone"), B=ref("Cdn")),
        ),
        {"Record"},
    ),
}

ALLOWED = role(allow(["dynamodb:GetItem"], arn("T")))
TOLD = {"Environment": ref("T")}
LACKING: dict[str, tuple[str, dict[str, Any]]] = {
    "its role allows nothing": (
        "lambda>dynamodb",
        made_of(F=function(**ASSUMED, **TOLD), Role=role(), T=TABLE),
    ),
    "its role allows another action": (
        "lambda>dynamodb",
        made_of(F=function(**ASSUMED, **TOLD), Role=role(allow("sqs:A", "*")), T=TABLE),
    ),
    "its role allows another table": (
        "lambda>dynamodb",
        made_of(
            F=function(**ASSUMED, **TOLD),
            Role=role(allow("dynamodb:GetItem", arn("Other"))),
            T=TABLE,
            Other=TABLE | {"Properties": {"TableName": "another"}},
        ),
    ),
    "the task's role allows nothing": (
        "fargate>dynamodb",
        made_of(
            S=of_type("AWS::ECS::Service", TaskDefinition=ref("Task")),
            Task=of_type("AWS::ECS::TaskDefinition", TaskRoleArn=arn("Role"), Table=ref("T")),
            Role=role(),
            T=TABLE,
        ),
    ),
    "a function may not read its queue": (
        "sqs>lambda",
        made_of(
            Q=QUEUE,
            F=function(**ASSUMED),
            Role=role(),
            Mapping=of_type("AWS::Lambda::EventSourceMapping", A=arn("Q"), B=ref("F")),
        ),
    ),
    "an API may not call its function": (
        "apigateway>lambda",
        made_of(
            Api=of_type("AWS::ApiGateway::RestApi"),
            F=function(),
            Method=of_type("AWS::ApiGateway::Method", RestApiId=ref("Api"), Integration=arn("F")),
        ),
    ),
    "a topic may not fill its queue": (
        "sns>sqs",
        made_of(
            Topic=of_type("AWS::SNS::Topic"),
            Q=QUEUE,
            Subscription=of_type("AWS::SNS::Subscription", A=ref("Topic"), B=arn("Q")),
        ),
    ),
}
ENOUGH: dict[str, tuple[str, dict[str, Any]]] = {
    "a statement": (
        "lambda>dynamodb",
        made_of(F=function(**ASSUMED, **TOLD), Role=ALLOWED, T=TABLE),
    ),
    "a statement about everything": (
        "lambda>dynamodb",
        made_of(F=function(**ASSUMED, **TOLD), Role=role(allow("*")), T=TABLE),
    ),
    "a policy of AWS's": (
        "lambda>dynamodb",
        made_of(
            F=function(**ASSUMED, **TOLD),
            Role=role(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"]),
            T=TABLE,
        ),
    ),
    "a role from elsewhere": (
        "lambda>dynamodb",
        made_of(F=function(Role="arn:aws:iam::1:role/x", **TOLD), T=TABLE),
    ),
    "a policy on the instance's profile's role": (
        "ec2>dynamodb",
        made_of(
            I=of_type("AWS::EC2::Instance", IamInstanceProfile=ref("Profile"), UserData=ref("T")),
            Profile=of_type("AWS::IAM::InstanceProfile", Roles=[ref("Role")]),
            Role=role(),
            Policy=of_type(
                "AWS::IAM::Policy",
                Roles=[ref("Role")],
                PolicyDocument={"Statement": allow("dynamodb:*", arn("T"))},
            ),
            T=TABLE,
        ),
    ),
    "a rule that delivers with a role": (
        "eventbridge>sqs",
        made_of(
            Rule=of_type("AWS::Events::Rule", Targets=[{"Arn": arn("Q"), "RoleArn": arn("R")}]),
            R=of_type(
                "AWS::IAM::Role",
                AssumeRolePolicyDocument={
                    "Statement": {"Principal": {"Service": "events.amazonaws.com"}}
                },
                Policies=[{"PolicyDocument": {"Statement": allow("sqs:SendMessage", arn("Q"))}}],
            ),
            Q=QUEUE,
        ),
    ),
}

UNCONNECTED: dict[str, tuple[str, dict[str, Any]]] = {
    "nothing": ("lambda>sqs", made_of(F=function(), Q=QUEUE)),
    "only the network is the same": (
        "ec2>rds",
        inside(Web=instance(), Db=of_type("AWS::RDS::DBInstance", A=ref("Subnet"))),
    ),
    "they only share a role": (
        "lambda>stepfunctions",
        made_of(
            F=function(**ASSUMED),
            S=of_type("AWS::StepFunctions::StateMachine", RoleArn=arn("Role")),
            Role=role(),
        ),
    ),
    "they only share a security group": (
        "ec2>rds",
        inside(Web=instance("Group"), Db=database("Group"), Group=group()),
    ),
    "both let in the same third": (
        "ec2>rds",
        inside(
            Web=instance("WebGroup"),
            Db=database("DbGroup"),
            Front=group(),
            WebGroup=group(SourceSecurityGroupId=ref("Front")),
            DbGroup=group(SourceSecurityGroupId=ref("Front")),
        ),
    ),
    "a third may use both": (
        "dynamodb>sqs",
        made_of(Role=role(allow("a:B", [arn("T"), arn("Q")])), T=TABLE, Q=QUEUE),
    ),
    "a third stands between": (
        "s3>dynamodb",
        made_of(
            B=of_type("AWS::S3::Bucket", NotificationConfiguration=arn("F")),
            F=function(Environment=ref("T")),
            T=TABLE,
        ),
    ),
    "a permission alone calls nothing": (
        "apigateway>lambda",
        made_of(
            Api=of_type("AWS::ApiGateway::RestApi"),
            F=function(),
            Allowed=of_type("AWS::Lambda::Permission", A=ref("F"), B=ref("Api")),
        ),
    ),
    "the order alone is no connection": (
        "lambda>sqs",
        made_of(F=function() | {"DependsOn": ["Q"]}, Q=QUEUE),
    ),
}


class TestArrows:
    @pytest.mark.parametrize(("arrow", "body", "by"), CONNECTED.values(), ids=CONNECTED.keys())
    def test_it_is_there_by(self, arrow: str, body: dict[str, Any], by: set[str]) -> None:
        *_, connection = coverage(drawn(*arrow.split(">"), arrows=arrow), body)

        assert connection.connection
        assert set(connection.resources) == by

    @pytest.mark.parametrize(("arrow", "body"), LACKING.values(), ids=LACKING.keys())
    def test_it_is_half_done_when(self, arrow: str, body: dict[str, Any]) -> None:
        *_, connection = covered = coverage(drawn(*arrow.split(">"), arrows=arrow), body)

        assert connection.resources
        assert [f"lacks {connection.lacks}." in one.text for one in missing(covered)] == [True]

    @pytest.mark.parametrize(("arrow", "body"), ENOUGH.values(), ids=ENOUGH.keys())
    def test_it_is_allowed_by(self, arrow: str, body: dict[str, Any]) -> None:
        covered = coverage(drawn(*arrow.split(">"), arrows=arrow), body)

        assert missing(covered) == ()

    @pytest.mark.parametrize(("arrow", "body"), UNCONNECTED.values(), ids=UNCONNECTED.keys())
    def test_it_is_missing_when(self, arrow: str, body: dict[str, Any]) -> None:
        *_, connection = coverage(drawn(*arrow.split(">"), arrows=arrow), body)

        assert connection.connection
        assert connection.resources == ()

    def test_arrows_to_the_world_outside_need_nothing(self) -> None:
        architecture = drawn("user", "lambda", arrows="user>lambda lambda>user")

        assert not [one for one in coverage(architecture, {}) if one.connection]


def test_what_is_missing_is_a_warning_in_words() -> None:
    architecture = drawn(
        Component(id="a", service="lambda", label="GetCustomer"), "sqs", arrows="a>sqs"
    )

    assert missing(coverage(architecture, made_of(GetCustomer=function()))) == (
        Finding(
            rule="not-covered",
            severity=Severity.WARNING,
            text="You asked for Amazon SQS, but the template has nothing for it.",
        ),
    )


def test_an_arrow_that_is_missing_is_a_warning_in_words() -> None:
    architecture = drawn(
        Component(id="a", service="lambda", label="GetCustomer"), "sqs", arrows="a>sqs"
    )

    assert [
        one.text for one in missing(coverage(architecture, made_of(F=function(), Q=QUEUE)))
    ] == [
        "You asked for the connection GetCustomer → Amazon SQS, but the template has nothing for it."
    ]


@st.composite
def architectures(draw: st.DrawFn) -> Architecture:
    services = draw(st.lists(st.sampled_from(sorted(SERVICES)), max_size=4))
    ids = [str(number) for number in range(len(services))]
    ends = st.tuples(st.sampled_from(ids or [""]), st.sampled_from(ids or [""]))
    return Architecture(
        components=tuple(
            Component(
                id=one,
                service=service,
                label=draw(st.text(max_size=5)),
                count=draw(st.integers(1, 2)),
            )
            for one, service in zip(ids, services, strict=True)
        ),
        connections=tuple(
            Connection(source=a, target=b) for a, b in draw(st.lists(ends, max_size=3)) if ids
        ),
    )


@settings(deadline=None)
@given(architectures(), bodies)
def test_no_pair_of_them_is_too_odd(architecture: Architecture, body: dict[str, Any]) -> None:
    covered = coverage(architecture, body)

    assert sum(not one.connection for one in covered) == sum(
        one.count for one in architecture.services
    )


def test_a_template_in_which_everything_refers_to_everything_comes_to_an_end() -> None:
    names = [f"Policy{number}" for number in range(60)]
    everything = [ref(one) for one in (*names, "F", "Q")]
    body = made_of(
        F=function(),
        Q=QUEUE,
        **{one: of_type(f"AWS::Glue::Thing{one}", A=everything) for one in names},
    )

    assert coverage(drawn("lambda", "sqs", arrows="lambda>sqs"), body)[-1].resources
