"""Amazon RDS: a private, encrypted database whose password AWS makes and keeps; one instance, or a cluster of Aurora."""

import re
from typing import Any

from bot.blocks.asked import VERSION, WORD
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.services.passwords import attached, has_secret, resolved, secret, secret_of
from bot.blocks.services.rds_engines import AURORA_CLASS, CLASS, ENGINES, Engine, engine
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import GOES, LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

__all__ = ["BLOCK", "arn_attribute", "engine", "first_database", "secret_arn"]

_GIB, _LARGEST = 20, 65_536
_BACKUP_DAYS = 7
_USER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")
RESERVED = frozenset({"admin", "administrator", "rdsadmin", "root", "sa", "sys", "system"})
_MOST_REPLICAS = 5
_SERVERLESS = "serverless"
_UNENCRYPTED_TOO = {"1": "0", "ON": "OFF"}
_UNITS = re.compile(r"[0-9]{1,3}(?:\.5)?-[0-9]{1,3}(?:\.5)?")
_MOST_UNITS = 256


def first_database(component: Component) -> str:
    """The name of the database that is made at once; empty if none is."""
    said = component.setting("database") or ""
    able = engine(component).is_free
    return said if able and WORD.fullmatch(said) else ""


def arn_attribute(component: Component) -> str:
    return "DBClusterArn" if engine(component).is_aurora else "DBInstanceArn"


def secret_arn(template: Template, component: Component) -> Ref | GetAtt:
    """Where its user and password are: RDS makes the secret, unless the template is asked to."""
    if template.known("secret", component.id):
        return Ref(secret_of(template, component))
    return GetAtt(template.id(component), "MasterUserSecret.SecretArn")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, kind = template.id(component), template.title(component), engine(component)
    template.asked(component).choice("engine", (*ENGINES, "aurora", "postgresql", "oracle"))
    subnets = subnet_group(template, component, place, "AWS::RDS::DBSubnetGroup")
    line = _line(template, component, kind)
    shared = {
        **_engine_of(kind, line),
        **_login(template, component),
        "StorageEncrypted": True,
        "DBSubnetGroupName": Ref(subnets),
        "BackupRetentionPeriod": template.asked(component).number("backup-days", 1, 35)
        or _BACKUP_DAYS,
        "CopyTagsToSnapshot": True,
    }
    if kind.is_aurora:
        _aurora(template, component, kind, shared, line)
    else:
        _instance(template, component, kind, shared, line)
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)
    template.output(f"{name}Address", GetAtt(name, "Endpoint.Address"), f"Host name of {title}")
    template.output(
        f"{name}Secret",
        secret_arn(template, component),
        f"Where AWS Secrets Manager keeps the password of {title}",
    )


def _line(template: Template, component: Component, kind: Engine) -> str:
    """The line of versions; a version is always the newest of its line."""
    lines = [*kind.versions]
    wanted = template.asked(component).text("engine-version", VERSION)
    if wanted is None or not lines:
        return lines[0] if lines else ""
    found = kind.line(wanted)
    if found is None:
        template.asked(component).refuse("engine-version")
        return lines[0]
    return found


def _engine_of(kind: Engine, line: str) -> dict[str, Any]:
    version = {"EngineVersion": kind.versions[line]} if line else {}
    return {"Engine": kind.name, **version}


def _login(template: Template, component: Component) -> dict[str, Any]:
    asked = template.asked(component)
    user = asked.text("username", _USER) or "dbadmin"
    if user.lower() in RESERVED:
        asked.cannot("username", f"since engines keep “{user}” for themselves")
        user = "dbadmin"
    if not _keeps_secret(template, component):
        return {"MasterUsername": user, "ManageMasterUserPassword": True}
    login = secret(template, component, user)
    # An instance that stands may have had its password from RDS until now.
    own = {"ManageMasterUserPassword": False} if _count_of_replicas(template, component) else {}
    return {
        **own,
        "MasterUsername": resolved(login, "username"),
        "MasterUserPassword": resolved(login, "password"),
    }


def _keeps_secret(template: Template, component: Component) -> bool:
    """RDS makes no replica of an instance whose password it keeps itself."""
    return has_secret(template, component) or _count_of_replicas(template, component) > 0


def _count_of_replicas(template: Template, component: Component) -> int:
    """Of an instance; those of a cluster of Aurora are its further instances."""
    kind = engine(component)
    if kind.is_aurora or not kind.is_free:
        return 0
    return template.asked(component).number("replicas", 0, _MOST_REPLICAS) or 0


def _parameters(
    template: Template, component: Component, kind: Engine, line: str, of: str
) -> dict[str, Any]:
    """A parameter group that says whether TLS is asked for, named as the property that takes it."""
    if kind.tls_only is None:
        return {}
    name, value = kind.tls_only
    both = _is_migrated_without_tls(template, component, kind)
    made = template.add(
        f"{template.id(component)}Parameters",
        f"AWS::RDS::{of}",
        {
            "Description": "Also other connections" if both else "Encrypted connections only",
            "Family": kind.family(line),
            # Newer lines ask for TLS unless they are told not to.
            "Parameters": {name: _UNENCRYPTED_TOO[value] if both else value},
        },
    )
    return {f"{of}Name": Ref(made)}


def _is_migrated_without_tls(template: Template, component: Component, kind: Engine) -> bool:
    """Whether a migration beside it could not log in if it took encrypted connections alone."""
    if kind.dms_tls != "none" or not template.drawing.beside(component, "dms"):
        return False
    template.assume(
        f"{template.title(component)} also takes connections without TLS, since AWS DMS reaches {kind.title} with TLS "
        "only once you import the certificates of RDS there.",
        Stake.DATA,
    )
    return True


def _instance(
    template: Template, component: Component, kind: Engine, shared: dict[str, Any], line: str
) -> None:
    name, asked = template.id(component), template.asked(component)
    standby = asked.is_on("multi-az", default=component.count > 1)
    if standby and kind.name == "sqlserver-ex":
        asked.cannot("multi-az", "since SQL Server Express has no standby")
        standby = False
    size = _size(template, component, kind)
    least = _GIB
    storage = asked.number("storage-gib", least, _LARGEST) or least
    first = asked.text("database", WORD)
    if first and not first_database(component):
        asked.cannot("database", f"since {kind.title} makes none by itself")
    template.add(
        name,
        "AWS::RDS::DBInstance",
        {
            **shared,
            "DBInstanceClass": size,
            "AllocatedStorage": str(storage),
            "StorageType": "gp3",
            "MultiAZ": standby,
            **({"DBName": first} if first and first_database(component) else {}),
            **({} if kind.is_free else {"LicenseModel": "license-included"}),
            **_parameters(template, component, kind, line, "DBParameterGroup"),
            "VPCSecurityGroups": [group_id(template, component)],
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": True,
            **_protected(template, component),
        },
        **LAST_SNAPSHOT,
    )
    if _keeps_secret(template, component):
        attached(template, component, "AWS::RDS::DBInstance")
    if component.setting("replicas") and not kind.is_free:
        asked.cannot("replicas", f"since {kind.title} has no read replicas")
    _replicas(template, component, size)
    template.assume(
        f"{template.title(component)} is {kind.title} {kind.versions.get(line, '')} on {size} with {storage:,} GB"
        f"{', standby in a second zone' if standby else ', in one Availability Zone'}.".replace(
            "  ", " "
        ),
        Stake.MONEY,
    )


def _protected(template: Template, component: Component) -> dict[str, Any]:
    if not template.asked(component).is_on("deletion-protection"):
        return {}
    template.assume(
        f"{template.title(component)} is protected from deletion: switch that off before you end the stack.",
        Stake.ACT,
    )
    return {"DeletionProtection": True}


def _replicas(template: Template, component: Component, size: str) -> None:
    name = template.id(component)
    for turn in range(1, _count_of_replicas(template, component) + 1):
        template.add(
            f"{name}Replica{turn if turn > 1 else ''}",
            "AWS::RDS::DBInstance",
            {
                "SourceDBInstanceIdentifier": Ref(name),
                "DBInstanceClass": size,
                "PubliclyAccessible": False,
                "VPCSecurityGroups": [group_id(template, component)],
                "CopyTagsToSnapshot": True,
                "AutoMinorVersionUpgrade": True,
            },
            **GOES,
        )


def _size(template: Template, component: Component, kind: Engine) -> str:
    """What is asked for if the engine runs on it; Aurora Serverless is for Aurora."""
    asked = template.asked(component)
    if (component.setting("class") or "").lower() == _SERVERLESS:
        if kind.is_aurora:
            return "db.serverless"
        asked.cannot("class", f"since {kind.title} is no Aurora")
        return kind.smallest
    return asked.text("class", AURORA_CLASS if kind.is_aurora else CLASS) or kind.smallest


def _capacity(template: Template, component: Component) -> tuple[float, float]:
    """How many units of Aurora Serverless, at least and at most."""
    asked = template.asked(component)
    said = asked.text("acu", _UNITS)
    if said is None:
        return 0.5, 4
    least, _, most = said.partition("-")
    if 0 <= float(least) <= float(most) <= _MOST_UNITS and float(most) >= 1:
        return float(least), float(most)
    asked.refuse("acu")
    return 0.5, 4


def _aurora(
    template: Template, component: Component, kind: Engine, shared: dict[str, Any], line: str
) -> None:
    name, asked = template.id(component), template.asked(component)
    size = _size(template, component, kind)
    least, most = _capacity(template, component)
    scaling = {"ServerlessV2ScalingConfiguration": {"MinCapacity": least, "MaxCapacity": most}}
    first = asked.text("database", WORD)
    logs = ["postgresql"] if kind.speaks_postgres else ["error", "slowquery"]
    template.add(
        name,
        "AWS::RDS::DBCluster",
        {
            **shared,
            **({"DatabaseName": first} if first else {}),
            **(scaling if size == "db.serverless" else {}),
            **_parameters(template, component, kind, line, "DBClusterParameterGroup"),
            "VpcSecurityGroupIds": [group_id(template, component)],
            "EnableCloudwatchLogsExports": logs,
            **_protected(template, component),
        },
        **LAST_SNAPSHOT,
    )
    if has_secret(template, component):
        attached(template, component, "AWS::RDS::DBCluster")
    further = asked.number("replicas", 0, _MOST_REPLICAS)
    standby = asked.is_on("multi-az", default=component.count > 1)
    count = 1 + (further if further is not None else max(component.count - 1, int(standby)))
    for turn in range(1, count + 1):
        template.add(
            f"{name}Instance{turn if turn > 1 else ''}",
            "AWS::RDS::DBInstance",
            {
                "Engine": kind.name,
                "DBClusterIdentifier": Ref(name),
                "DBInstanceClass": size,
                "PubliclyAccessible": False,
                "AutoMinorVersionUpgrade": True,
            },
            **GOES,
        )
    template.assume(
        f"{template.title(component)} is {kind.title} {kind.versions[line]} on {count} × {size}"
        f"{f' with {least:g} to {most:g} units each' if size == 'db.serverless' else ''}.",
        Stake.MONEY,
    )


BLOCK = Block("rds", "Database", _build)
