"""Answers people who want to hear about a picture, and no plan of it."""

import re
from collections.abc import Sequence

from bot.domain.architecture import Architecture, Component
from bot.offline.altering import Altered
from bot.offline.altering.clauses import is_question
from bot.offline.altering.finding import listed
from bot.offline.designing.describing import (
    in_sentences,
    open_questions,
    parts_in_words,
    uncertain,
)
from bot.offline.designing.wording import asks_to_build, is_about_cost, shown

_EXPLAIN = re.compile(
    r"\b(?:explain|describe|summari[sz]e|interpret|analy[sz]e|review|walk me through|tell me (?:about|what)|what do you (?:see|read|make of)|"
    r"what (?:am i|are we) looking at|what (?:is|'s|does) (?:this|it|that|on|in|the (?:picture|diagram|image))|"
    r"erkläre?n?|beschreibe?n?|was siehst du|was (?:ist|zeigt|macht) (?:das|dies\w*)|was ist (?:darauf|hier)|explica|explique[rz]?|describ[ea])\b",
    re.IGNORECASE,
)
_VERB = r"(?:build|creat|deploy|mak|launch|plan|generat|propos|provision|do)(?:e|ing)?"
_OBJECT = r"(?:it|this|that|anything|something|any of (?:it|this)|yet|now|one|(?:the|a|any) (?:stack|plan|template))"
_NOT_BUILD = re.compile(
    rf"\b(?:do not|don't|dont|never|no need to|without|not|rather not|won't|instead of)\s+(?:actually\s+|yet\s+)?{_VERB}(?:\s+{_OBJECT})*\s*(?=$|[.,;:!?\n)]|\b(?:and|but|just|only|please)\b)|"
    rf"\b(?:{_VERB}) nothing\b|\bno (?:plan|stack|building|deployment|template)\b(?=\s*(?:$|[.,;:!?\n)]|please|yet|now|needed))|\bnicht\s+(?:bauen|erstellen|anlegen|planen)\b|\b(?:bau|erstell|plan|leg)e?n?\s+(?:\w+\s+){{0,2}}?(?:nicht|nichts)\b|"
    r"\bnichts\s+(?:bauen|erstellen|anlegen|planen)\b|\bnur\s+(?:erklären|beschreiben)\b",
    re.IGNORECASE,
)
# They cost by the hour, whether anybody uses them or not.
_RUNNING = frozenset(
    {
        *("ec2", "autoscaling", "fargate", "ecs", "eks", "apprunner", "elasticbeanstalk", "alb", "nat", "vpcendpoint", "transitgateway"),
        *("vpn", "globalaccelerator", "rds", "elasticache", "opensearch", "redshift", "documentdb", "neptune", "kinesis", "msk", "mq"),
        *("waf", "kms", "secretsmanager", "route53", "emr", "sagemaker", "transfer", "ebs"),
    }
)  # fmt: skip
READ = "This is what I read in it; nothing is planned:"
BUILD_IT = "To have a stack planned of it, send it again with “build this”."
CARD_TELLS = "A plan's card says what it costs, as far as that can be told before it is used."


def wants_words(words: str) -> bool:
    """`only explain it, do not build`: to be answered, and not planned."""
    rest, refused = _NOT_BUILD.subn("", words)
    if asks_to_build(rest):
        return False
    return bool(refused or _EXPLAIN.search(rest))


def only_asks(words: str, altered: Altered) -> bool:
    """Whether the words beside a picture are questions and nothing else; `how do I build this?` is none."""
    changed = altered.done or altered.title or altered.already or altered.unclear
    questions = [one for one in altered.rest if is_question(one)]
    if changed or not questions or len(questions) < len(altered.rest):
        return False
    for one in questions:
        words = words.replace(one, "") if is_about_cost(one) else words
    return not asks_to_build(words)


def explanation(architecture: Architecture) -> str:
    said = (
        parts_in_words(architecture.components),
        *in_sentences(architecture),
        *uncertain(architecture),
        *open_questions(architecture),
    )
    lines = (f"• {one}" for one in said)
    return "\n".join([READ, *lines, BUILD_IT])


def answered(questions: Sequence[str], architecture: Architecture) -> str:
    """What can be said to questions that came with a picture."""
    costs = [cost(architecture), CARD_TELLS] if any(map(is_about_cost, questions)) else []
    unknown = [one for one in questions if not is_about_cost(one) and not _EXPLAIN.search(one)]
    honest = [f"I cannot tell “{shown(one)}?” from this." for one in unknown]
    return "\n".join([*costs, *honest, explanation(architecture)])


def cost(architecture: Architecture) -> str:
    """What of it costs by the hour, and what by use."""
    running = [one for one in architecture.services if one.service in _RUNNING]
    by_use = [one for one in architecture.services if one.service not in _RUNNING]
    return " ".join([*_billed(running, "These cost by the hour, used or not"), *_use(by_use)])


def _billed(parts: Sequence[Component], how: str) -> list[str]:
    return [f"{how}: {listed(parts)}."] if parts else []


def _use(parts: Sequence[Component]) -> list[str]:
    if not parts:
        return []
    return [f"What these cost depends on how much it is used: {listed(parts)}."]
