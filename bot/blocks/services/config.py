"""AWS Config: a recorder of how everything is set, a bucket for what it records, and a first rule."""

import re
from typing import Any

from bot.blocks.block import Block, nothing
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.permissions import THIS_ACCOUNT, grant, role, statement
from bot.blocks.services.buckets import let_write
from bot.blocks.services.singletons import say_only_one
from bot.blocks.services.sns import let_publish
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_SERVICE = "config.amazonaws.com"
# By the label's words; the first is the usual one.
_RULES = {
    "public": "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    "encrypt": "ENCRYPTED_VOLUMES",
    "ssh": "INCOMING_SSH_DISABLED",
    "mfa": "ROOT_ACCOUNT_MFA_ENABLED",
    "version": "S3_BUCKET_VERSIONING_ENABLED",
    "trail": "CLOUD_TRAIL_ENABLED",
    "tag": "REQUIRED_TAGS",
    "attached": "EC2_VOLUME_INUSE_CHECK",
    "eip": "EIP_ATTACHED",
    "database": "RDS_STORAGE_ENCRYPTED",
    "multi-az": "RDS_MULTI_AZ_SUPPORT",
    "password": "IAM_PASSWORD_POLICY",
    "user": "IAM_USER_NO_POLICIES_CHECK",
    "flow-logs": "VPC_FLOW_LOGS_ENABLED",
    "bucket-encrypt": "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED",
}
_PARAMETERS = {"REQUIRED_TAGS": {"tag1Key": "owner"}}
_RULE = re.compile("|".join(_RULES))
_KIND = re.compile(r"AWS::[A-Za-z0-9]{2,40}::[A-Za-z0-9]{2,60}")
_FREQUENCIES = {
    1: "One_Hour",
    3: "Three_Hours",
    6: "Six_Hours",
    12: "Twelve_Hours",
    24: "TwentyFour_Hours",
}


def _finish(template: Template, component: Component) -> None:
    recorder = template.once(("recorder",), lambda: _recorder(template, component))
    functions = [
        one
        for one in template.drawing.beside(component, "lambda")
        if one.id in template.drawing.made
    ]
    for one in functions:
        _judged_by(template, component, one, recorder)
    asked = template.asked(component).each("rules", _RULE)
    label = component.label.lower()
    named = [one for word, one in _RULES.items() if word in label]
    identifiers = [_RULES[one] for one in asked if one in _RULES] or named[:1]
    if not identifiers and not functions:
        identifiers = [_RULES["public"]]
        template.assume(f"The first rule is {identifiers[0]}; add those that you go by.")
    for identifier in dict.fromkeys(identifiers):
        _managed(template, component, identifier, recorder)


def _managed(template: Template, component: Component, identifier: str, recorder: str) -> None:
    usual = _PARAMETERS.get(identifier)
    rule = template.add(
        f"{template.id(component)}Rule",
        "AWS::Config::ConfigRule",
        {
            "Description": f"For {template.title(component)}",
            "Source": {"Owner": "AWS", "SourceIdentifier": identifier},
            **({"InputParameters": usual} if usual else {}),
        },
        DependsOn=[recorder],
    )
    if usual:
        values = ", ".join(usual.values())
        template.assume(f"The rule {identifier} asks for: {values}.", Stake.ACT)
    template.output(f"{rule}Arn", GetAtt(rule, "Arn"), f"ARN of the rule {identifier}")


def _judged_by(
    template: Template, component: Component, function: Component, recorder: str
) -> None:
    """A rule that a function decides on, whenever a setting changes."""
    name = template.id(function)
    # The rule waits for the permission, so the permission cannot name it.
    allowed = template.add(
        f"{name}FromConfig",
        "AWS::Lambda::Permission",
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": Ref(name),
            "Principal": _SERVICE,
            "SourceAccount": ACCOUNT,
        },
    )
    # Config takes evaluations for whatever a rule is about, and knows no narrower resource.
    grant(template, function, statement("PutEvaluations", ["config:PutEvaluations"], ["*"]))
    told = "ConfigurationItemChangeNotification"
    template.add(
        f"{template.id(component)}CustomRule",
        "AWS::Config::ConfigRule",
        {
            "Description": f"Decided by {template.title(function)}",
            "Source": {
                "Owner": "CUSTOM_LAMBDA",
                "SourceIdentifier": GetAtt(name, "Arn"),
                "SourceDetails": [{"EventSource": "aws.config", "MessageType": told}],
            },
            **_scope(template, component),
        },
        DependsOn=[recorder, allowed],
    )
    template.assume(
        f"{template.title(function)} decides on a rule of its own, for each setting that changes."
    )


def _scope(template: Template, component: Component) -> dict[str, Any]:
    kinds = [*template.asked(component).each("types", _KIND)]
    return {"Scope": {"ComplianceResourceTypes": kinds}} if kinds else {}


def _recorder(template: Template, component: Component) -> str:
    name = template.id(component)
    bucket, policy = let_write(template, component, _SERVICE, "AWSLogs/*", THIS_ACCOUNT)
    acts = role(
        template,
        f"{name}Role",
        _SERVICE,
        [statement("Deliver", ["s3:PutObject"], [Sub(f"${{{bucket}.Arn}}/AWSLogs/*")])],
        managed=["service-role/AWS_ConfigRole"],
    )
    template.add(
        name,
        "AWS::Config::ConfigurationRecorder",
        {
            "RoleARN": GetAtt(acts, "Arn"),
            "RecordingGroup": _recorded(template, component),
        },
    )
    channel: dict[str, Any] = {"S3BucketName": Ref(bucket)}
    for topic in template.drawing.targets(component, "sns")[:1]:
        let_publish(template, topic, _SERVICE, THIS_ACCOUNT)
        channel["SnsTopicARN"] = Ref(template.id(topic))
    hours = template.asked(component).number("snapshot-hours", 1, 24)
    if hours in _FREQUENCIES:
        often = {"DeliveryFrequency": _FREQUENCIES[hours]}
        channel["ConfigSnapshotDeliveryProperties"] = often
    elif hours:
        template.asked(component).refuse("snapshot-hours")
    template.add(f"{name}Channel", "AWS::Config::DeliveryChannel", channel, DependsOn=[policy])
    say_only_one(template, component)
    template.assume(
        "AWS Config is billed for each change that it records, and for each evaluation of a rule.",
        Stake.MONEY,
    )
    return name


def _recorded(template: Template, component: Component) -> dict[str, Any]:
    kinds = [*template.asked(component).each("types", _KIND)]
    if kinds:
        return {"AllSupported": False, "ResourceTypes": kinds}
    return {"AllSupported": True, "IncludeGlobalResourceTypes": True}


BLOCK = Block("config", "Recorder", nothing, _finish)
