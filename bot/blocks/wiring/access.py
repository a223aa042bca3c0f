"""What code is given to work with what it points at: exact actions on exact ARNs, a way in, and its address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.drawing import Wire, only_reads, only_writes
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import variable
from bot.blocks.network.groups import let_in
from bot.blocks.permissions import grant, statement
from bot.blocks.services import alb, apigateway, containers, ec2, elasticache, rds
from bot.blocks.services.eventbridge import DEFAULT_BUS, schedule
from bot.blocks.template import Template

Values = Callable[[str], list[Any]]


@dataclass(frozen=True, slots=True)
class Access:
    """`read` and `write` are actions; which of them are given is what the arrow says."""

    sid: str
    read: Sequence[str]
    write: Sequence[str]
    resources: Values
    setting: str
    value: Callable[[str], Any] = Ref


def _arn(name: str) -> list[Any]:
    return [GetAtt(name, "Arn")]


def _ref(name: str) -> list[Any]:
    return [Ref(name)]


ACCESS = {
    "dynamodb": Access(
        "Items",
        ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"),
        (
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
        ),
        _arn,
        "",
    ),
    "sqs": Access("Send", (), ("sqs:SendMessage",), _arn, "URL"),
    "sns": Access("Publish", (), ("sns:Publish",), _ref, "ARN"),
    "kinesis": Access(
        "PutRecords", (), ("kinesis:PutRecord", "kinesis:PutRecords"), _arn, ""
    ),
    "firehose": Access(
        "PutRecords", (), ("firehose:PutRecord", "firehose:PutRecordBatch"), _arn, ""
    ),
    "stepfunctions": Access("StartWorkflow", (), ("states:StartExecution",), _ref, "ARN"),
    "lambda": Access("Invoke", (), ("lambda:InvokeFunction",), _arn, "NAME"),
    "secretsmanager": Access(
        "ReadSecret", ("secretsmanager:GetSecretValue",), (), _ref, "ARN"
    ),
    "kms": Access(
        "UseKey", ("kms:Decrypt",), ("kms:Encrypt", "kms:GenerateDataKey"), _arn, "ARN",
        lambda name: GetAtt(name, "Arn"),
    ),
    "cognito": Access(
        "Users",
        ("cognito-idp:AdminGetUser", "cognito-idp:ListUsers"),
        ("cognito-idp:AdminCreateUser", "cognito-idp:AdminUpdateUserAttributes"),
        _arn,
        "ID",
    ),
}  # fmt: skip


def may_use(template: Template, wire: Wire) -> None:
    """A role's permission on one resource, and where that is."""
    access = ACCESS[wire.target.service]
    name = template.id(wire.target)
    actions = _actions(template, wire, access.read, access.write)
    grant(template, wire.source, statement(f"{access.sid}{name}", actions, access.resources(name)))
    _tell(template, wire, access.setting, access.value(name))


def _actions(
    template: Template, wire: Wire, read: Sequence[str], write: Sequence[str]
) -> list[str]:
    if read and write and only_reads(wire, template.slug(wire.source)):
        if not wire.label:
            template.assume(
                f"{template.title(wire.source)} may only read {template.title(wire.target)}, going by its name."
            )
        return list(read)
    if read and write and only_writes(wire):
        return list(write)
    return sorted([*read, *write])


def _tell(template: Template, wire: Wire, suffix: str, value: Any) -> None:
    name = variable(template.id(wire.target))
    template.setting(wire.source, f"{name}_{suffix}" if suffix else name, value)


def may_use_objects(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    actions = _actions(
        template,
        wire,
        ("s3:GetObject",),
        ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"),
    )
    grant(template, wire.source, statement(f"Objects{name}", actions, [Sub(f"${{{name}.Arn}}/*")]))
    if "s3:GetObject" in actions:
        listing = statement(f"List{name}", ["s3:ListBucket"], [GetAtt(name, "Arn")])
        grant(template, wire.source, listing)
    _tell(template, wire, "", Ref(name))


def may_put_events(template: Template, wire: Wire) -> None:
    if schedule(wire.target):
        return
    name, bus = template.id(wire.target), template.known("bus", wire.target.id)
    arn: Any = GetAtt(bus, "Arn") if bus else DEFAULT_BUS
    grant(template, wire.source, statement(f"PutEvents{name}", ["events:PutEvents"], [arn]))
    _tell(template, wire, "NAME", GetAtt(bus, "Name") if bus else "default")


def may_query(template: Template, wire: Wire) -> None:
    """A way in to the database, and the secret with its password."""
    name = template.id(wire.target)
    secret = rds.secret_arn(template, wire.target)
    let_in(template, wire, rds.engine(wire.target).port)
    grant(
        template,
        wire.source,
        statement(f"Password{name}", ["secretsmanager:GetSecretValue"], [secret]),
    )
    _tell(template, wire, "HOST", GetAtt(name, "Endpoint.Address"))
    _tell(template, wire, "PORT", GetAtt(name, "Endpoint.Port"))
    _tell(template, wire, "SECRET_ARN", secret)


def may_cache(template: Template, wire: Wire) -> None:
    port = elasticache.port(wire.target)
    let_in(template, wire, port)
    _tell(template, wire, "HOST", elasticache.address(template, wire.target))
    _tell(template, wire, "PORT", str(port))


def may_call_balancer(template: Template, wire: Wire) -> None:
    if template.network.together(wire.source, wire.target):
        let_in(template, wire, alb.HTTP)
    _tell(template, wire, "HOST", GetAtt(template.id(wire.target), "DNSName"))


def may_call_instance(template: Template, wire: Wire) -> None:
    let_in(template, wire, ec2.PORT)
    _tell(template, wire, "HOST", GetAtt(template.id(wire.target), "PrivateIp"))


def may_call_container(template: Template, wire: Wire) -> None:
    let_in(template, wire, containers.port(wire.target))


def may_call_api(template: Template, wire: Wire) -> None:
    _tell(template, wire, "URL", apigateway.url(template, wire.target))


def goes_out_by(template: Template, wire: Wire) -> None:
    """What goes out by a NAT gateway is made once the route to it is there."""
    route = template.known("way out", template.id(wire.target))
    place = template.place(wire.source)
    if route and place and place.tier == "private" and wire.source.service != "nat":
        template.depends(template.id(wire.source), route)
