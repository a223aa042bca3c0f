"""Templates too large to send lie in a bucket, from where CloudFormation fetches them."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import translated

S3 = "Amazon S3"
# https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
OLD_NAMES: Mapping[str | None, str] = MappingProxyType({None: "us-east-1", "EU": "eu-west-1"})


def put(template: str, clients: Clients, bucket: str, region: str) -> str:
    """Put a template there, under a name that follows from its content, and return its address.

    S3 sends nobody on to another region who asks by address, so the bucket's own stands in it.
    """
    content = template.encode()
    key = f"templates/{hashlib.sha256(content).hexdigest()}.template"
    home = bucket_region(clients, bucket, region)
    s3 = clients.s3(home)
    with translated(S3, home, changes=True):
        s3.put_object(Bucket=bucket, Key=key, Body=content, ServerSideEncryption="AES256")
    return f"{s3.meta.endpoint_url}/{bucket}/{key}"


def bucket_region(clients: Clients, bucket: str, region: str) -> str:
    """Where a bucket is, asked by way of a region; wherever it is, the SDK finds it."""
    with translated(S3, region):
        found = clients.s3(region).get_bucket_location(Bucket=bucket)
    said = found.get("LocationConstraint")  # none in the oldest region
    return OLD_NAMES.get(said, said)
