"""AWS Step Functions: a state machine whose states are what it is drawn to call, in that order.

What an arrow or a number puts after something else comes after it; what nothing orders runs side by side.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import document, keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

_LONGEST_NAME = 75
_NUMBER = re.compile(r"^\W{0,2}(?:step\s*)?(\d{1,2})\b", re.IGNORECASE)
_DELIVER = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
_ON_FAILURE = re.compile(r"\b(?:fail\w*|errors?|catch\w*)\b", re.IGNORECASE)
_FAILED = "It has failed"
State = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One state: what it calls, and what the `${Names}` in it stand for."""

    component: Component
    state: State
    values: dict[str, Any]


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    assumed = keep_role(template, component, role(template, f"{name}Role", "states.amazonaws.com"))
    kind = template.asked(component).choice("kind", ("STANDARD", "EXPRESS")) or "STANDARD"
    properties: dict[str, Any] = {"StateMachineType": kind, "RoleArn": GetAtt(assumed, "Arn")}
    # An express workflow keeps no history of its own.
    if template.asked(component).is_on("logs", default=kind == "EXPRESS"):
        properties["LoggingConfiguration"] = _logging(template, component, assumed)
    template.add(name, "AWS::StepFunctions::StateMachine", properties)
    template.output(f"{name}Arn", Ref(name), f"ARN of the workflow {template.title(component)}")


def _logging(template: Template, component: Component, assumed: str) -> dict[str, Any]:
    logs = log_group(template, component)
    # Whoever delivers logs asks for these on every resource.
    deliver = statement("DeliverLogs", _DELIVER, ["*"])
    template.properties(assumed)["Policies"] = [
        {"PolicyName": "base", "PolicyDocument": document(deliver)}
    ]
    group = {"CloudWatchLogsLogGroup": {"LogGroupArn": GetAtt(logs, "Arn")}}
    return {"Level": "ERROR", "IncludeExecutionData": False, "Destinations": [group]}


def add_step(template: Template, machine: Component, step: Step) -> None:
    steps = template.steps.setdefault(machine.id, [])
    if all(one.component != step.component for one in steps):
        steps.append(step)


def _finish(template: Template, component: Component) -> None:
    steps: list[Step] = template.steps.get(component.id, [])
    failed = [one for one in steps if _is_for_failures(template.drawing, component, one)]
    # What nothing leads to would be refused.
    failed = failed if len(failed) < len(steps) else []
    levels = _levels(template.drawing, component, [one for one in steps if one not in failed])
    retries = template.asked(component).number("retries", 1, 10)
    chain = _chained([_level(template, number, level) for number, level in enumerate(levels, 1)])
    if retries:
        _retried(chain, retries)
    definition = {"Comment": template.title(component), **_caught(template, chain, failed)}
    properties = template.properties(template.id(component))
    properties["DefinitionString"] = json.dumps(definition, indent=2) + "\n"
    values = {name: value for step in steps for name, value in step.values.items()}
    if values:
        properties["DefinitionSubstitutions"] = values
    if any(len(level) > 1 for level in levels):
        template.assume(
            f"{template.title(component)} runs side by side what no arrow or number puts in order."
        )


def _is_for_failures(drawing: Drawing, machine: Component, step: Step) -> bool:
    """Whether the arrow to it says that it is for what goes wrong."""
    said = [
        one.label for one in drawing.wires if one.source == machine and one.target == step.component
    ]
    return any(_ON_FAILURE.search(text) for text in said)


def _retried(chain: State, times: int) -> None:
    again = {
        "ErrorEquals": ["States.TaskFailed"],
        "IntervalSeconds": 5,
        "MaxAttempts": times,
        "BackoffRate": 2,
    }
    for state in chain["States"].values():
        for each in (state, *(_branch_states(state))):
            if each["Type"] == "Task":
                each["Retry"] = [*each.get("Retry", []), again]


def _branch_states(state: State) -> list[State]:
    return [each for branch in state.get("Branches", []) for each in branch["States"].values()]


def _caught(template: Template, chain: State, failed: Sequence[Step]) -> State:
    """Whatever fails leads to these, one after the other, and then the execution has failed."""
    if not failed:
        return chain
    told = [(_name(template, one), dict(one.state)) for one in failed]
    states = {
        name: {**state, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": told[0][0]}]}
        if state["Type"] in ("Task", "Parallel")
        else state
        for name, state in chain["States"].items()
    }
    following = [*(name for name, _ in told[1:]), _FAILED]
    ends = {
        name: {**state, "Next": then} for (name, state), then in zip(told, following, strict=True)
    }
    end = {"Type": "Fail", "Error": "StepFailed", "Cause": "A step failed; see the execution."}
    template.assume("Whatever fails in the workflow is told, and ends it as failed.")
    return {**chain, "States": {**states, **ends, _FAILED: end}}


def _levels(drawing: Drawing, machine: Component, steps: Sequence[Step]) -> list[list[Step]]:
    numbers = [_number(drawing, machine, one) for one in steps]
    if steps and all(number is not None for number in numbers):
        level = {one.component.id: number or 0 for one, number in zip(steps, numbers, strict=True)}
    else:
        level = _by_arrows(drawing, steps)
    return [
        [one for one in steps if level[one.component.id] == wanted]
        for wanted in sorted(set(level.values()))
    ]


def _number(drawing: Drawing, machine: Component, step: Step) -> int | None:
    said = [
        one.label for one in drawing.wires if one.source == machine and one.target == step.component
    ]
    found = (_NUMBER.match(text.strip()) for text in (*said, step.component.label))
    return next((int(one[1]) for one in found if one), None)


def _by_arrows(drawing: Drawing, steps: Sequence[Step]) -> dict[str, int]:
    level = {one.component.id: 0 for one in steps}
    arrows = [
        (one.source.id, one.target.id)
        for one in drawing.wires
        if one.source.id in level and one.target.id in level
    ]
    # As many rounds as there are steps settle every order; a circle just stops there.
    for _ in steps:
        for source, target in arrows:
            level[target] = min(max(level[target], level[source] + 1), len(steps))
    return level


def _level(template: Template, number: int, steps: Sequence[Step]) -> tuple[str, State]:
    if len(steps) == 1:
        return _name(template, steps[0]), dict(steps[0].state)
    branches = [_chained([(_name(template, one), dict(one.state))]) for one in steps]
    return f"Side by side {number}", {"Type": "Parallel", "Branches": branches}


def _name(template: Template, step: Step) -> str:
    title, own = template.title(step.component), template.id(step.component)
    alike = [
        one
        for one in template.drawing.components
        if template.title(one).casefold() == title.casefold()
    ]
    return (own if len(alike) > 1 else title)[:_LONGEST_NAME]


def _chained(states: Sequence[tuple[str, State]]) -> State:
    if not states:
        return {"StartAt": "Nothing yet", "States": {"Nothing yet": {"Type": "Pass", "End": True}}}
    following = [name for name, _ in states][1:]
    ends: list[State] = [*({"Next": name} for name in following), {"End": True}]
    return {
        "StartAt": states[0][0],
        "States": {name: {**state, **end} for (name, state), end in zip(states, ends, strict=True)},
    }


BLOCK = Block("stepfunctions", "Workflow", _build, _finish)
