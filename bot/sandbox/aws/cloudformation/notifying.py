"""Notifications of a bucket, which S3 refuses when two of them are about the same events; moto takes them all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

CODE = "InvalidArgument"
OVERLAP = (
    "Configurations overlap. Configurations on the same bucket cannot share a common event type."
)
_KINDS = ("LambdaConfigurations", "QueueConfigurations", "TopicConfigurations")


@dataclass(frozen=True)
class Notification:
    """An event such as `s3:ObjectCreated:*`, and which keys it is about."""

    event: str
    prefix: str
    suffix: str

    def overlaps(self, other: "Notification") -> bool:
        return (
            _same_events(self.event, other.event)
            and (self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix))
            and (self.suffix.endswith(other.suffix) or other.suffix.endswith(self.suffix))
        )


def overlap(bucket: Mapping[str, Any]) -> bool:
    """Whether any two notifications of a bucket, by its properties, could tell of the same object."""
    return any(one.overlaps(other) for one, other in combinations(_notifications(bucket), 2))


def _notifications(bucket: Mapping[str, Any]) -> Iterator[Notification]:
    said = bucket.get("NotificationConfiguration", {})
    for one in (each for kind in _KINDS for each in said.get(kind, [])):
        rules = one.get("Filter", {}).get("S3Key", {}).get("Rules", [])
        named = {str(rule["Name"]).lower(): str(rule["Value"]) for rule in rules}
        yield Notification(str(one["Event"]), named.get("prefix", ""), named.get("suffix", ""))


def _same_events(one: str, other: str) -> bool:
    return one == other or any(
        wide.endswith("*") and narrow.startswith(wide[:-1])
        for wide, narrow in ((one, other), (other, one))
    )
