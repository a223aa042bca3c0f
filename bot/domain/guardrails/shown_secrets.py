"""No secret among the outputs."""

import re
from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import attribute, function, section, walk
from bot.domain.judged import Judged, placeholders

_REFERENCE = re.compile(r"\{\{\s*resolve:(?!ssm:/aws/service/)", re.IGNORECASE)
# An attribute that is the secret itself, and one that only leads to it.
_SECRET = re.compile(
    r"secret|password|passphrase|privatekey|keymaterial|apikey$|token$|credential", re.IGNORECASE
)
_LEADS_TO_IT = re.compile(r"(?:Arn|ARN|Id|Name|Version|Status)$")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for path, one in walk(section(judged.body, "Outputs"), ("Outputs",)):
        call = function(one)
        if not (isinstance(one, str) or call):
            continue
        texts = [*judged.scope.texts(one)]
        if call and call[0] == "Fn::GetAtt":
            texts.append(f"${{{'.'.join(attribute(call[1]))}}}")
        if any(_shows(text) for text in texts):
            yield Flaw(path, f"The output {path[1] if len(path) > 1 else ''} shows a secret.")


def _shows(text: str) -> bool:
    named = placeholders(text)
    attributes = (one.partition(".")[2] for one in named)
    return (
        bool(_REFERENCE.search(text))
        or any(_SECRET.search(one) and not _LEADS_TO_IT.search(one) for one in attributes)
        or "Fn::GetAtt" in named
    )


GUARDRAIL = Guardrail(
    id="shown-secret",
    title="No secret among the outputs",
    why="Outputs are posted in the thread and kept by AWS for everybody who may see the stack.",
    fix="Put out the secret's ARN; whoever may read it looks it up.",
    flaws=_flaws,
)
