"""Amazon OpenSearch Service: a private, encrypted domain for what stands in the VPC."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 443
_TYPE = "t3.small.search"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    zones = min(component.count, 2)
    cluster = {
        "InstanceType": _TYPE,
        "InstanceCount": component.count if component.count % zones == 0 else component.count + 1,
        "ZoneAwarenessEnabled": zones > 1,
    }
    template.add(
        name,
        "AWS::OpenSearchService::Domain",
        {
            "EngineVersion": "OpenSearch_2.19",
            "ClusterConfig": cluster,
            "EBSOptions": {"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": 10},
            "EncryptionAtRestOptions": {"Enabled": True},
            "NodeToNodeEncryptionOptions": {"Enabled": True},
            "DomainEndpointOptions": {
                "EnforceHTTPS": True,
                "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
            },
            "VPCOptions": {
                "SubnetIds": subnet_refs(place.subnets)[:zones],
                "SecurityGroupIds": [GetAtt(security_group(template, component).name, "GroupId")],
            },
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    template.assume(
        f"{title} runs on {component.count} × {_TYPE} and is deleted with the stack; an account's first domain in a VPC "
        "needs the service-linked role of OpenSearch."
    )
    template.output(f"{name}Endpoint", GetAtt(name, "DomainEndpoint"), f"Host name of {title}")


BLOCK = Block("opensearch", "SearchDomain", _build)
