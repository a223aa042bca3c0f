"""What a request asks to be made, if CloudFormation takes it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.aws.cloudformation.checking import check, check_capabilities
from bot.sandbox.aws.cloudformation.fetching import fetch
from bot.sandbox.aws.cloudformation.parameters import Lookup, resolve
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Asked
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.template import Template, read

INLINE_BYTES = 51_200
_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")

Request = Mapping[str, Any]


def understand(
    request: Request, place: Place, lookup: Lookup, standing: Asked | None = None
) -> Asked:
    """`standing` is what a stack that is to change is made of. Raises ValidationError, InsufficientCapabilities."""
    template = _template(request, place, standing)
    given = _given(request, standing)
    values = resolve(template, given, lookup)
    check_capabilities(template, request.get("Capabilities", []))
    return Asked(
        template=template,
        given=given,
        parameters=values,
        capabilities=request.get("Capabilities", []),
        tags=_tags(request, standing),
        role=request.get("RoleARN") or (standing.role if standing else None),
        on_failure=_on_failure(request),
        notify=request.get("NotificationARNs", []),
    )


def template_of(request: Request, place: Place) -> Template:
    """Raises ValidationError."""
    template = read(_text(request, place))
    check(template)
    return template


def _template(request: Request, place: Place, standing: Asked | None) -> Template:
    if standing is not None and request.get("UsePreviousTemplate"):
        return standing.template
    return template_of(request, place)


def _given(request: Request, standing: Asked | None) -> Sequence[Mapping[str, Any]]:
    """The parameters, with those that are to stay as they are."""
    stand = {one["ParameterKey"]: one for one in (standing.given if standing else ())}
    return [
        stand[one["ParameterKey"]]
        if one.get("UsePreviousValue") and one["ParameterKey"] in stand
        else one
        for one in request.get("Parameters", [])
        if not one.get("UsePreviousValue") or one["ParameterKey"] in stand
    ]


def _tags(request: Request, standing: Asked | None) -> Mapping[str, str]:
    """Those that stand stay unless others are given."""
    if standing is not None and "Tags" not in request:
        return standing.tags
    return {tag["Key"]: tag["Value"] for tag in request.get("Tags", [])}


def _text(request: Request, place: Place) -> str:
    body, url = request.get("TemplateBody"), request.get("TemplateURL")
    if (body is None) == (url is None):
        raise ValidationError("Either Template URL or Template Body must be specified.")
    if url is not None:
        return fetch(url, place)
    text = str(body)
    if not 1 <= len(text.encode()) <= INLINE_BYTES:
        raise ValidationError(
            f"1 validation error detected: Value '{text[:40]}...' at 'templateBody' failed to "
            f"satisfy constraint: Member must have length less than or equal to {INLINE_BYTES}"
        )
    return text


def check_names(request: Request) -> None:
    for key, member in (("StackName", "stackName"), ("ChangeSetName", "changeSetName")):
        name = request.get(key)
        if name is None or (key == "StackName" and name.startswith("arn:")):
            continue
        if not _NAME.fullmatch(name):
            raise ValidationError(
                f"1 validation error detected: Value '{name}' at '{member}' failed to satisfy "
                "constraint: Member must satisfy regular expression pattern: "
                "[a-zA-Z][-a-zA-Z0-9]*"
            )


def _on_failure(request: Request) -> str:
    if request.get("DisableRollback"):
        return "DO_NOTHING"
    return str(request.get("OnStackFailure") or request.get("OnFailure") or "ROLLBACK")
