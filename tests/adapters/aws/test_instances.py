"""The port `Instances`: one contract, held by the fake and by EC2 (simulated, over the socket)."""

from abc import ABC, abstractmethod
from typing import Any

import boto3
import pytest
from typing_extensions import override

from bot.adapters.aws import Clients, Ec2Instances, SsmImages
from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamRejected,
    UpstreamUnavailable,
)
from bot.domain.instance import InstancePlan
from bot.ports import Instances
from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from tests.fakes.aws import InMemoryInstances, Operation, instance_plan

TOKEN = "a" * 64
OTHER_TOKEN = "b" * 64
REGION = "us-east-1"
BEDROCK = {"protocol": "udp", "from_port": 19132, "to_port": 19132}
ANYONE = ({**BEDROCK, "source": "0.0.0.0/0"}, {**BEDROCK, "source": "::/0"})


class FarEnd(ABC):
    """What a test can do to the AWS behind the port."""

    instances: Instances

    @abstractmethod
    def plan(self, **draft: Any) -> InstancePlan: ...
    @abstractmethod
    def lose_answer(self, operation: Operation) -> None: ...
    @abstractmethod
    def refuse(self, operation: Operation) -> None: ...
    @abstractmethod
    def terminate(self, instance_id: str) -> None: ...
    @abstractmethod
    def instance_count(self) -> int: ...
    @abstractmethod
    def group_count(self) -> int: ...

    def run(
        self, plan: InstancePlan, token: str = TOKEN, group: str | None = None
    ) -> tuple[str, ...]:
        return self.instances.run(plan, token=token, approved_by="U0BOSS", security_group=group)

    def open_ports(self, plan: InstancePlan, token: str = TOKEN) -> str:
        return self.instances.open_ports(plan, token=token, approved_by="U0BOSS")


class InMemoryFarEnd(FarEnd):
    def __init__(self) -> None:
        self.instances = self.fake = InMemoryInstances()

    @override
    def plan(self, **draft: Any) -> InstancePlan:
        return instance_plan(**draft)

    @override
    def lose_answer(self, operation: Operation) -> None:
        self.fake.lose_answer(operation)

    @override
    def refuse(self, operation: Operation) -> None:
        self.fake.fail_next(
            operation, UpstreamRejected("Amazon EC2", "no", "Do without.", "Unsupported")
        )

    @override
    def terminate(self, instance_id: str) -> None:
        self.fake.tell(instance_id, "terminated", "Client.UserInitiatedShutdown")

    @override
    def instance_count(self) -> int:
        return sum(len(launch.ids) for launch in self.fake.launches.values())

    @override
    def group_count(self) -> int:
        return len(self.fake.groups)


CALLS: dict[Operation, str] = {
    "open_ports": "CreateSecurityGroup",
    "run": "RunInstances",
    "look": "DescribeInstances",
    "close_ports": "DeleteSecurityGroup",
}


class SimulatedFarEnd(FarEnd):
    def __init__(self, aws: SimulatedAws, clients: Clients) -> None:
        self.instances = Ec2Instances(clients)
        self.aws = aws
        self.clients = clients

    @override
    def plan(self, **draft: Any) -> InstancePlan:
        return instance_plan(image=SsmImages(self.clients).newest("al2023", REGION), **draft)

    @override
    def lose_answer(self, operation: Operation) -> None:
        self.aws.lose_answer(CALLS[operation])

    @override
    def refuse(self, operation: Operation) -> None:
        self.aws.fail_next(CALLS[operation], code="Unsupported")

    @override
    def terminate(self, instance_id: str) -> None:
        self.clients.ec2(REGION).terminate_instances(InstanceIds=[instance_id])

    @override
    def instance_count(self) -> int:
        return len(self.aws.snapshot()["instances"])

    @override
    def group_count(self) -> int:
        return len(self.aws.snapshot()["security_groups"])


@pytest.fixture(params=["in-memory", "simulated"])
def far_end(request: pytest.FixtureRequest) -> FarEnd:
    if request.param == "in-memory":
        return InMemoryFarEnd()
    return SimulatedFarEnd(request.getfixturevalue("aws"), request.getfixturevalue("clients"))


class TestInstances:
    def test_a_plan_for_three_launches_three(self, far_end: FarEnd) -> None:
        ids = far_end.run(far_end.plan(count=3))

        assert len(set(ids)) == 3
        assert far_end.instance_count() == 3

    def test_the_same_token_launches_once(self, far_end: FarEnd) -> None:
        plan = far_end.plan(count=2)

        assert far_end.run(plan) == far_end.run(plan)
        assert far_end.instance_count() == 2

    def test_another_token_launches_again(self, far_end: FarEnd) -> None:
        plan = far_end.plan()

        assert set(far_end.run(plan)).isdisjoint(far_end.run(plan, OTHER_TOKEN))

    def test_a_lost_answer_is_found_by_asking_again(self, far_end: FarEnd) -> None:
        plan = far_end.plan()
        far_end.lose_answer("run")
        with pytest.raises(OutcomeUnknown):
            far_end.run(plan)

        assert len(far_end.run(plan)) == 1
        assert far_end.instance_count() == 1

    def test_a_refused_launch_leaves_nothing(self, far_end: FarEnd) -> None:
        far_end.refuse("run")

        with pytest.raises(UpstreamRejected):
            far_end.run(far_end.plan())
        assert far_end.instance_count() == 0

    def test_a_token_is_good_for_one_plan(self, far_end: FarEnd) -> None:
        far_end.run(far_end.plan())

        with pytest.raises(UpstreamRejected) as refused:
            far_end.run(far_end.plan(instance_type="t3.large"))
        assert refused.value.code == "IdempotentParameterMismatch"

    def test_a_token_does_not_bring_back_the_dead(self, far_end: FarEnd) -> None:
        plan = far_end.plan()
        far_end.terminate(far_end.run(plan)[0])

        with pytest.raises(UpstreamRejected) as refused:
            far_end.run(plan)
        assert refused.value.code == "IdempotentInstanceTerminated"
        assert far_end.instance_count() == 1

    def test_a_look_tells_state_and_address(self, far_end: FarEnd) -> None:
        (one,) = far_end.run(far_end.plan())

        (status,) = far_end.instances.look([one], REGION)

        assert (status.id, status.state, status.reason) == (one, "running", None)
        assert status.public_ip is not None
        assert status.public_ip.startswith("203.0.113.")

    def test_a_look_keeps_the_order_it_was_asked_in(self, far_end: FarEnd) -> None:
        ids = far_end.run(far_end.plan(count=3))[::-1]

        assert tuple(status.id for status in far_end.instances.look(ids, REGION)) == ids

    def test_a_look_leaves_out_what_aws_does_not_show_yet(self, far_end: FarEnd) -> None:
        (one,) = far_end.run(far_end.plan())

        seen = far_end.instances.look(["i-0aaaaaaaaaaaaaaaa", one], REGION)

        assert [status.id for status in seen] == [one]

    def test_a_look_at_nothing_sees_nothing(self, far_end: FarEnd) -> None:
        assert far_end.instances.look([], REGION) == ()

    def test_a_look_says_why_an_instance_is_gone(self, far_end: FarEnd) -> None:
        (one,) = far_end.run(far_end.plan())
        far_end.terminate(one)

        (status,) = far_end.instances.look([one], REGION)

        assert status.state == "terminated"
        assert status.reason is not None
        assert status.reason.startswith("Client.UserInitiatedShutdown")

    def test_ports_are_opened_once_per_token(self, far_end: FarEnd) -> None:
        plan = far_end.plan(ingress=ANYONE)

        assert far_end.open_ports(plan) == far_end.open_ports(plan)
        assert far_end.group_count() == 1

    def test_ports_whose_answer_was_lost_are_found_by_asking_again(self, far_end: FarEnd) -> None:
        plan = far_end.plan(ingress=ANYONE)
        far_end.lose_answer("open_ports")
        with pytest.raises(OutcomeUnknown):
            far_end.open_ports(plan)

        far_end.open_ports(plan)

        assert far_end.group_count() == 1

    def test_closed_ports_stay_closed(self, far_end: FarEnd) -> None:
        group = far_end.open_ports(far_end.plan(ingress=ANYONE))

        far_end.instances.close_ports(group, REGION)
        far_end.instances.close_ports(group, REGION)

        assert far_end.group_count() == 0

    def test_ports_in_use_cannot_be_closed_yet(self, far_end: FarEnd) -> None:
        plan = far_end.plan(ingress=ANYONE)
        group = far_end.open_ports(plan)
        (one,) = far_end.run(plan, group=group)

        with pytest.raises(UpstreamUnavailable):
            far_end.instances.close_ports(group, REGION)
        far_end.terminate(one)
        far_end.instances.close_ports(group, REGION)

        assert far_end.group_count() == 0


@pytest.fixture
def ec2(aws: SimulatedAws, clients: Clients) -> SimulatedFarEnd:
    return SimulatedFarEnd(aws, clients)


class TestEc2Instances:
    def test_what_is_launched_is_what_the_plan_says(self, ec2: SimulatedFarEnd) -> None:
        plan = ec2.plan(name="Bedrock", termination_protection=True, ingress=ANYONE)
        group = ec2.open_ports(plan)
        (one,) = ec2.run(plan, group=group)

        (launched,) = ec2.aws.snapshot()["instances"]
        answer = ec2.clients.ec2(REGION).describe_instances(InstanceIds=[one])
        (described,) = answer["Reservations"][0]["Instances"]

        assert launched | {"launched_at": "", "public_ip": ""} == {
            "id": one,
            "name": "Bedrock",
            "type": "t3.medium",
            "state": "running",
            "region": "us-east-1",
            "image": plan.image.id,
            "volume_gib": 250,
            "volume_type": "gp3",
            "encrypted": True,
            "public_ip": "",
            "protected": True,
            "launched_at": "",
            "tags": {
                "Name": "Bedrock",
                "launched-by": "gpt-to-aws",
                "gpt-to-aws:request-id": "C0INFRA-1700000000.000100",
                "gpt-to-aws:requested-by": "U0ASKER",
                "gpt-to-aws:approved-by": "U0BOSS",
                "gpt-to-aws:thread": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
            },
        }
        assert described["MetadataOptions"]["HttpTokens"] == "required"
        assert [each["GroupId"] for each in described["SecurityGroups"]] == [group]

    def test_the_group_has_exactly_the_plans_rules(self, ec2: SimulatedFarEnd) -> None:
        ec2.open_ports(ec2.plan(ingress=(*ANYONE, ANYONE[0])))

        (group,) = ec2.aws.snapshot()["security_groups"]

        assert group["rules"] == [
            {"protocol": "udp", "ports": "19132", "source": "0.0.0.0/0"},
            {"protocol": "udp", "ports": "19132", "source": "::/0"},
        ]

    @pytest.mark.parametrize("lost", ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"])
    def test_a_crash_halfway_ends_with_exactly_the_plans_rules(
        self, ec2: SimulatedFarEnd, lost: str
    ) -> None:
        plan = ec2.plan(ingress=ANYONE)
        ec2.aws.lose_answer(lost)
        with pytest.raises(OutcomeUnknown):
            ec2.open_ports(plan)

        ec2.open_ports(plan)

        (group,) = ec2.aws.snapshot()["security_groups"]
        assert {rule["source"] for rule in group["rules"]} == {"0.0.0.0/0", "::/0"}

    @pytest.mark.parametrize("call", ["CreateSecurityGroup", "DeleteSecurityGroup"])
    def test_a_missing_permission_for_ports_is_named(self, ec2: SimulatedFarEnd, call: str) -> None:
        ec2.aws.fail_next(call, code="UnauthorizedOperation", status=403)

        with pytest.raises(UpstreamRejected, match="UnauthorizedOperation") as refused:
            ec2.instances.close_ports(ec2.open_ports(ec2.plan(ingress=ANYONE)), REGION)
        assert f"allow ec2:{call} in us-east-1" in refused.value.next_step

    def test_a_group_whose_rules_are_refused_does_not_stay(self, ec2: SimulatedFarEnd) -> None:
        ec2.aws.fail_next(
            "AuthorizeSecurityGroupIngress", code="RulesPerSecurityGroupLimitExceeded"
        )

        with pytest.raises(UpstreamRejected, match="RulesPerSecurityGroupLimitExceeded"):
            ec2.open_ports(ec2.plan(ingress=ANYONE))
        assert ec2.aws.snapshot()["security_groups"] == []

    def test_rules_that_somebody_added_are_taken_out(self, ec2: SimulatedFarEnd) -> None:
        plan = ec2.plan(ingress=ANYONE)
        group = ec2.open_ports(plan)
        ec2.clients.ec2(REGION).authorize_security_group_ingress(
            GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
        )

        ec2.open_ports(plan)

        (shown,) = ec2.aws.snapshot()["security_groups"]
        assert {rule["ports"] for rule in shown["rules"]} == {"19132"}

    def test_a_group_of_somebody_else_is_left_alone(self, ec2: SimulatedFarEnd) -> None:
        client = ec2.clients.ec2(REGION)
        vpc = client.describe_vpcs()["Vpcs"][0]["VpcId"]
        client.create_security_group(
            GroupName=f"gpt-to-aws-{TOKEN[:24]}", Description="not the bot's", VpcId=vpc
        )

        with pytest.raises(UpstreamRejected, match="gpt-to-aws did not make it"):
            ec2.open_ports(ec2.plan(ingress=ANYONE))

    def test_a_region_without_a_default_vpc_says_how_to_make_one(
        self, ec2: SimulatedFarEnd
    ) -> None:
        client = ec2.clients.ec2(REGION)
        vpc = client.describe_vpcs()["Vpcs"][0]["VpcId"]
        for subnet in client.describe_subnets()["Subnets"]:
            client.delete_subnet(SubnetId=subnet["SubnetId"])
        client.delete_vpc(VpcId=vpc)

        with pytest.raises(UpstreamRejected) as refused:
            ec2.open_ports(ec2.plan(ingress=ANYONE))

        assert refused.value.user_message == (
            "Amazon EC2 in us-east-1: the region us-east-1 has no default VPC to launch into. "
            "Whoever runs the AWS account can make one: aws ec2 create-default-vpc --region us-east-1. "
            "Or ask for another region."
        )

    def test_an_aws_that_cannot_be_reached_did_nothing(self, ec2: SimulatedFarEnd) -> None:
        session = boto3.Session(
            aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY
        )
        nobody_listens = Ec2Instances(Clients(session, "http://127.0.0.1:1"))

        with pytest.raises(UpstreamUnavailable):
            nobody_listens.run(ec2.plan(), token=TOKEN, approved_by="U0BOSS", security_group=None)

    def test_a_question_is_asked_again_by_itself(self, ec2: SimulatedFarEnd) -> None:
        (one,) = ec2.run(ec2.plan())
        ec2.lose_answer("look")

        assert [status.id for status in ec2.instances.look([one], REGION)] == [one]

    def test_a_server_error_leaves_a_change_open(self, ec2: SimulatedFarEnd) -> None:
        ec2.aws.fail_next("RunInstances", code="InternalError", status=500)

        with pytest.raises(OutcomeUnknown):
            ec2.run(ec2.plan())
