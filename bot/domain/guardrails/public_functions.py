"""A function that the whole internet may call is one that somebody meant to be."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged, Made

_SIGNED = {"AWS_IAM"}
_BY_URL = "lambda:InvokeFunctionUrl"


def is_of_a_url(judged: Judged, made: Made) -> bool:
    """Whether a permission is only for calls to a function's own address."""
    return made.type == "AWS::Lambda::Permission" and {
        *judged.scope.texts(made.properties.get("Action"))
    } == {_BY_URL}


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type("AWS::Lambda::Url"):
        if {*judged.scope.texts(one.properties.get("AuthType"))} != _SIGNED:
            yield Flaw(
                (*one.path, "AuthType"), f"{one.logical_id} lets everybody call the function."
            )
    for one in judged.of_type("AWS::Lambda::Permission"):
        is_for_all = "*" in judged.scope.texts(one.properties.get("Principal"))
        kinds = {*judged.scope.texts(one.properties.get("FunctionUrlAuthType"))}
        if is_for_all and is_of_a_url(judged, one) and kinds != _SIGNED:
            yield Flaw(
                (*one.path, "Principal"),
                f"{one.logical_id} lets everybody call the function at its address.",
            )


GUARDRAIL = Guardrail(
    id="public-function",
    title="A function's address is not open to everybody",
    why="Whoever finds the address runs the function, at your cost; drawings show such functions, so it may be meant.",
    fix="Set AuthType: AWS_IAM, or put an API with an authorizer in front of the function.",
    flaws=_flaws,
    severity=Severity.WARNING,
)
