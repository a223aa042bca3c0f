"""What a template allows can be read from it."""

from collections.abc import Iterator

from bot.domain.documents import Statement, allowing, principals, unread
from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged, placeholders

# The words for actions are AWS's own: no resource has them.
_IN_PLAIN_WORDS = ("Action", "NotAction")
_NAMING = ("Resource", "NotResource")


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for made in judged.made:
        for path in unread(judged, made):
            yield Flaw(path, f"The policy in {made.logical_id} cannot be read.")
    for statement in allowing(judged):
        hidden = [*_hidden(judged, statement)]
        if hidden:
            parts = dict.fromkeys(part for part, _ in hidden)
            weights = {weight for _, weight in hidden}
            yield Flaw(
                statement.path,
                f"A statement in {statement.made.logical_id} cannot be read ({', '.join(parts)}).",
                weights.pop() if len(weights) == 1 else None,
            )


def _hidden(judged: Judged, statement: Statement) -> Iterator[tuple[str, Severity]]:
    """The parts that cannot be read, and how much each weighs."""
    if not statement.is_readable:
        yield "all of it", Severity.BLOCKING
    for key in _IN_PLAIN_WORDS:
        for text in judged.scope.texts(statement.content.get(key)):
            if placeholders(text) or not judged.is_clear(text):
                yield key, Severity.BLOCKING
    for part, text in _named(judged, statement):
        if not judged.is_clear(text):
            yield part, judged.weight(text)


def _named(judged: Judged, statement: Statement) -> Iterator[tuple[str, str]]:
    for key in _NAMING:
        yield from ((key, text) for text in judged.scope.texts(statement.content.get(key)))
    yield from (("Principal", name) for _, name in principals(judged, statement))


GUARDRAIL = Guardrail(
    id="unreadable-permission",
    title="What is allowed can be read from the template",
    why="People approve permissions that they see; a value that only AWS works out can be any of them.",
    fix="Write the policy and its actions out, and name resources with !Ref, !GetAtt or !Sub.",
    flaws=_flaws,
    lighter="A warning for `gpt-to-aws lint` where a resource or a principal is a parameter to be given.",
)
