"""Who may approve, and what may be launched. Decides on the typed plan, after the model."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from typing_extensions import override

from bot.domain.instance import T3, Image, InstanceDraft
from bot.domain.judged import Limits

# Regions of the commercial partition that need no opt-in, plus those most teams opt in to.
# https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
REGIONS = (
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "sa-east-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
)


@dataclass(frozen=True)
class Violation:
    """One rule a draft breaks: what was asked and what would be allowed."""

    rule: str
    asked: str
    allowed: str

    @override
    def __str__(self) -> str:
        return f"{self.asked}; {self.allowed} (rule `{self.rule}`)."


@dataclass(frozen=True)
class Permitted:
    """This person may."""


@dataclass(frozen=True)
class Forbidden:
    """This person may not; `who_can` are the Slack user ids of those who may."""

    who_can: tuple[str, ...]


Permission: TypeAlias = Permitted | Forbidden


@dataclass(frozen=True)
class Policy:
    """The limits of one workspace. The defaults are those of the original project, made explicit."""

    instance_types: tuple[str, ...] = tuple(T3)
    max_volume_gib: int = 4096
    max_count: int = 20
    regions: tuple[str, ...] = REGIONS
    default_region: str = "us-east-1"
    approvers: frozenset[str] | None = None
    """Slack user ids; None lets everyone who sees the card approve it."""
    offer_lasts: timedelta = field(default=timedelta(hours=24))
    resource_types: tuple[str, ...] = ("AWS::*",)
    """Shell patterns of the CloudFormation types a stack may be made of, and of those it may not all the same."""
    denied_resource_types: tuple[str, ...] = ()

    def limits(self) -> Limits:
        """What a stack may launch is what may be launched without one."""
        return Limits(
            instance_types=self.instance_types,
            max_instances=self.max_count,
            max_volume_gib=self.max_volume_gib,
            resource_types=self.resource_types,
            denied_resource_types=self.denied_resource_types,
        )

    def violations(self, draft: InstanceDraft) -> tuple[Violation, ...]:
        return tuple(self._violations(draft))

    def _violations(self, draft: InstanceDraft) -> Iterator[Violation]:
        if draft.instance_type not in self.instance_types:
            yield Violation(
                "instance-types",
                f"The instance type {draft.instance_type} is not on the list",
                f"allowed are {', '.join(self.instance_types)}",
            )
        if draft.volume_gib > self.max_volume_gib:
            yield Violation(
                "max-volume",
                f"A disk of {draft.volume_gib:,} GiB is too large",
                f"at most {self.max_volume_gib:,} GiB is allowed",
            )
        if draft.count > self.max_count:
            yield Violation(
                "max-count",
                f"{draft.count:,} instances are too many for one plan",
                f"at most {self.max_count} are allowed",
            )
        yield from self.outside(draft.region)

    def outside(self, region: str | None) -> tuple[Violation, ...]:
        """What speaks against a region; None stands for the default."""
        if region is None or region in self.regions:
            return ()
        allowed = f"allowed are {', '.join(self.regions)}"
        return (Violation("regions", f"The region {region} is not on the list", allowed),)

    def too_small(self, draft: InstanceDraft, image: Image) -> Violation | None:
        """The image decides the smallest disk, so this can only be asked once it is known."""
        if draft.volume_gib >= image.min_volume_gib:
            return None
        return Violation(
            "min-volume",
            f"A disk of {draft.volume_gib:,} GiB is too small for this image",
            f"it needs at least {image.min_volume_gib:,} GiB",
        )

    def may_cancel(self, user: str, *, requested_by: str) -> Permission:
        return Permitted() if user == requested_by else self.may_approve(user)

    def may_approve(self, user: str) -> Permission:
        if self.approvers is None or user in self.approvers:
            return Permitted()
        return Forbidden(tuple(sorted(self.approvers)))
