"""Nothing can be used by everybody: no policy with a principal that anyone is."""

from collections.abc import Iterator

from bot.domain.documents import Statement, allowing
from bot.domain.guardrails.conditions import narrows
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.guardrails.letting_in import FREE_TYPES, callers, is_for_everybody
from bot.domain.guardrails.public_functions import is_of_a_url
from bot.domain.judged import Judged


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for statement in allowing(judged):
        if statement.made.type not in FREE_TYPES:
            yield from _of_statement(judged, statement)
    for one, key, name in callers(judged):
        if name == "*" and not is_of_a_url(judged, one):
            yield Flaw((*one.path, key), f"{one.logical_id} lets everybody in ({key} “*”).")


def _of_statement(judged: Judged, statement: Statement) -> Iterator[Flaw]:
    if "NotPrincipal" in statement.content:
        yield Flaw(statement.path, f"{statement.made.logical_id} allows everybody but some.")
    if not is_for_everybody(judged, statement) or narrows(judged, statement):
        return
    yield Flaw(
        (*statement.path, "Principal"),
        f"{statement.made.logical_id} lets everybody on the internet in (Principal “*”).",
    )


GUARDRAIL = Guardrail(
    id="open-to-everybody",
    title="Nothing can be used by everybody",
    why="A policy with the principal “*” makes a queue, a topic, a key, a bucket or a function public, unless a "
    "condition says whom it is for.",
    fix="Name the service or the role that needs it, or add a Condition on aws:SourceArn, "
    "aws:SourceAccount or aws:PrincipalOrgID.",
    flaws=_flaws,
)
