"""Logs are not kept for ever."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import mapping, referred
from bot.domain.judged import Judged, Made


def _flaws(judged: Judged) -> Iterator[Flaw]:
    groups = judged.of_type("AWS::Logs::LogGroup")
    for one in groups:
        if not judged.scope.texts(one.properties.get("RetentionInDays")):
            yield Flaw(
                (*one.path, "RetentionInDays"), f"{one.logical_id} keeps what is logged for ever."
            )
    named = {text for one in groups for text in _names(judged, one)}
    referred_to = {name for one in groups for name in referred(one.properties.get("LogGroupName"))}
    for one in judged.of_type("AWS::Lambda::Function"):
        if not (one.logical_id in referred_to or _logs_to_a_group(judged, one, named)):
            yield Flaw(
                one.path,
                f"Lambda makes the log group of {one.logical_id}, which keeps everything for ever.",
                Severity.NOTE,
                fix="Make it here: AWS::Logs::LogGroup with RetentionInDays, named in LoggingConfig.",
            )


def _names(judged: Judged, group: Made) -> tuple[str, ...]:
    return judged.scope.texts(group.properties.get("LogGroupName"))


def _logs_to_a_group(judged: Judged, function: Made, named: set[str]) -> bool:
    if mapping(function.properties.get("LoggingConfig")).get("LogGroup") is not None:
        return True
    own = judged.scope.texts(function.properties.get("FunctionName"))
    return any(f"/aws/lambda/{name}" in named for name in own)


GUARDRAIL = Guardrail(
    id="log-retention",
    title="Logs are not kept for ever",
    why="What nobody reads any more still costs, and may hold what people would rather have forgotten.",
    fix="Set RetentionInDays.",
    flaws=_flaws,
    severity=Severity.WARNING,
    lighter="A note for a function whose log group the template does not make.",
)
