"""Only roles that this template makes: neither used by it nor changed."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.guardrails.guardrail import OF_OTHERS, Flaw, Guardrail
from bot.domain.guardrails.naming import others
from bot.domain.intrinsics import Path, function, in_words, is_list
from bot.domain.judged import Judged, Made

_TAKING = re.compile(
    r"Role(?:s|Arn|ARN|Arns|Name)?$|^(?:IamInstanceProfile|InstanceProfile(?:Arn|Name)?)$"
    r"|^(?:Users|Groups)$"
)
# Where API Gateway says which role it calls with.
_WITH_CREDENTIALS = re.compile(r"Credentials(?:Arn)?$")
_ROLE = ("AWS::IAM::Role", "AWS::IAM::InstanceProfile")
_ROLES = {"Groups": ("AWS::IAM::Group",), "Users": ("AWS::IAM::User",)}
_HOLDERS = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
# What these hold is free text under names that anybody chooses.
_FREE = frozenset(
    {
        *("Tags", "Variables", "EnvironmentVariables", "DefaultArguments", "Metadata"),
        *("Parameters", "Labels", "RequestParameters", "StageVariables", "RequestTemplates"),
        *("Definition", "DefinitionSubstitutions", "Body", "UserData"),
    }
)
# Roles that AWS itself made and alone can take on; and whoever calls, with their own rights.
_PSEUDO = re.compile(r"\$\{AWS::\w+\}")
_OF_AWS = re.compile(
    r"arn:[^:]+:iam::[^:/]*:role/aws-service-role/[\w./-]+|arn:[^:]+:iam::\*:user/\*"
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        for path, value in _roles(one):
            for name in _foreign(judged, value, _ROLES.get(path[-1], _ROLE)):
                yield Flaw(path, _said(one, path[-1], name), judged.of_others)


def _said(made: Made, key: str, name: str) -> str:
    does = "changes" if made.type in _HOLDERS else "would act as"
    return (
        f"{made.logical_id} {does} “{in_words(name)}”, which this template does not make ({key})."
    )


def _foreign(judged: Judged, value: object, types: tuple[str, ...]) -> Iterator[str]:
    for reading in judged.scope.each(value):
        if isinstance(reading, Mapping) and function(reading) is None:
            for inner in reading.values():
                yield from _foreign(judged, inner, types)
        else:
            yield from (
                one
                for one in others(judged, reading, types)
                if one.strip() and not _OF_AWS.fullmatch(_PSEUDO.sub("own", one))
            )


def _roles(made: Made) -> Iterator[tuple[Path, object]]:
    """The properties that hold a role, each once, with what stands under it."""
    waiting: list[tuple[Path, object]] = [(made.path, made.properties)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Mapping):
            for key, inner in value.items():
                where = (*path, str(key))
                if _is_role(made, where):
                    yield where, inner
                elif key not in _FREE:
                    waiting.append((where, inner))
        elif is_list(value) and isinstance(value, Sequence):
            waiting += [((*path, str(index)), inner) for index, inner in enumerate(value)]


def _is_role(made: Made, path: Path) -> bool:
    key = path[-1]
    # A switch.
    if key == "UseServiceLinkedRole":
        return False
    # Its own name.
    if made.type in _ROLE and key in ("RoleName", "InstanceProfileName"):
        return False
    if key in ("Users", "Groups"):
        return made.type in _HOLDERS
    if made.type.startswith("AWS::ApiGateway") and _WITH_CREDENTIALS.search(key):
        return True
    return bool(_TAKING.search(key)) and not key.startswith("Fn::")


GUARDRAIL = Guardrail(
    id="foreign-role",
    title="Only roles that this template makes",
    why="A role that is already there may do what nobody sees here, or would get more rights.",
    fix="Make the role in this template and refer to it.",
    flaws=_flaws,
    lighter=OF_OTHERS,
)
