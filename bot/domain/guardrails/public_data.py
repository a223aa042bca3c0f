"""No bucket and no database is public."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import mapping
from bot.domain.judged import Judged, Made

PRIVATE_ACLS = frozenset(
    {
        "AwsExecRead",
        "BucketOwnerFullControl",
        "BucketOwnerRead",
        "LogDeliveryWrite",
        "Private",
    }
)
_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_REACHED_BY = ("PubliclyAccessible",)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type("AWS::S3::Bucket", "AWS::S3::AccessPoint"):
        yield from _of_bucket(judged, one)
    for one in judged.made:
        for key in _REACHED_BY:
            open_ones = [
                text for text in judged.scope.texts(one.properties.get(key)) if text != "false"
            ]
            if open_ones:
                yield Flaw(
                    (*one.path, key),
                    f"{one.logical_id} can be reached from the whole internet.",
                    judged.weight(*open_ones),
                )
    for one in judged.of_type("AWS::ECR::PublicRepository"):
        yield Flaw(
            ("Resources", one.logical_id, "Type"),
            f"{one.logical_id} shows its images to everybody.",
        )


def _of_bucket(judged: Judged, bucket: Made) -> Iterator[Flaw]:
    for acl in judged.scope.texts(bucket.properties.get("AccessControl")):
        if acl not in PRIVATE_ACLS:
            yield Flaw((*bucket.path, "AccessControl"), f"{bucket.logical_id} is public ({acl}).")
    for block in judged.scope.at(bucket.properties, "PublicAccessBlockConfiguration"):
        for key in _BLOCKS:
            if {*judged.scope.texts(mapping(block).get(key))} != {"true"}:
                yield Flaw(
                    (*bucket.path, "PublicAccessBlockConfiguration", key),
                    f"{bucket.logical_id} takes back a block of public access ({key}).",
                    fix=f"Set {key}: true, or leave the whole PublicAccessBlockConfiguration out.",
                )


GUARDRAIL = Guardrail(
    id="public-data",
    title="No bucket and no database is public",
    why="Whatever is put there can be read by everybody.",
    fix="Keep it private: CloudFront with origin access control shows a bucket's files to people, and "
    "a database is reached from inside the VPC.",
    flaws=_flaws,
)
