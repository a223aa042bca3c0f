"""What AWS and its SDK say, as the kinds of error the program knows (bot.domain.errors).

An error AWS answered with is looked up by its code, one the SDK raised by its class; whatever is in
neither table is judged by the HTTP status (answered) or counts as refused before sending (raised).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from botocore import exceptions as sdk
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

LONGEST_SAID = 300

_SdkError: TypeAlias = BotoCoreError | ClientError | ResponseParserError


@dataclass(frozen=True)
class _Meaning:
    """`said` stands in for the vendor's words where those do not help. `{action}` and `{region}` are filled in."""

    kind: type[UpstreamError]
    next_step: str
    said: str = ""


_WAIT = "Try again in a minute."
_OPERATOR = "Ask whoever runs the bot to look at it; nothing was changed."
_CREDENTIALS = "Whoever runs the bot has to renew its AWS credentials, or enable the region {region} for the account."
_KEYS = "Whoever runs the bot has to give it AWS credentials (AWS_PROFILE, or a role); nothing was changed."
_PERMISSION = "Whoever runs the bot has to allow {action} in {region} in its IAM policy (deploy/iam-policy.json)."
_SMALLER = "Ask for fewer or smaller ones, or have the quota raised in Service Quotas for {region}."
_ELSEWHERE = "Try again in a few minutes, or ask for another instance type or region."
_IMAGE = "Ask again: a new plan takes the vendor's newest image."
_NEW_PLAN = "Ask again in the thread to get a new plan."
_OTHERWISE = "Say in the thread what to make differently."
_FEWER_STACKS = (
    "End a stack that is no longer needed, or have the quota raised in Service Quotas for {region}."
)
_BUCKET = "Whoever runs the bot has to name a bucket of its own (AWS_TEMPLATE_BUCKET)."
_RECONCILE = (
    "It may or may not have happened; the same call again gives the same result, not a second one."
)

_REFUSED_KEYS = _Meaning(UpstreamRejected, _CREDENTIALS)
_NOT_ALLOWED = _Meaning(UpstreamRejected, _PERMISSION)
_THROTTLED = _Meaning(UpstreamUnavailable, _WAIT)
_NOT_YET = _Meaning(UpstreamUnavailable, _WAIT)
_BAD_IMAGE = _Meaning(UpstreamRejected, _IMAGE)
_QUOTA = _Meaning(UpstreamRejected, _SMALLER)
_BAD_BUCKET = _Meaning(UpstreamRejected, _BUCKET)
_NO_LONGER_PREPARED = _Meaning(
    UpstreamRejected, _NEW_PLAN, "AWS no longer holds what was prepared for this plan"
)
_NO_DEFAULT_VPC = _Meaning(
    UpstreamRejected,
    "Whoever runs the AWS account can make one: aws ec2 create-default-vpc --region {region}. "
    "Or ask for another region.",
    "the region {region} has no default VPC to launch into",
)

CODES: Mapping[str, _Meaning] = MappingProxyType(
    {
        # Who is asking
        "AuthFailure": _REFUSED_KEYS,
        "InvalidClientTokenId": _REFUSED_KEYS,
        "UnrecognizedClientException": _REFUSED_KEYS,
        "SignatureDoesNotMatch": _REFUSED_KEYS,
        "MissingAuthenticationToken": _REFUSED_KEYS,
        "ExpiredToken": _REFUSED_KEYS,
        "ExpiredTokenException": _REFUSED_KEYS,
        "RequestExpired": _REFUSED_KEYS,
        "OptInRequired": _Meaning(
            UpstreamRejected,
            "Whoever runs the AWS account has to enable the region {region}, or ask for another region.",
        ),
        "PendingVerification": _Meaning(
            UpstreamRejected, "AWS is verifying the account; try again in some hours."
        ),
        "Blocked": _Meaning(
            UpstreamRejected, "AWS has blocked the account; its owner has to contact AWS Support."
        ),
        # What the bot may do
        "UnauthorizedOperation": _NOT_ALLOWED,
        "AccessDenied": _NOT_ALLOWED,
        "AccessDeniedException": _NOT_ALLOWED,
        # What there is room for
        "InsufficientInstanceCapacity": _Meaning(UpstreamRejected, _ELSEWHERE),
        "InsufficientCapacity": _Meaning(UpstreamRejected, _ELSEWHERE),
        "InsufficientFreeAddressesInSubnet": _Meaning(UpstreamRejected, _OPERATOR),
        "VcpuLimitExceeded": _QUOTA,
        "InstanceLimitExceeded": _QUOTA,
        "MaxSpotInstanceCountExceeded": _QUOTA,
        "VolumeLimitExceeded": _QUOTA,
        "MaxIOPSLimitExceeded": _QUOTA,
        "SecurityGroupLimitExceeded": _QUOTA,
        "RulesPerSecurityGroupLimitExceeded": _QUOTA,
        # What the plan asks for
        "InvalidAMIID.*": _BAD_IMAGE,
        "VPCIdNotSpecified": _NO_DEFAULT_VPC,
        "DefaultVpcDoesNotExist": _NO_DEFAULT_VPC,
        "MissingInput": _Meaning(
            UpstreamRejected,
            "Whoever runs the AWS account can make one: "
            "aws ec2 create-default-subnet --region {region} --availability-zone {region}a.",
            "the default VPC of {region} has no default subnet to launch into",
        ),
        "Unsupported": _Meaning(
            UpstreamRejected, "Ask for another instance type or region; this pair does not exist."
        ),
        "UnsupportedOperation": _Meaning(UpstreamRejected, _NEW_PLAN),
        "InvalidInstanceType.*": _Meaning(
            UpstreamRejected, "Ask for another instance type; {region} does not have this one."
        ),
        "InvalidBlockDeviceMapping": _Meaning(
            UpstreamRejected, "Ask for a larger disk: at least as large as the image's."
        ),
        "InvalidParameterValue": _Meaning(UpstreamRejected, _NEW_PLAN),
        "InvalidParameterCombination": _Meaning(UpstreamRejected, _NEW_PLAN),
        "IdempotentParameterMismatch": _Meaning(
            UpstreamRejected,
            _NEW_PLAN,
            "this approval was already used for a launch with other parameters",
        ),
        "IdempotentInstanceTerminated": _Meaning(
            UpstreamRejected,
            _NEW_PLAN,
            "this approval was carried out before, and what it launched has been terminated since",
        ),
        # What a stack asks for
        "AlreadyExistsException": _Meaning(UpstreamRejected, _NEW_PLAN),
        "ChangeSetNotFound": _NO_LONGER_PREPARED,
        "ChangeSetNotFoundException": _NO_LONGER_PREPARED,
        "InvalidChangeSetStatus": _Meaning(UpstreamRejected, _NEW_PLAN),
        "InvalidChangeSetStatusException": _Meaning(UpstreamRejected, _NEW_PLAN),
        "InsufficientCapabilitiesException": _Meaning(UpstreamRejected, _NEW_PLAN),
        "TokenAlreadyExistsException": _Meaning(
            UpstreamRejected, _NEW_PLAN, "this approval was already used for something else"
        ),
        "LimitExceededException": _Meaning(UpstreamRejected, _FEWER_STACKS),
        "ValidationError": _Meaning(UpstreamRejected, _OTHERWISE),
        # Where a large template is put
        "NoSuchBucket": _BAD_BUCKET,
        "InvalidBucketName": _BAD_BUCKET,
        "PermanentRedirect": _BAD_BUCKET,
        # What passes
        "OperationInProgressException": _THROTTLED,
        "SlowDown": _THROTTLED,
        "RequestLimitExceeded": _THROTTLED,
        "Throttling": _THROTTLED,
        "ThrottlingException": _THROTTLED,
        "TooManyRequestsException": _THROTTLED,
        "ResourceCountExceeded": _THROTTLED,
        "EC2ThrottledException": _THROTTLED,
        "DependencyViolation": _Meaning(
            UpstreamUnavailable, "Try again when the instances that use it have ended."
        ),
        # AWS shows what was just made only after a moment, and not to everyone at once.
        "InvalidGroup.NotFound": _NOT_YET,
        "InvalidPermission.Duplicate": _NOT_YET,
    }
)

_NEVER_SENT = _Meaning(UpstreamUnavailable, _WAIT)
_NO_ANSWER = _Meaning(OutcomeUnknown, _RECONCILE)
_NO_KEYS = _Meaning(UpstreamRejected, _KEYS)
_MISUSE = _Meaning(UpstreamRejected, _OPERATOR)

EXCEPTIONS: Mapping[type[Exception], _Meaning] = MappingProxyType(
    {
        # Before anything is sent
        sdk.ConnectionError: _NEVER_SENT,  # and EndpointConnection, ConnectTimeout, SSL, ProxyConnection
        sdk.NoCredentialsError: _NO_KEYS,
        sdk.PartialCredentialsError: _NO_KEYS,
        sdk.CredentialRetrievalError: _NO_KEYS,
        sdk.MetadataRetrievalError: _NO_KEYS,
        sdk.NoAuthTokenError: _NO_KEYS,
        sdk.TokenRetrievalError: _NO_KEYS,
        sdk.SSOError: _NO_KEYS,
        sdk.LoginError: _NO_KEYS,
        sdk.ProfileNotFound: _NO_KEYS,
        sdk.ConfigNotFound: _NO_KEYS,
        sdk.RefreshWithMFAUnsupportedError: _NO_KEYS,
        # After it was sent
        sdk.HTTPClientError: _NO_ANSWER,  # and ReadTimeout, ConnectionClosed, ResponseStreaming
        sdk.IncompleteReadError: _NO_ANSWER,
        sdk.ChecksumError: _NO_ANSWER,
        sdk.FlexibleChecksumError: _NO_ANSWER,
        ResponseParserError: _NO_ANSWER,
        # A call the SDK or its configuration does not allow: never sent, and never will be
        BotoCoreError: _MISUSE,
    }
)


@contextmanager
def translated(service: str, region: str, *, changes: bool = False) -> Iterator[None]:
    """Turn an SDK error of the block into an UpstreamError.

    `changes` says that the block asks AWS to change something, so that no answer leaves it open
    whether it did; without an answer to a question the question can be asked again.
    """
    try:
        yield
    except (BotoCoreError, ClientError, ResponseParserError) as error:
        raise translate(error, service, region, changes=changes) from error


def translate(error: _SdkError, service: str, region: str, *, changes: bool) -> UpstreamError:
    meaning = _of_answer(error) if isinstance(error, ClientError) else _of_exception(error)
    kind = meaning.kind
    next_step = meaning.next_step
    if kind is OutcomeUnknown and not changes:
        kind, next_step = UpstreamUnavailable, _WAIT
    fill = {"action": _action(error), "region": region}
    return kind(
        f"{service} in {region}",
        meaning.said.format(**fill) or _said(error),
        next_step.format(**fill),
        code_of(error),
        _reference(error),
    )


def no_default_vpc(region: str) -> UpstreamError:
    """What EC2 would say, known before asking it."""
    meaning = _NO_DEFAULT_VPC
    return meaning.kind(
        f"Amazon EC2 in {region}",
        meaning.said.format(region=region),
        meaning.next_step.format(region=region),
        "VPCIdNotSpecified",
    )


def code_of(error: _SdkError) -> str:
    """AWS's error code, or the class of what the SDK raised."""
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code", "")
    return type(error).__name__


def _of_answer(error: ClientError) -> _Meaning:
    code = code_of(error)
    known = CODES.get(code) or CODES.get(f"{code.partition('.')[0]}.*")
    if known is not None:
        return known
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if status >= 500:  # noqa: PLR2004 the server's side of HTTP
        return _NO_ANSWER
    return _MISUSE


def _of_exception(error: BotoCoreError | ResponseParserError) -> _Meaning:
    return next(EXCEPTIONS[kind] for kind in type(error).__mro__ if kind in EXCEPTIONS)


def _said(error: _SdkError) -> str:
    message = str(error)
    if isinstance(error, ClientError):
        # The encoded part of a refusal is long and only the account's owner can decode it.
        message = error.response.get("Error", {}).get("Message", "")
        message = message.partition(" Encoded authorization failure message")[0]
    return message[:LONGEST_SAID] or "no further words"


def _action(error: _SdkError) -> str:
    """The IAM action that was missing: named in the message, or else the operation itself."""
    named = re.search(r"not authorized to perform: ([\w-]+:\w+)", str(error))
    if named:
        return named[1]
    if not isinstance(error, ClientError):
        return "the call"
    return f"{_service(error.operation_name)}:{error.operation_name}"


def _service(operation: str) -> str:
    """The prefix of an operation's IAM action."""
    if "Stack" in operation or "ChangeSet" in operation or operation == "DescribeEvents":
        return "cloudformation"
    return {
        "GetBucketLocation": "s3",
        "GetCallerIdentity": "sts",
        "GetParameter": "ssm",
        "PutObject": "s3",
    }.get(operation, "ec2")


def _reference(error: _SdkError) -> str:
    if isinstance(error, ClientError):
        return error.response.get("ResponseMetadata", {}).get("RequestId", "")
    return ""
