"""Who asked for what AWS made: the same tags on everything a plan makes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.domain.instance import InstancePlan
from bot.domain.stack import StackPlan

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import TagTypeDef

LAUNCHED_BY = "gpt-to-aws"
LONGEST_TAG = 256


def whose(plan: InstancePlan | StackPlan, approved_by: str | None = None) -> Mapping[str, str]:
    """Whose wish it was; a stack gets its tags before anybody approved it."""
    approval = {} if approved_by is None else {"gpt-to-aws:approved-by": approved_by}
    return {
        "launched-by": LAUNCHED_BY,
        "gpt-to-aws:request-id": plan.request_id,
        "gpt-to-aws:requested-by": plan.requested_by,
        **approval,
        "gpt-to-aws:thread": plan.permalink,
    }


def tag_value(text: str) -> str:
    """EC2 takes any character in a tag's value, but people and consoles only printable ones."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:LONGEST_TAG]


def stack_tags(plan: StackPlan) -> "list[TagTypeDef]":
    """CloudFormation puts them on every resource, so no Name: each has its own."""
    return [{"Key": key, "Value": tag_value(value)} for key, value in whose(plan).items()]
