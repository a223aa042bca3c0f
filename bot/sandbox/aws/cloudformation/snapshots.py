"""What is left of a resource that is removed with the policy `Snapshot`."""

from collections.abc import Iterator

from moto.core.utils import utcnow
from moto.rds.models import rds_backends

from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Resource

_DATABASE = "AWS::RDS::DBInstance"
_VOLUME = "AWS::EC2::Volume"


def snapshot(place: Place, resource: Resource) -> Iterator[Resource]:
    """Takes one where moto can."""
    if resource.type == _DATABASE:
        name = f"{resource.physical_id[:200]}-snapshot"
        place.of(rds_backends).create_db_snapshot(resource.physical_id, name)
        yield _taken(resource, "AWS::RDS::DBSnapshot", name)
    elif resource.type == _VOLUME:
        taken = place.ec2.create_snapshot(resource.physical_id, f"Of {resource.logical_id}")
        yield _taken(resource, "AWS::EC2::Snapshot", taken.id)


def _taken(resource: Resource, type_: str, id_: str) -> Resource:
    return Resource(
        logical_id=resource.logical_id,
        type=type_,
        modelled=True,
        status="CREATE_COMPLETE",
        at=utcnow(),
        physical_id=id_,
    )
