"""Amazon RDS: a private, encrypted database whose password AWS makes and keeps."""

from dataclasses import dataclass

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


@dataclass(frozen=True, slots=True)
class Engine:
    name: str
    version: str
    family: str
    port: int
    tls_only: str
    title: str


_POSTGRES = Engine("postgres", "17.11", "postgres17", 5432, "rds.force_ssl", "PostgreSQL")
_ENGINES = {
    "mysql": Engine("mysql", "8.4.11", "mysql8.4", 3306, "require_secure_transport", "MySQL"),
    "mariadb": Engine(
        "mariadb", "11.4.12", "mariadb11.4", 3306, "require_secure_transport", "MariaDB"
    ),
    "postgres": _POSTGRES,
}


def engine(component: Component) -> Engine:
    label = component.label.lower()
    return next((one for name, one in _ENGINES.items() if name in label), _POSTGRES)


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, kind = template.id(component), template.title(component), engine(component)
    template.add(
        f"{name}Subnets",
        "AWS::RDS::DBSubnetGroup",
        {"DBSubnetGroupDescription": f"For {title}", "SubnetIds": subnet_refs(place.subnets)},
    )
    template.add(
        f"{name}Parameters",
        "AWS::RDS::DBParameterGroup",
        {
            "Description": "Encrypted connections only",
            "Family": kind.family,
            "Parameters": {kind.tls_only: "1"},
        },
    )
    template.add(
        name,
        "AWS::RDS::DBInstance",
        {
            "Engine": kind.name,
            "EngineVersion": kind.version,
            "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20",
            "StorageType": "gp3",
            "StorageEncrypted": True,
            "MultiAZ": component.count > 1,
            "MasterUsername": "dbadmin",
            "ManageMasterUserPassword": True,
            "DBSubnetGroupName": Ref(f"{name}Subnets"),
            "DBParameterGroupName": Ref(f"{name}Parameters"),
            "VPCSecurityGroups": [GetAtt(security_group(template, component).name, "GroupId")],
            "PubliclyAccessible": False,
            "BackupRetentionPeriod": 7,
            "CopyTagsToSnapshot": True,
            "AutoMinorVersionUpgrade": True,
        },
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
    )
    template.assume(
        f"{title} is {kind.title} {kind.version} on db.t4g.micro with 20 GB"
        f"{', standby in a second zone' if component.count > 1 else ', in one Availability Zone'}.",
        Stake.MONEY,
    )
    template.assume(
        "A last snapshot of each database and cache is taken when the stack is deleted.",
        Stake.DATA,
    )
    template.output(f"{name}Address", GetAtt(name, "Endpoint.Address"), f"Host name of {title}")
    template.output(
        f"{name}Secret",
        GetAtt(name, "MasterUserSecret.SecretArn"),
        f"Where AWS Secrets Manager keeps the password of {title}",
    )


BLOCK = Block("rds", "Database", _build)
