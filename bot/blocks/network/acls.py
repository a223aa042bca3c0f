"""Network ACLs: a second wall around the subnets of a tier, where one was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.blocks.intrinsics import Ref
from bot.blocks.network.addresses import ANYWHERE
from bot.blocks.placing.plan import TIERS, Tier, Vpc
from bot.blocks.template import Template

_ALL, _TCP, _UDP = -1, 6, 17
_EPHEMERAL = (1024, 65535)


@dataclass(frozen=True)
class _Entry:
    name: str
    number: int
    cidr: Any
    protocol: int = _ALL
    ports: tuple[int, int] | None = None
    egress: bool = False


def build_acls(template: Template, vpc: Vpc) -> None:
    for tier in TIERS:
        if vpc.features.acl and vpc.tier(tier):
            _acl(template, vpc, tier)


def _acl(template: Template, vpc: Vpc, tier: Tier) -> None:
    wanted = f"{tier.capitalize()}NetworkAcl"
    acl = template.add(wanted, "AWS::EC2::NetworkAcl", {"VpcId": Ref(vpc.id)})
    template.properties(acl)["Tags"] = [{"Key": "Name", "Value": acl}]
    for entry in _entries(vpc, tier):
        ports = {"PortRange": {"From": entry.ports[0], "To": entry.ports[1]}} if entry.ports else {}
        template.add(
            f"{acl}{entry.name}",
            "AWS::EC2::NetworkAclEntry",
            {
                "NetworkAclId": Ref(acl),
                "RuleNumber": entry.number,
                "Protocol": entry.protocol,
                "RuleAction": "allow",
                "Egress": entry.egress,
                "CidrBlock": entry.cidr,
                **ports,
            },
        )
    for subnet in vpc.tier(tier):
        template.add(
            f"{subnet.id}Acl",
            "AWS::EC2::SubnetNetworkAclAssociation",
            {"SubnetId": Ref(subnet.id), "NetworkAclId": Ref(acl)},
        )
    template.assume(
        f"The network ACL of the {tier} subnets lets in {_LET_IN[tier]}, and everything out."
    )


def _entries(vpc: Vpc, tier: Tier) -> Iterator[_Entry]:
    """Answers come back on the ports that callers open for themselves; an ACL does not remember who asked."""
    yield _Entry("FromVpc", 100, vpc.cidr)
    if tier == "public":
        yield _Entry("Http", 110, ANYWHERE, _TCP, (80, 80))
        yield _Entry("Https", 120, ANYWHERE, _TCP, (443, 443))
    yield _Entry("Answers", 130, ANYWHERE, _TCP, _EPHEMERAL)
    yield _Entry("AnswersUdp", 140, ANYWHERE, _UDP, _EPHEMERAL)
    yield _Entry("Out", 100, ANYWHERE, egress=True)


_LET_IN = {
    "public": "the VPC, HTTP, HTTPS and answers",
    "private": "the VPC and answers",
}
