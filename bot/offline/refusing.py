"""What cannot be done: ending or changing what exists, other services, GPUs, setting the rules aside."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.offline import capacity, phrases
from bot.offline.outcome import Worded
from bot.offline.reading.said import Said
from bot.offline.scene import Scene

_POLITE = r"(?:please|can you|could you|would you|will you|now|just|go ahead and|go and|then|also|ok|okay|bitte|kannst du|i want you to|you should|and|finally)"
_END_VERB = (
    r"(?:terminate|delete|destroy|stop|kill|shut\s?down|reboot|restart|remove|wipe|nuke|drop|end|tear down|"
    r"take down|get rid of|clean up|purge|erase|turn off|switch off|decommission|"
    r"rm(?: -\w+)*|lösch\w*|beende|stoppe?|entferne|vernichte|terminiere?|zerstöre?|kille?|"
    r"format|resize|snapshot|detach)"
)
_EXISTING = (
    r"(?:all|every\w*|each|any|the|my|our|your|that|this|these|those|it|them|i-[0-9a-f]+|old|existing|"
    r"instances?|servers?|accounts?|alle\w*|den|die|das|meine\w*|unsere\w*|users?|buckets?|production|"
    r"prod|databases?|stacks?|ec2s?)"
)
_DESTRUCTIVE = re.compile(
    rf"(?:^|[.!?;:\n,]|\band\b|\bthen\b|\bto\b|\bund\b)\s*(?:{_POLITE}[\s,]+)*(?P<verb>{_END_VERB})\s+(?:(?:bitte|please|mal|jetzt|now)\s+)*(?P<object>{_EXISTING}\b[^.;!?\n]{{0,60}})"
)
_PARTED = re.compile(
    rf"(?:^|[.!?;:\n,]|\band\b)\s*(?:{_POLITE}[\s,]+)*(?P<verb>shut|turn|switch|tear|take|bring|power)\s+"
    rf"(?P<object>{_EXISTING}\b(?:\s+\w+){{0,3}}?)\s+(?:down|off)\b"
)
_WORKING_ON = re.compile(
    rf"(?:^|[.!?;:\n,]|\band\b|\bthen\b)\s*(?:{_POLITE}[\s,]+)*(?P<what>(?:"
    r"(?:change|modify|update|upgrade|patch|migrate|extend|back ?up|reconfigure|restore|monitor|fix|repair|debug|troubleshoot|ssh into|log ?in ?to)"
    r"\s+(?:\w+\s+){0,5}?(?:existing|running|prod|production|live|i-[0-9a-f]{6,})|"
    r"(?:make|take|create)\s+(?:an?\s+)?(?:backup|snapshot|copy|dump)s?\s+of)\b(?:\s+\w+){0,4})"
)
_PRIVILEGE = re.compile(
    r"\b(?P<what>(?:grant|give|make)\s+(?:\w+\s+){1,3}?(?:admin\w*|root|sudo)"
    r"(?:\s+(?:access|rights|permissions?|privileges))?(?=\s*(?:$|[.,;!?]|\bto\b|\bon\b))|"
    r"(?:add|remove|delete)\s+\w+\s+(?:from|to)\s+(?:the\s+|our\s+)?(?:admins?|groups?|teams?|users?|approvers|policy)\b)"
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

_RULES = (
    r"(?:instructions|rules|polic(?:y|ies)|guidelines|guard\s?rails|(?:system )?prompts?|restrictions|"
    r"anweisungen|regeln|vorgaben)"
)
_NOT_OF_PORTS = r"(?!firewall|ports?\b|ssh|rdp|inbound|ingress|udp|tcp|https?\b)"
_OVERRULING = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass|overrule|skip|circumvent|vergiss|ignoriere|missachte)\s+"
    rf"(?:{_NOT_OF_PORTS}\w+\s+){{0,4}}?{_RULES}\b|"
    r"^\W*(?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:of\s+)?(?:the\s+)?(?:above|previous|prior)\b(?=.*\b(?:approve|instead say|print|reveal|obey)\b)|"
    r"\b(?:print|show|reveal|tell|give|repeat|output|leak|dump|what(?:'s| is| are)|zeig\w*)\s+(?:me\s+|us\s+|mir\s+)?(?:\w+\s+)?(?:your|the|dein\w*)\s+"
    r"(?:\w+\s+){0,2}?(?:system prompt|prompt|instructions|api keys?|secrets?|tokens?|passwords?|credentials|access keys?)\b|"
    r"\byou are (?:now|no longer)\b|\b(?:jailbreak|developer mode|god mode|dan mode|do anything now)\b|\bdu bist (?:jetzt|ab jetzt|nun)\b"
)

_SERVICES = (
    r"s3|lambdas?|rds|aurora|dynamo\s?db|dynamo|vpcs?|subnets?|load balancers?|alb|nlb|elb|eks|ecs|fargate|kubernetes cluster|"
    r"cloud\s?front|sqs|sns|route ?53|api gateway|auto\s?scaling groups?|cloudformation|step functions?|event\s?bridge|"
    r"elasti\s?cache|redshift|kinesis|glue|athena|cognito|efs|iam (?:users?|roles?)|hosted zones?|cdn|nat gateways?|"
    r"elastic beanstalk|beanstalk|lightsail|sagemaker|amazon bedrock|aws bedrock|buckets?|queues?|serverless|"
    r"data ?lake|k8s cluster|cloudwatch|secrets? manager|amplify|app runner|emr|msk|opensearch service|static site on s3|three-tier|microservices?"
)
_SERVICE = re.compile(
    rf"\b(?P<service>{_SERVICES})(?:\s+(?:buckets?|databases?|tables?|functions?|queues?|topics?|clusters?))?\b"
)
_USED = re.compile(
    r"\b(?:from|to|of|using|uses?|reads?|writes?|talks?|connects?|access(?:es)?|our|existing|into|via|behind)\s+"
    r"(?:\w+\s+){0,2}?$"
)
_GENERAL = re.compile(r"[tmcr]\d")
_MENTIONED = re.compile(
    r"\b(?:from|to|of|using|uses?|access(?:es)?|reads?|writes?|talks?|connects?|our|existing|into|in|with|via|behind|on|like|not|no|without|than|instead of|for)\s+(?:\w+\s+){0,3}?$"
)
_GPU = re.compile(
    r"\b(?:gpus?|cuda|nvidia|tensor cores?|(?:a100|h100|h200|b200|v100|l40|a10g)s?|rtx(?:\s?\d+)?|geforce|vram|grafikkarten?|graphics cards?)\b"
)
_OTHER_CLOUD = re.compile(
    r"\b(?:azure|gcp|google cloud|digital ?ocean|hetzner|linode|oracle cloud)\b"
)


def overruling(said: Said, scene: Scene | None = None) -> Worded | None:
    """A message is data: it cannot change the rules it is read by, nor have them read out."""
    del scene
    match = _OVERRULING.search(said.low)
    return Worded("refusal", phrases.RULES_STAY) if match else None


def _changing(said: Said, scene: Scene) -> Worded | None:
    """`back up the prod database`, `give bob admin rights`: work on what there is, not a new server."""
    match = _WORKING_ON.search(said.low) or _PRIVILEGE.search(said.low)
    if scene.base or not match or re.search(r"\bnew\b", said.low):
        return None
    return Worded(
        "refusal",
        phrases.not_on_what_exists(said.words(*match.span("what")), stacks=scene.offer.stacks),
    )


def existing(said: Said, scene: Scene) -> Worded | None:
    for match in (*_DESTRUCTIVE.finditer(said.low), *_PARTED.finditer(said.low)):
        before = said.low[: match.start()]
        words = match["object"]
        if _ABLE.search(before) or said.negated(match.start("verb"), noun=False):
            continue
        if _OF_THE_PLAN.search(words) or (_ITSELF.match(words) and _LATER.search(words)):
            continue
        if match[0].lstrip().startswith("to ") and scene.asks:
            continue
        return Worded(
            "refusal",
            phrases.only_new(
                said.words(*match.span("object")), bool(scene.base), stacks=scene.offer.stacks
            ),
        )
    return _changing(said, scene)


def beyond(said: Said, scene: Scene) -> Worded | None:
    """GPUs, other AWS services, other clouds."""
    for match in _GPU.finditer(said.low):
        named = any(token.kind == "type" and not _GENERAL.match(token.low) for token in said.tokens)
        if not said.negated(match.start()) and not named:
            largest = capacity.known(scene.offer.instance_types)[-1:]
            return Worded("refusal", phrases.no_gpu(said.words(*match.span()), largest))
    for match in _SERVICE.finditer(said.low):
        beside = scene.asks and _MENTIONED.search(said.low[: match.start()])
        if said.negated(match.start()) or beside or _after_a_type(said, match.start()):
            continue
        return Worded(
            "refusal", phrases.only_ec2(said.words(*match.span()), stacks=scene.offer.stacks)
        )
    other = _OTHER_CLOUD.search(said.low)
    if (
        other
        and not said.negated(other.start())
        and not re.search(r"\bfrom\b", said.low[: other.start()])
    ):
        return Worded("refusal", phrases.only_aws(said.words(*other.span())))
    return None


def _after_a_type(said: Said, at: int) -> bool:
    """`a t3.small plus an S3 bucket` is a plan for the one, with a word about the other."""
    return any(token.kind == "type" and token.start < at for token in said.tokens)


# What nobody makes along with the instance, by its name; and what deserves a sentence of its own.
_LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "backups": r"backups?|snapshots?",
        "software": r"install\w*|pre-?installed|set up docker|with docker|configured?",
        "alarms": r"monitoring alerts?|alarms?",
        "a domain name": r"domain|dns name|subdomain",
        "a certificate": r"(?:tls|ssl) cert\w*",
        "a fixed public address": r"(?:elastic|static|fixed) ip",
        "automatic scaling": r"auto[\s-]?scal\w+",
    }
)
_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "it runs on demand, not at spot prices": r"spot",
        "an x86 type was chosen, not ARM": r"arm|graviton",
        "the price limit was not checked; see the cost on the card": (
            r"(?:budget|under|below|less than|max|cheaper than|at most)\b.{0,20}"
            r"(?:[$€£]|dollars?|euros?|usd|bucks)"
        ),
    }
)


def _named(said: Said, table: Mapping[str, str]) -> list[str]:
    found = (
        (what, re.search(rf"\b(?:{pattern})(?:\b|(?<=[$€£]))", said.low))
        for what, pattern in table.items()
    )
    return [what for what, match in found if match and not said.negated(match.start())]


def not_included(said: Said) -> tuple[str, ...]:
    """What was mentioned but is no part of any plan, said openly."""
    left_out = _named(said, _LEFT_OUT)
    notes = [f"not set up: {', '.join(left_out)}"] if left_out else []
    notes += [*_named(said, _SENTENCES), *_other_services(said)]
    return tuple(f"Also: {note}." for note in dict.fromkeys(notes))


def _other_services(said: Said) -> Iterator[str]:
    for match in _SERVICE.finditer(said.low):
        what = said.words(*match.span())
        if said.negated(match.start()):
            continue
        if _USED.search(said.low[: match.start()]):
            yield f"access to “{what}” is not set up"
        else:
            yield f"I can't make the {what} yet, only the instance"
