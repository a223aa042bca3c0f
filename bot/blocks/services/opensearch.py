"""Amazon OpenSearch Service: an encrypted domain, in a VPC if it is drawn there.

A domain outside answers signed requests of the connected parts' roles alone. One inside needs a role that belongs to
the whole account, which no stack can make: it is there already as soon as anyone needed it.
"""

import re
from collections.abc import Sequence
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Sub
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.permissions import document, role_arn
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 443
_TYPE = "t3.small.search"
_SIZES = re.compile(r"(?:t3|[mcr](?:5|6g|7g))\.(?:small|medium|large|(?:2|4)?xlarge)\.search")
_GIB = 10


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    asked = template.asked(component)
    kind = asked.text("class", _SIZES) or _TYPE
    nodes = asked.number("nodes", 1, 20) or component.count
    zones = min(nodes, 2)
    cluster = {
        "InstanceType": kind,
        "InstanceCount": nodes + nodes % zones,
        "ZoneAwarenessEnabled": zones > 1,
    }
    size = asked.number("storage-gib", 10, 3072) or _GIB
    template.add(
        name,
        "AWS::OpenSearchService::Domain",
        {
            "EngineVersion": "OpenSearch_2.19",
            "ClusterConfig": cluster,
            "EBSOptions": {"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": size},
            "EncryptionAtRestOptions": {"Enabled": True},
            "NodeToNodeEncryptionOptions": {"Enabled": True},
            "DomainEndpointOptions": {
                "EnforceHTTPS": True,
                "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
            },
            **_inside(template, component, zones),
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    template.assume(
        f"{title} runs on {cluster['InstanceCount']} × {kind} with {size} GB each and is deleted with the stack, with all that is in it.",
        Stake.DATA,
    )
    template.output(f"{name}Endpoint", GetAtt(name, "DomainEndpoint"), f"Host name of {title}")


def _inside(template: Template, component: Component, zones: int) -> dict[str, Any]:
    place = template.place(component)
    if place is None:
        return {}
    template.assume(
        "Before you approve, run “aws iam create-service-linked-role --aws-service-name opensearchservice.amazonaws.com”, "
        "if this account never had an OpenSearch domain in a VPC.",
        Stake.ACT,
    )
    group = GetAtt(security_group(template, component).name, "GroupId")
    options = {"SubnetIds": subnet_refs(place.subnets)[:zones], "SecurityGroupIds": [group]}
    return {"VPCOptions": options}


def let_search(
    template: Template, component: Component, caller: Component, actions: Sequence[str]
) -> None:
    """Names a caller in the policy of a domain outside any VPC.

    The roles stand in the condition: a principal that was made seconds ago is refused.
    """
    if template.place(component):
        return
    account = {"AWS": Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
    # A domain cannot refer to itself, and its policy counts for it alone.
    itself = Sub("arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/*")
    callers: dict[str, Any] = {
        "Sid": "Callers",
        "Effect": "Allow",
        "Principal": account,
        "Action": list(actions),
        "Resource": itself,
        "Condition": {"ArnEquals": {"aws:PrincipalArn": []}},
    }
    policy = template.properties(template.id(component)).setdefault(
        "AccessPolicies", document(callers)
    )
    arns = policy["Statement"][0]["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    arn = role_arn(template, caller)
    if arn not in arns:
        arns.append(arn)
    template.assume(
        f"{template.title(component)} stands in no VPC and answers signed requests of the roles connected "
        "to it alone.",
        Stake.DATA,
    )


BLOCK = Block("opensearch", "SearchDomain", _build)
