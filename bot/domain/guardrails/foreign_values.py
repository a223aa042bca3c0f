"""No value read from what is already in the account, such as somebody else's secret."""

import re
from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail, Judged
from bot.domain.intrinsics import Body, Path, function, in_words, members, walk

PUBLIC = "/aws/service/"
_REFERENCE = re.compile(r"\{\{\s*resolve:([a-z-]+):([^}]*)")
# The text of a Fn::Sub that names a resource of this very template.
_OWN = re.compile(r"^\$\{(?!AWS::)")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for path, one in walk(judged.body):
        if isinstance(one, str) or function(one):
            for text in judged.scope.texts(one):
                yield from _of_text(text, path)
        call = function(one)
        if call is not None and call[0] == "Fn::ImportValue":
            yield Flaw(
                path, f"The template reads the export “{in_words(call[1])}” of another stack."
            )
    for name in judged.parameters:
        yield from _of_parameter(name, judged.parameter(name))


def _of_parameter(name: str, parameter: Body) -> Iterator[Flaw]:
    if not str(parameter.get("Type")).startswith("AWS::SSM::Parameter"):
        return
    for default in members(parameter.get("Default")):
        if not str(default).startswith(PUBLIC):
            yield Flaw(
                ("Parameters", name),
                f"The parameter {name} reads “{default}” from the account's Parameter Store.",
            )


def _of_text(text: str, path: Path) -> Iterator[Flaw]:
    for service, key in _REFERENCE.findall(text):
        if not _OWN.match(key) and not key.startswith(PUBLIC):
            yield Flaw(path, f"The template reads “{key[:100]}” from the account ({service}).")


GUARDRAIL = Guardrail(
    id="foreign-value",
    title="No value read from what is already in the account",
    why="A name is enough to put somebody else's secret where the new stack can show it.",
    fix="Make the value in this template and refer to it, or use a public parameter under /aws/service/.",
    flaws=_flaws,
)
