"""What stands where, how it gets out, and who gets in."""

from typing import Any

from bot.domain.architecture import Architecture, Component, Connection, Container
from tests.blocks.conftest import Judge, Judged
from tests.blocks.drawings import PICTURES, drawn

SUBNET, ROUTE = "AWS::EC2::Subnet", "AWS::EC2::Route"
ENDPOINT, INGRESS = "AWS::EC2::VPCEndpoint", "AWS::EC2::SecurityGroupIngress"


def test_a_function_in_a_vpc_reaches_its_table_by_a_gateway_endpoint(judge: Judge) -> None:
    judged = judge(PICTURES["customer details"])

    endpoint = judged.only(ENDPOINT)
    assert endpoint["VpcEndpointType"] == "Gateway"
    assert endpoint["ServiceName"] == {"Fn::Sub": "com.amazonaws.${AWS::Region}.dynamodb"}
    assert not judged.of_type("AWS::EC2::NatGateway")
    assert not judged.of_type("AWS::EC2::InternetGateway")


def test_other_services_are_reached_by_interface_endpoints(judge: Judge) -> None:
    judged = judge(PICTURES["orders"])

    kinds = {one["VpcEndpointType"] for one in judged.of_type(ENDPOINT).values()}
    assert kinds == {"Gateway", "Interface"}
    assert any("interface endpoints are billed" in one for one in judged.assumptions)


def test_what_calls_the_outside_goes_out_by_a_nat_gateway(judge: Judge) -> None:
    judged = judge(drawn("lambda external", [(0, 1)], {"VPC": [0]}))

    assert judged.of_type("AWS::EC2::NatGateway")
    assert any("NAT gateway is added" in one for one in judged.assumptions)


def test_two_drawn_nat_gateways_serve_a_zone_each(judge: Judge) -> None:
    judged = judge(PICTURES["two zones"])

    routes = [one for one in judged.of_type(ROUTE).values() if "NatGatewayId" in one]
    assert {one["NatGatewayId"]["Ref"] for one in routes} == {"NatGateway", "NatGateway2"}
    assert len({one["RouteTableId"]["Ref"] for one in routes}) == 2
    assert _zones(judged) == {
        "PublicSubnet": 0,
        "PublicSubnet2": 1,
        "PrivateSubnet": 0,
        "PrivateSubnet2": 1,
    }
    instances = judged.of_type("AWS::EC2::Instance").values()
    assert [one["NetworkInterfaces"][0]["SubnetId"]["Ref"] for one in instances] == [
        "PrivateSubnet",
        "PrivateSubnet2",
    ]


def test_a_second_subnet_is_added_where_aws_asks_for_two_and_it_is_said(judge: Judge) -> None:
    judged = judge(PICTURES["containers"])

    assert len(judged.of_type(SUBNET)) == 4
    assert any("There is one private subnet" in one for one in judged.assumptions)


def test_one_drawn_subnet_is_enough_for_an_instance(judge: Judge) -> None:
    judged = judge(drawn("ec2", [], {"VPC": [0], "Private": [0]}))

    assert len(judged.of_type(SUBNET)) == 1


def test_a_vpc_is_made_only_for_what_needs_one(judge: Judge) -> None:
    assert not judge(PICTURES["upload"]).of_type("AWS::EC2::VPC")
    assert any("No VPC was asked for" in one for one in judge(PICTURES["icons only"]).assumptions)


def test_an_empty_vpc_is_a_vpc(judge: Judge) -> None:
    judged = judge(Architecture(containers=(Container(id="v", kind="vpc", label="VPC"),)))

    assert judged.faults == ()
    assert len(judged.of_type(SUBNET)) == 2


def test_two_vpcs_stay_apart_and_it_is_said(judge: Judge) -> None:
    judged = judge(
        Architecture(
            components=(
                Component(id="a", service="ec2", inside="one"),
                Component(id="b", service="rds", inside="two"),
            ),
            containers=(
                Container(id="one", kind="vpc", label="Shop"),
                Container(id="two", kind="vpc", label="Office"),
            ),
            connections=(Connection(source="a", target="b"),),
        )
    )

    assert judged.faults == ()
    assert set(judged.of_type("AWS::EC2::VPC")) == {"ShopVpc", "OfficeVpc"}
    assert not judged.of_type(INGRESS)
    assert any("different VPCs" in one for one in judged.assumptions)


def test_only_what_is_connected_gets_in(judge: Judge) -> None:
    judged = judge(PICTURES["web"])

    rules = {
        (_group(one["SourceSecurityGroupId"]), _group(one["GroupId"]), one["FromPort"])
        for one in judged.of_type(INGRESS).values()
    }
    balancer, database = "LoadBalancerSecurityGroup", "DatabaseSecurityGroup"
    first, second = "InstanceSecurityGroup", "Instance2SecurityGroup"
    assert rules == {
        (balancer, first, 80),
        (balancer, second, 80),
        (first, database, 5432),
        (second, database, 5432),
    }


def test_a_balancer_behind_something_is_internal(judge: Judge) -> None:
    judged = judge(drawn("fargate alb ec2", [(0, 1), (1, 2)]))

    balancer = judged.only("AWS::ElasticLoadBalancingV2::LoadBalancer")
    assert balancer["Scheme"] == "internal"
    assert "0.0.0.0/0" not in _ingress(judged)


def test_a_balancer_that_people_reach_faces_the_internet(judge: Judge) -> None:
    for before in ("user", "igw", "route53", "internet"):
        judged = judge(drawn(f"{before} alb ec2", [(0, 1), (1, 2)]))

        balancer = judged.only("AWS::ElasticLoadBalancingV2::LoadBalancer")
        assert balancer["Scheme"] == "internet-facing"
        assert "0.0.0.0/0" in _ingress(judged)


def test_an_instance_is_public_only_where_the_outside_reaches_it(judge: Judge) -> None:
    alone, reached = judge(drawn("ec2")), judge(drawn("user ec2", [(0, 1)]))

    assert not _interface(alone)["AssociatePublicIpAddress"]
    assert _interface(reached)["AssociatePublicIpAddress"]
    assert "0.0.0.0/0" not in _ingress(alone)


def test_a_drawn_endpoint_is_not_made_twice(judge: Judge) -> None:
    judged = judge(drawn("lambda vpcendpoint dynamodb", [(0, 1), (1, 2)], {"VPC": [0]}))

    assert set(judged.of_type(ENDPOINT)) == {"Endpoint"}
    assert "dynamodb:GetItem" in str(judged.only("AWS::IAM::Policy"))


def test_each_of_several_equal_instances_is_made(judge: Judge) -> None:
    judged = judge(
        Architecture(components=(Component(id="w", service="ec2", label="Web", count=3),))
    )

    used = [
        one["NetworkInterfaces"][0]["SubnetId"]["Ref"]
        for one in judged.of_type("AWS::EC2::Instance").values()
    ]
    assert used == ["PrivateSubnet", "PrivateSubnet2", "PrivateSubnet"]


def test_instances_in_an_auto_scaling_group_are_one_group(judge: Judge) -> None:
    judged = judge(
        Architecture(
            components=(
                Component(id="b", service="alb"),
                Component(id="one", service="ec2", inside="g"),
                Component(id="two", service="ec2", inside="g"),
                Component(id="d", service="rds"),
            ),
            containers=(Container(id="g", kind="auto-scaling-group", label="Web tier"),),
            connections=tuple(
                Connection(source=source, target=target)
                for source, target in (("b", "one"), ("b", "two"), ("two", "d"))
            ),
        )
    )

    assert judged.faults == ()
    group = judged.only("AWS::AutoScaling::AutoScalingGroup")
    assert (group["MinSize"], len(group["TargetGroupARNs"])) == ("2", 1)
    assert "WebTierGroup" in judged.resources
    assert len(judged.of_type(INGRESS)) == 2


def test_a_crowd_of_instances_is_a_group(judge: Judge) -> None:
    judged = judge(Architecture(components=(Component(id="w", service="ec2", count=40),)))

    assert judged.only("AWS::AutoScaling::AutoScalingGroup")["MinSize"] == "40"


def _interface(judged: Judged) -> dict[str, Any]:
    found: dict[str, Any] = judged.only("AWS::EC2::Instance")["NetworkInterfaces"][0]
    return found


def _ingress(judged: Judged) -> str:
    groups = judged.of_type("AWS::EC2::SecurityGroup").values()
    return str([one.get("SecurityGroupIngress") for one in groups])


def _zones(judged: Judged) -> dict[str, int]:
    return {
        name: one["AvailabilityZone"]["Fn::Select"][0]
        for name, one in judged.of_type(SUBNET).items()
    }


def _group(value: dict[str, list[str]]) -> str:
    return value["Fn::GetAtt"][0]
