"""Permissions are told in few words where they are plain, and as they are where they are not."""

import pytest

from bot.domain.stack import PlannedResource
from handlers.cards.permitting import permissions
from handlers.cards.space import SPACES
from tests.domain.strategies import HOSTILE
from tests.handlers.cards.stacks import stack_plan

TYPES = {
    "BuyRole": "IAM::Role",
    "BuyLogs": "Logs::LogGroup",
    "OtherLogs": "Logs::LogGroup",
    "CustomersTable": "DynamoDB::Table",
    "Queue": "SQS::Queue",
    "Lake": "S3::Bucket",
    "LakePolicy": "S3::BucketPolicy",
    "Key": "KMS::Key",
    "Mailer": "Lambda::Function",
    "MailerFromApi": "Lambda::Permission",
}


def told(*statements: str, space: int = 0) -> list[str]:
    resources = tuple(
        PlannedResource(logical_id=name, type=f"AWS::{kind}") for name, kind in TYPES.items()
    )
    plan = stack_plan(resources=resources, statements=statements)
    return permissions(plan, SPACES[space], " elsewhere")


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("BuyRole: may logs:CreateLogStream, logs:PutLogEvents on BuyLogs", "writes its log"),
        ("BuyRole: may logs:PutLogEvents on OtherLogs", "writes to group OtherLogs"),
        ("BuyRole: may dynamodb:GetItem on CustomersTable", "reads table CustomersTable"),
        (
            "BuyRole: may dynamodb:Query, dynamodb:DeleteItem, dynamodb:PutItem on CustomersTable",
            "reads, writes to and deletes from table CustomersTable",
        ),
        ("BuyRole: may s3:GetObject, s3:ListBucket on Lake, Lake/*", "reads bucket Lake"),
        (
            "BuyRole: may sqs:SendMessage on Queue, under conditions",
            "sends to Queue, under conditions",
        ),
        ("BuyRole: may lambda:InvokeFunction on Mailer", "calls function Mailer"),
        (
            "BuyRole: may ec2:CreateNetworkInterface, ec2:DescribeSubnets on everything",
            "joins its VPC",
        ),
    ],
    ids=lambda one: one,
)
def test_a_plain_permission_is_told_in_few_words(statement: str, line: str) -> None:
    assert told(statement) == [f"BuyRole: {line}"]


@pytest.mark.parametrize(
    "statement",
    [
        "BuyRole: may iam:PassRole on BuyRole",
        "BuyRole: may dynamodb:GetItem, dynamodb:DeleteTable on CustomersTable",
        "BuyRole: may dynamodb:GetItem on everything",
        "BuyRole: may ec2:CreateNetworkInterface, ec2:RunInstances on everything",
        "BuyRole: may dynamodb:GetItem on dynamodb table/prod",
        "BuyRole: may not dynamodb:GetItem on CustomersTable",
        "BuyRole: may something that cannot be read",
        "BuyRole: has the policy AdministratorAccess",
        "BuyRole: can be taken on by iam root of the account 999988887777",
        "LakePolicy: everybody may s3:GetObject on Lake/*",
        "LakePolicy: iam root may s3:GetObject on Lake/*, under conditions, for nobody",
        "may everything",
    ],
    ids=str,
)
def test_what_is_not_plain_is_told_as_it_is(statement: str) -> None:
    if statement.startswith("LakePolicy: iam root"):
        assert told(statement) == [
            "LakePolicy: iam root reads bucket Lake, under conditions, for nobody"
        ]
    else:
        assert told(statement) == [statement]


def test_each_role_has_one_line() -> None:
    assert told(
        "BuyRole: may logs:PutLogEvents on BuyLogs",
        "LakePolicy: may s3:PutObject on Lake",
        "BuyRole: may dynamodb:GetItem on CustomersTable",
        "BuyRole: may dynamodb:GetItem on CustomersTable",
    ) == [
        "BuyRole: writes its log; reads table CustomersTable",
        "LakePolicy: writes to bucket Lake",
    ]


def test_services_of_aws_come_last_and_what_reaches_furthest_first() -> None:
    lines = told(
        "MailerFromApi: apigateway.amazonaws.com may lambda:InvokeFunction on Mailer, for execute-api Api/*",
        "Key: iam root may kms:Decrypt, kms:ScheduleKeyDeletion on everything",
        "BuyRole: may sqs:SendMessage on Queue",
        "BuyRole: may s3:* on everything",
        "LakePolicy: everybody may s3:GetObject on Lake/*",
        "Key: s3.amazonaws.com may kms:Decrypt on everything, under conditions",
    )

    assert lines == [
        "BuyRole: may s3:* on everything; sends to Queue",
        "LakePolicy: everybody may s3:GetObject on Lake/*",
        "MailerFromApi: apigateway.amazonaws.com calls function Mailer, for execute-api Api/*",
        "Key: this account manages and uses it; s3.amazonaws.com decrypts with Key, under conditions",
    ]


def test_a_long_line_loses_whole_permissions_and_whole_actions() -> None:
    many = ", ".join(f"iam:Action{at}" for at in range(100))
    (line,) = told(f"BuyRole: may {many} on Lake", space=3)
    (other,) = told(*(f"BuyRole: may iam:Do{at} on Lake" for at in range(100)), space=3)

    assert line.startswith("BuyRole: may iam:Action0, iam:Action1, ")
    assert line.endswith(", iam:Action10, … and 89 more on Lake")
    assert other.endswith("; may iam:Do6 on Lake; … and 93 more")


def test_what_there_is_no_room_for_is_counted() -> None:
    lines = told(*(f"Role{at}: may iam:PassRole on BuyRole" for at in range(20)))

    assert len(lines) == 7
    assert lines[-1] == "… and 14 more elsewhere"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_too_odd(text: str) -> None:
    assert all(told(text, f"A: {text}", f"A: may {text} on {text}", space=6))
