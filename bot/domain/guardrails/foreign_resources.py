"""Nothing that changes, or copies, what this template does not make."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import OF_OTHERS, Flaw, Guardrail
from bot.domain.guardrails.naming import is_own, names
from bot.domain.guardrails.subjects import AT, EVERYWHERE, OWN_NAMES, REQUIRED, WITHIN_A_TEXT
from bot.domain.intrinsics import in_words
from bot.domain.judged import Judged, Made


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        for key, types in {**EVERYWHERE, **AT.get(one.type, {})}.items():
            if (one.type, key) not in OWN_NAMES:
                yield from _of_subject(judged, one, key, types)


def _of_subject(judged: Judged, made: Made, key: str, types: frozenset[str]) -> Iterator[Flaw]:
    texts = judged.scope.texts(made.properties.get(key))
    if not texts and (made.type, key) in REQUIRED:
        texts = ("default",)
    for text in texts:
        # Nothing at all is nobody's, and AWS refuses it.
        if text.strip() and not _is_ours(judged, key, text, types):
            yield Flaw(
                (*made.path, key),
                f"{made.logical_id} ({made.type}) is for “{in_words(text)[:100]}”, which this template does not make.",
                judged.of_others,
            )


def _is_ours(judged: Judged, key: str, text: str, types: frozenset[str]) -> bool:
    if key not in WITHIN_A_TEXT:
        return is_own(judged, text, types)
    return judged.is_clear(text) and names(judged, text, types)


GUARDRAIL = Guardrail(
    id="foreign-resource",
    title="Nothing that changes what this template does not make",
    why="A policy, a rule or a route attached to what is already there changes it for everybody who uses it.",
    fix="Make it in this template and refer to it with !Ref or !GetAtt; no parameter and no name stands for it.",
    flaws=_flaws,
    lighter=OF_OTHERS,
)
