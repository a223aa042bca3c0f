"""Only known principals: nobody from outside takes on a role or uses a resource."""

import re
from collections.abc import Iterator

from bot.domain.documents import Statement, allowing, principals
from bot.domain.guardrails.conditions import foreign_accounts, narrows
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.naming import is_own
from bot.domain.intrinsics import in_words
from bot.domain.judged import Judged, Made

# The `AWS::AccountId` has to be where an ARN has its account.
_THIS_ACCOUNT = re.compile(r"(?:arn:[^:]+:(?:iam|sts)::)?\$\{AWS::AccountId\}(?::.*)?")
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
_SERVICE = re.compile(r"[\w.-]+\.(?:amazonaws\.com(?:\.cn)?|amazon\.com)")
# Accounts of AWS's own that write into a bucket, from before they had service principals:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_LOG_DELIVERY = frozenset({"127311923021", "033677994240", "027434742980", "797873946194"})
# What stands for a part of a name and does not change whose it is.
_FILLED_IN = {
    "${AWS::Region}": "region",
    "${AWS::URLSuffix}": "amazonaws.com",
    "${AWS::Partition}": "aws",
}
_FREE_TYPES = frozenset({"AWS::EC2::VPCEndpoint"})
_IDENTITIES = ("AWS::IAM::Role", "AWS::CloudFront::CloudFrontOriginAccessIdentity")
_ORIGIN_ACCESS = re.compile(
    r"arn:[^:]+:iam::cloudfront:user/CloudFront Origin Access Identity (\$\{.+\})"
)
# Resources that let in whom a property names.
_LETTING_IN = (
    "AWS::Events::EventBusPolicy",
    "AWS::Lambda::LayerVersionPermission",
    "AWS::Lambda::Permission",
)
_SIGNED = "AWS_IAM"


def _everybody(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if statement.made.type not in _FREE_TYPES:
            yield from _open_statement(judged, statement)
    for one in judged.of_type(*_LETTING_IN):
        if "*" in judged.scope.texts(one.properties.get("Principal")):
            yield Flaw(
                (*one.path, "Principal"), f"{one.logical_id} lets everybody in (Principal “*”)."
            )
    for one in judged.of_type("AWS::Lambda::Url"):
        if {_SIGNED} != {*judged.scope.texts(one.properties.get("AuthType"))}:
            yield Flaw(
                (*one.path, "AuthType"), f"{one.logical_id} lets everybody call the function."
            )


def _open_statement(judged: Judged, statement: Statement) -> Iterator[Flaw]:
    if "NotPrincipal" in statement.content:
        yield Flaw(statement.path, f"{statement.made.logical_id} allows everybody but some.")
    if not _is_for_everybody(judged, statement) or narrows(judged, statement):
        return
    yield Flaw(
        (*statement.path, "Principal"),
        f"{statement.made.logical_id} lets everybody on the internet in (Principal “*”).",
    )


def _is_for_everybody(judged: Judged, statement: Statement) -> bool:
    return any(name == "*" for _, name in principals(judged, statement))


def _strangers(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if statement.made.type not in _FREE_TYPES:
            for name in _strange(judged, statement):
                yield Flaw(
                    (*statement.path, "Principal"),
                    f"{statement.made.logical_id} trusts {_who(name)}.",
                )
    for one in judged.of_type(*_LETTING_IN):
        for name in judged.scope.texts(one.properties.get("Principal")):
            if name != "*" and not (_is_service(name) or _is_of_this_account(judged, name)):
                yield Flaw((*one.path, "Principal"), f"{one.logical_id} trusts {_who(name)}.")
        yield from _from_elsewhere(judged, one)


def _strange(judged: Judged, statement: Statement) -> Iterator[str]:
    for kind, name in principals(judged, statement):
        if name != "*" and not _is_known(judged, statement, kind, name):
            yield name
    if _is_for_everybody(judged, statement):
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


GUARDRAILS = (
    Guardrail(
        id="open-to-everybody",
        title="Nothing can be used by everybody",
        why="A policy with the principal “*” makes a queue, a bucket or a function public, unless a "
        "condition says whom it is for.",
        fix="Name the service or the role that needs it, or add a Condition on aws:SourceArn, "
        "aws:SourceAccount or aws:PrincipalOrgID.",
        flaws=_everybody,
    ),
    Guardrail(
        id="foreign-principal",
        title="No trust in other accounts and in strangers",
        why="It opens the account to people whom nobody here knows.",
        fix="Refer to roles of this template, to services of AWS or to this account.",
        flaws=_strangers,
    ),
)
