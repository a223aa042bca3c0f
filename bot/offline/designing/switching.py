"""Whether a message under a plan of a stack asks for servers that have nothing to do with it."""

import re

from bot.domain.architecture import Architecture
from bot.offline.altering.finding import candidates
from bot.offline.altering.sheet import Sheet
from bot.offline.kinds import COUNTED

LONGEST_WISH = 600
_TYPE = r"[tmcr]\d[a-z]*\.(?:nano|micro|small|medium|\d*xlarge|large)"
_MACHINE = rf"(?:ec2(?:\s+instances?|\s+servers?)?|\w*servers?|instances?|instanz\w*|machines?|maschinen?|vms?|box(?:es)?|hosts?|rechner|{_TYPE})"
_APART = r"(?:separate|stand-?alone|independent|unrelated|separate[nrs]?|eigenständige[nrs]?|unabhängige[nrs]?|getrennte[nrs]?)"
_THE_PLAN = r"(?:it|this|that|(?:all|everything) (?:this|that|else)|(?:(?:the|this|that|our)\s+)?(?:stack|plan|architecture|picture|diagram|whole thing|rest|other things?)|(?:(?:dem|diesem|den|des|vom)\s+)?(?:stacks?|plans?|bild\w*|rest))"
_SEPARATE = re.compile(
    rf"(?:\b(?:an?|one|two|three|\d+|eine?n?|another|new)\s+)?\b{_APART}\s+(?:[\w.]+\s+){{0,2}}?{_MACHINE}\b(?P<tail>[^.;!?\n]*)",
    re.IGNORECASE,
)
# `put the database on a separate server` is about the database.
_ON = re.compile(r"\b(?:on|in|onto|into|to|auf)\s+$", re.IGNORECASE)
_BESIDE = re.compile(
    rf"\b{_MACHINE}\b[^.;!?\n]*?\b(?:beside|besides|next to|alongside|apart from|separate(?:ly)? from|in addition to|outside(?: of)?|independent(?:ly)? of|unrelated to|neben|außerhalb|unabhängig(?: von)?)\s+"
    rf"{_THE_PLAN}\s*(?=$|[.,;!?\n]|\b(?:with|called|named|for|in|and|please|mit|in|für)\b)",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    rf"\b{_MACHINE}\b[^.;!?\n]*?\b(?:not|nicht)\s+(?:(?:a\s+)?part of|in|into|inside|within|belonging to|im|teil des|teil vom)\s*(?:(?:the|this|that|dem)\s+)?(?:stack|plan|architecture|picture)",
    re.IGNORECASE,
)
# `a t3.small with 60 GB`, where the plan has no servers that could be meant.
_BY_TYPE = re.compile(
    rf"^(?:(?:please|also|now|and|ok|okay|i need|we need|i want|we want|i'd like|give me|get me|launch|create|start|add)\s+)*"
    rf"(?:an?|one|two|three|\d+|another|new|eine?n?)\s+(?:[\w.-]+\s+){{0,2}}?{_TYPE}(?![\w.])",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?:before|behind|in front of|after|between|for|with|beside|next to|connected to|attached to|to|in|into|inside|vor|hinter|für)\s+(?P<what>[^,.;!?]+)",
    re.IGNORECASE,
)


def is_about_another(words: str, architecture: Architecture) -> bool:
    """Only where somebody says so: everything else in such a thread is about the plan."""
    words = " ".join(words[:LONGEST_WISH].split())
    if _NO_PART.search(words) or _BESIDE.search(words):
        return True
    match = _SEPARATE.search(words)
    if match and not _ON.search(words[: match.start()]):
        return not _of_the_plan(match["tail"], architecture)
    servers = any(one.service in COUNTED for one in architecture.components)
    match = _BY_TYPE.match(words)
    return bool(match and not servers and not _of_the_plan(words[match.end() :], architecture))


def _of_the_plan(words: str, architecture: Architecture) -> bool:
    """`behind the load balancer`, where the plan has one."""
    sheet = Sheet(architecture)
    return any(
        candidates(sheet, match["what"])
        for match in _RELATION.finditer(words.replace("called", ","))
    )
