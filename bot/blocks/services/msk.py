"""Amazon MSK: a private Kafka cluster that roles log in to, encrypted on disk and on the way."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, own_name
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

PORT = 9098
_TYPE = "kafka.t3.small"
_SIZES = re.compile(r"kafka\.t3\.small|kafka\.m(?:5|7g)\.(?:large|(?:2|4|8)?xlarge)")
_VERSION = "3.9.x"
_GIB = 20
_LONGEST = 40


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    zones = len(place.subnets)
    wanted = template.asked(component).number("nodes", 1, 30) or max(component.count, zones)
    brokers = wanted + -wanted % zones
    kind = template.asked(component).text("instance-type", _SIZES) or _TYPE
    size = template.asked(component).number("storage-gib", 1, 16_384) or _GIB
    template.add(
        name,
        "AWS::MSK::Cluster",
        {
            "ClusterName": own_name(prefix(template, component)),
            "KafkaVersion": _VERSION,
            "NumberOfBrokerNodes": brokers,
            "BrokerNodeGroupInfo": {
                "InstanceType": kind,
                "ClientSubnets": subnet_refs(place.subnets),
                "SecurityGroups": [group_id(template, component)],
                "StorageInfo": {"EBSStorageInfo": {"VolumeSize": size}},
            },
            "ClientAuthentication": {
                "Sasl": {"Iam": {"Enabled": True}},
                "Unauthenticated": {"Enabled": False},
            },
            "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS", "InCluster": True}},
            "LoggingInfo": {"BrokerLogs": {"CloudWatchLogs": _logs(template, component)}},
        },
        **GOES,
    )
    template.assume(f"{title} runs on {brokers} × {kind} with {size} GB each.", Stake.MONEY)
    template.assume(f"{title} is deleted with the stack, with all that is in it.", Stake.DATA)
    template.output(f"{name}Arn", Ref(name), f"ARN of the cluster {title}")


def _logs(template: Template, component: Component) -> dict[str, Any]:
    return {"Enabled": True, "LogGroup": Ref(log_group(template, component))}


def prefix(template: Template, component: Component) -> str:
    """What the cluster's own name begins with; the ARNs of its topics and groups are made of it."""
    return template.short(component, _LONGEST)


BLOCK = Block("msk", "KafkaCluster", _build)
