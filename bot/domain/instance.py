"""An EC2 instance as people ask for it (`InstanceDraft`) and as it would be launched (`InstancePlan`)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field, IPvAnyNetwork, field_serializer, model_validator

from bot.domain.value import Value

OperatingSystem = Literal[
    "al2023",
    "amazon-linux-2",
    "ubuntu-24.04",
    "ubuntu-22.04",
    "debian-13",
    "debian-12",
    "windows-2025",
    "windows-2022",
]

OPERATING_SYSTEM_NAMES: Mapping[OperatingSystem, str] = MappingProxyType(
    {
        "al2023": "Amazon Linux 2023",
        "amazon-linux-2": "Amazon Linux 2",
        "ubuntu-24.04": "Ubuntu 24.04 LTS",
        "ubuntu-22.04": "Ubuntu 22.04 LTS",
        "debian-13": "Debian 13",
        "debian-12": "Debian 12",
        "windows-2025": "Windows Server 2025",
        "windows-2022": "Windows Server 2022",
    }
)


class Capacity(Value):
    """What one instance type offers."""

    vcpus: int
    memory_gib: float


# https://aws.amazon.com/ec2/instance-types/t3/ (the same figures as EC2 DescribeInstanceTypes)
T3: Mapping[str, Capacity] = MappingProxyType(
    {
        "t3.nano": Capacity(vcpus=2, memory_gib=0.5),
        "t3.micro": Capacity(vcpus=2, memory_gib=1),
        "t3.small": Capacity(vcpus=2, memory_gib=2),
        "t3.medium": Capacity(vcpus=2, memory_gib=4),
        "t3.large": Capacity(vcpus=2, memory_gib=8),
        "t3.xlarge": Capacity(vcpus=4, memory_gib=16),
        "t3.2xlarge": Capacity(vcpus=8, memory_gib=32),
    }
)


IPV4 = 4


class Ingress(Value):
    """One inbound rule: who (`source`, a CIDR range) may reach which ports."""

    protocol: Literal["tcp", "udp"]
    from_port: int = Field(ge=0, le=65535)
    to_port: int = Field(ge=0, le=65535)
    source: IPvAnyNetwork

    @model_validator(mode="after")
    def _ports_are_in_order(self) -> "Ingress":
        if self.from_port > self.to_port:
            message = f"port range {self.from_port}-{self.to_port} is backwards"
            raise ValueError(message)
        return self

    @field_serializer("source")
    def _source_as_text(self, source: IPvAnyNetwork) -> str:
        return str(source)

    @property
    def ports(self) -> str:
        """`443/tcp` or `27015-27020/udp`."""
        span = (
            f"{self.from_port}"
            if self.from_port == self.to_port
            else f"{self.from_port}-{self.to_port}"
        )
        return f"{span}/{self.protocol}"

    @property
    def open_to_the_world(self) -> bool:
        """Nobody's network is wider than this; two halves of all addresses are the world, too."""
        widest = 8 if self.source.version == IPV4 else 16
        return self.source.prefixlen < widest and not self.source.is_private

    def covers(self, port: int) -> bool:
        return self.from_port <= port <= self.to_port


class Reason(Value):
    """Why a parameter has the value it has, in words for the person who asked."""

    parameter: str
    reason: str


class InstanceDraft(Value):
    """What was read from a request, before the region, image and policy are settled."""

    kind: Literal["instance"] = "instance"
    instance_type: str
    volume_gib: int = Field(ge=1)
    termination_protection: bool
    count: int = Field(default=1, ge=1)
    name: str | None = Field(default=None, max_length=255)
    operating_system: OperatingSystem = "al2023"
    volume_type: Literal["gp3"] = "gp3"
    ingress: tuple[Ingress, ...] = ()
    lease_hours: int | None = Field(default=None, ge=1)
    region: str | None = None
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[str, ...] = ()


class Image(Value):
    """A machine image as found in one region at one moment."""

    id: str
    root_device: str
    min_volume_gib: int

    @property
    def is_pinned(self) -> bool:
        """One image for ever, not the name under which AWS finds the newest (see `UnresolvedImages`)."""
        return self.id.startswith("ami-")


class InstancePlan(Value):
    """Exactly what would be launched: the parameters of EC2 `run_instances`, and for whom."""

    kind: Literal["instance"] = "instance"
    request_id: str
    requested_by: str
    permalink: str
    draft: InstanceDraft
    region: str
    image: Image
    instance_profile: str | None = None
    alongside: tuple[str, ...] = ()
    """What this thread has launched before and this plan leaves as it is."""
    read_by: str | None
    """The model that read the request; None when a person filled in the form."""

    @property
    def title(self) -> str:
        name = f" “{self.draft.name}”" if self.draft.name else ""
        return f"{self.draft.count} × {self.draft.instance_type}{name}"
