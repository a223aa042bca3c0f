"""Every parameter has a default: nobody is asked for values."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for name in judged.parameters:
        if "Default" not in judged.parameter(name):
            yield Flaw(
                ("Parameters", name),
                f"The parameter {name} has no Default.",
                Severity.BLOCKING if judged.stands_alone else Severity.NOTE,
            )


GUARDRAIL = Guardrail(
    id="parameter-without-default",
    title="Every parameter has a default",
    why="People approve a template and are asked for nothing more, so AWS would refuse it.",
    fix="Give it a Default, or have AWS make the value, for example ManageMasterUserPassword for a database.",
    flaws=_flaws,
    lighter="A note for `gpt-to-aws lint`: there, whoever launches the template gives the values.",
)
