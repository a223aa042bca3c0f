"""A network without anything in it, made as it was asked for."""

from collections import Counter

import pytest

from bot.domain.coverage import coverage, missing
from bot.domain.guardrails import check
from tests.blocks.arranging import arranged, box, thing
from tests.blocks.conftest import Judge, Judged

SUBNET, GROUP = "AWS::EC2::Subnet", "AWS::EC2::SecurityGroup"


def _types(judged: Judged) -> Counter[str]:
    return Counter(one["Type"].removeprefix("AWS::EC2::") for one in judged.resources.values())


def _cidrs(judged: Judged) -> list[str]:
    return [one["CidrBlock"] for one in judged.of_type(SUBNET).values()]


def test_one_public_subnet_is_a_whole_way_in(judge: Judge) -> None:
    judged = judge(arranged(box("v", "vpc"), box("p", "public-subnet", inside="v")))

    assert judged.faults == ()
    assert _types(judged) == Counter(
        {
            "VPC": 1,
            "Subnet": 1,
            "InternetGateway": 1,
            "VPCGatewayAttachment": 1,
            "RouteTable": 1,
            "Route": 1,
            "SubnetRouteTableAssociation": 1,
        }
    )
    assert set(judged.body["Outputs"]) == {"VpcId", "VpcPublicSubnets"}


def test_everything_that_can_be_asked_of_a_network_is_made(judge: Judge) -> None:
    asked = arranged(
        box(
            "v",
            "vpc",
            "Shop",
            cidr="10.20.0.0/20",
            zones="2",
            nat="per-zone",
            acl="on",
            flow_logs="on",
            ipv6="on",
            export="on",
            endpoints="s3, ssm",
        )
    )

    judged = judge(asked)

    made = _types(judged)
    assert judged.faults == ()
    assert check(judged.body) == ()
    assert missing(coverage(asked, judged.body)) == ()
    assert (made["Subnet"], made["NatGateway"], made["EIP"]) == (4, 2, 2)
    assert (made["NetworkAcl"], made["SubnetNetworkAclAssociation"]) == (2, 4)
    assert (made["FlowLog"], made["VPCEndpoint"]) == (1, 2)
    assert (made["VPCCidrBlock"], made["EgressOnlyInternetGateway"]) == (1, 1)
    assert _cidrs(judged) == ["10.20.0.0/24", "10.20.1.0/24", "10.20.8.0/24", "10.20.9.0/24"]
    assert all("Export" in one for one in judged.body["Outputs"].values())


def test_drawn_subnets_have_the_ranges_and_zones_that_were_said(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc"),
            box("a", "public-subnet", inside="v", cidr="192.168.5.0/24", zone="us-east-1c"),
            box("b", "private-subnet", inside="v"),
        )
    )

    assert judged.only("AWS::EC2::VPC")["CidrBlock"] == "192.168.0.0/16"
    first, second = judged.of_type(SUBNET).values()
    assert first["CidrBlock"] == "192.168.5.0/24"
    assert first["AvailabilityZone"]["Fn::Select"][0] == 2
    assert second["CidrBlock"].startswith("192.168.")


@pytest.mark.parametrize("said", ["8.8.0.0/16", "10.0.0.0/8", "10.0.0.0/30", "x", "!Ref Other"])
def test_a_range_that_makes_no_sense_is_left_out_and_said(judge: Judge, said: str) -> None:
    judged = judge(arranged(box("v", "vpc", cidr=said)))

    assert judged.only("AWS::EC2::VPC")["CidrBlock"] == "10.0.0.0/16"
    assert any("cannot be taken for its cidr" in one for one in judged.assumptions)


def test_subnets_that_overlap_or_do_not_fit_get_ranges_of_their_own(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc", cidr="10.5.0.0/16"),
            box("a", "subnet", inside="v", cidr="10.5.1.0/24"),
            box("b", "subnet", inside="v", cidr="10.5.1.128/25"),
            box("c", "subnet", inside="v", cidr="10.6.1.0/24"),
        )
    )

    assert judged.faults == ()
    assert len(set(_cidrs(judged))) == 3
    assert sum("cannot be taken" in one for one in judged.assumptions) == 2


def test_a_range_too_small_for_what_is_drawn_is_not_taken(judge: Judge) -> None:
    judged = judge(arranged(box("v", "vpc", cidr="10.5.0.0/28", zones="3")))

    assert judged.faults == ()
    assert judged.only("AWS::EC2::VPC")["CidrBlock"] == "10.0.0.0/16"


def test_one_nat_gateway_serves_all_private_subnets(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc", nat="one"),
            box("a", "private-subnet", inside="v"),
            box("b", "private-subnet", inside="v"),
        )
    )

    made = _types(judged)
    assert made["NatGateway"] == 1
    assert made["InternetGateway"] == 1


def test_without_nat_gateways_what_needs_one_is_told_apart(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc", nat="off"),
            thing("f", "fargate", inside="v"),
        )
    )

    assert not judged.of_type("AWS::EC2::NatGateway")
    assert any("no NAT gateway, as you said" in one for one in judged.assumptions)


def test_a_gateway_alone_brings_its_network(judge: Judge) -> None:
    for service, kind in (("igw", "InternetGateway"), ("nat", "NatGateway")):
        asked = arranged(thing("g", service))

        judged = judge(asked)

        assert judged.faults == ()
        assert _types(judged)[kind] == 1
        assert missing(coverage(asked, judged.body)) == ()


def test_a_security_group_opens_web_ports_to_all_and_others_to_whom_is_named(judge: Judge) -> None:
    asked = arranged(
        box("v", "vpc"),
        box(
            "g",
            "security-group",
            "web",
            inside="v",
            ports="443, 22@203.0.113.0/24, 5432, 3389@0.0.0.0/0, 8000-8010@10.1.0.0/16, 99999, ssh",
        ),
    )

    judged = judge(asked)

    rules = {
        (one["FromPort"], one["ToPort"]): one["CidrIp"]
        for one in judged.only(GROUP)["SecurityGroupIngress"]
    }
    vpc = {"Fn::GetAtt": ["Vpc", "CidrBlock"]}
    assert rules == {
        (443, 443): "0.0.0.0/0",
        (22, 22): "203.0.113.0/24",
        (5432, 5432): vpc,
        (3389, 3389): vpc,
        (8000, 8010): "10.1.0.0/16",
    }
    assert check(judged.body) == ()
    assert sum("say from which addresses" in one for one in judged.assumptions) == 2


def test_ports_of_a_drawn_group_are_those_of_what_stands_in_it(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc"),
            box("g", "security-group", "web", inside="v", ports="80"),
            thing("e", "ec2", inside="g"),
        )
    )

    (rule,) = judged.only(GROUP)["SecurityGroupIngress"]
    assert rule["FromPort"] == 80


def test_parameters_keep_the_ids_that_other_stacks_ask_for(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("p", "parameterstore", ids="on"),
            box("v", "vpc", zones="2"),
            box("g", "security-group", "web", inside="v"),
        )
    )

    kept = judged.of_type("AWS::SSM::Parameter").values()
    assert judged.faults == ()
    assert [one["Type"] for one in kept] == ["String", "StringList", "StringList", "String"]


def test_one_thing_more_moves_nothing_else(judge: Judge) -> None:
    few = arranged(
        box("v", "vpc", zones="2", acl="on", ipv6="on"), box("a", "public-subnet", inside="v")
    )
    more = arranged(
        box("v", "vpc", zones="2", acl="on", ipv6="on"),
        box("a", "public-subnet", inside="v"),
        box("b", "public-subnet", inside="v"),
        thing("q", "sqs"),
        box("g", "security-group", inside="v"),
    )

    before, after = judge(few).resources, judge(more).resources

    assert {name: after[name] for name in before} == before


def test_vpcs_are_joined_by_routes_both_ways(judge: Judge) -> None:
    for service, target in (
        ("transitgateway", "TransitGatewayId"),
        ("vpcpeering", "VpcPeeringConnectionId"),
    ):
        asked = arranged(box("v", "vpc", "Shop"), box("w", "vpc", "Office"), thing("j", service))

        judged = judge(asked)

        routes = [one for one in judged.of_type("AWS::EC2::Route").values() if target in one]
        assert judged.faults == ()
        assert missing(coverage(asked, judged.body)) == ()
        assert {one["DestinationCidrBlock"] for one in routes} == {"10.0.0.0/16", "10.1.0.0/16"}


def test_what_is_joined_is_reached_across(judge: Judge) -> None:
    judged = judge(
        arranged(
            box("v", "vpc"),
            box("w", "vpc", "Office"),
            thing("j", "vpcpeering"),
            thing("e", "ec2", inside="w"),
            thing("d", "rds", inside="v"),
            arrows="e>d",
        )
    )

    assert judged.only("AWS::EC2::SecurityGroupIngress")["CidrIp"] == "10.1.0.0/16"


def test_peering_needs_two_ends(judge: Judge) -> None:
    assert not judge(arranged(box("v", "vpc"), thing("j", "vpcpeering"))).of_type(
        "AWS::EC2::VPCPeeringConnection"
    )


def test_a_vpn_is_connected_once_the_other_end_is_known(judge: Judge) -> None:
    office = thing("o", "onpremises", "Office 8.8.4.4")
    known = judge(arranged(thing("n", "vpn"), office, arrows="n>o"))
    said = judge(arranged(thing("n", "vpn", address="9.9.9.9", cidr="192.168.0.0/16")))
    unknown = judge(arranged(thing("n", "vpn", address="10.0.0.1")))

    assert known.only("AWS::EC2::CustomerGateway")["IpAddress"] == "8.8.4.4"
    assert said.only("AWS::EC2::VPNConnectionRoute")["DestinationCidrBlock"] == "192.168.0.0/16"
    assert not unknown.of_type("AWS::EC2::VPNConnection")
    assert any("public address the router" in one for one in unknown.assumptions)
    assert known.faults + said.faults + unknown.faults == ()
