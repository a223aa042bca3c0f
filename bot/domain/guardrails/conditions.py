"""Whether a condition says whom a statement is for."""

import re
from collections.abc import Iterator

from bot.domain.documents import Statement
from bot.domain.intrinsics import mapping
from bot.domain.judged import Judged

# Only what asks for a value, and of a key that is there.
_ASKING = re.compile(r"(?:ForAnyValue:)?(?:String|Arn)(?:Equals|Like)(?:IgnoreCase)?")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_NARROWING = frozenset(
    one.lower()
    for one in (
        "aws:PrincipalAccount",
        "aws:PrincipalArn",
        "aws:PrincipalOrgID",
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceOrgID",
        "aws:SourceOwner",
        "aws:SourceVpc",
        "aws:SourceVpce",
        "elasticfilesystem:AccessPointArn",
        "kms:CallerAccount",
        "s3:DataAccessPointAccount",
        "s3:DataAccessPointArn",
    )
)
# Of an identity provider: who signed in, and to what.
_OF_PROVIDERS = re.compile(r".+:(?:aud|sub|app_id|oaud|amr)", re.IGNORECASE)
# EFS lets only those in who mount it from the VPC: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
_MOUNTED = "elasticfilesystem:accessedviamounttarget"
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
_ARN_PARTS = 6


def narrows(judged: Judged, statement: Statement) -> bool:
    """Whether a condition has to be met that not everybody can meet."""
    return any(
        texts and all(_is_somebody(judged, key, one) for one in texts)
        for key, texts in _asked(judged, statement)
    )


def foreign_accounts(judged: Judged, statement: Statement) -> Iterator[str]:
    """The accounts that a condition lets in by their number."""
    for _, texts in _asked(judged, statement):
        for text in texts:
            yield from _ACCOUNT.findall(text)


def _asked(judged: Judged, statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    for condition in judged.scope.each(statement.content.get("Condition")):
        for operator, value in mapping(condition).items():
            for test in judged.scope.each(value):
                for key, expected in mapping(test).items():
                    name = str(key).lower()
                    if _is_narrowing(str(operator), name):
                        yield name, judged.scope.texts(expected)


def _is_narrowing(operator: str, key: str) -> bool:
    if key == _MOUNTED:
        return operator == "Bool"
    return bool(_ASKING.fullmatch(operator)) and (
        key in _NARROWING or bool(_OF_PROVIDERS.fullmatch(key))
    )


def _is_somebody(judged: Judged, key: str, text: str) -> bool:
    if key == _MOUNTED:
        return text == "true"
    if not text or not judged.is_clear(text):
        return False
    parts = text.replace("AWS::", "").split(":", _ARN_PARTS - 1)
    if parts[0] == "arn" and len(parts) == _ARN_PARTS:
        account, resource = parts[4:]
        return _is_exact(account) or (not account and resource[:1] not in "*?")
    return _is_exact(text) or text.startswith("${")


def _is_exact(text: str) -> bool:
    return bool(text) and not re.search(r"[*?]", text)
