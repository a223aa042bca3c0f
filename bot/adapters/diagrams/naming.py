"""Which service, or which kind of container, a text or the name of an icon stands for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bot.adapters.diagrams.labels import lines
from bot.domain.architecture import ContainerKind
from bot.domain.services import SERVICES, named, named_loosely

ICON, WHOLE_LABEL, PART_OF_LABEL, ONE_COMMON_WORD, GUESS = 1.0, 0.95, 0.85, 0.7, 0.5


@dataclass(frozen=True)
class Named:
    """A service, and how sure that is."""

    service: str
    confidence: float


# Words of which each also means something else: in a longer text they count only at its end ("order queue",
# but not "queue worker").
_COMMON = frozenset(
    {
        *("function", "instance", "vm", "queue", "topic", "cache", "secret", "alarm", "scheduler"),
        *("batch", "certificate", "dns", "bucket", "kubernetes"),
    }
)
# What mostly is that service, and may well not be: shown as uncertain.
_GUESSES: Mapping[str, str] = MappingProxyType(
    {"database": "rds", "db": "rds", "server": "ec2", "storage": "s3", "api": "apigateway"}
)
# Where the name of an icon is neither the service's name nor one of its aliases.
_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "table": "dynamodb",
        "tables": "dynamodb",
        "attribute": "dynamodb",
        "item": "dynamodb",
        "object": "s3",
        "objects": "s3",
        "bucket with objects": "s3",
        "endpoint": "apigateway",
        "endpoints": "vpcendpoint",
        "role": "iam",
        "permissions": "iam",
        "registry": "ecr",
        "event": "eventbridge",
        "rule": "eventbridge",
        "db instance": "rds",
        "logs": "cloudwatch",
        "email": "ses",
        "email service": "ses",
        "customer gateway": "onpremises",
        "corporate data center": "onpremises",
        "traditional server": "onpremises",
        "servers": "onpremises",
        "office building": "onpremises",
        "illustration office building": "onpremises",
        "illustration users": "user",
        "illustration devices": "client",
        "illustration desktop": "client",
        "management console": "client",
        "internet alt": "internet",
        "x ray": "xray",
        "api gateway endpoint": "apigateway",
        "generic database": "rds",
        "generic office building": "onpremises",
        "vpc customer gateway": "onpremises",
        "globe": "internet",
    }
)
# Siblings of a service that are named after it and are something else.
_OTHERS = re.compile(
    r"^kinesis (video|data analytics)|elastic ip|^vpc (peering|flow)|^migration and"
)
_ICON_NOISE = frozenset(
    {
        "arch",
        "res",
        "aws",
        "amazon",
        "icon",
        "icons",
        "light",
        "dark",
        "rounded",
        "16",
        "32",
        "48",
        "64",
    }
)
_PREPOSITION = re.compile(r"\b(?:for|to|from|in|on|via|with|by|into)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:external|third[- ]party|3rd[- ]party|on[- ]prem\w*)\b", re.IGNORECASE
)


def service_of_icon(icon: str) -> Named | None:
    """Return what the name of an icon or of its file says."""
    for words in dict.fromkeys((icon_words(icon), icon_words(icon.lower()))):
        if not words or _OTHERS.match(words):
            continue
        if found := _ICONS.get(words) or named(words) or _best(words):
            return Named(found, ICON)
    return None


def is_of_aws(icon: str) -> bool:
    """Whether an icon is one of AWS's, also of a service that is not known here."""
    return (
        service_of_icon(icon) is not None
        or re.search(r"\b(?:aws|amazon)", icon, re.IGNORECASE) is not None
    )


@lru_cache(maxsize=1024)
def icon_words(icon: str) -> str:
    """`mxgraph.aws4.lambda_function`, `aws/compute/lambda.png` or `Arch_AWS-Lambda_48.svg` → words."""
    name = re.split(r"[/:\\]", icon.removesuffix("/"))[-1]
    name = re.sub(r"\.(?:svg|png|jpe?g|gif|webp)$", "", name, flags=re.IGNORECASE).split(".")[-1]
    parts = re.split(r"[^a-z0-9]+", _apart(name).lower())
    kept = [re.sub(r"(?<=[a-z]{3})\d$", "", one) for one in parts if one not in _ICON_NOISE]
    return " ".join(filter(None, kept))


def service_of_label(text: str) -> Named | None:
    """Return what a label says: the whole of it, one of its lines, or words in it."""
    said = lines(text)
    for whole in (" ".join(said), *said):
        if exact := named(whole):
            return Named(exact, WHOLE_LABEL)
    whole = " ".join(said)
    in_brackets = re.findall(r"[(\[]([^)\]]+)[)\]]", whole)
    head = _PREPOSITION.split(whole)[0]
    for part in (*in_brackets, *said, head, whole):
        if found := _in_words(part):
            return found
    loosely = named_loosely(whole)
    return Named(*loosely) if loosely else None


def _in_words(text: str) -> Named | None:
    for spelling in (text, _apart(text)):
        words = _plain(spelling)
        if exact := named(words):
            return Named(exact, PART_OF_LABEL)
        if _ELSEWHERE.search(spelling):
            return Named("onpremises" if "prem" in words else "external", PART_OF_LABEL)
        if found := _best(words):
            return Named(found, PART_OF_LABEL)
    words = _plain(_apart(text)) or _plain(text)
    return _at_the_end(words)


def _at_the_end(words: str) -> Named | None:
    tail = words.split()
    for start in range(len(tail)):
        rest = " ".join(tail[start:])
        if found := named(rest):
            return Named(found, ONE_COMMON_WORD)
    if tail and (guess := _GUESSES.get(tail[-1])):
        return Named(guess, GUESS)
    return None


def _best(words: str) -> str | None:
    """The longest distinctive alias among the words."""
    found = max(_phrases(words), default=None, key=lambda each: len(each[0]))
    return found[1] if found else None


def _phrases(words: str) -> Iterator[tuple[str, str]]:
    parts = words.split()
    for start in range(len(parts)):
        for end in range(start + 1, min(start + 5, len(parts)) + 1):
            phrase = " ".join(parts[start:end])
            service = named(phrase)
            if service and _is_distinctive(phrase) and not SERVICES[service].outside:
                yield phrase, service


def _is_distinctive(phrase: str) -> bool:
    return phrase not in _COMMON and phrase.removesuffix("s") not in _COMMON


def _apart(text: str) -> str:
    """“PlaceOrderLambda” as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9-]+", " ", text.lower()).split())


_KINDS: Mapping[ContainerKind, re.Pattern[str]] = MappingProxyType(
    {
        "public-subnet": re.compile(
            r"\bpublic\b.*\bsub-?nets?\b|\bsub-?net\b.*\bpublic\b", re.IGNORECASE
        ),
        "private-subnet": re.compile(
            r"\bprivate\b.*\bsub-?nets?\b|\bsub-?net\b.*\bprivate\b|\b(?:isolated|database|data|app|db)\b.*\bsub-?nets?\b",
            re.IGNORECASE,
        ),
        "subnet": re.compile(r"\bsub-?nets?\b", re.IGNORECASE),
        "availability-zone": re.compile(
            r"\bavailability\s*zones?\b|^az\b|\baz[ -]?\w?$|^[a-z]{2}-[a-z]+-\d[a-f]$",
            re.IGNORECASE,
        ),
        "security-group": re.compile(r"\bsecurity\s*groups?\b|^sg\b|\bsg$", re.IGNORECASE),
        "auto-scaling-group": re.compile(r"\bauto\s*-?scaling\b|\basg\b", re.IGNORECASE),
        "vpc": re.compile(r"\bvpcs?\b|\bvirtual private cloud\b", re.IGNORECASE),
        "region": re.compile(r"\bregion\b|^[a-z]{2}-[a-z]+-\d$", re.IGNORECASE),
        "account": re.compile(r"\baccount\b", re.IGNORECASE),
        "cloud": re.compile(r"\baws cloud\b|^aws$|^cloud$|\bamazon web services\b", re.IGNORECASE),
    }
)
_BARE = re.compile(
    r"^(?:(?:public|private|isolated|aws|the)\s+)*(?:sub-?net|vpc|virtual private cloud|availability zone|az|region|security group|"
    r"auto ?scaling group|account|cloud)\s*[\w.:/-]{0,18}$",
    re.IGNORECASE,
)


def kind_of_label(text: str) -> ContainerKind | None:
    """Return which kind of container a label says."""
    whole = " ".join(lines(text))
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(whole)), None)


def is_container_word(text: str) -> bool:
    """Whether a label names a container and nothing else: “VPC”, “Private subnet 2”."""
    whole = " ".join(lines(text))
    return bool(_BARE.match(whole)) and named(whole) is None
