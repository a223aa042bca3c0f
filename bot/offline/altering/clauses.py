"""Takes a message apart into orders, one change each."""

import re
from collections.abc import Iterator

_ARROW = re.compile(r"\s*(?:-{1,3}>|={1,3}>|→|⇒|➡️?|⟶|>>)\s*")
_BACK = re.compile(r"(?P<x>[^\n;]+?)\s*(?:<-{1,3}|←)\s*(?!>)(?P<y>[^\n;]+)")
_TWO_CHAINS = re.compile(
    r"(?P<first>[^,]*->[^,]*?)\s*(?:,|\band\b)\s*(?P<rest>(?!not\b)[^,]*->.*)$"
)
_TWO_PLACES = re.compile(
    r"(?P<first>[^,]*?\b(?:in|into|inside)\s+[^,]*?\b(?:subnets?|vpcs?))\s*(?:,|\band\b)\s*(?P<rest>\S.*\b(?:in|into|inside)\s+.*\b(?:subnets?|vpcs?)\b.*)$",
    re.IGNORECASE,
)
_WHERE_ONLY = re.compile(
    r"^\s*(?:before|after|behind|in front of|between|instead of|rather than|in place of)\s+(?:(?!\b(?:use|add|put|insert|place|have|want|take)\b).)+$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_VERBS = (
    r"add|put|insert|place|remove|delete|drop|replace|swap|exchange|substitute|use|connect|disconnect|link|unlink|rename|"
    r"call|name|move|make|reverse|flip|invert|scale|no|without|turn|change|take|draw|switch|let|leave|skip|omit|get rid|"
    r"(?:build|deploy|create) (?:it|this|that)|open|close|allow|block|encrypt|enable|disable|protect|give|include|attach|wire|hook|have|split|double|erase|kick|ditch|scrap|relabel|label|introduce|stick|throw|append|"
    r"we need|i need|we want|i want|there should"
)
_BREAK = re.compile(
    r"\n+|\s*;\s*|(?<=[\w)\"”’])[.!?]+(?:\s+|$)"
    rf"|\s*,?\s+(?:and\s+|but\s+)?(?:then|next|afterwards|finally|after that)\s+(?=(?:please\s+)?(?:{_VERBS})\b)"
    rf"|\s*,\s*(?:and\s+|but\s+|plus\s+)?(?=(?:please\s+|also\s+|just\s+)?(?:{_VERBS})\b)"
    r"|\s*(?:,|,?\s(?:and|with|under))\s+(?=(?:the|our|my)\s+domain\b)"
    r"|\s*(?:,|,?\s(?:and|but|und))\s+(?=(?:what|how|why|was|wie|warum)\s+(?:does|do|is|are|will|would|much|many|long|can|should|kostet|kosten|viel|teuer)\b)"
    rf"|\s+(?:and|but|plus|&)\s+(?=(?:please\s+|also\s+|then\s+|just\s+)?(?:{_VERBS})\b)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:please|pls|kindly|also|now|then|and|but|so|ok(?:ay)?|well|actually|hmm+|great|thanks?(?! to)|thank you|nice|cool|good|perfect|"
    r"just|maybe|perhaps|i mean|i meant|no,|first|next|finally|further(?:more)?|yes|oh|sorry|hi|hello|hey|instead(?! of)|rather(?! than)|one more thing|"
    r"can you|could you|would you|will you|can we|could we|should we|shall we|may we|let(?:'|’)?s|let us|you should|we should|you can|"
    r"i(?:'|’)?d like you to|i(?:'|’)?d like to|i would like to|i(?:'|’)?d like|i would like|we(?:'|’)?d like to|we(?:'|’)?d like|"
    r"i want you to|i want to|we want to|i need you to|we need to|we have to|you need to|it needs to|it should|try to|"
    r"would it be possible to|is it possible to|how about|what about|what if we|go ahead and|do|make sure to|"
    r"(?:build|create|deploy|generate|implement|provision) (?:this|it|that|the)(?! \w+ (?:called|named) )"
    r"(?: (?:architecture|picture|diagram|drawing|stack|system|plan|infrastructure))?(?: for (?:us|me))?|(?:the )?same|no worries)\s*[,:]?\s+)+",
    re.IGNORECASE,
)
# Said before what is meant, and nothing by itself.
_INTERJECTION = re.compile(
    r"^(?:(?:no|nope|nah|yes|yeah|yep|yup|sure|right|correct|exactly|ok(?:ay)?|alright|all right|fine|thanks?(?: you| a lot| so much)?|thank you(?: very much)?|"
    r"thx|cheers|please|pls|sorry|well|oh|hm+|wait|stop|hold on|hi|hello|hey|great|good|nice|cool|perfect|super|wonderful|not quite|almost|"
    r"got it|understood|i see|looks good|nein|ja|doch|danke(?: schön)?|vielen dank|bitte|gut|prima|genau|stimmt|richtig|moment|hallo|"
    r"sí|si|oui|non|gracias|merci)[\s,.!]*)+$",
    re.IGNORECASE,
)
_LINKING = re.compile(
    r"^(?:but|with|and|plus)\s+(?=(?:no|without|a|an|another|two|three|the)\b)", re.IGNORECASE
)
_QUESTION = re.compile(
    r"^(?:why|what|which|who|when|where|how|is|are|does|do|did|was|were|has|have you|warum|wieso|weshalb|was|welche\w*|wie|ist|"
    r"sind|hat|wann|wo)\b(?!\s+(?:about|if)\b)",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[str]:
    """The orders of a message, without what is only polite."""
    text = _ARROW.sub(" -> ", text.replace("’", "'"))
    for line in text.split("\n"):
        turned = _BACK.sub(r"\g<y> -> \g<x>", line) if "<-" in line or "←" in line else line
        for part in _parts(_BULLET.sub("", turned)):
            clause = " ".join(_POLITE.sub("", f"{part.strip()} ").split()).strip(" ,.!:;")
            if any(char.isalnum() for char in clause) and not _INTERJECTION.match(clause):
                yield clause


def unlinked(clause: str) -> str:
    """`with a queue` is the order `a queue`."""
    return _LINKING.sub("", clause)


def _parts(line: str) -> Iterator[str]:
    """`A -> B, C -> D` are two orders; `A, B -> C` and `before A, add B` are one."""
    waiting = ""
    for part in _BREAK.split(line):
        rest = f"{waiting}, {part}" if waiting else part
        waiting = ""
        while several := _TWO_CHAINS.match(rest) or _TWO_PLACES.match(rest):
            yield several["first"]
            rest = several["rest"]
        if _WHERE_ONLY.match(rest) and not waiting:
            waiting = rest
        else:
            yield rest
    if waiting:
        yield waiting


def is_question(clause: str) -> bool:
    """`why is there a NAT gateway?`: something to answer, not to draw."""
    return bool(_QUESTION.match(clause))
