"""The form that changes a plan by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.domain.instance import T3, InstancePlan
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy, Violation
from bot.workflows.edit_plan import Changes
from handlers.cards.blocks import Block
from handlers.cards.fields import field, option, select, typed, words

SUBMIT = "plan_edit_submit"
# What is wrong with the form as a whole stands beside it.
FIRST_FIELD = "instance_type"
# Which field a broken rule belongs to.
FIELD_OF_RULE = {
    "instance-types": "instance_type",
    "max-volume": "volume_gib",
    "min-volume": "volume_gib",
    "max-count": "count",
    "regions": "region",
}
YES, NO = "yes", "no"
PROTECTION = (
    option(YES, "On: protected from being ended by mistake"),
    option(NO, "Off: easy to end"),
)
LONGEST_NAME = 255


def build(record: PlanRecord, policy: Policy) -> dict[str, Any]:
    """Return a modal filled in with the plan as it is."""
    plan = _of_instances(record)
    draft = plan.draft
    return {
        "type": "modal",
        "callback_id": SUBMIT,
        "private_metadata": record.id,
        "title": words("Edit the plan"),
        "submit": words("Make a new plan"),
        "close": words("Back"),
        "blocks": [
            field("instance_type", "Instance type", select(_types(policy), draft.instance_type)),
            field("volume_gib", "Disk (GiB)", _number(draft.volume_gib, policy.max_volume_gib)),
            field(
                "termination_protection",
                "Termination protection",
                select(PROTECTION, YES if draft.termination_protection else NO),
            ),
            field("count", "How many", _number(draft.count, policy.max_count)),
            field("name", "Name", typed(draft.name or "", LONGEST_NAME), optional=True),
            field(
                "region",
                "Region",
                select([option(one, one) for one in policy.regions], plan.region),
            ),
        ],
    }


def parse(values: Mapping[str, str | None]) -> Changes:
    """Read the form. Raises ValidationError (see `faults`)."""
    protected = values.get("termination_protection") == YES
    return Changes.model_validate({**values, "termination_protection": protected})


def faults(error: ValidationError) -> dict[str, str]:
    """What is wrong, by field, in the form Slack shows beside it."""
    return {str(fault["loc"][0]): f"{fault['msg']}." for fault in error.errors()}


def violations(broken: Sequence[Violation]) -> dict[str, str]:
    """What is not allowed, by field; Slack shows no formatting there."""
    return {FIELD_OF_RULE[one.rule]: str(one).replace("`", "") for one in broken}


def _of_instances(record: PlanRecord) -> InstancePlan:
    if isinstance(record.plan, InstancePlan):
        return record.plan
    message = f"{record.id} is no plan of instances, so this is not its form"
    raise TypeError(message)


def _types(policy: Policy) -> list[Block]:
    return [option(name, _type(name)) for name in policy.instance_types]


def _type(name: str) -> str:
    size = T3.get(name)
    return f"{name} – {size.vcpus} vCPU, {size.memory_gib:g} GiB" if size else name


def _number(value: int, most: int) -> Block:
    return {
        "type": "number_input",
        "is_decimal_allowed": False,
        "initial_value": str(value),
        "min_value": "1",
        "max_value": str(most),
    }
