"""Only known principals: nobody from outside takes on a role or uses a resource."""

import re
from collections.abc import Iterator

from bot.domain.guardrails.documents import Statement, allowing
from bot.domain.guardrails.guardrail import Flaw, Guardrail, Judged
from bot.domain.intrinsics import in_words, members

_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
# Accounts of AWS's own that write into a bucket, from before they had service principals:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
_LOG_DELIVERY = frozenset({"127311923021", "033677994240", "027434742980", "797873946194"})
_FREE_TYPES = frozenset({"AWS::EC2::VPCEndpoint"})
# The property by which a function is open to everybody, and the word for it.
_OPEN_BY = {
    "AWS::Lambda::LayerVersionPermission": ("Principal", "*"),
    "AWS::Lambda::Permission": ("Principal", "*"),
    "AWS::Lambda::Url": ("AuthType", "NONE"),
}
# The role policies' own statements are about "what", so they have no principal.
_ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")


def _principals(judged: Judged, statement: Statement) -> Iterator[tuple[str, str]]:
    for principal in judged.scope.each(statement.content.get("Principal")):
        if isinstance(principal, str):
            yield "*", principal
        else:
            for kind in principal:
                for name in judged.scope.texts(principal[kind]):
                    yield str(kind), name


def _everybody(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if statement.made.type not in _FREE_TYPES:
            yield from _open_statement(judged, statement)
    for one in judged.of_type(*_OPEN_BY):
        key, everybody = _OPEN_BY[one.type]
        if everybody in judged.scope.texts(one.properties.get(key)):
            yield Flaw((*one.path, key), f"{one.logical_id} lets everybody call the function.")


def _open_statement(judged: Judged, statement: Statement) -> Iterator[Flaw]:
    if "NotPrincipal" in statement.content:
        yield Flaw(statement.path, f"{statement.made.logical_id} allows everybody but some.")
    everybody = any(
        name == "*" for kind, name in _principals(judged, statement) if kind in {"*", "AWS"}
    )
    if everybody and not statement.content.get("Condition"):
        yield Flaw(
            (*statement.path, "Principal"),
            f"{statement.made.logical_id} lets everybody on the internet in (Principal “*”).",
        )


def _strangers(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        for kind, name in _principals(judged, statement):
            account = _ACCOUNT.search(name)
            if kind == "AWS" and account and account[0] not in _LOG_DELIVERY:
                yield Flaw(
                    (*statement.path, "Principal"),
                    f"{statement.made.logical_id} trusts the AWS account {account[0]}.",
                )
    for one in judged.of_type(*_ATTACHED):
        for key in ("Roles", "RoleName", "Users", "Groups"):
            for holder in judged.scope.each(members(one.properties.get(key))):
                if isinstance(holder, str):
                    yield Flaw(
                        (*one.path, key),
                        f"{one.logical_id} changes “{in_words(holder)}”, which this template does not make.",
                    )


GUARDRAILS = (
    Guardrail(
        id="open-to-everybody",
        title="Nothing can be used by everybody",
        why="A policy with the principal “*” and no condition makes a queue, a bucket or a function public.",
        fix="Name the service or the role that needs it, or add a Condition such as aws:SourceArn.",
        flaws=_everybody,
    ),
    Guardrail(
        id="foreign-principal",
        title="No trust in other accounts, no change to roles that are already there",
        why="It opens the account to strangers, or gives more rights to what exists.",
        fix="Refer to roles of this template.",
        flaws=_strangers,
    ),
)
