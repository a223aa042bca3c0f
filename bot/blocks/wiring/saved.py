"""Volumes, backups and migrations: what is attached to what, what is saved, what is copied to where."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.groups import let_in
from bot.blocks.permissions import role_of
from bot.blocks.services import rds
from bot.blocks.services.backup import saves
from bot.blocks.services.passwords import resolved_from
from bot.blocks.template import Template
from bot.blocks.wiring.attached import turned
from bot.domain.architecture import Component

# Linux names a disk after the letter; these are free on every image.
_LETTERS = "fghijklmnop"
_ARN = "arn:${AWS::Partition}:"
_HERE = "${AWS::Region}:${AWS::AccountId}"


def attaches(template: Template, wire: Wire) -> None:
    """A volume is in one instance at a time; the first that is drawn has it."""
    volume, instance = template.id(wire.target), template.id(wire.source)
    holders = template.drawing.beside(wire.target, "ec2")
    if holders[0] != wire.source:
        template.assume(
            f"{template.title(wire.target)} is attached to {template.title(holders[0])} alone: a volume is in one instance."
        )
        return
    taken = [
        one
        for one in template.resources.values()
        if one.type == "AWS::EC2::VolumeAttachment"
        and one.properties["InstanceId"] == Ref(instance)
    ]
    template.once(
        ("attached", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{volume}Attachment",
            "AWS::EC2::VolumeAttachment",
            {
                "InstanceId": Ref(instance),
                "VolumeId": Ref(volume),
                "Device": f"/dev/sd{_LETTERS[len(taken) % len(_LETTERS)]}",
            },
        ),
    )
    template.assume(
        f"{template.title(wire.target)} is attached to {template.title(wire.source)}, and has no file system yet."
    )


def attached(template: Template, wire: Wire) -> None:
    attaches(template, turned(wire))


def _arn_of(template: Template, one: Component) -> Any:
    name = template.id(one)
    if one.service in ("ec2", "ebs"):
        kind = "instance" if one.service == "ec2" else "volume"
        return Sub(f"{_ARN}ec2:{_HERE}:{kind}/${{{name}}}")
    if one.service == "rds":
        return GetAtt(name, rds.arn_attribute(one))
    if one.service in ("documentdb", "neptune"):
        return Sub(f"{_ARN}rds:{_HERE}:cluster:${{{name}}}")
    if one.service == "redshift":
        return Sub(f"{_ARN}redshift:{_HERE}:cluster:${{{name}}}")
    return GetAtt(name, "ResourceARN" if one.service == "fsx" else "Arn")


_FOR_BUCKETS = ("AWSBackupServiceRolePolicyForS3Backup", "AWSBackupServiceRolePolicyForS3Restore")


def saved(template: Template, wire: Wire) -> None:
    saves(template, wire.source, _arn_of(template, wire.target))
    if wire.target.service == "s3":
        given = template.properties(role_of(template, wire.source))["ManagedPolicyArns"]
        policies = [Sub(f"{_ARN}iam::aws:policy/{one}") for one in _FOR_BUCKETS]
        given.extend(one for one in policies if one not in given)


def saved_by(template: Template, wire: Wire) -> None:
    saved(template, turned(wire))


SAVED = ("rds", "dynamodb", "efs", "ebs", "ec2", "s3", "fsx", "documentdb", "neptune", "redshift")


def migrates_to(template: Template, wire: Wire) -> None:
    _end(template, wire, wire.source, wire.target, "target")


def migrates_from(template: Template, wire: Wire) -> None:
    _end(template, wire, wire.target, wire.source, "source")
    replication, database = template.id(wire.target), wire.source
    ends = [
        template.known("end", wire.target.id, one.id, "target")
        for one in template.drawing.targets(wire.target, "rds")
    ]
    for one in filter(None, ends):
        _task(
            template, replication, template.known("end", wire.target.id, database.id, "source"), one
        )


def _end(
    template: Template, wire: Wire, replication: Component, database: Component, kind: str
) -> None:
    let_in(template, Wire(replication, database, wire.label), rds.engine(database).port)
    name, engine = template.id(database), rds.engine(database)
    login = rds.secret_arn(template, database)
    opened = engine.dms_database and (rds.first_database(database) or engine.dms_database)
    template.once(
        ("end", replication.id, database.id, kind),
        lambda: template.add(
            f"{template.id(replication)}{kind.capitalize()}{name}",
            "AWS::DMS::Endpoint",
            {
                "EndpointType": kind,
                "EngineName": engine.dms,
                "ServerName": GetAtt(name, "Endpoint.Address"),
                "Port": engine.port,
                **({"DatabaseName": opened} if opened else {}),
                "Username": resolved_from(login, "username"),
                "Password": resolved_from(login, "password"),
                "SslMode": engine.dms_tls,
            },
        ),
    )


def _task(template: Template, replication: str, source: str | None, target: str) -> None:
    if source is None:
        return
    template.add(
        f"{replication}Task",
        "AWS::DMS::ReplicationTask",
        {
            "ReplicationInstanceArn": Ref(replication),
            "SourceEndpointArn": Ref(source),
            "TargetEndpointArn": Ref(target),
            "MigrationType": "full-load",
            "TableMappings": _EVERYTHING,
        },
    )


_EVERYTHING = (
    '{"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "all", "rule-action": "include", '
    '"object-locator": {"schema-name": "%", "table-name": "%"}}]}'
)
