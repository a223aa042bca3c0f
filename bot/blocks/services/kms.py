"""AWS KMS: a key that rotates, administered by the account."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.permissions import document
from bot.blocks.settings import ON
from bot.blocks.stake import Stake
from bot.blocks.template import GOES, KEEP, Template
from bot.domain.architecture import Component

_ALIAS = re.compile(r"(?:alias/)?(?!aws/)[A-Za-z0-9/_-]{1,100}")
_SIGNS = "SIGN_VERIFY"
_SPECS = {
    "symmetric": "ENCRYPT_DECRYPT",
    "RSA_2048": "ENCRYPT_DECRYPT",
    "RSA_3072": "ENCRYPT_DECRYPT",
    "RSA_4096": "ENCRYPT_DECRYPT",
    "ECC_NIST_P256": _SIGNS,
    "ECC_NIST_P384": _SIGNS,
    "HMAC_256": "GENERATE_VERIFY_MAC",
}
_EVENTS = "events.amazonaws.com"
# It says for which distribution it asks, and for no account; no key can name what waits for its bucket.
_CLOUDFRONT = "cloudfront.amazonaws.com"
_DISTRIBUTIONS = Sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/*")
_ADMINISTERED = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
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
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
# What a key of each use can do at all.
_USED = {
    "ENCRYPT_DECRYPT": (
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
    ),
    "SIGN_VERIFY": ("kms:GetPublicKey", "kms:Sign", "kms:Verify"),
    "GENERATE_VERIFY_MAC": ("kms:GenerateMac", "kms:VerifyMac"),
}
_OF_TWO_HALVES = (
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GetPublicKey",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)


def key(
    template: Template,
    name: str,
    description: str,
    services: Sequence[str] = (),
    *,
    keep: bool = False,
) -> str:
    """A key that the account's own roles may be given, and these AWS services may use for it."""
    account: dict[str, Any] = {
        "Sid": "TheAccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")},
        "Action": [*_ADMINISTERED, *_USED["ENCRYPT_DECRYPT"]],
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
        **(KEEP if keep else GOES),
    )


def serve(template: Template, name: str, services: Sequence[str]) -> None:
    """Lets these services use a key that is there already."""
    statements = template.properties(name)["KeyPolicy"]["Statement"]
    statements.extend(one for one in _served(services) if one not in statements)


def _served(services: Sequence[str]) -> Iterator[dict[str, Any]]:
    """EventBridge does not say for which account it asks, so it cannot be held to one."""
    for one in dict.fromkeys(services):
        served: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Service": one},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": "*",
        }
        if one == _CLOUDFRONT:
            served["Condition"] = {"ArnLike": {"aws:SourceArn": _DISTRIBUTIONS}}
        elif one != _EVENTS:
            served["Condition"] = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        yield served


def _build(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    key(template, name, template.title(component), keep=True)
    properties = template.properties(name)
    spec = asked.choice("spec", _SPECS) or "symmetric"
    if spec == "symmetric":
        properties["EnableKeyRotation"] = asked.is_on("rotation", default=True)
    else:
        # AWS turns no key of two halves.
        del properties["EnableKeyRotation"]
        properties |= {"KeySpec": spec, "KeyUsage": _SPECS[spec]}
        used = _OF_TWO_HALVES if spec.startswith("RSA_") else _USED[_SPECS[spec]]
        properties["KeyPolicy"]["Statement"][0]["Action"] = [*_ADMINISTERED, *used]
    wanted = asked.text("alias", _ALIAS)
    own = Sub(f"alias/${{AWS::StackName}}-{template.short(component)}")
    alias = f"alias/{wanted.removeprefix('alias/')}" if wanted and wanted != ON else own
    template.add(f"{name}Alias", "AWS::KMS::Alias", {"AliasName": alias, "TargetKeyId": Ref(name)})
    template.assume(
        "An encryption key is kept when the stack is deleted, since what it encrypted would be lost.",
        Stake.DATA,
    )
    template.output(
        f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the key {template.title(component)}"
    )


BLOCK = Block("kms", "Key", _build)
