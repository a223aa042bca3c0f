"""AWS in memory: the ports `Images` and `Instances`, with the contract of EC2's client token.

tests/adapters/aws holds these fakes and the real adapters to the same tests.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
    UserMistake,
)
from bot.domain.instance import (
    OPERATING_SYSTEM_NAMES,
    Image,
    InstanceDraft,
    InstancePlan,
    OperatingSystem,
)
from bot.ports import InstanceStatus

Operation = Literal["open_ports", "run", "look", "close_ports"]


def instance_plan(
    *, region: str = "us-east-1", image: Image | None = None, **draft: Any
) -> InstancePlan:
    """A plan in the region; keyword arguments change its draft."""
    asked: dict[str, Any] = {
        "instance_type": "t3.medium",
        "volume_gib": 250,
        "termination_protection": False,
    }
    return InstancePlan(
        request_id="C0INFRA-1700000000.000100",
        requested_by="U0ASKER",
        permalink="https://example.slack.com/archives/C0INFRA/p1700000000000100",
        draft=InstanceDraft(**(asked | draft)),
        region=region,
        image=image or Image(id="ami-0123456789abcdef0", root_device="/dev/xvda", min_volume_gib=8),
        read_by="a model",
    )


@dataclass
class InMemoryImages:
    """`Images` that has every operating system everywhere, but for those in `missing`."""

    missing: frozenset[tuple[OperatingSystem, str]] = frozenset()
    failure: UpstreamError | None = None

    def newest(self, operating_system: OperatingSystem, region: str) -> Image:
        if self.failure is not None:
            raise self.failure
        if (operating_system, region) in self.missing:
            message = (
                f"AWS offers no image of {OPERATING_SYSTEM_NAMES[operating_system]} in {region}."
            )
            raise UserMistake(message)
        return Image(
            id=f"ami-{operating_system}-{region}",
            root_device="/dev/sda1" if operating_system.startswith(("u", "w")) else "/dev/xvda",
            min_volume_gib=30 if operating_system.startswith("windows") else 8,
        )


@dataclass(frozen=True)
class Launch:
    """What `run` was asked for under one token, and what it made."""

    plan: InstancePlan
    approved_by: str
    security_group: str | None
    ids: tuple[str, ...]


class InMemoryInstances:
    """`Instances` over dictionaries.

    A new instance is pending for `pending_looks` looks, then running. `fail_next` makes the next call
    of an operation raise and do nothing; `lose_answer` lets it do its work and then raises OutcomeUnknown.
    """

    def __init__(self, *, pending_looks: int = 0) -> None:
        self.launches: dict[str, Launch] = {}
        self.groups: dict[str, InstancePlan] = {}
        self.calls: list[Operation] = []
        self._group_ids: dict[str, str] = {}
        self._pending_looks = pending_looks
        self._looks: defaultdict[str, int] = defaultdict(int)
        self._told: dict[str, InstanceStatus] = {}
        self._failures: defaultdict[Operation, deque[UpstreamError]] = defaultdict(deque)
        self._lost: defaultdict[Operation, int] = defaultdict(int)

    # --- what a test says -----------------------------------------------------------------------

    def fail_next(self, operation: Operation, *errors: UpstreamError) -> None:
        self._failures[operation].extend(errors)

    def lose_answer(self, operation: Operation, *, times: int = 1) -> None:
        self._lost[operation] += times

    def tell(self, instance_id: str, state: str, reason: str | None = None) -> None:
        """Let an instance be in a state from now on."""
        self._told[instance_id] = InstanceStatus(instance_id, state, reason=reason)

    # --- the port -------------------------------------------------------------------------------

    def open_ports(self, plan: InstancePlan, *, token: str, approved_by: str) -> str:
        self._called("open_ports")
        if token not in self._group_ids:
            self._group_ids[token] = f"sg-{len(self._group_ids):017x}"
        group = self._group_ids[token]
        self.groups[group] = plan
        self._answering("open_ports")
        return group

    def run(
        self, plan: InstancePlan, *, token: str, approved_by: str, security_group: str | None
    ) -> tuple[str, ...]:
        self._called("run")
        known = self.launches.get(token)
        if known is None:
            made = sum(len(launch.ids) for launch in self.launches.values())
            ids = tuple(f"i-{made + index:017x}" for index in range(plan.draft.count))
            known = self.launches[token] = Launch(plan, approved_by, security_group, ids)
        if known != replace(
            known, plan=plan, approved_by=approved_by, security_group=security_group
        ):
            raise _rejected("IdempotentParameterMismatch")
        if any(self._is_terminated(one) for one in known.ids):
            raise _rejected("IdempotentInstanceTerminated")
        self._answering("run")
        return known.ids

    def look(self, ids: Sequence[str], region: str) -> tuple[InstanceStatus, ...]:
        self._called("look")
        here = {
            one
            for launch in self.launches.values()
            if launch.plan.region == region
            for one in launch.ids
        }
        self._answering("look")
        return tuple(self._status(one) for one in ids if one in here)

    def close_ports(self, security_group: str, region: str) -> None:
        self._called("close_ports")
        for launch in self.launches.values():
            if launch.security_group == security_group and not all(
                self._is_terminated(one) for one in launch.ids
            ):
                raise UpstreamUnavailable(
                    "Amazon EC2", "the group is in use", "Try again.", "DependencyViolation"
                )
        self.groups.pop(security_group, None)
        self._group_ids = {k: v for k, v in self._group_ids.items() if v != security_group}
        self._answering("close_ports")

    # --------------------------------------------------------------------------------------------

    def _called(self, operation: Operation) -> None:
        self.calls.append(operation)
        if self._failures[operation]:
            raise self._failures[operation].popleft()

    def _answering(self, operation: Operation) -> None:
        if self._lost[operation]:
            self._lost[operation] -= 1
            raise OutcomeUnknown("Amazon EC2", "no answer", "Ask again with the same token.")

    def _is_terminated(self, instance_id: str) -> bool:
        told = self._told.get(instance_id)
        return told is not None and told.state == "terminated"

    def _status(self, instance_id: str) -> InstanceStatus:
        if instance_id in self._told:
            return self._told[instance_id]
        self._looks[instance_id] += 1
        if self._looks[instance_id] <= self._pending_looks:
            return InstanceStatus(instance_id, "pending")
        return InstanceStatus(instance_id, "running", "203.0.113.7")


def _rejected(code: str) -> UpstreamRejected:
    return UpstreamRejected("Amazon EC2", "the token was used", "Ask again.", code)
