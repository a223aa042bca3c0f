"""The networks that a request asks for: VPCs, and how what stands in them gets out."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.offline.sketching.standing import is_there, named_as_there
from bot.offline.sketching.subnets import Subnets, amount, subnets
from bot.offline.sketching.wording import Wording

_MOST_VPCS = 4
_MOST_ZONES = 4
_VPC = re.compile(
    r"(?:\b(?P<count>two|three|four|2|3|4)\s+(?:\w+\s+){0,2}?)?(?<![\w/-])(?:vpcs?|virtual private clouds?|private networks?|vpc networks?)\b(?! (?:endpoint|peering|flow|link|lattice))"
)
_DEFAULT_VPC = re.compile(r"\bdefault (?:vpc|subnet|network)\b|\bstandard-vpc\b")
_NOT_NEW = re.compile(r"\bdefault vpc")
_THERE_ALREADY = re.compile(
    r"\b(?:our|my|your|existing|pre-?existing) (?:(?!own\b|new\b)[\w-]+ ){0,2}?(?P<what>vpcs?|subnets?|networks?)\b(?! (?:firewall|load|acl|interface|endpoint|flow|peering))"
)
_NAMED = re.compile(
    r"\b(?P<what>vpcs?|subnets?)(?: and (?:the |its )?(?:\w+ )?subnets?)?(?: ids?)?\b"
)
_BY_ID = re.compile(r"\b(?P<what>vpc|subnet)-[0-9a-f]{8,17}\b")
_ZONES = re.compile(
    r"\b(?P<count>\d|two|three|four|multiple|several|different|separate|both)\s+(?:different |distinct |separate )?(?:azs?\b|availability[ -]zones?|zones?\b)|\b(?P<multi>multi-?az|cross-az)\b"
)
_NAT = re.compile(
    r"(?:\b(?P<count>\d|one|two|three|a single|a|each|per)\s+)?\bnat(?:[ -]?(?:gateways?|gws?|instances?))?\b"
)
_NO_WAY_OUT = re.compile(
    r"\b(?:no|without(?: any)?|ohne|kein(?:en)?) (?:outbound |outgoing |direct )?internet(?: access|zugang)?(?! (?:gateway|gw|facing))\b|\bisolated subnets?\b|\bno way out\b"
)
_NAT_EACH = re.compile(
    r"\bnat(?:[ -]?gateways?)?[^.;\n]{0,30}\b(?:per|in each|in every|for each|each)\s+(?:az|availability[ -]zone|zone|public subnet)|\beach (?:public |private )?(?:subnet|zone|az|availability zone) has (?:its own|an own|one|a) nat\b|\b(?:a|one) nat(?: gateway)? (?:each|per (?:az|zone))"
)
_GATEWAY = re.compile(r"\binternet[ -](?:gateways?|gws?)\b|\bigw\b")
_ACL = re.compile(r"\bnetwork (?:acls?|access control lists?)\b|\bnacls?\b")
_FLOW_LOGS = re.compile(r"\b(?:vpc )?flow[ -]?logs?\b")
_IPV6 = re.compile(r"\bipv6\b|\bdual-?stack\b")
_EXPORT = re.compile(
    r"\bexport(?:s|ed|ing)?\b[^.;\n]{0,80}\b(?:outputs?|ids?|stacks?|values?|identifiers?|cross-stack)\b|\b(?:outputs?|ids?)\b[^.;\n]{0,30}\bexported\b"
)
_ENDPOINT = re.compile(r"\bendpoints?\b(?: (?:for|to) (?P<after>[^.;\n]{2,80}))?")
# Between two names of an enumeration of endpoints nothing else may stand.
_LISTED = re.compile(r"(?:[,&]|\band\b|\b(?:vpc|gateway|interface|private|amazon|aws)\b|\s)*")
_LOOK_BACK = 90
_CIDR = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3}/\d{1,2})(?![\d/])")
_ENDPOINT_NAMES: Mapping[str, str] = MappingProxyType(
    {"s3": "s3", "dynamodb": "dynamodb", "dynamo db": "dynamodb", "sqs": "sqs", "sns": "sns", "ecr": "ecr", "ssm": "ssm", "secrets manager": "secretsmanager", "secretsmanager": "secretsmanager", "kms": "kms", "cloudwatch": "logs", "logs": "logs", "sts": "sts", "lambda": "lambda", "kinesis": "kinesis", "systems manager": "ssm"}
)  # fmt: skip
_SERVICE = re.compile(rf"\b(?:{'|'.join(sorted(_ENDPOINT_NAMES, key=len, reverse=True))})\b")


@dataclass(frozen=True, slots=True)
class Networks:
    """What is asked for; `default` says that the account's own VPC is to be used, `nat` is one, per-zone, off or unsaid.

    `existing` counts the networks that are there already, `existing_vpc` whether it is a VPC that was named;
    `isolated` says that nothing shall get out.
    """

    vpcs: int = 0
    subnets: Subnets = field(default_factory=Subnets)
    zones: int = 0
    default: bool = False
    gateway: bool = False
    nat: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    cidrs: tuple[str, ...] = ()
    existing: int = 0
    existing_vpc: bool = False
    isolated: bool = False

    @property
    def wanted(self) -> bool:
        """Whether there shall be a VPC."""
        return bool(self.subnets or (self.vpcs and not (self.default and not self.told)))

    @property
    def told(self) -> bool:
        """Whether more is said of it than that there is one."""
        return bool(self.subnets or self.settings or self.nat or self.gateway)


def networks(words: Wording) -> Networks:
    zones = _zones(words)
    there = [*_there_already(words)]
    return Networks(
        vpcs=_vpcs(words),
        subnets=subnets(words, zones),
        zones=zones,
        default=_said(words, _DEFAULT_VPC),
        gateway=_said(words, _GATEWAY),
        nat=_nat(words),
        settings=network_settings(words),
        cidrs=tuple(
            one[1]
            for one in _CIDR.finditer(words.low)
            if _is_network(one[1]) and not _of_a_rule(words.low, one.start())
        ),
        existing=max((many for _, many in there), default=0),
        isolated=bool(_NO_WAY_OUT.search(words.low)),
        existing_vpc=any(what.startswith("vpc") for what, _ in there),
    )


def _there_already(words: Wording) -> Iterator[tuple[str, int]]:
    """What of a network is there already, and how many of it."""
    for match in _BY_ID.finditer(words.heard.low):
        yield match["what"], 1
    for match in _THERE_ALREADY.finditer(words.low):
        before = re.search(r"\b(two|three|four|[2-4]) $", words.low[: match.start()])
        vpcs = before and match["what"].startswith("vpc")
        yield match["what"], (amount(before[1]) or 1) if before and vpcs else 1
    for match in _NAMED.finditer(words.low):
        if is_there(words.low, *match.span()):
            yield match["what"], 1


def network_settings(words: Wording) -> dict[str, str]:
    """What is said of a VPC beyond its subnets."""
    settings: dict[str, str] = {}
    for name, pattern in (
        ("acl", _ACL),
        ("flow-logs", _FLOW_LOGS),
        ("ipv6", _IPV6),
        ("export", _EXPORT),
    ):
        if _said(words, pattern):
            settings[name] = "on"
    if endpoints := _endpoints(words):
        settings["endpoints"] = endpoints
    return settings


def _vpcs(words: Wording) -> int:
    """How many new ones; the account's own and one that is there already are none."""
    found = [
        min(amount(match["count"]) or 1, _MOST_VPCS)
        for match in _VPC.finditer(words.low)
        if not (words.denies(match.start()) or words.is_aim(match.start()))
        and not _NOT_NEW.search(words.low, max(0, match.start() - 24), match.end() + 8)
        and not named_as_there(words.low, *match.span())
        and not _THERE_ALREADY.search(words.low, *match.span())
    ]
    return max(found, default=0)


def _zones(words: Wording) -> int:
    counts = [
        2 if match["multi"] else (amount(match["count"]) or 2)
        for match in _ZONES.finditer(words.low)
        if not words.denies(match.start())
    ]
    return min(max(counts, default=0), _MOST_ZONES)


def _nat(words: Wording) -> str:
    found = [
        match for match in _NAT.finditer(words.low) if not named_as_there(words.low, *match.span())
    ]
    if not found:
        return "off" if _NO_WAY_OUT.search(words.low) else ""
    if all(words.denies(match.start()) for match in found):
        return "off"
    counts = [amount(match["count"]) or 0 for match in found]
    plural = any(re.search(r"(?:gateways|gws|nats)$", match[0]) for match in found)
    if _NAT_EACH.search(words.low) or max(counts) > 1 or plural:
        return "per-zone"
    return "one"


def _endpoints(words: Wording) -> str:
    names: list[str] = []
    for match in _ENDPOINT.finditer(words.low):
        if not words.denies(match.start()):
            before = words.low[max(0, match.start() - _LOOK_BACK) : match.start()]
            names += [*_ending_with(before), *_named(match["after"] or "")]
    return ",".join(dict.fromkeys(names))


def _ending_with(before: str) -> list[str]:
    """The services of the enumeration that a text ends with: `S3 and DynamoDB`."""
    found: list[str] = []
    end = len(before)
    for match in reversed([*_SERVICE.finditer(before)]):
        if not _LISTED.fullmatch(before, match.end(), end):
            break
        found.insert(0, _ENDPOINT_NAMES[match[0]])
        end = match.start()
    return found


def _named(text: str) -> list[str]:
    return [_ENDPOINT_NAMES[match[0]] for match in _SERVICE.finditer(text)]


def _said(words: Wording, pattern: re.Pattern[str]) -> bool:
    return any(not words.denies(match.start()) for match in pattern.finditer(words.low))


def _is_network(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return False
    return network.is_private and 16 <= network.prefixlen <= 28  # noqa: PLR2004 - what AWS takes


def _of_a_rule(low: str, at: int) -> bool:
    """`ssh only from 10.0.0.0/8` is about who gets in."""
    return bool(
        re.search(
            r"\b(?:from|to|for|allow(?:s|ing|ed)?|source|block(?:s|ing)?|only)\s+(?:the\s+)?(?:\w+\s+)?$",
            low[:at],
        )
    )
