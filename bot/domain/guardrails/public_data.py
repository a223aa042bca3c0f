"""No bucket and no database is public."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail, Judged, Made
from bot.domain.intrinsics import mapping

PUBLIC_ACLS = ("PublicRead", "PublicReadWrite", "AuthenticatedRead")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type("AWS::S3::Bucket"):
        yield from _of_bucket(judged, one)
    for one in judged.made:
        if "true" in judged.scope.texts(one.properties.get("PubliclyAccessible")):
            yield Flaw(
                (*one.path, "PubliclyAccessible"),
                f"{one.logical_id} can be reached from the whole internet.",
            )


def _of_bucket(judged: Judged, bucket: Made) -> Iterator[Flaw]:
    for acl in judged.scope.texts(bucket.properties.get("AccessControl")):
        if acl in PUBLIC_ACLS:
            yield Flaw((*bucket.path, "AccessControl"), f"{bucket.logical_id} is public ({acl}).")
    for block in judged.scope.at(bucket.properties, "PublicAccessBlockConfiguration"):
        for key, value in mapping(block).items():
            if "false" in judged.scope.texts(value):
                yield Flaw(
                    (*bucket.path, "PublicAccessBlockConfiguration", key),
                    f"{bucket.logical_id} takes back a block of public access ({key}).",
                )


GUARDRAIL = Guardrail(
    id="public-data",
    title="No bucket and no database is public",
    why="Whatever is put there can be read by everybody.",
    fix="Keep it private: CloudFront with origin access control shows a bucket's files to people, and "
    "a database is reached from inside the VPC.",
    flaws=_flaws,
)
