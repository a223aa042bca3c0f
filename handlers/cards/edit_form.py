"""The form that changes a plan by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.domain.instance import T3
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy, Violation
from bot.workflows.edit_plan import Changes
from handlers.cards.blocks import Block

SUBMIT = "plan_edit_submit"
# Which field a broken rule belongs to.
FIELD_OF_RULE = {
    "instance-types": "instance_type",
    "max-volume": "volume_gib",
    "min-volume": "volume_gib",
    "max-count": "count",
    "regions": "region",
}
YES, NO = "yes", "no"
MOST_OPTIONS = 100


def build(record: PlanRecord, policy: Policy) -> dict[str, Any]:
    """Return a modal filled in with the plan as it is."""
    draft = record.plan.draft
    return {
        "type": "modal",
        "callback_id": SUBMIT,
        "private_metadata": record.id,
        "title": _text("Edit the plan"),
        "submit": _text("Make a new plan"),
        "close": _text("Back"),
        "blocks": [
            _select("instance_type", "Instance type", _types(policy), draft.instance_type),
            _number("volume_gib", "Disk (GiB)", draft.volume_gib, policy.max_volume_gib),
            _select(
                "termination_protection",
                "Termination protection",
                [(YES, "On: protected from being ended by mistake"), (NO, "Off: easy to end")],
                YES if draft.termination_protection else NO,
            ),
            _number("count", "How many", draft.count, policy.max_count),
            _name(draft.name),
            _select("region", "Region", [(one, one) for one in policy.regions], record.plan.region),
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


def _types(policy: Policy) -> list[tuple[str, str]]:
    return [(name, _type(name)) for name in policy.instance_types]


def _type(name: str) -> str:
    size = T3.get(name)
    return f"{name} – {size.vcpus} vCPU, {size.memory_gib:g} GiB" if size else name


def _select(field: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Block:
    offered = [_option(value, text) for value, text in options[:MOST_OPTIONS]]
    element: Block = {"type": "static_select", "action_id": field, "options": offered}
    if initial := [one for one in offered if one["value"] == chosen]:
        element["initial_option"] = initial[0]
    return _input(field, label, element)


def _number(field: str, label: str, value: int, most: int) -> Block:
    return _input(
        field,
        label,
        {
            "type": "number_input",
            "action_id": field,
            "is_decimal_allowed": False,
            "initial_value": str(value),
            "min_value": "1",
            "max_value": str(most),
        },
    )


def _name(name: str | None) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "name", "max_length": 255}
    if name:
        element["initial_value"] = name
    return {**_input("name", "Name", element), "optional": True}


def _input(field: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": field, "label": _text(label), "element": element}


def _option(value: str, text: str) -> Block:
    return {"text": _text(text), "value": value}


def _text(text: str) -> Block:
    return {"type": "plain_text", "text": text}
