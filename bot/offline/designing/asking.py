"""Questions about services: whether a message asks for an answer and not for a plan."""

import re

_FIRST = r"(?:hi|hello|hey|hallo|ok(?:ay)?|and|also|so|but|then|please|bitte|quick question|just curious)"
_ASKS_ABOUT = re.compile(
    rf"^\W*(?:{_FIRST}\W+)*(?:what(?:'s|s)?|how (?:do|does|is|are|much|many|long|can|to|come|expensive|big|fast)|why|"
    r"(?:do|does|can|could|will|would) (?:you|it|this|the bot)(?: also| even)? (?:support|know|do|handle|offer|understand|speak|work|use)|"
    r"is there|are there|explain|tell me|"
    r"was (?:ist|sind|kostet|kosten|macht|kann|heißt)|wie (?:geht|funktioniert|viel|teuer)|wieviel|warum|wofür|wozu|kannst du auch|kennst du)\b",
    re.IGNORECASE,
)
# `is lambda cheaper?`, `when does it scale?`, `should I use SQS or Kinesis?`: with the question mark only.
_ASKS = re.compile(
    rf"^\W*(?:{_FIRST}\W+)*(?:when|who|which|whose|where|is|are|was|were|does|did|has|have|isn['’]?t|aren['’]?t|doesn['’]?t|"
    r"(?:do|should|must|shall|would|will|can|could) (?:i|we|one|you|it|they|[\w -]{1,30}? (?:be|scale|cost|handle|hold|run|store))|ist|sind|kann|lohnt|brauche)\b"
    r"[^?\n]*\?\W*$",
    re.IGNORECASE,
)
_STILL_ASKS_FOR = re.compile(
    r"\b(?:need|want|create|build|deploy|set(?:ting)? up|provision|launch|make|give me|get|have|put together|plan|spin up|stand up|design|brauche\w*|erstelle\w*|"
    r"anlegen|aufsetzen|bauen)\b",
    re.IGNORECASE,
)
# `what do I need for …`, `do I need a NAT gateway?`: asked for advice.
_ADVICE = re.compile(
    rf"^\W*(?:{_FIRST}\W+)*(?:(?:what|which|how|why|when)\b[^.?!\n]{{0,40}}?\b)?(?:do|should|must|would|did) (?:i|we|one) (?:really |even |actually |ever )?"
    r"(?:need|want|use|have|create|build|get|make|set up|deploy)\b|^\W*what (?:can|could) (?:i|we|you|one) \w+|"
    rf"^\W*(?:{_FIRST}\W+)*(?:how (?:much|expensive) (?:does|do|is|are|would|will)|what (?:does|do|would|will)\b[^.?!\n]{{0,60}}?\bcost|was (?:kostet|kosten|würde)|wie ?viel kostet)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:create|build|make|deploy|plan|launch|do|change|set up|provision) nothing\b|\bnothing (?:shall|should|needs to|is to) be (?:created|built|made|deployed)\b|"
    r"\b(?:do not|don['’]?t|without) (?:actually |really |yet )?(?:create|creating|build|building|deploy|deploying|plan|planning|launch|launching|provision|make|making) (?:anything|any of|it\b)|"
    r"\b(?:nichts|noch nichts) (?:erstellen|anlegen|bauen|machen|planen)\b|\b(?:erstelle?|baue?|lege?|plane?) (?:bitte )?nichts\b",
    re.IGNORECASE,
)
_ONLY_TELL = re.compile(
    r"\b(?:just|only|merely|nur|bloß)\s+(?:please |quickly |want(?:ed)? to |like to )?(?:tell|say|explain|answer|know|ask(?:ing)?|wonder(?:ing)?|curious|erkläre?|sage?|wissen)\b|"
    r"\b(?:i|we)(?: am|['’]m| was)? (?:just )?wonder(?:ing)?\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\bcosts?\b|\bprices?\b|\bpricing\b|\bexpensive\b|\bcheap(?:er|est)?\b|\bkoste[nt]\b|\bteuer\b|\bgünstiger\b",
    re.IGNORECASE,
)


def asks_for_words(words: str) -> bool:
    """Whether an answer is wanted, whatever services are named: `what can you do with S3?`, `is Lambda cheaper?`."""
    if _NOTHING.search(words) or _ADVICE.match(words):
        return True
    if _ONLY_TELL.search(words):
        return not _STILL_ASKS_FOR.search(words)
    asks = _ASKS_ABOUT.match(words) or _ASKS.match(words)
    return bool(asks) and not _STILL_ASKS_FOR.search(words)


def asks_the_price(words: str) -> bool:
    return bool(_COST.search(words))
