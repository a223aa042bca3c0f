"""Nothing that makes CloudFormation run code, or fetch another template, while it creates the stack."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged

# They make nothing: one notes the version of a tool, the others wait for a signal.
WITHOUT_EFFECT = frozenset(
    {
        "AWS::CDK::Metadata",
        "AWS::CloudFormation::WaitCondition",
        "AWS::CloudFormation::WaitConditionHandle",
    }
)


def runs_code(kind: str) -> bool:
    """Custom resources, macros, nested stacks, hooks, modules, and whatever else joins them."""
    return kind not in WITHOUT_EFFECT and (
        kind.startswith(("Custom::", "AWS::CloudFormation::")) or kind.endswith("::MODULE")
    )


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        if runs_code(one.type):
            yield Flaw(
                ("Resources", one.logical_id, "Type"),
                f"{one.logical_id} ({one.type}) makes CloudFormation run code or another template.",
            )


GUARDRAIL = Guardrail(
    id="code-running-type",
    title="Nothing that makes CloudFormation run code or another template",
    why="What it does cannot be read from the template that people approve.",
    fix="Write the resources themselves into the template.",
    flaws=_flaws,
)
