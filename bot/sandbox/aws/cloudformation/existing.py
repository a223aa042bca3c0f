"""Names that a change set would give and that are taken in the account (early validation)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moto.s3.models import s3_backends

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.changes import Change
from bot.sandbox.aws.cloudformation.comparing import resolved
from bot.sandbox.aws.cloudformation.records import Stack
from bot.sandbox.aws.cloudformation.site import Site
from bot.sandbox.aws.cloudformation.validating import Validation

_BUCKET = "AWS::S3::Bucket"
# Of these there is one of a name in all regions.
_EVERYWHERE = (_BUCKET, "AWS::IAM::", "AWS::CloudFront::", "AWS::Route53::")


def taken(site: Site, changes: Iterable[Change], stacks: Iterable[Stack]) -> list[Validation]:
    """What would be added under a name that something else of its type has."""
    known = list(stacks)
    return [
        Validation(
            change.logical_id,
            change.type,
            f"/Resources/{change.logical_id}/Properties",
            f"Resource of type '{change.type}' with identifier '{name}' already exists.",
            "NAME_CONFLICT_VALIDATION",
        )
        for change in changes
        if change.action == "Add"
        and (name := _name(change.type, resolved(site, change.logical_id))) is not None
        and _is_there(site, change.type, name, known)
    ]


def _name(type_: str, properties: Mapping[str, Any]) -> str | None:
    """The identifier that the template gives, if it does."""
    parts = [properties.get(one) for one in sorted(catalogue.given_identifiers(type_))]
    texts = [part for part in parts if isinstance(part, str)]
    return "|".join(texts) if texts and len(texts) == len(parts) else None


def _is_there(site: Site, type_: str, name: str, stacks: Iterable[Stack]) -> bool:
    place = site.workshop.place
    if type_ == _BUCKET and name in place.everywhere(s3_backends).buckets:
        return True
    everywhere = type_.startswith(_EVERYWHERE)
    near = (one for one in stacks if everywhere or one.region == place.region)
    return any(name == there for stack in near for there in _names(stack, type_))


def _names(stack: Stack, type_: str) -> Iterator[str | None]:
    for one in (*stack.resources.values(), *stack.left):
        if one.type == type_ and one.physical_id and one.status != "DELETE_COMPLETE":
            yield _name(type_, one.properties)
