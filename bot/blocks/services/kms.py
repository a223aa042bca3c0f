"""AWS KMS: a key that rotates, administered by the account."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Sub
from bot.blocks.permissions import document
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

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
    served: dict[str, Any] = {
        "Sid": "ServicesOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": list(dict.fromkeys(services))},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    return template.add(
        name,
        "AWS::KMS::Key",
        {
            "Description": description,
            "EnableKeyRotation": True,
            "PendingWindowInDays": 30,
            "KeyPolicy": document(account, *([served] if services else [])),
        },
        DeletionPolicy=keep,
        UpdateReplacePolicy=keep,
    )


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
