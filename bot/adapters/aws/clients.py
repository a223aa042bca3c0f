"""The SDK's clients, made once per service and region, from one session."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_sts import STSClient

_READING = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 3},
    user_agent_extra="gpt-to-aws",
)
# A change goes out once per call. The SDK's own retry would hide a first attempt that took effect
# behind a second one that was refused; whoever asked for the change repeats it, with its token.
_CHANGING = _READING.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))

_Client = TypeVar("_Client")


class Clients:
    """Credentials come from the session; `endpoint_url` is None for AWS itself."""

    def __init__(self, session: boto3.Session, endpoint_url: str | None = None) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._made: dict[tuple[str, str], Any] = {}
        # Clients may be shared between threads, the session that makes them may not.
        self._lock = threading.Lock()

    def ec2(self, region: str) -> "EC2Client":
        """For reading: tries again by itself."""
        return self._once(("ec2", region), lambda: self._ec2(region, _READING))

    def changing_ec2(self, region: str) -> "EC2Client":
        """For changes: sends each call once."""
        return self._once(("changing ec2", region), lambda: self._ec2(region, _CHANGING))

    def cloudformation(self, region: str) -> "CloudFormationClient":
        """For reading: tries again by itself."""
        return self._once(
            ("cloudformation", region), lambda: self._cloudformation(region, _READING)
        )

    def changing_cloudformation(self, region: str) -> "CloudFormationClient":
        """For changes: sends each call once."""
        return self._once(
            ("changing cloudformation", region), lambda: self._cloudformation(region, _CHANGING)
        )

    def s3(self, region: str) -> "S3Client":
        """Addresses buckets in the path, so that a bucket's address follows from the endpoint's."""
        return self._once(
            ("s3", region),
            lambda: self._session.client(
                "s3",
                region_name=region,
                endpoint_url=self._endpoint_url,
                config=_READING.merge(Config(s3={"addressing_style": "path"})),
            ),
        )

    def ssm(self, region: str) -> "SSMClient":
        return self._once(
            ("ssm", region),
            lambda: self._session.client(
                "ssm", region_name=region, endpoint_url=self._endpoint_url, config=_READING
            ),
        )

    def sts(self, region: str) -> "STSClient":
        return self._once(
            ("sts", region),
            lambda: self._session.client(
                "sts", region_name=region, endpoint_url=self._endpoint_url, config=_READING
            ),
        )

    def _ec2(self, region: str, config: Config) -> "EC2Client":
        return self._session.client(
            "ec2", region_name=region, endpoint_url=self._endpoint_url, config=config
        )

    def _cloudformation(self, region: str, config: Config) -> "CloudFormationClient":
        return self._session.client(
            "cloudformation", region_name=region, endpoint_url=self._endpoint_url, config=config
        )

    def _once(self, key: tuple[str, str], make: Callable[[], _Client]) -> _Client:
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            return cast("_Client", self._made[key])
