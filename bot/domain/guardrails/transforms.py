"""No macro, which rewrites the template after people approved it."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import members, walk
from bot.domain.judged import Judged

_FUNCTIONS = ("Fn::Transform", "Fn::ForEach")
_SECTIONS = ("Transform", "Hooks")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for section in _SECTIONS:
        if section in judged.body:
            named = ", ".join(str(one) for one in members(judged.body[section]))
            yield Flaw((section,), f"The template has {section} ({named[:100]}).")
    for path, _ in walk(judged.body):
        if path and path[-1].startswith(_FUNCTIONS):
            yield Flaw(path, f"The template uses {path[-1][:100]}.")


GUARDRAIL = Guardrail(
    id="template-transform",
    title="No macro that rewrites the template",
    why="A transform makes another template than the one people approve, by code they cannot read.",
    fix="Write out plain CloudFormation resources, without Transform, Fn::Transform and Fn::ForEach.",
    flaws=_flaws,
)
