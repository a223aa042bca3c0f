"""AWS Config: a recorder of how everything is set, a bucket for what it records, and a first rule."""

from typing import Any

from bot.blocks.block import Block, nothing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import THIS_ACCOUNT, role, statement
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
}


def _finish(template: Template, component: Component) -> None:
    recorder = template.once(("recorder",), lambda: _recorder(template, component))
    label = component.label.lower()
    identifier = next((one for word, one in _RULES.items() if word in label), _RULES["public"])
    rule = template.add(
        f"{template.id(component)}Rule",
        "AWS::Config::ConfigRule",
        {
            "Description": f"For {template.title(component)}",
            "Source": {"Owner": "AWS", "SourceIdentifier": identifier},
        },
        DependsOn=[recorder],
    )
    template.output(f"{rule}Arn", GetAtt(rule, "Arn"), "ARN of the rule")
    template.assume(f"The first rule is {identifier}; add those that you go by.")


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
            "RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True},
        },
    )
    channel: dict[str, Any] = {"S3BucketName": Ref(bucket)}
    for topic in template.drawing.targets(component, "sns")[:1]:
        let_publish(template, topic, _SERVICE, THIS_ACCOUNT)
        channel["SnsTopicARN"] = Ref(template.id(topic))
    template.add(f"{name}Channel", "AWS::Config::DeliveryChannel", channel, DependsOn=[policy])
    say_only_one(template, component)
    template.assume(
        "AWS Config is billed for each change that it records, and for each evaluation of a rule.",
        Stake.MONEY,
    )
    return name


BLOCK = Block("config", "Recorder", nothing, _finish)
