"""What a request says no to, and how far that reaches: “no gateway, no NAT”, “without a cache or a queue”."""

import re

_BARRIER = re.compile(
    r"[;!?\n]|\.(?!\d)|:\s|->|→|\b(?:but|aber|sondern|so that|because|yet|then|instead|just|only|nur)\b"
)
_COMMA = re.compile(r",(?!\d)")
_COMPARED = r"(?!\s+(?:more|less|fewer|later|longer|bigger|smaller)\s+than\b)"
# They say no to the name that follows; each is a no of its own.
_NO = rf"\b(?:no|without|w/o|sans|neither|nor|none of|kein(?:e[nmrs]?)?|ohne)\b{_COMPARED}"
_TO_A_NAME = re.compile(_NO)
_OTHERWISE = re.compile(
    rf"\b(?:not(?!\s+only\b){_COMPARED}|non|never|nobody|cannot|skip(?:ping)?|disabled?|remove|drop|omit|avoid|leave out|turn off|"
    r"switch off|\w+n['’]t|dont|doesnt|cant|wont|isnt|nicht|nie|niemals|niemand)\b"
)
_TWICE = re.compile(rf"\b(?:not|never|nicht|nie|\w+n['’]t|dont)\s+(?:\w+\s+)?{_NO}$")
# `no load balancer in front of the service`: the service is spoken of, not denied.
_OUT_OF_REACH = re.compile(
    r"\s(?:to|from|for|in|on|of|into|by|with|behind|through|between|over)\s+(?:the|our|its|my|their|these|those|each|every)\b|"
    r"\b(?:that|which|who|where|when|if)\b"
)
_JOIN = re.compile(r"\b(?:and|und|plus|with|mit)\b")
_WORD = r"(?!(?:an?|the|one|two|three|another|with|mit|to|in|for|that|on|is|are|and|or|nor|oder)\b)[a-zäöüß][\w/.-]*"
_PART = rf"{_WORD}(?: {_WORD}){{0,3}}"
# `no gateway, NAT or bastion`: one no for every part of a list that ends with an `or`.
_LIST = re.compile(
    rf"{_NO} {_PART}(?: ?, {_PART}){{0,6}}(?: ?, |(?P<or> ?,? (?:or|nor|oder|noch) ))(?:{_WORD} ){{0,2}}$"
)
_ENDS_WITH_OR = re.compile(rf"{_PART}(?: ?, {_PART}){{0,4}} ?,? (?:or|nor|oder|noch) ")
_LONGEST_LIST = 160
_AFTERWARDS = re.compile(
    r"[\w./-]+(?: [\w./-]+){0,3}? ?(?:(?:is|are) (?:not|never) |(?:is|are)n['’]?t |nicht )(?:really |strictly |wirklich )?"
    r"(?:needed|required|necessary|wanted|desired|nötig|noetig|gebraucht|erforderlich)\b|"
    r"[\w./-]+(?: [\w./-]+){0,2}? ?[:=] ?(?:no|none|off|false|nein|aus)\b"
)
_EXCEPT = re.compile(
    r"\b(?:(?:anything|everything|all|any \w+|alles)\s+(?:but|besides|außer)|except(?: for)?|other than|"
    r"außer|instead of|rather than|in place of|not only|no need for|nothing but)\s+(?:an?\s+|the\s+|any\s+|using\s+)?(?:[\w-]+\s+){0,2}$"
)
_REACH = 9


def denied(sentence: str, at: int) -> bool:
    """Whether what stands at a position of a sentence shall not be."""
    before, after = sentence[:at], sentence[at:]
    return bool(_EXCEPT.search(before) or _AFTERWARDS.match(after)) or _governed(before, after)


def _governed(before: str, after: str) -> bool:
    clause = _BARRIER.split(before)[-1]
    if _says_no(_COMMA.split(clause)[-1]):
        return True
    listed = _LIST.search(clause[-_LONGEST_LIST:])
    return bool(listed and (listed["or"] or _ENDS_WITH_OR.match(after)))


def _says_no(reach: str) -> bool:
    """An `and` ends what a no reaches, except right before the name: `without a cache and queue`."""
    joined = [*_JOIN.finditer(reach)]
    if joined and reach[joined[-1].end() :].strip():
        reach = reach[joined[-1].end() :]
    reach = " ".join(reach.split()[-_REACH:])
    found = [*_TO_A_NAME.finditer(reach)]
    if not found:
        return len(_OTHERWISE.findall(reach)) % 2 == 1
    last = found[-1]
    return not (_OUT_OF_REACH.search(reach, last.end()) or _TWICE.search(reach[: last.end()]))
