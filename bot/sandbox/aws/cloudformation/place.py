"""Where resources are: an account's region, as moto keeps it."""

from dataclasses import dataclass
from typing import Any

from moto.ec2.models import ec2_backends
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
        return backends[self.account][get_partition(self.region)]

    @property
    def ec2(self) -> Any:
        return self.of(ec2_backends)
