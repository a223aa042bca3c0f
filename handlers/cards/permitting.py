"""Permissions as people say them, one line for each role: “GetCustomerRole: reads table CustomersTable; writes its log”.

Only what is plain and about the stack's own resources is put into such words; everything else is told as it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.stack import StackPlan
from bot.domain.type_titles import type_title
from handlers.cards.blocks import shorten, tidy
from handlers.cards.space import Space

_READ, _WRITE, _DELETE, _USE = "reads", "writes to", "deletes from", "uses"
_TAKE, _SEND, _PUBLISH, _CALL = "takes messages from", "sends to", "publishes to", "calls"
_VERBS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        _READ: (
            *("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"),
            *("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
            *("dynamodb:ListStreams", "s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"),
            *("s3:ListBucketMultipartUploads", "kinesis:DescribeStream", "kinesis:GetRecords"),
            *("kinesis:DescribeStreamSummary", "kinesis:GetShardIterator", "kinesis:ListShards"),
            *("kinesis:ListStreams", "kinesis:SubscribeToShard", "ssm:GetParameter"),
            *("ssm:GetParameters", "es:ESHttpGet", "es:ESHttpHead"),
        ),
        _WRITE: (
            *("dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
            *("s3:AbortMultipartUpload", "s3:PutObject", "kinesis:PutRecord", "kinesis:PutRecords"),
            *("logs:CreateLogStream", "logs:PutLogEvents", "firehose:PutRecord"),
            *("firehose:PutRecordBatch", "es:ESHttpPost", "es:ESHttpPut"),
        ),
        _DELETE: ("dynamodb:DeleteItem", "s3:DeleteObject", "es:ESHttpDelete"),
        _TAKE: (
            *("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
            *("sqs:ReceiveMessage", "sqs:GetQueueUrl"),
        ),
        _SEND: ("sqs:SendMessage", "events:PutEvents", "ses:SendEmail", "ses:SendRawEmail"),
        _PUBLISH: ("sns:Publish",),
        _CALL: ("lambda:InvokeFunction", "execute-api:Invoke", "states:StartExecution"),
        "reads the secret of": ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
        "decrypts with": ("kms:Decrypt",),
        "encrypts with": ("kms:Encrypt", "kms:GenerateDataKey"),
        _USE: ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"),
    }
)
_VERB_OF: Mapping[str, str] = MappingProxyType(
    {action: verb for verb, actions in _VERBS.items() for action in actions}
)
# What Lambda needs to stand in a network; it can be asked for on every resource alone.
_JOINING = frozenset(
    f"ec2:{one}"
    for one in (
        *("AssignPrivateIpAddresses", "CreateNetworkInterface", "DeleteNetworkInterface"),
        *("DescribeNetworkInterfaces", "DescribeSubnets", "UnassignPrivateIpAddresses"),
    )
)
_EVERYTHING = "everything"
# What reaches further than one resource of the stack, or nobody can tell how far.
_WIDE = re.compile(r"\b(?:everything|everybody|cannot be read|of the account|can be taken on)\b")
_LOG, _KEY = "AWS::Logs::LogGroup", "AWS::KMS::Key"
_OWN_ACCOUNT, _AWS = "iam root", ".amazonaws.com"


@dataclass
class _Held:
    """What one role may do, or what others may do with one resource."""

    phrases: list[str] = field(default_factory=list)
    rank: int = 9


def permissions(plan: StackPlan, space: Space, rest: str) -> list[str]:
    """What reaches furthest comes first, and is never what there is no room for."""
    types = {one.logical_id: one.type for one in plan.resources}
    held: dict[str, _Held] = {}
    for statement in map(tidy, plan.statements):
        who, colon, what = statement.partition(": ")
        phrase, rank = _phrase(who, what, types) if colon else (statement, 0)
        one = held.setdefault(who if colon else "", _Held())
        one.rank = min(one.rank, rank)
        if phrase not in one.phrases:
            one.phrases.insert(0 if rank == 0 else len(one.phrases), phrase)
    ranked = sorted(held.items(), key=lambda one: one[1].rank)
    lines = [_line(who, one.phrases, 2 * space.text) for who, one in ranked]
    if (more := len(lines) - space.lines) > 0:
        return [*lines[: space.lines], f"… and {more} more{rest}"]
    return lines


def _line(who: str, phrases: Sequence[str], room: int) -> str:
    subject = f"{shorten(who, room // 2)}: " if who else ""
    return f"{subject}{_whole(phrases, '; ', room)}" or "–"


def _whole(pieces: Sequence[str], separator: str, room: int) -> str:
    """As many whole pieces as there is room for, one at least, and how many more there are."""
    kept: list[str] = []
    for one in pieces:
        if kept and len(separator.join([*kept, one])) > room:
            break
        kept.append(one if len(one) <= room else _cut(one, separator, room))
    more = len(pieces) - len(kept)
    return separator.join([*kept, f"… and {more} more"] if more else kept)


def _cut(piece: str, separator: str, room: int) -> str:
    """One that is too long by itself: a list loses whole actions, and keeps what they are for."""
    listed, on, where = piece.partition(" on ")
    parts = listed.split(", ")
    if separator == ", " or len(parts) == 1:
        return shorten(piece, room)
    ending = f"{on}{shorten(where, room // 2)}"
    return f"{_whole(parts, ', ', room - len(ending))}{ending}"


# --- one statement -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Statement:
    """“user may actions on where, tail”; without a user it is the role itself that may."""

    user: str
    actions: Sequence[str]
    where: str
    tail: str

    @staticmethod
    def of(text: str) -> "_Statement | None":
        user, may, rest = f" {text}".partition(" may ")
        actions, on, where = rest.partition(" on ")
        cut = min((at for at in map(where.find, (", under ", ", for ")) if at >= 0), default=None)
        place, tail = (where, "") if cut is None else (where[:cut], where[cut:])
        return _Statement(user.strip(), actions.split(", "), place, tail) if may and on else None

    @property
    def is_of_aws(self) -> bool:
        return self.user == _OWN_ACCOUNT or self.user.endswith(_AWS)


def _phrase(who: str, what: str, types: Mapping[str, str]) -> tuple[str, int]:
    """What it says, and its rank: 0 reaches far, 1 is told as it is, 2 is plain, 3 is about a resource's users."""
    statement = _Statement.of(what)
    plain = _plain(who, statement, types) if statement else None
    if statement is None or plain is None or (statement.user and not statement.is_of_aws):
        return what, 0 if _WIDE.search(what) else 1
    return plain, 3 if statement.user else 2


def _plain(who: str, statement: _Statement, types: Mapping[str, str]) -> str | None:
    """None when it is not so plain that fewer words say the same."""
    where, user = statement.where, statement.user
    if types.get(who) == _KEY and where == _EVERYTHING:
        # In a key's own policy, everything is that key.
        where = who
        if user == _OWN_ACCOUNT:
            return "this account manages and uses it"
    if where == _EVERYTHING and not user and _JOINING.issuperset(statement.actions):
        return f"joins its VPC{statement.tail}"
    verbs = _verbs(statement.actions)
    names = [*dict.fromkeys(one.removesuffix("/*") for one in where.split(", "))]
    if not verbs or not all(one in types for one in names):
        return None
    if verbs == [_WRITE] and [types[one] for one in names] == [_LOG] and _is_own(names[0], who):
        return f"writes its log{statement.tail}"
    return f"{user} {_listed(verbs)} {_things(names, types)}{statement.tail}".strip()


def _verbs(actions: Iterable[str]) -> list[str]:
    """Empty when one of the actions is none that goes without saying."""
    found = [_VERB_OF.get(one, "") for one in actions]
    return [verb for verb in _VERBS if verb in found] if all(found) else []


def _listed(verbs: Sequence[str]) -> str:
    """“reads, writes to and deletes from”."""
    return " and ".join(filter(None, (", ".join(verbs[:-1]), verbs[-1])))


def _things(names: Iterable[str], types: Mapping[str, str]) -> str:
    return ", ".join(_thing(one, types[one]) for one in names)


def _thing(name: str, kind: str) -> str:
    """“table CustomersTable”."""
    noun = type_title(kind).split()[-1].lower()
    return name if noun == name.lower() else f"{noun} {name}"


def _is_own(log: str, role: str) -> bool:
    return any(log == f"{role.removesuffix(end)}Logs" for end in ("Role", "StartRole"))
