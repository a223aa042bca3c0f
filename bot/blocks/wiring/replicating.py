"""A bucket whose new objects are copied to another one, by S3 itself."""

import re
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import document, role, statement
from bot.blocks.stake import Stake
from bot.blocks.template import Template

_SERVICE = "s3.amazonaws.com"
_READ = (
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionTagging",
)
_WRITE = ("s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags")
_SAID = re.compile(r"\brepli", re.IGNORECASE)


def replicates(template: Template, wire: Wire) -> None:
    """Only where the arrow says so: an arrow between two buckets may mean anything."""
    if not _SAID.search(wire.label) or template.drawing.replied(wire):
        return
    source, target = template.id(wire.source), template.id(wire.target)
    for one in (source, target):
        template.properties(one)["VersioningConfiguration"] = {"Status": "Enabled"}
    acts = role(template, f"{source}To{target}Role", _SERVICE)
    _policy(template, acts, source, target)
    replication = template.properties(source).setdefault(
        "ReplicationConfiguration", {"Role": GetAtt(acts, "Arn"), "Rules": []}
    )
    rule: dict[str, Any] = {
        "Id": f"To{target}",
        "Status": "Enabled",
        "Priority": len(replication["Rules"]) + 1,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "Destination": {"Bucket": GetAtt(target, "Arn")},
    }
    replication["Rules"].append(rule)
    template.assume(
        f"What is new in {template.title(wire.source)} is copied to {template.title(wire.target)}, in this account and "
        "Region; what was there before is not.",
        Stake.DATA,
    )


def _policy(template: Template, acts: str, source: str, target: str) -> None:
    """Beside the role: the bucket waits for the role, and the policy for the bucket."""
    bucket, objects = GetAtt(source, "Arn"), Sub(f"${{{source}.Arn}}/*")
    look = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    allowed = document(
        statement("Look", look, [bucket]),
        statement("Read", _READ, [objects]),
        statement("Copy", _WRITE, [Sub(f"${{{target}.Arn}}/*")]),
    )
    template.add(
        f"{acts}Policy",
        "AWS::IAM::Policy",
        {"PolicyName": "replication", "PolicyDocument": allowed, "Roles": [Ref(acts)]},
    )
