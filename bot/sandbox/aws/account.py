"""One simulated AWS account: how its launches behave, and what there is in it."""

import copy
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from itertools import cycle
from typing import Any

from moto.core.base_backend import BackendDict
from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidParameterCombination
from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import Instance, InstanceState, Reservation
from moto.ec2.responses.instances import InstanceResponse

_PENDING = InstanceState("pending", 0)
_RUNNING = InstanceState("running", 16)


@dataclass(frozen=True)
class _Launch:
    """What a client token was used for."""

    asked: Mapping[str, Any]
    reservation: Reservation


class Account:
    """The behaviour of EC2's RunInstances that moto leaves out, for one account."""

    def __init__(self, number: str, boot_seconds: float, changed: Callable[[], None]) -> None:
        self.number = number
        self._boot_seconds = boot_seconds
        self._changed = changed
        self._launches: dict[tuple[str, str], _Launch] = {}
        self._booting: set[threading.Timer] = set()
        # moto is not safe for threads: the front door lets one request in at a time.
        self.lock = threading.RLock()
        # TEST-NET-3: an address that is nobody's, so that no stranger's machine gets a knock.
        self._addresses = cycle(f"203.0.113.{last}" for last in range(10, 250))

    def run_instances(
        self, launch: Callable[[InstanceResponse], ActionResult], request: InstanceResponse
    ) -> ActionResult:
        """Answer RunInstances with moto's `launch` as EC2 would.

        EC2: a token launches once; the same parameters get the same answer, others are refused
        (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html). moto launches again.
        """
        asked = copy.deepcopy(dict(request.params))
        token = asked.pop("ClientToken", None)
        key = (request.region, str(token))
        if token is not None and key in self._launches:
            return _replay(self._launches[key], asked)
        _check(asked, request.ec2_backend)
        # moto launches MinCount; EC2 launches as many as it can up to MaxCount.
        request.params["MinCount"] = asked.get("MaxCount", 1)
        answer = launch(request)
        reservation = answer.result
        assert isinstance(reservation, Reservation)  # noqa: S101 what RunInstances answers
        self._launches[key] = _Launch(asked, reservation)
        self._boot(reservation.instances, asked)
        return answer

    def adopt(self, made: Any) -> None:
        """Treat the instances that a stack made as those that were launched."""
        group = (state.instance for state in getattr(made, "instance_states", ()))
        for instance in (made,) if isinstance(made, Instance) else group:
            if instance.public_ip is not None:
                instance.nics[0].public_ip = next(self._addresses)

    def forget(self) -> None:
        """Stop what is still booting and drop the state."""
        with self.lock:
            for timer in self._booting:
                timer.cancel()
            self._booting.clear()
        for backends in tuple(BackendDict._instances):  # type: ignore[misc]  # noqa: SLF001 moto's own list of those in use
            for backend in (backends.pop(self.number, None) or {}).values():
                if backends.service_name == "s3":
                    _give_up_buckets(backends, backend)

    def _boot(self, instances: list[Instance], asked: Mapping[str, Any]) -> None:
        for instance in instances:
            # moto knows the attribute, and leaves it out at launch.
            instance.disable_api_termination = bool(asked.get("DisableApiTermination", False))
            instance.nics[0].public_ip = next(self._addresses)
        if self._boot_seconds <= 0:
            return
        for instance in instances:
            instance._state = copy.copy(_PENDING)  # noqa: SLF001 moto has every instance running at once
        timer = threading.Timer(self._boot_seconds, lambda: self._booted(timer, instances))
        timer.daemon = True
        self._booting.add(timer)
        timer.start()

    def _booted(self, timer: threading.Timer, instances: list[Instance]) -> None:
        with self.lock:
            if timer not in self._booting:
                return
            self._booting.discard(timer)
            for instance in instances:
                if instance.state == _PENDING.name:  # not terminated in the meantime
                    instance._state = copy.copy(_RUNNING)  # noqa: SLF001 as above
        self._changed()

    def snapshot(self) -> dict[str, list[dict[str, Any]]]:
        """What there is, for the sandbox's page."""
        with self.lock:
            regions = ec2_backends[self.number]
            return {
                "instances": [
                    _shown(instance)
                    for backend in regions.values()
                    for instance in backend.all_instances()
                ],
                "security_groups": [
                    _shown_group(group, region)
                    for region, backend in regions.items()
                    for group in backend.describe_security_groups()
                    if not group.is_default
                ],
            }


def _give_up_buckets(backends: Any, backend: Any) -> None:
    """Their names are taken in every account, and moto holds a file open for each object."""
    for name, bucket in backend.buckets.items():
        backends.bucket_accounts.pop(name, None)
        for key in bucket.keys.values():
            key.dispose()


def _check(asked: Mapping[str, Any], backend: Any) -> None:
    """What EC2 refuses and moto lets through."""
    fewest, most = int(asked.get("MinCount", 1)), int(asked.get("MaxCount", 1))
    if fewest > most:
        raise InvalidParameterCombination(
            f"The value for minCount ({fewest}) exceeds the value for maxCount ({most})"
        )
    image = backend.amis.get(asked.get("ImageId"))
    if image is None:
        return  # moto says so
    for mapping in asked.get("BlockDeviceMappings", []):
        size = mapping.get("Ebs", {}).get("VolumeSize")
        root = image.block_device_mappings[0]
        if mapping.get("DeviceName") == root["DeviceName"] and size is not None:
            least = root["Ebs"]["VolumeSize"]
            if int(size) < least:
                raise EC2ClientError(
                    "InvalidBlockDeviceMapping",
                    f"Volume of size {size}GB is smaller than snapshot "
                    f"'{root['Ebs']['SnapshotId']}', expect size >= {least}GB",
                )


def _replay(launch: _Launch, asked: Mapping[str, Any]) -> ActionResult:
    if launch.asked != asked:
        raise EC2ClientError(
            "IdempotentParameterMismatch",
            "Arguments on this idempotent request are inconsistent with arguments used in previous "
            "request(s).",
        )
    if any(instance.state == "terminated" for instance in launch.reservation.instances):
        raise EC2ClientError(
            "IdempotentInstanceTerminated",
            "The client token you provided is associated with a resource that is already deleted. "
            "Please use a different client token.",
        )
    return ActionResult(launch.reservation)


def _shown(instance: Instance) -> dict[str, Any]:
    tags = {tag["key"]: tag["value"] for tag in instance.get_tags()}
    root = instance.block_device_mapping.get(instance.root_device_name)
    volume = instance.ec2_backend.volumes.get(root.volume_id) if root is not None else None
    return {
        "id": instance.id,
        "name": tags.get("Name", instance.id),
        "type": instance.instance_type,
        "state": instance.state,
        "region": instance.region_name,
        "image": instance.image_id,
        "volume_gib": volume.size if volume is not None else None,
        "volume_type": volume.volume_type if volume is not None else None,
        "encrypted": bool(volume.encrypted) if volume is not None else None,
        "public_ip": instance.public_ip,
        "protected": bool(instance.disable_api_termination),
        "launched_at": instance.launch_time.replace(tzinfo=UTC).isoformat(),
        "tags": tags,
    }


def _shown_group(group: Any, region: str) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "region": region,
        "rules": [
            {
                "protocol": rule.ip_protocol,
                "ports": _ports(rule.from_port, rule.to_port),
                "source": rule.cidr_ipv4 or rule.cidr_ipv6 or rule.source_group.get("GroupId", ""),
            }
            for rule in group.ingress_rules
        ],
    }


def _ports(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return "all"
    return f"{first}" if first == last else f"{first}-{last}"
