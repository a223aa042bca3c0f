"""No trust in other accounts and in strangers."""

import re
from collections.abc import Iterator

from bot.domain.documents import Statement, allowing, principals
from bot.domain.guardrails.conditions import foreign_accounts, narrows
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.letting_in import BY_PROPERTY, FREE_TYPES, callers, is_for_everybody
from bot.domain.guardrails.naming import is_own
from bot.domain.intrinsics import in_words
from bot.domain.judged import Judged, Made

# The `AWS::AccountId` has to be where an ARN has its account.
_THIS_ACCOUNT = re.compile(r"(?:arn:[^:]+:(?:iam|sts)::)?\$\{AWS::AccountId\}(?::.*)?")
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
_SERVICE = re.compile(r"[\w.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)")
# Accounts of AWS's own that write into a bucket, from before they had service principals:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_LOG_DELIVERY = frozenset(
    {
        *("127311923021", "033677994240", "027434742980", "797873946194", "985666609251"),
        *("507241528517", "054676820928", "156460612806", "652711504416", "009996457667"),
        *("897822967062", "635631232127", "582318560864", "600734575887", "383597477331"),
        *("718504428378", "114774131450", "783225319266", "589379963580", "754344448648"),
        *("098369216593", "076674570225", "048591011584", "190560391635"),
        *("638102146993", "037604701340"),
    }
)
# What stands for a part of a name and does not change whose it is.
_FILLED_IN = {
    "${AWS::Region}": "region",
    "${AWS::URLSuffix}": "amazonaws.com",
    "${AWS::Partition}": "aws",
}
_IDENTITIES = ("AWS::IAM::Role", "AWS::CloudFront::CloudFrontOriginAccessIdentity")
_ORIGIN_ACCESS = re.compile(
    r"arn:[^:]+:iam::cloudfront:user/CloudFront Origin Access Identity (\$\{.+\})"
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if statement.made.type not in FREE_TYPES:
            for name in _strange(judged, statement):
                yield Flaw(
                    (*statement.path, "Principal"),
                    f"{statement.made.logical_id} trusts {_who(name)}.",
                )
    for one, key, name in callers(judged):
        if name != "*" and not (_is_service(name) or _is_of_this_account(judged, name)):
            yield Flaw((*one.path, key), f"{one.logical_id} trusts {_who(name)}.")
    for one in judged.of_type(*BY_PROPERTY):
        yield from _from_elsewhere(judged, one)


def _strange(judged: Judged, statement: Statement) -> Iterator[str]:
    for kind, name in principals(judged, statement):
        if name != "*" and not _is_known(judged, statement, kind, name):
            yield name
    if is_for_everybody(judged, statement):
        yield from foreign_accounts(judged, statement)


def _is_known(judged: Judged, statement: Statement, kind: str, name: str) -> bool:
    if kind == "Service":
        return _is_service(name)
    if kind == "Federated":
        return narrows(judged, statement)
    if kind == "CanonicalUser":
        return is_own(judged, name, _IDENTITIES)
    return kind == "AWS" and _is_of_this_account(judged, name)


def _is_of_this_account(judged: Judged, name: str) -> bool:
    name = _filled_in(name)
    access = _ORIGIN_ACCESS.fullmatch(name)
    account = _ACCOUNT.search(name)
    return (
        is_own(judged, access[1] if access else name, _IDENTITIES)
        or bool(_THIS_ACCOUNT.fullmatch(name))
        or (account is not None and account[0] in _LOG_DELIVERY)
    )


def _is_service(name: str) -> bool:
    return bool(_SERVICE.fullmatch(_filled_in(name)))


def _filled_in(name: str) -> str:
    for placeholder, text in _FILLED_IN.items():
        name = name.replace(placeholder, text)
    return name


def _from_elsewhere(judged: Judged, made: Made) -> Iterator[Flaw]:
    """What a service does for somebody else's account."""
    for key in ("SourceAccount", "SourceArn"):
        for text in judged.scope.texts(made.properties.get(key)):
            if _ACCOUNT.search(text) or not judged.is_clear(text):
                yield Flaw((*made.path, key), f"{made.logical_id} trusts {_who(text)}.")


def _who(name: str) -> str:
    account = _ACCOUNT.search(name)
    return f"the AWS account {account[0]}" if account else f"“{in_words(name)[:100]}”"


GUARDRAIL = Guardrail(
    id="foreign-principal",
    title="No trust in other accounts and in strangers",
    why="It opens the account to people whom nobody here knows.",
    fix="Refer to roles of this template, to services of AWS or to this account.",
    flaws=_flaws,
)
