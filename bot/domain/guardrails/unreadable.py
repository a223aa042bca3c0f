"""What a template allows can be read from it."""

from collections.abc import Iterator

from bot.domain.documents import Statement, allowing, principals, unread
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
            yield Flaw(
                statement.path,
                f"A statement in {statement.made.logical_id} cannot be read ({', '.join(hidden)}).",
            )


def _hidden(judged: Judged, statement: Statement) -> Iterator[str]:
    if not statement.is_readable:
        yield "all of it"
    for key in (*_IN_PLAIN_WORDS, *_NAMING):
        for text in judged.scope.texts(statement.content.get(key)):
            is_plain = key in _NAMING or not placeholders(text)
            if not is_plain or not judged.is_clear(text):
                yield key
                break
    if not all(judged.is_clear(name) for _, name in principals(judged, statement)):
        yield "Principal"


GUARDRAIL = Guardrail(
    id="unreadable-permission",
    title="What is allowed can be read from the template",
    why="People approve permissions that they see; a value that only AWS works out can be any of them.",
    fix="Write the policy and its actions out, and name resources with !Ref, !GetAtt or !Sub.",
    flaws=_flaws,
)
