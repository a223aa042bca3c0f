"""No value read from what is already in the account, such as somebody else's secret."""

import re
from collections.abc import Iterator

from bot.domain.guardrails.guardrail import OF_OTHERS, Flaw, Guardrail
from bot.domain.intrinsics import Body, Path, function, in_words, members, walk
from bot.domain.judged import OF_ANOTHER_STACK, Judged

PUBLIC = "/aws/service/"
# A number that the CDK has in every template it makes, and looks at before it launches one.
_OF_THE_CDK = re.compile(r"/cdk-bootstrap/\w+/version")
# However it is put together: a door that opens, and what of it can be told.
_OPENS = re.compile(r"\{\{\s*resolve|\{\{[^}:]*\$\{", re.IGNORECASE)
_REFERENCE = re.compile(r"\{\{resolve:([^:{}]+):(\$\{[^}]*\}|)([^{}]*)\}\}")
# What may be read: a secret and a setting of this very template.
_SECRETS = "AWS::SecretsManager::"
_SETTING = "AWS::SSM::Parameter"
# The secret that a database makes for its own administrator.
_OF_A_DATABASE = re.compile(r"SecretArn$")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for path, one in walk(judged.body):
        if isinstance(one, str) or function(one):
            for text in judged.scope.texts(one):
                yield from _of_text(judged, text, path)
        call = function(one)
        if call is not None and call[0] in OF_ANOTHER_STACK:
            yield Flaw(
                path,
                f"The template reads “{in_words(call[1])}” of another stack.",
                judged.of_others,
            )
    for name in judged.parameters:
        yield from _of_parameter(judged, name, judged.parameter(name))


def _of_parameter(judged: Judged, name: str, parameter: Body) -> Iterator[Flaw]:
    if not str(parameter.get("Type")).startswith("AWS::SSM::Parameter"):
        return
    for default in members(parameter.get("Default")):
        if not (str(default).startswith(PUBLIC) or _OF_THE_CDK.fullmatch(str(default))):
            yield Flaw(
                ("Parameters", name),
                f"The parameter {name} reads “{default}” from the account's Parameter Store.",
                judged.of_others,
            )


def _of_text(judged: Judged, text: str, path: Path) -> Iterator[Flaw]:
    rest = _REFERENCE.sub(lambda found: "" if _is_fine(judged, *found.groups()) else found[0], text)
    opened = _OPENS.search(rest)
    if opened:
        shown = rest[opened.start() :].partition("}}")[0].strip("{ ")
        yield Flaw(path, f"The template reads “{shown[:100]}” from the account.", judged.of_others)


def _is_fine(judged: Judged, service: str, placeholder: str, rest: str) -> bool:
    if not placeholder:
        return service == "ssm" and rest.startswith(PUBLIC)
    made, attr = judged.named(placeholder[2:-1])
    # After its name comes what of it is read, not more of the name.
    if made is None or rest[:1] not in ("", ":"):
        return False
    if made.type == _SETTING:
        return service in ("ssm", "ssm-secure") and not attr and judged.is_clear(placeholder)
    is_secret = made.type.startswith(_SECRETS) or bool(_OF_A_DATABASE.search(attr))
    return service == "secretsmanager" and is_secret


GUARDRAIL = Guardrail(
    id="foreign-value",
    title="No value read from what is already in the account",
    why="A name is enough to put somebody else's secret where the new stack can show it.",
    fix="Make the value in this template and refer to it, or use a public parameter under /aws/service/.",
    flaws=_flaws,
    lighter=OF_OTHERS,
)
