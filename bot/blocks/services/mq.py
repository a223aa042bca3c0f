"""Amazon MQ: a private, encrypted broker of RabbitMQ or ActiveMQ; only Secrets Manager knows the password."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref, own_name
from bot.blocks.network.groups import group_id
from bot.blocks.services.passwords import resolved, secret
from bot.blocks.stake import Stake
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_RABBIT, _ACTIVE = "RABBITMQ", "ACTIVEMQ"
_VERSIONS = {_RABBIT: "3.13", _ACTIVE: "5.18"}
_PORTS = {_RABBIT: 5671, _ACTIVE: 61617}
_ENDPOINTS = {_RABBIT: "AmqpEndpoints", _ACTIVE: "OpenWireEndpoints"}
_TYPE = "mq.t3.micro"
_SIZES = re.compile(r"mq\.t3\.micro|mq\.m5\.(?:large|(?:2|4)?xlarge)")
_LONGEST = 36


def engine(component: Component) -> str:
    said = f"{component.setting('engine') or ''} {component.label}".lower()
    return _ACTIVE if "active" in said else _RABBIT


def port(component: Component) -> int:
    return _PORTS[engine(component)]


def address(template: Template, component: Component) -> Call:
    """The first of its addresses; RabbitMQ has one."""
    return Call("Select", [0, GetAtt(template.id(component), _ENDPOINTS[engine(component)])])


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, kind = template.id(component), template.title(component), engine(component)
    template.asked(component).choice("engine", ("rabbitmq", "activemq"))
    login = secret(template, component, "broker")
    size = template.asked(component).text("class", _SIZES) or _TYPE
    template.add(
        name,
        "AWS::AmazonMQ::Broker",
        {
            "BrokerName": own_name(template.short(component, _LONGEST)),
            "EngineType": kind,
            "EngineVersion": _VERSIONS[kind],
            "DeploymentMode": "SINGLE_INSTANCE",
            "HostInstanceType": size,
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": True,
            "SubnetIds": [Ref(place.subnets[0].id)],
            "SecurityGroups": [group_id(template, component)],
            "EncryptionOptions": {"UseAwsOwnedKey": True},
            "Logs": _logs(kind),
            "Users": [
                {
                    "Username": resolved(login, "username"),
                    "Password": resolved(login, "password"),
                }
            ],
        },
        **GOES,
    )
    template.assume(
        f"{title} is one broker of {'ActiveMQ' if kind == _ACTIVE else 'RabbitMQ'} {_VERSIONS[kind]} on {size}.",
        Stake.MONEY,
    )
    template.output(f"{name}Address", address(template, component), f"Where {title} answers")


def _logs(kind: str) -> dict[str, Any]:
    return {"General": True, **({"Audit": True} if kind == _ACTIVE else {})}


BLOCK = Block("mq", "MessageBroker", _build)
