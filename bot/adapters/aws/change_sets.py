"""Exactly what is sent to CloudFormation for a plan, and what it says of it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bot.adapters.aws.tags import stack_tags
from bot.domain.errors import UserMistake
from bot.domain.stack import (
    INLINE_TEMPLATE_BYTES,
    LARGEST_TEMPLATE_BYTES,
    Change,
    StackPlan,
)

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import (
        ChangeTypeDef,
        CreateChangeSetInputTypeDef,
        OperationEventTypeDef,
        TagTypeDef,
    )

# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
MOST_DETAILS = 5
_REPLACED: Mapping[str, Literal["no", "maybe", "yes"]] = MappingProxyType(
    {"False": "no", "Conditional": "maybe", "True": "yes"}
)


def change_set_name(token: str) -> str:
    """Derived from the token, so that asking again finds the same change set."""
    if _NAME.fullmatch(token):
        return token
    return f"plan-{hashlib.sha256(token.encode()).hexdigest()[:40]}"


def change_set_parameters(
    plan: StackPlan,
    *,
    token: str,
    service_role: str | None,
    template_url: str | None,
    tags: "Sequence[TagTypeDef] | None" = None,
) -> "CreateChangeSetInputTypeDef":
    """The parameters of `create_change_set` for a plan; `template_url` is where a large template lies.

    `tags` are those that a stack to be changed has: with others, AWS would change every resource for their sake.
    """
    parameters: CreateChangeSetInputTypeDef = {
        "StackName": named_at_aws(plan),
        "ChangeSetName": change_set_name(token),
        "ChangeSetType": "UPDATE" if plan.update else "CREATE",
        "ClientToken": token,
        "Description": f"gpt-to-aws request {plan.request_id}",
        "Capabilities": list(plan.capabilities),
        "Tags": _ours(tags) or stack_tags(plan),
    }
    if template_url is None:
        parameters["TemplateBody"] = plan.draft.template
    else:
        parameters["TemplateURL"] = template_url
    if service_role is not None:  # else CloudFormation acts with the rights of the bot itself
        parameters["RoleARN"] = service_role
    return parameters


def named_at_aws(plan: StackPlan) -> str:
    """A stack that exists is named by its id: its name may be another's by now."""
    return plan.update.stack_id if plan.update else plan.stack_name


def is_without_changes(reason: str) -> bool:
    """AWS's words for a change set that would do nothing; they come as the reason of a failure."""
    said = reason.lower()
    return "didn't contain changes" in said or "no updates are to be performed" in said


def _ours(tags: "Sequence[TagTypeDef] | None") -> "list[TagTypeDef]":
    """Those that may be sent: AWS reserves its own."""
    return [one for one in tags or () if not one["Key"].startswith("aws:")]


def fits_inline(template: str, bucket: str | None) -> bool:
    """Whether a template can be sent as it is. Raises UserMistake when it cannot be sent at all."""
    size = len(template.encode())
    if size > LARGEST_TEMPLATE_BYTES:
        raise UserMistake(
            f"The template has {size:,} bytes, and AWS takes {LARGEST_TEMPLATE_BYTES:,} at most. "
            "Ask for it in several stacks."
        )
    if size <= INLINE_TEMPLATE_BYTES:
        return True
    if bucket is None:
        raise UserMistake(
            f"The template has {size:,} bytes, and AWS takes no more than {INLINE_TEMPLATE_BYTES:,} "
            "without a bucket to put it in. Ask for it in several stacks, or whoever runs the bot "
            "names a bucket (AWS_TEMPLATE_BUCKET)."
        )
    return False


def changes(found: "Sequence[ChangeTypeDef]") -> tuple[Change, ...]:
    return tuple(_changes(found))


def _changes(found: "Sequence[ChangeTypeDef]") -> Iterator[Change]:
    for one in found:
        resource = one.get("ResourceChange")
        if resource is not None:
            yield Change(
                action=resource.get("Action", "Add"),
                logical_id=resource.get("LogicalResourceId", ""),
                type=resource.get("ResourceType", ""),
                replacement=_REPLACED.get(resource.get("Replacement", "False"), "maybe"),
            )


def details(events: "Sequence[OperationEventTypeDef]") -> str:
    """What AWS found before creating anything, one resource after the other."""
    said = [
        f"{one.get('LogicalResourceId', 'The template')}: {reason}"
        for one in events
        if (reason := one.get("ValidationStatusReason") or one.get("ResourceStatusReason"))
    ]
    return " ".join(dict.fromkeys(said[:MOST_DETAILS]))
