"""Where resources are: an account's region, as moto keeps it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ec2.models import ec2_backends
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition


@dataclass(frozen=True)
class Place:
    account: str
    region: str

    def of(self, backends: Any) -> Any:
        """The region's backend of a service."""
        return backends[self.account][self.region]

    def everywhere(self, backends: Any) -> Any:
        """The backend of a service that has no regions."""
        return backends[self.account][self.partition]

    @property
    def ec2(self) -> Any:
        return self.of(ec2_backends)

    @property
    def partition(self) -> str:
        return get_partition(self.region)

    def arn(self, resource: str) -> str:
        """The name of something of CloudFormation's here."""
        return f"arn:{self.partition}:cloudformation:{self.region}:{self.account}:{resource}"

    def zones(self, region: str) -> Sequence[str]:
        zones: Iterable[Any] = ec2_backends[self.account][region].describe_availability_zones()
        return sorted(zone.name for zone in zones)

    def parameter(self, name: str) -> str | None:
        """What Systems Manager holds by that name."""
        try:
            found = self.of(ssm_backends).get_parameter(name)
        except ServiceException:
            return None
        return None if found is None else str(found.value)
