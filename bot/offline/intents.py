"""Messages that are not a request for a server: greetings, thanks, questions about the bot or the plan."""

import re
from collections.abc import Callable
from typing import Literal, TypeAlias

from bot.offline import explaining, phrases, refusing
from bot.offline.outcome import Worded
from bot.offline.reading.said import Said
from bot.offline.scene import Scene

SmallTalk: TypeAlias = Literal["help", "greeting", "go ahead", "cancel", "thanks", "why", "cost"]

# What stands for a message that is only a file.
_WORDLESS = re.compile(r"\(.*\bwithout words\)")
_GREETING = re.compile(
    r"^(?:hi+|hey+|hello|hallo|moin|servus|yo|howdy|hiya|greetings|good (?:morning|afternoon|evening|day)|"
    r"guten (?:tag|morgen|abend)|grüß (?:dich|gott)|sup|what's up|hola|test|ping)(?:\s+(?:there|bot|team|all|everyone|again|you|friend|mate|zusammen))*$"
)
_HELP = re.compile(
    r"^(?:help(?: me)?(?: out)?|hilfe|\?+|usage|commands?|examples?|how to(?: use(?: this| it| you)?)?|menu|start|info|about)$|"
    r"\bwhat (?:can|do|could) you (?:\w+ ){0,2}?(?:do|offer|help|create|build|make|launch|understand|support)\b|\bwho are you\b|"
    r"\bwhat are you\b|\bhow (?:do|does|can) (?:i|you|this|it|one) (?:\w+ )?(?:use|work|ask|start|talk)\b|\bwhat is this\b|"
    r"\bare you (?:a |an )?(?:bot|human|ai|real|there)\b|\bwas kannst du\b|\bwie (?:funktioniert|geht) (?:das|es)\b|\bwer bist du\b|\bwhat'?s possible\b"
)
_CONCEPT = re.compile(
    r"^what(?:'s| is| are| does) (?:an? |the )?(?:ec2|aws|instances?|vcpus?|ebs|lease|termination protection)"
    r"(?: mean)?$"
)
_ABLE_TO = re.compile(
    r"^(?:do|does) (?:you|it|this)\s+(?:also\s+)?(?:support|offer|speak|know|understand|work|allow)\b[^\d.;]*$"
)
_HOW_TO_END = re.compile(
    r"^how (?:do|can|would|should|to)\b[^.;]*\b(?:delete|terminate|stop|end|remove|destroy|kill|get rid)\b[^.;]*$"
)
_PLEASED = (
    r"ok(?:ay|ey)?|k|thanks?(?: you)?|thank you|thx|ty|cheers|great|nice|cool|perfect|awesome|super|wonderful|"
    r"excellent|good|got it|alright|all right|(?:that )?sounds good|(?:that )?looks (?:good|great|fine)|lgtm|"
    r"danke(?: schön| dir)?|vielen dank|prima|gut|toll|passt|wow|haha|lol|understood|fine|yes|yep|yeah|ja|sure|"
    r"good job|well done|bye|goodbye|tschüss|see you|that's (?:great|perfect|all|it|fine)|much appreciated|"
    r"appreciate it|no worries|never ?mind|brilliant|love it"
)
_FILLING = r"a lot|so much|very much|everyone|all|bot|mate|for (?:the|your) help|and|again|please|very|[\s,.!]"
_THANKS = re.compile(rf"^(?=.*\b(?:{_PLEASED})\b)(?:{_PLEASED}|{_FILLING})+$")
_GO_AHEAD = re.compile(
    rf"^(?:(?:{_PLEASED}|please|now|just)[\s,.!]+)*(?:approved?|go(?: ahead)?|do it|(?:launch|start|deploy|create|build) (?:it|this|that)|launch|ship it|"
    r"proceed|confirm(?:ed)?|make it so|los|mach das)(?:\s+(?:please|now|then))*[.! ]*$"
)
_CANCEL = re.compile(
    r"^(?:cancel(?: it| that| this)?|stop|abort|forget (?:it|that)|no|nope|nein|abbrechen|discard(?: it)?|undo)[.! ]*$"
)
_WHY = re.compile(r"^(?:but )?(?:why|how come|how did you|explain|warum|wieso|what made you)\b")
_COST = re.compile(
    r"\b(?:how much (?:does|do|is|will|would|are)|what (?:does|do|will|would) .*\bcost|cost\?|price|pricing|how expensive|was kostet)\b"
)
_WHICH = re.compile(
    r"\b(?:which|what|list)(?: all| are)?(?: the| other)?(?: instance| server| machine)? (?:types?|sizes?|instances)\b(?:.*\b(?:available|allowed|offer|have|can|supports?|supported|use|are|choose|pick|get|possible)\b|\W*$)"
)
_ABOUT_TYPE = re.compile(
    r"^(?:what(?:'s| is| are)|how (?:big|large) is|tell me about|explain)\s+(?:an? |the )?(?P<type>[a-z0-9-]+\.[a-z0-9-]+)\W*$"
)


def aside(said: Said, scene: Scene) -> Worded | None:
    """The answer to a message that is not a request; None where it is one."""
    for reader in (
        _empty,
        refusing.overruling,
        refusing.existing,
        _social,
        _about_the_plan,
        refusing.beyond,
    ):
        if worded := reader(said, scene):
            return worded
    return None


def _empty(said: Said, scene: Scene) -> Worded | None:
    if _WORDLESS.fullmatch(said.low):
        return Worded("answer", phrases.PICTURE)
    if any(char.isalnum() for char in said.low) or said.low.strip("? "):
        return None
    return Worded("answer", phrases.help_text(scene.offer))


def _social(said: Said, scene: Scene) -> Worded | None:
    low = said.low.strip(" .!?,:;)('\"-")
    if _HELP.search(low) or (not low and "?" in said.low):
        return None if scene.asks else Worded("answer", phrases.help_text(scene.offer))
    for pattern, reply in _REPLIES:
        if pattern.match(low):
            return Worded("answer", reply(scene))
    return None


# What a whole message may be, first match first, and the answer to it.
_REPLIES: tuple[tuple[re.Pattern[str], Callable[[Scene], str]], ...] = (
    (_GREETING, lambda scene: phrases.greeting(scene.offer)),
    (_ABLE_TO, lambda scene: phrases.help_text(scene.offer)),
    (_CONCEPT, lambda scene: phrases.help_text(scene.offer)),
    (_HOW_TO_END, lambda _scene: phrases.HOW_TO_END),
    (_GO_AHEAD, lambda scene: phrases.go_ahead(bool(scene.base))),
    (_CANCEL, lambda scene: phrases.cancelled(bool(scene.base))),
    (_THANKS, lambda scene: phrases.thanks(bool(scene.base))),
)


def small_talk(said: Said) -> SmallTalk | None:
    """What a whole message is when it asks for nothing, whatever the plan."""
    low = said.low.strip(" .!?,:;)('\"-")
    kinds: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = (
        ("help", _HELP),
        ("greeting", _GREETING),
        ("go ahead", _GO_AHEAD),
        ("cancel", _CANCEL),
        ("thanks", _THANKS),
        ("why", _WHY),
        ("cost", _COST),
    )
    return next((kind for kind, pattern in kinds if low and pattern.search(low)), None)


def _about_the_plan(said: Said, scene: Scene) -> Worded | None:
    low = said.low.strip()
    if _WHY.match(low):
        return Worded("answer", explaining.whole(scene.base) or phrases.help_text(scene.offer))
    if match := _ABOUT_TYPE.match(low):
        return Worded("answer", phrases.about_type(match["type"], scene.offer))
    if _WHICH.search(low):
        return Worded("answer", phrases.types(scene.offer))
    if _COST.search(low) and (low.endswith("?") or not scene.asks):
        return Worded("answer", phrases.COST)
    about = explaining.about(low, scene.base) if scene.base else None
    return Worded("answer", about) if about else None


_AGAIN = re.compile(
    r"^(?:(?:please|ok(?:ay)?|well|now|just|then|so|and|could you|can you|let's|bitte)[\s,.!]+)*"
    r"(?:(?:(?:try|do|launch|start|run|plan|make|propose)\s+)?(?:it\s+|that\s+|this\s+|the same\s+|the plan\s+)?"
    r"(?:again|once more|one more time|another time)|retry(?: it)?|(?:the )?same again|"
    r"(?:versuch\w* es )?(?:noch ?mal|noch einmal|erneut))(?:\s*,?\s*(?:please|bitte))?[.! ]*$"
)


_IN_THE_WAY = "what stood in the way:"


def asks_again(said: Said) -> bool:
    """`try again`, after a plan: the same plan once more, whatever stood in its way."""
    asked, _, _ = said.low.partition(_IN_THE_WAY)
    return bool(_AGAIN.match(asked.strip()))


_WANTING = re.compile(
    r"\b(?:need|want|require|looking for|like to (?:have|host|run|deploy)|set up|set me up with|get (?:me|us)|give (?:me|us)|brauch\w*|hätte\w*|möchte\w*)\s+"
    r"(?:\w+\s+){0,2}?(?:something|anything|somewhere|infrastructure|infra|compute|capacity|hosting|resources|a place|to (?:host|run|deploy)|etwas|was|infrastruktur)\b|"
    r"^(?:something|somewhere|a place|etwas)\s+(?:to|for|where|für)\b"
)


def wants_something(said: Said) -> bool:
    """`we need something for our team`: a request, of which everything is missing."""
    return bool(_WANTING.search(said.low))
