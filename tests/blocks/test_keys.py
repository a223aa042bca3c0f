"""Whoever works with what a key encrypts may use that key."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from cfnlint.decode.decode import decode_str  # type: ignore[import-untyped] # it has no types

from bot.blocks import BLOCKS, compose
from bot.blocks.wiring.table import RULES
from bot.domain.architecture import Architecture
from tests.blocks.arranging import arranged, thing
from tests.blocks.conftest import Judge
from tests.blocks.drawings import drawn, named

# Whoever works with these asks for the key himself; databases and disks decrypt by themselves.
_ASKING = ("dynamodb", "kinesis", "s3", "secretsmanager", "sns", "sqs")
_NEEDS_MORE = {"pipes", "b2bi", "kms", "firehose", "lakeformation", "codedeploy", "cloudfront"}


def _all_wired_to(stored: str) -> Architecture:
    """Each service once that has an arrow to it or from it, and a key that is drawn last."""
    # These write there without a rule of their own.
    writers = {"cloudtrail", "config"} if stored == "s3" else set[str]()
    beside = writers | {one for pair in RULES for one in pair if stored in pair} - {
        stored,
        *_NEEDS_MORE,
    }
    services = [stored, *sorted(beside & BLOCKS), "kms"]
    edges = [
        (0, number) if (stored, one) in RULES else (number, 0)
        for number, one in enumerate(services[1:-1], 1)
    ]
    return drawn(
        " ".join(services), [*edges, (len(services) - 1, 0)], labels=named(services, {0: "Stored"})
    )


@cache
def _resources(stored: str) -> dict[str, Any]:
    template, errors = decode_str(compose(_all_wired_to(stored), title="x").template)
    assert not errors
    return json.loads(json.dumps(template["Resources"], default=str))  # type: ignore[no-any-return] # it is


def _statements(resources: dict[str, Any], *kinds: str) -> Iterator[list[dict[str, Any]]]:
    """Of each policy that resources of these types are or have."""
    for one in resources.values():
        if one["Type"] in kinds:
            properties = one["Properties"]
            inline = [each["PolicyDocument"] for each in properties.get("Policies", [])]
            own = [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
            yield from (each["Statement"] for each in (*inline, *own))


@pytest.mark.parametrize("stored", _ASKING)
def test_every_role_that_works_with_something_encrypted_may_use_its_key(stored: str) -> None:
    resources = _resources(stored)
    name = next(one for one in resources if one.startswith("Stored"))
    roles = ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
    of_it = [
        one
        for one in _statements(resources, *roles)
        if f"'{name}'" in str(one) or f"{{{name}." in str(one)
    ]

    assert of_it
    assert [one for one in of_it if "kms:Decrypt" not in str(one)] == []


@pytest.mark.parametrize("stored", ["s3", "sqs", "sns"])
def test_every_service_that_works_with_something_encrypted_is_served_by_its_key(
    stored: str,
) -> None:
    resources = _resources(stored)
    key = str(resources["Key"]["Properties"]["KeyPolicy"])
    own = ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
    asked = {
        one["Principal"]["Service"]
        for statements in _statements(resources, *own)
        for one in statements
        if "Stored" in str(one["Resource"]) and "Service" in one["Principal"]
    }

    assert asked
    assert {one for one in asked if one not in key} == set()


def test_a_bucket_with_a_key_of_its_own_hands_it_out_just_so(judge: Judge) -> None:
    judged = judge(
        arranged(
            thing("b", "s3", encryption="kms"),
            thing("f", "lambda"),
            thing("d", "firehose"),
            thing("c", "cloudfront"),
            thing("t", "cloudtrail"),
            arrows="c>b f>b d>b t>b",
        )
    )

    served = judged.only("AWS::KMS::Key")["KeyPolicy"]["Statement"][1:]
    by_service = {one["Principal"]["Service"]: one["Condition"] for one in served}
    assert judged.faults == ()
    assert "distribution/*" in str(by_service["cloudfront.amazonaws.com"])
    assert "aws:SourceAccount" in str(by_service["cloudtrail.amazonaws.com"])
    assert "UseBucketKey" in str(judged.resources["FunctionPolicy"])
    assert "UseBucketKey" in str(judged.resources["DeliveryStreamRole"])


@pytest.mark.parametrize(
    ("spec", "can", "cannot"),
    [
        ("symmetric", "kms:GenerateDataKeyWithoutPlaintext", "kms:Sign"),
        ("RSA_2048", "kms:GetPublicKey", "kms:GenerateDataKey"),
        ("ECC_NIST_P256", "kms:Sign", "kms:Encrypt"),
        ("HMAC_256", "kms:VerifyMac", "kms:Encrypt"),
    ],
)
def test_the_account_may_do_with_a_key_what_such_a_key_does(
    judge: Judge, spec: str, can: str, cannot: str
) -> None:
    judged = judge(arranged(thing("k", "kms", spec=spec)))

    actions = judged.only("AWS::KMS::Key")["KeyPolicy"]["Statement"][0]["Action"]
    assert judged.faults == ()
    assert can in actions
    assert cannot not in actions


def test_a_database_with_replicas_has_a_password_of_the_templates(judge: Judge) -> None:
    judged = judge(arranged(thing("d", "rds", replicas="1")))

    database = judged.of_type("AWS::RDS::DBInstance")["Database"]
    assert judged.faults == ()
    assert database["ManageMasterUserPassword"] is False
    assert "resolve:secretsmanager" in str(database["MasterUserPassword"])
    assert len(judged.of_type("AWS::RDS::DBInstance")) == 2


@pytest.mark.parametrize("engine", ["sqlserver-ex", "oracle-se2"])
def test_an_engine_without_replicas_has_none(judge: Judge, engine: str) -> None:
    judged = judge(arranged(thing("d", "rds", engine=engine, replicas="2")))

    assert judged.faults == ()
    assert judged.only("AWS::RDS::DBInstance")["ManageMasterUserPassword"] is True
    assert any("has no read replicas" in one for one in judged.assumptions)
