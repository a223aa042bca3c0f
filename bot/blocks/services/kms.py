"""AWS KMS: a key that rotates, administered by the account."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Sub
from bot.blocks.permissions import document
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_EVENTS = "events.amazonaws.com"
_ADMINISTERED = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
)


def key(
    template: Template,
    name: str,
    description: str,
    services: Sequence[str] = (),
    keep: str = "Delete",
) -> str:
    """A key that the account's own roles may be given, and these AWS services may use for it."""
    account: dict[str, Any] = {
        "Sid": "TheAccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
        "Action": list(_ADMINISTERED),
        # In a key's own policy this is the key itself.
        "Resource": "*",
    }
    return template.add(
        name,
        "AWS::KMS::Key",
        {
            "Description": description,
            "EnableKeyRotation": True,
            "PendingWindowInDays": 30,
            "KeyPolicy": document(account, *_served(services)),
        },
        DeletionPolicy=keep,
        UpdateReplacePolicy=keep,
    )


def _served(services: Sequence[str]) -> Iterator[dict[str, Any]]:
    """EventBridge does not say for which account it asks, so it cannot be held to one."""
    for one in dict.fromkeys(services):
        served: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Service": one},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": "*",
        }
        this_account = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        yield served if one == _EVENTS else {**served, "Condition": this_account}


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    key(template, name, template.title(component), keep="Retain")
    template.assume(
        "An encryption key is kept when the stack is deleted, since what it encrypted would be lost.",
        Stake.DATA,
    )
    template.output(
        f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the key {template.title(component)}"
    )


BLOCK = Block("kms", "Key", _build)
