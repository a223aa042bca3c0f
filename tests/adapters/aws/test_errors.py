"""Everything AWS and its SDK can raise has a kind, and words for the person."""

import string
from collections.abc import Iterator
from typing import Any, cast

import pytest
from botocore import exceptions as sdk
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from bot.adapters.aws.errors import CODES, translate, translated
from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

NEVER_SENT = {
    "ConnectionError",
    "EndpointConnectionError",
    "SSLError",
    "ConnectTimeoutError",
    "ProxyConnectionError",
}
NO_ANSWER = {
    "HTTPClientError",
    "ConnectionClosedError",
    "ReadTimeoutError",
    "ResponseStreamingError",
    "IncompleteReadError",
    "ChecksumError",
    "FlexibleChecksumError",
}


def descendants(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for child in kind.__subclasses__():
        yield from descendants(child)


SDK_EXCEPTIONS = sorted(
    {kind for kind in descendants(BotoCoreError) if kind.__module__ == sdk.__name__},
    key=lambda kind: kind.__name__,
)


def raised(kind: type[BotoCoreError]) -> BotoCoreError:
    """An instance of any SDK exception: each says in `fmt` which words it needs."""
    words = {name: "x" for _, name, _, _ in string.Formatter().parse(kind.fmt) if name}
    return kind(**words, last_response={})  # the one thing a `fmt` does not name (WaiterError)


def answered(code: str, *, status: int = 400, message: str = "AWS's words.") -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": cast("Any", {"HTTPStatusCode": status, "RequestId": "req-1"}),
        },
        "RunInstances",
    )


def of_change(error: BotoCoreError | ClientError | ResponseParserError) -> UpstreamError:
    return translate(error, "Amazon EC2", "eu-west-1", changes=True)


@pytest.mark.parametrize("kind", SDK_EXCEPTIONS, ids=lambda kind: kind.__name__)
def test_every_sdk_exception_has_a_kind(kind: type[BotoCoreError]) -> None:
    error = of_change(raised(kind))

    expected: type[UpstreamError] = UpstreamRejected
    if kind.__name__ in NEVER_SENT:
        expected = UpstreamUnavailable
    if kind.__name__ in NO_ANSWER:
        expected = OutcomeUnknown
    assert type(error) is expected
    assert error.code == kind.__name__
    assert "{" not in error.next_step


def test_the_names_above_are_the_sdks() -> None:
    assert {kind.__name__ for kind in SDK_EXCEPTIONS} >= NEVER_SENT | NO_ANSWER


@pytest.mark.parametrize("kind", sorted(NO_ANSWER))
def test_a_question_without_an_answer_can_be_asked_again(kind: str) -> None:
    error = translate(raised(getattr(sdk, kind)), "Amazon EC2", "eu-west-1", changes=False)

    assert type(error) is UpstreamUnavailable
    assert error.next_step == "Try again in a minute."


def test_an_answer_that_cannot_be_read_leaves_a_change_open() -> None:
    assert type(of_change(ResponseParserError("not XML"))) is OutcomeUnknown


@pytest.mark.parametrize("code", [code.replace("*", "NotFound") for code in CODES])
def test_every_known_code_has_words_and_a_next_step(code: str) -> None:
    error = of_change(answered(code))

    assert error.user_message.startswith("Amazon EC2 in eu-west-1: ")
    assert "(request id req-1)" in error.user_message
    assert error.user_message.endswith(".")
    assert "{" not in error.user_message
    assert not isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize(
    ("code", "kind", "next_step"),
    [
        ("InsufficientInstanceCapacity", UpstreamRejected, "another instance type or region"),
        ("VcpuLimitExceeded", UpstreamRejected, "Service Quotas for eu-west-1"),
        ("InstanceLimitExceeded", UpstreamRejected, "Service Quotas"),
        ("VolumeLimitExceeded", UpstreamRejected, "Service Quotas"),
        ("VPCIdNotSpecified", UpstreamRejected, "create-default-vpc --region eu-west-1"),
        ("InvalidAMIID.NotFound", UpstreamRejected, "a new plan takes the vendor's newest image"),
        ("InvalidAMIID.Unavailable", UpstreamRejected, "a new plan"),
        ("Unsupported", UpstreamRejected, "another instance type or region"),
        ("OptInRequired", UpstreamRejected, "enable the region eu-west-1"),
        ("AuthFailure", UpstreamRejected, "AWS credentials"),
        ("InvalidClientTokenId", UpstreamRejected, "AWS credentials"),
        ("ExpiredToken", UpstreamRejected, "AWS credentials"),
        ("IdempotentParameterMismatch", UpstreamRejected, "a new plan"),
        ("IdempotentInstanceTerminated", UpstreamRejected, "a new plan"),
        ("RequestLimitExceeded", UpstreamUnavailable, "in a minute"),
        ("Throttling", UpstreamUnavailable, "in a minute"),
        ("DependencyViolation", UpstreamUnavailable, "have ended"),
        ("AlreadyExistsException", UpstreamRejected, "a new plan"),
        ("ChangeSetNotFound", UpstreamRejected, "a new plan"),
        ("InsufficientCapabilitiesException", UpstreamRejected, "a new plan"),
        ("LimitExceededException", UpstreamRejected, "End a stack"),
        ("ValidationError", UpstreamRejected, "what to make differently"),
        ("OperationInProgressException", UpstreamUnavailable, "in a minute"),
        ("NoSuchBucket", UpstreamRejected, "AWS_TEMPLATE_BUCKET"),
    ],
)
def test_what_to_do_next(code: str, kind: type[UpstreamError], next_step: str) -> None:
    # EC2 throttles with 503: the code decides before the status does.
    error = of_change(answered(code, status=503))

    assert type(error) is kind
    assert next_step in error.next_step


@pytest.mark.parametrize(
    ("status", "kind"), [(400, UpstreamRejected), (500, OutcomeUnknown), (503, OutcomeUnknown)]
)
def test_an_unknown_code_is_judged_by_its_status(status: int, kind: type[UpstreamError]) -> None:
    assert type(of_change(answered("Brand.New", status=status))) is kind


def test_a_missing_permission_is_named() -> None:
    error = of_change(
        answered(
            "UnauthorizedOperation",
            status=403,
            message="You are not authorized to perform this operation. User: arn:aws:iam::1:user/bot is "
            "not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:eu-west-1:1:instance/* "
            "because no identity-based policy allows the ec2:CreateTags action. "
            "Encoded authorization failure message: 4SxRx5mkT8",
        )
    )

    assert "allow ec2:CreateTags in eu-west-1" in error.next_step
    assert "4SxRx5mkT8" not in error.user_message


def test_a_missing_permission_without_a_name_is_the_operations() -> None:
    error = of_change(answered("UnauthorizedOperation", message=""))

    assert "allow ec2:RunInstances in eu-west-1" in error.next_step
    assert error.said == "no further words"


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("CreateChangeSet", "cloudformation:CreateChangeSet"),
        ("ListStackResources", "cloudformation:ListStackResources"),
        ("DescribeEvents", "cloudformation:DescribeEvents"),
        ("PutObject", "s3:PutObject"),
        ("GetParameter", "ssm:GetParameter"),
        ("RunInstances", "ec2:RunInstances"),
    ],
)
def test_every_call_has_its_services_prefix(operation: str, action: str) -> None:
    error = of_change(ClientError({"Error": {"Code": "AccessDenied"}}, operation))

    assert f"allow {action} in eu-west-1" in error.next_step


def test_long_words_are_cut() -> None:
    assert len(of_change(answered("Brand.New", message="x" * 5000)).said) == 300


def test_braces_in_aws_words_stay_as_they_are() -> None:
    assert of_change(answered("Brand.New", message="{region}")).said == "{region}"


def test_an_error_of_ours_passes_through() -> None:
    with pytest.raises(ZeroDivisionError), translated("Amazon EC2", "eu-west-1"):
        raise ZeroDivisionError
