"""Whether the server is to be protected from termination, with negation taken seriously."""

import re

from bot.offline.reading.facts import Read
from bot.offline.reading.said import Said

_PROTECT = re.compile(
    r"\b(?P<un>un)?(?:protect(?:ed|ing|ion|s)?|geschützt|schützen|schütze|(?:lösch|termin\w*)?schutz|"
    r"disable[\s_-]?api[\s_-]?termination)\b"
)
_OTHER_PROTECTION = re.compile(
    r"\b(?:ddos|password|virus|malware|copy|write|overload|data|passwort|firewall|crash|surge)[\s-]+"
    r"protect\w*|protect\w*\s+(?:\w+\s+)?(?:against|from)\s+(?:\w+\s+)?(?:attack\w*|hack\w*|ddos|bots?|"
    r"the\s+(?:internet|outside|public|world)|intruders?|malware|viruses)"
)
_OFF_AFTER = re.compile(
    r"\s*(?:is|isn't|should|be|set|to|=|:|it|\s)*\b(?:off|false|disabled|not|isn't|unnecessary|no|"
    r"unneeded|nicht|aus|unnötig|weg)\b"
)
_END = (
    r"(?:delet\w*|terminat\w*|remov\w*|destroy\w*|kill\w*|get\s+rid|gets?\s+rid|getting\s+rid|"
    r"tear\w*\s+(?:it\s+)?down|torn\s+down|throw\w*\s+(?:it\s+)?away|thrown\s+away|dispos\w*|wip\w*|"
    r"los\s?(?:zu)?werden|lösch\w*|gelöscht|loszuwerden|entfern\w*|beendet|beenden|nuke\w*|discard\w*|scrap\w*|"
    r"shut\s+down|toss\w*)"
)
_ENDING = re.compile(rf"\b{_END}\b")
_KEPT_FROM = re.compile(
    r"\b(?:prevent|prevents|avoid|against|safe from|secure from|guard\w* (?:against|from)|stops?|block|"
    r"hard to|difficult to|impossible to|tough to|immune (?:to|from)|survives?|refuse|"
    r"sicher vor|vor|schwer zu|verhinder\w*)\b"
)
_ACCIDENT = re.compile(
    r"\b(?:accident\w*|by mistake|mistaken\w*|unintention\w*|inadvertent\w*|versehentlich\w*|aus versehen)\b"
)
_BURDENED = re.compile(
    r"\b(?:require|requires|need|needs|take|takes|ask|asks)\s+(?:\w+\s+){0,2}?(?:extra|additional|confirm\w*|approval|effort|steps?)\b"
)
_PERMITTED = re.compile(
    r"\b(?:eas\w+|quick\w*|simpl\w+|able|can|could|may|later|afterwards?|after|when|once|whenever|"
    r"any ?time|console|rid|throw\w*|toss\w*|free|let|want|will|going to|gonna|leicht\w*|einfach|schnell|wieder|"
    r"ok|okay|fine|happy|soon|tomorrow|tonight|weekend|days?|weeks?)\b"
)
_PASSING = re.compile(
    r"\b(?:throw-?\s?away|disposable|temporary|temporarily|temp|scratch|short-?\s?lived|ephemeral|"
    r"transient|one-?\s?off|expendable|wegwerf\w*|temporär\w*|kurzlebig\w*|deletable|"
    r"unimportant)\b"
)
_INDIFFERENT = re.compile(
    r"(?:\bdon't\s+(?:\w+\s+)?(?:care|mind)|\bdoesn't\s+matter|\bno\s+(?:problem|big deal|harm|worry)|"
    r"\begal)[^.;!?]*\b(?:" + _END + r"|gone|lost|protect\w*)"
)
_KEEP = re.compile(
    r"\b(?:keep|kept|keeping|preserve|behalten)\b(?!\s+(?:the|costs?|everything else))"
)
_LOSE = re.compile(r"\b(?:lose|losing|verlieren)\s+(?:it|this|them|that|the|ihn|sie)\b")
_PRECIOUS = re.compile(
    r"\btermination\s+(?:is\s+|be\s+|=\s*|:\s*)?(?:disabled|blocked|forbidden|locked|prevented)\b|"
    r"\b(?:disable|block|forbid|prevent)\s+(?:any\s+|the\s+)?termination\b(?!\s+protection)|"
    r"\b(?:must|should|shall|may|can)\s*(?:not|n't)\s+(?:be\s+)?(?:lost|vanish|disappear|go away)\b|"
    r"\bundeletable\b|\bunkillable\b|\bunlöschbar\b|\bindestructible\b"
)


def protection(said: Said) -> Read[bool] | None:
    """True or False as the words say; None where they say nothing about it."""
    return _named(said) or _indifferent(said) or _ended(said) or _passing(said)


def _clause(said: Said, at: int) -> tuple[int, int]:
    ends = [match.start() for match in re.finditer(r"[;!?\n]|\.(?!\d)|,(?!\d)", said.low)]
    first = max((end + 1 for end in ends if end < at), default=0)
    last = min((end for end in ends if end >= at), default=len(said.low))
    return first, last


def _read(said: Said, at: int, *, value: bool) -> Read[bool]:
    return Read(value, said.words(*_clause(said, at)))


def _named(said: Said) -> Read[bool] | None:
    """The word itself: `protect it`, `no termination protection`, `unprotected`."""
    other = [match.span() for match in _OTHER_PROTECTION.finditer(said.low)]
    for match in _PROTECT.finditer(said.low):
        if any(first <= match.start() < last for first, last in other):
            continue
        noun = match[0].endswith(("ion", "schutz", "tion"))
        value = not said.negated(match.start(), noun=noun)
        if match["un"] or _OFF_AFTER.match(said.low, match.end()):
            value = not value
        return _read(said, match.start(), value=value)
    precious = _PRECIOUS.search(said.low)
    if precious:
        return _read(said, precious.start(), value=True)
    lost = _LOSE.search(said.low)
    if lost and said.negated(lost.start(), noun=False):
        return _read(said, lost.start(), value=True)
    return None


def _indifferent(said: Said) -> Read[bool] | None:
    match = _INDIFFERENT.search(said.low)
    return _read(said, match.start(), value=False) if match else None


def _ended(said: Said) -> Read[bool] | None:
    """Ending it: forbidden means protected, meant or allowed means not."""
    verdict: Read[bool] | None = None
    for match in _ENDING.finditer(said.low):
        first, last = _clause(said, match.start())
        clause = said.low[first:last]
        kept = len(_KEPT_FROM.findall(said.low[first : match.start()]))
        negated = said.negated(match.start(), noun=False) != (kept % 2 == 1)
        if negated or _ACCIDENT.search(clause) or _BURDENED.search(said.low[match.end() : last]):
            return _read(said, match.start(), value=True)
        if _PERMITTED.search(clause):
            verdict = _read(said, match.start(), value=False)
    return verdict


def _passing(said: Said) -> Read[bool] | None:
    for match in _PASSING.finditer(said.low):
        if not said.negated(match.start()):
            return _read(said, match.start(), value=False)
    for match in _KEEP.finditer(said.low):
        if said.negated(match.start(), noun=False):
            return _read(said, match.start(), value=False)
        if re.search(r"\bsafe\b|\bsicher\b", said.low[match.end() :]):
            return _read(said, match.start(), value=True)
    return None
