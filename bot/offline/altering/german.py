"""Says a German order in English, word by word, so that one grammar reads both."""

import re

_GERMAN = re.compile(
    r"\b(?:f(?:ü|ue)ge?|hinzu|ohne|kein\w*|entfern\w*|lösch\w*|loesch\w*|streich\w*|ersetz\w*|tausch\w*|statt|anstatt|anstelle|"
    r"zwischen|benenn\w*|nenn\w*|verbind\w*|trenn\w*|pfeil\w*|setze?|stelle?|lege?|packe?|verschieb\w*|bitte|eine[nmrs]?|"
    r"noch|mach\w*|nimm|verwende\w*|benutz\w*|nutz\w*|soll|sollen|möchte\w*|brauch\w*|dreh\w*|wirf|lass\w*|warteschlange|"
    r"datenbank\w*|zwischenspeicher|subnetz\w*|vor (?:der|dem|die)|hinter (?:der|dem|die))\b",
    re.IGNORECASE,
)
_NAME = r"(?P<name>[^,.;!?\n]+?)"
_X, _Y = r"(?P<x>[^,;!?\n]+?)", r"(?P<y>[^,;!?\n]+?)"
_START = r"(?P<start>^|[.,;:!?\n]\s*|\bund\s+)"
_END = r"(?=\s*(?:$|[,.;!?\n]|\bund\b))"

LONGEST_SENTENCE = 300
_SENTENCE_END = re.compile(r"(?<=[.!?;\n])")

# Whole orders, whose verbs stand apart in German; then single words.
_ORDERS: tuple[tuple[str, str], ...] = (
    (rf"\bf(?:ü|ue)ge?n?\s+{_X}\s+(?:hinzu|(?:noch\s+)?ein{_END})", r"add \g<x>"),
    (rf"\bbau\w*\s+{_X}\s+ein{_END}", r"add \g<x>"),
    (rf"\bwirf\s+{_X}\s+(?:raus|weg|heraus){_END}", r"remove \g<x>"),
    (rf"\b(?:nimm|lass(?:e|t)?)\s+{_X}\s+(?:raus|weg|heraus){_END}", r"remove \g<x>"),
    (rf"\b(?:ersetze?n?|tausche?n?)\s+{_X}\s+(?:durch|gegen|mit)\s+{_Y}(?:\s+aus)?{_END}", r"replace \g<x> with \g<y>"),
    (rf"\bbenenne?\s+{_X}\s+(?:in|zu|nach)\s+{_Y}\s+um{_END}", r"rename \g<x> to \g<y>"),
    (rf"\b(?:nenne?|bezeichne?)\s+(?P<x>\w+(?:\s+\w+)?)\s+{_Y}{_END}", r"call \g<x> \g<y>"),
    (rf"\b(?:verbinde?n?)\s+{_X}\s+mit\s+{_Y}{_END}", r"connect \g<x> to \g<y>"),
    (rf"\btrenne?n?\s+{_X}\s+von\s+{_Y}{_END}", r"disconnect \g<x> from \g<y>"),
    (rf"\b(?:drehe?|kehre?)\s+(?:den|die)\s+(?:pfeil|richtung|verbindung)\s+zwischen\s+{_X}\s+und\s+{_Y}(?:\s+(?:um|herum))?{_END}", r"reverse the arrow between \g<x> and \g<y>"),
    (rf"\b(?:drehe?|kehre?)\s+(?:den|die)\s+(?:pfeil|richtung|verbindung)\s+von\s+{_X}\s+(?:nach|zu[rm]?)\s+{_Y}(?:\s+(?:um|herum))?{_END}", r"reverse the arrow from \g<x> to \g<y>"),
    (rf"\bvon\s+{_X}\s+(?:nach|zu[rm]?)\s+{_Y}{_END}", r"from \g<x> to \g<y>"),
    (rf"{_START}{_X}\s+soll(?:en)?\s+(?:in|an|auf|nach)\s+{_Y}\s+(?:schreiben|senden|schicken|speichern){_END}", r"\g<start>\g<x> should write to \g<y>"),
    (rf"{_START}{_X}\s+soll(?:en)?\s+{_Y}\s+(?:aufrufen|nutzen|benutzen|verwenden|starten){_END}", r"\g<start>\g<x> should call \g<y>"),
    (rf"{_START}{_X}\s+soll(?:en)?\s+(?:aus|von)\s+{_Y}\s+(?:lesen){_END}", r"\g<start>\g<x> should read from \g<y>"),
    (rf"{_START}{_X}\s+soll(?:en)?\s+{_NAME}\s+heißen{_END}", r"rename \g<x> to \g<name>"),
    (rf"\b(?:ich\s+)?brauch\w*\s+(?:wir\s+)?kein(?:e[nmrs]?)?\s+{_X}{_END}", r"remove \g<x>"),
    (rf"\bstatt(?:dessen)?\s+(?:de[rsm]\s+)?{_X}\s+(?:nimm|nehmen wir|verwende|benutze|nutze)\s+{_Y}{_END}", r"replace \g<x> with \g<y>"),
    (r"\bmach(?:e|t)?\s+(?:daraus\s+)?(?P<x>\w+)(?:\s+(?P<y>instanzen|server|ec2s?))?(?:\s+(?:daraus|draus))?(?=\s*(?:$|[,.;!?]|\bund\b))", r"make it \g<x> \g<y>"),
)  # fmt: skip
_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?:lösche?n?|loesche?n?|entferne?n?|streiche?n?)", "remove"),
    (r"(?:setze?n?|stelle?n?|lege?n?|packe?n?|verschiebe?n?)", "put"),
    (r"(?:nimm|verwende?n?|benutze?n?|nutze?n?)", "use"),
    (r"(?:ich\s+)?(?:möchte|will|brauche|hätte gern(?:e)?)|wir\s+(?:brauchen|wollen|möchten)", "i want"),
    (r"bitte", "please"),
    (r"noch\s+ein(?:e[nmrs]?)?", "another"),
    (r"eine?\s+zweite[nrs]?", "a second"),
    (r"zweite[nrs]?", "second"),
    (r"erste[nrs]?", "first"),
    (r"anstelle\s+(?:von|de[rsm])|anstatt|statt", "instead of"),
    (r"kein(?:e[nmrs]?)?", "no"),
    (r"ohne", "without"),
    (r"zwischen", "between"),
    (r"vor", "before"),
    (r"hinter|nach", "after"),
    (r"ins|in\s+ein(?:e[nmrs]?)?|in\s+d(?:as|en|ie)", "into a"),
    (r"private[nsrm]?\s+subnetz\w*|private[nsrm]?\s+subnets?", "private subnet"),
    (r"öffentliche[nsrm]?\s+subnetz\w*|öffentliche[nsrm]?\s+subnets?", "public subnet"),
    (r"subnetz\w*", "subnet"),
    (r"sqs-warteschlange|warteschlange[n]?", "queue"),
    (r"datenbank(?:en)?", "database"),
    (r"tabelle[n]?", "table"),
    (r"funktion(?:en)?", "function"),
    (r"zwischenspeicher", "cache"),
    (r"pfeil[es]?|verbindung", "arrow"),
    (r"instanzen", "instances"),
    (r"(?:be)?nutzer\w*", "users"),
    (r"ein(?:e[nmrs]?)?", "a"),
    (r"(?:der|die|das|den|dem|des)", "the"),
    (r"und", "and"),
    (r"auch|dann|jetzt|mal|doch", ""),
    (r"mit", "with"),
    (r"von", "from"),
    (r"zu[rm]?", "to"),
    (r"soll(?:en)?", "should"),
    (r"hinzu", ""),
)  # fmt: skip


def in_english(text: str) -> str:
    """The text itself unless it is German."""
    if not _GERMAN.search(text):
        return text
    return "".join(_translated(sentence) for sentence in _SENTENCE_END.split(text))


def as_said(text: str, clause: str) -> str:
    """A clause in the person's own language: the sentence of the text that says it."""
    if clause in text:
        return clause
    sentences = (one.strip() for one in _SENTENCE_END.split(text))
    return next((one for one in sentences if clause in _translated(one)), clause)


def _translated(text: str) -> str:
    if len(text) > LONGEST_SENTENCE:
        return text
    for pattern, english in _ORDERS:
        text = re.sub(pattern, english, text, flags=re.IGNORECASE)
    for pattern, english in _WORDS:
        text = re.sub(rf"\b(?:{pattern})\b", english, text, flags=re.IGNORECASE)
    return re.sub(r"[ \t]+", " ", text)
