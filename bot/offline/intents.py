"""Messages that are not a request for a server: greetings, thanks, questions, and what cannot be done."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.offline import capacity, explaining, phrases
from bot.offline.offer import Offer
from bot.offline.outcome import Worded
from bot.offline.reading.said import Said

_POLITE = r"(?:please|can you|could you|would you|will you|now|just|go ahead and|go and|then|also|ok|okay|bitte|kannst du|i want you to|you should|and|finally)"
_END_VERB = (
    r"(?:terminate|delete|destroy|stop|kill|shut\s?down|reboot|restart|remove|wipe|nuke|drop|end|tear down|"
    r"take down|get rid of|clean up|purge|erase|turn off|switch off|decommission|"
    r"lösche?|beende|stoppe|entferne|vernichte|"
    r"format|resize|snapshot|detach)"
)
_EXISTING = (
    r"(?:all|every\w*|each|any|the|my|our|your|that|this|these|those|it|them|i-[0-9a-f]+|old|existing|"
    r"instances?|servers?|accounts?|alle\w*|den|die|das|meine\w*|unsere\w*|users?|buckets?|production|"
    r"prod|databases?|stacks?|ec2s?)"
)
_DESTRUCTIVE = re.compile(
    rf"(?:^|[.!?;:\n,]|\band\b|\bthen\b|\bto\b|\bund\b)\s*(?:{_POLITE}[\s,]+)*{_END_VERB}\s+(?:(?:bitte|please|mal|jetzt|now)\s+)*(?P<object>{_EXISTING}\b[^.;!?\n]{{0,60}})"
)
_PARTED = re.compile(
    rf"(?:^|[.!?;:\n,]|\band\b)\s*(?:{_POLITE}[\s,]+)*(?:shut|turn|switch|tear|take|bring|power)\s+"
    rf"(?P<object>{_EXISTING}\b(?:\s+\w+){{0,3}}?)\s+(?:down|off)\b"
)
_OF_THE_PLAN = re.compile(
    r"\b(?:protect\w*|schutz|name|port|ports|rule|rules|lease|disk|volume|region|players|ssh|http|https|rdp|access|"
    r"limit|tags?|size|ram|memory|udp|tcp|firewall|time limit)\b|\b\d+/(?:tcp|udp)\b"
)
_LATER = re.compile(
    r"\b(?:after|in (?:a|an|the (?:aws|console)|\d+)|when|once|later|afterwards|again|easily|whenever|at any|any ?time|nach|tomorrow|by)\b"
)
_ITSELF = re.compile(r"(?:it|them|this|that|the (?:server|instance|box|machine|thing|vm))\b")
_ABLE = re.compile(
    r"\b(?:able|easy|easily|want|like|ready|free|how|leicht|einfach|way|going|possible|allowed|nobody|no one|supposed|used|need|have|hard)\s*$"
)

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
    r"\b(?:which|what|list)(?: all| are)?(?: the| other)?(?: instance| server| machine)? (?:types?|sizes?|instances)\b(?:.*\b(?:available|allowed|offer|have|can|supported|use|are)\b|\W*$)"
)
_ABOUT_TYPE = re.compile(
    r"^(?:what(?:'s| is| are)|how (?:big|large) is|tell me about|explain)\s+(?:an? |the )?(?P<type>[a-z0-9-]+\.[a-z0-9-]+)\W*$"
)
_SERVICES = (
    r"s3|lambdas?|rds|aurora|dynamo\s?db|dynamo|vpcs?|subnets?|load balancers?|alb|nlb|elb|eks|ecs|fargate|kubernetes cluster|"
    r"cloud\s?front|sqs|sns|route ?53|api gateway|auto\s?scaling groups?|cloudformation|step functions?|event\s?bridge|"
    r"elasti\s?cache|redshift|kinesis|glue|athena|cognito|efs|iam (?:users?|roles?)|hosted zones?|cdn|nat gateways?|"
    r"elastic beanstalk|beanstalk|lightsail|sagemaker|amazon bedrock|aws bedrock|buckets?|queues?|serverless|"
    r"data ?lake|k8s cluster|cloudwatch|secrets? manager|amplify|app runner|emr|msk|opensearch service|static site on s3|three-tier|microservices?"
)
_SERVICE = re.compile(rf"\b(?P<service>{_SERVICES})\b")
_MENTIONED = re.compile(
    r"\b(?:from|to|of|using|uses?|access(?:es)?|reads?|writes?|talks?|connects?|our|existing|into|in|with|via|behind|on|like|not|no|without|than|instead of|for)\s+(?:\w+\s+){0,3}?$"
)
_GPU = re.compile(
    r"\b(?:gpus?|cuda|nvidia|tensor cores?|h100|a100|vram|grafikkarten?|graphics cards?)\b"
)
_OTHER_CLOUD = re.compile(
    r"\b(?:azure|gcp|google cloud|digital ?ocean|hetzner|linode|oracle cloud)\b"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a message is judged against."""

    offer: Offer
    base: Mapping[str, Any] | None
    asks: bool
    """It asks for a server, or changes the one proposed."""


def aside(said: Said, scene: Scene) -> Worded | None:
    """The answer to a message that is not a request; None where it is one."""
    for reader in (_empty, _destructive, _social, _about_the_plan, _beyond):
        if worded := reader(said, scene):
            return worded
    return None


def _empty(said: Said, scene: Scene) -> Worded | None:
    if _WORDLESS.fullmatch(said.low):
        return Worded("answer", phrases.PICTURE)
    if any(char.isalnum() for char in said.low) or said.low.strip("? "):
        return None
    return Worded("answer", phrases.help_text(scene.offer))


def _destructive(said: Said, scene: Scene) -> Worded | None:
    for match in (*_DESTRUCTIVE.finditer(said.low), *_PARTED.finditer(said.low)):
        before = said.low[: match.start()]
        words = match["object"]
        if _ABLE.search(before) or said.negated(match.start("object"), noun=False):
            continue
        if _OF_THE_PLAN.search(words) or (_ITSELF.match(words) and _LATER.search(words)):
            continue
        if match[0].lstrip().startswith("to ") and scene.asks:
            continue
        return Worded(
            "refusal", phrases.only_new(said.words(*match.span("object")), bool(scene.base))
        )
    return None


def _social(said: Said, scene: Scene) -> Worded | None:
    low = said.low.strip(" .!?,:;)('\"-")
    if _GREETING.match(low):
        return Worded("answer", phrases.greeting(scene.offer))
    if _HELP.search(low) or (not low and "?" in said.low):
        return None if scene.asks else Worded("answer", phrases.help_text(scene.offer))
    if _GO_AHEAD.match(low):
        return Worded("answer", phrases.go_ahead(bool(scene.base)))
    if _CANCEL.match(low):
        return Worded("answer", phrases.cancelled(bool(scene.base)))
    if _THANKS.match(low):
        return Worded("answer", phrases.thanks(bool(scene.base)))
    return None


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


def _beyond(said: Said, scene: Scene) -> Worded | None:
    """GPUs, other AWS services, other clouds."""
    for match in _GPU.finditer(said.low):
        named = any(token.kind == "type" for token in said.tokens)
        if not said.negated(match.start()) and not named:
            largest = capacity.known(scene.offer.instance_types)[-1:]
            return Worded("refusal", phrases.no_gpu(said.words(*match.span()), largest))
    for match in _SERVICE.finditer(said.low):
        if said.negated(match.start()) or (
            scene.asks and _MENTIONED.search(said.low[: match.start()])
        ):
            continue
        return Worded("refusal", phrases.only_ec2(said.words(*match.span())))
    other = _OTHER_CLOUD.search(said.low)
    if (
        other
        and not said.negated(other.start())
        and not re.search(r"\bfrom\b", said.low[: other.start()])
    ):
        return Worded("refusal", phrases.only_ec2(said.words(*other.span())))
    return None


_NOT_INCLUDED: Mapping[str, str] = MappingProxyType(
    {
        r"\bspot\b": "spot prices are not used; it is launched on demand",
        r"\b(?:elastic|static|fixed) ip\b": "no fixed public address is reserved",
        r"\bauto[\s-]?scal\w+": "it does not scale by itself",
        r"\b(?:backups?|snapshots?)\b": "no backups are set up",
        r"\b(?:install\w*|pre-?installed|set up docker|with docker|configured?)\b": (
            "no software is installed; it comes with the operating system only"
        ),
        r"\b(?:monitoring alerts?|alarms?)\b": "no alarms are set up",
        r"\b(?:domain|dns name|subdomain)\b": "no domain name is set up",
        r"\b(?:tls|ssl) cert\w*": "no certificate is set up",
        r"\b(?:arm|graviton)\b": "ARM types are not chosen; the image is for x86",
        rf"\b(?:{_SERVICES})\b": "access to other AWS services is not set up",
        r"\b(?:budget|under|below|less than|max|cheaper than|at most)\b.{0,20}(?:[$€£]|dollars?|euros?|usd|bucks)": (
            "I don't know prices; the plan shows the cost before anyone approves it"
        ),
    }
)


def not_included(said: Said) -> tuple[str, ...]:
    """What was mentioned but is no part of any plan, said openly."""
    return tuple(
        f"Also: {note}."
        for pattern, note in _NOT_INCLUDED.items()
        if (match := re.search(pattern, said.low)) and not said.negated(match.start())
    )
