"""Who may reach the server on which ports, clause by clause."""

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from bot.offline.reading.facts import Network, Rule
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.said import Said
from bot.offline.reading.services import SERVICES
from bot.offline.reading.tokens import Token

# Services that only say what runs there unless a verb opens them.
_ALSO_WORKLOADS = wordset(
    "postgres postgresql mysql mariadb redis mongodb bedrock minecraft openvpn wireguard"
)
_EVERYONE = wordset(
    "everyone everybody world anywhere anyone all public internet worldwide publicly everywhere alle "
    "jeden welt überall öffentlich anybody"
)
_VERBS = wordset(
    "reach open opened opening allow allowed expose exposed reachable accessible access port ports firewall "
    "inbound ingress listen listening listens forward let permit incoming connect unblock available "
    "offen öffne öffnen öffnet geöffnet erreichbar freigeben freigegeben zugriff tcp udp zugänglich"
)
_CLOSERS = wordset("close closed block blocked shut closing schließe schließen geschlossen")
_OPENERS = frozenset({"open", "allow", "expose", "let", "permit", "reach", "öffne"})
_LISTING = wordset(", and und or / are is be the only also too")
_PORT_WORDS = frozenset({"port", "ports", "tcp", "udp"})
_CLOSE_ALL = re.compile(
    r"\b(?:no|without|zero|keine|ohne)\s+(?:any\s+)?(?:open\s+|inbound\s+|public\s+|offenen?\s+|external\s+)?"
    r"(?:ports?|access|inbound|ingress)\b|\b(?:don't|do not|never)\s+(?:open|expose)\s+(?:any|it|anything)|"
    r"\bnot\s+(?:be\s+)?(?:public|publicly|exposed|reachable)|\b(?:close|remove|drop)\s+(?:all|every|the)\s+ports?\b|"
    r"\bnothing\s+(?:open|exposed)|\bclose\s+(?:everything|all)\b"
)
_ALSO = re.compile(r"\b(?:also|too|as well|additionally|in addition|auch|zusätzlich|add)\b")
_BOUNDARY = re.compile(r"[;!?\n]|\.(?!\d)")
_HIGHEST = 65535


@dataclass
class _Walk:
    """Where the reading of one sentence stands: ports that still wait for their source."""

    waiting: list[Rule] = field(default_factory=list)
    ahead: str | None = None
    opened: list[Rule] = field(default_factory=list)
    closed: list[Rule] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubt: str | None = None
    closing: bool = False
    used_source: bool = False
    spoken: bool = False
    used: set[int] = field(default_factory=set)


def network(said: Said) -> Network:
    walk = _Walk()
    for sentence in _sentences(said):
        _read_sentence(said, walk, sentence)
    closed_all = bool(_CLOSE_ALL.search(said.low)) and not walk.opened and not walk.waiting
    return Network(
        tuple(walk.opened),
        tuple(walk.closed),
        closed_all,
        walk.ahead if not walk.used_source else None,
        walk.doubt,
        tuple(walk.notes),
        also=bool(_ALSO.search(said.low)),
        used=frozenset(walk.used),
    )


def _sentences(said: Said) -> Iterator[Sequence[Token]]:
    breaks = [match.start() for match in _BOUNDARY.finditer(said.low)]
    edges = [0, *breaks, len(said.low)]
    for first, last in pairwise(edges):
        yield [token for token in said.tokens if first <= token.start < last]


def _read_sentence(said: Said, walk: _Walk, sentence: Sequence[Token]) -> None:
    walk.spoken = walk.closing = False
    for at, token in enumerate(sentence):
        _step(said, walk, sentence, at)
        if token.low in _CLOSERS:
            shuts_the_next = not _is_said_of_a_port(sentence, at)
            walk.closing = shuts_the_next and not said.negated(token.start, noun=False)
            walk.spoken = True
        elif token.low in _VERBS:
            walk.spoken = True
            if token.low in _OPENERS:
                walk.closing = said.negated(token.start, noun=False)
    walk.opened += [replace(rule, source=walk.ahead) for rule in walk.waiting]
    walk.used_source |= bool(walk.waiting and walk.ahead)
    walk.waiting = []


def _step(said: Said, walk: _Walk, sentence: Sequence[Token], at: int) -> None:
    token = sentence[at]
    rules = list(_rules(walk, sentence, at))
    if rules:
        walk.used.add(token.start)
    if any(not 0 < rule.from_port <= rule.to_port <= _HIGHEST for rule in rules):
        walk.doubt = f"“{said.words(token.start, token.end)}” is not a port I can open (1-65535). Which port?"
        return
    if rules and (walk.closing or said.negated(token.start) or _closed_after(sentence, at)):
        walk.closed += rules
    elif rules:
        walk.waiting += [rule for rule in rules if rule not in walk.waiting]
    source = _source(said, walk, sentence, at)
    if source:
        _apply(walk, source)


def _is_said_of_a_port(sentence: Sequence[Token], at: int) -> bool:
    """`25 closed, 443 open`: the word is about what stands before it."""
    before = sentence[at - 1] if at else None
    return before is not None and (
        before.kind in ("number", "port") or before.low in SERVICES or before.low in ("is", "be")
    )


def _closed_after(sentence: Sequence[Token], at: int) -> bool:
    """`keep ssh closed`, `port 22 should be closed`."""
    for token in sentence[at + 1 : at + 5]:
        if token.low in _CLOSERS:
            return True
        if token.kind == "number" or token.low in _OPENERS | {",", "and", "und"}:
            return False
    return False


def _apply(walk: _Walk, source: str) -> None:
    """A source belongs to the ports before it; with none before it, to those after it."""
    if walk.waiting:
        walk.opened += [replace(rule, source=source) for rule in walk.waiting]
        walk.waiting = []
        walk.used_source = True
    else:
        last = walk.opened[-1] if walk.opened else None
        if last and walk.ahead is None and walk.used_source:
            walk.opened.append(replace(last, source=source))
        else:
            walk.ahead = source


def _rules(walk: _Walk, sentence: Sequence[Token], at: int) -> Iterator[Rule]:
    token = sentence[at]
    if token.kind == "port":
        protocol: Literal["tcp", "udp"] = "udp" if "udp" in token.low else "tcp"
        yield _rule(protocol, [int(number) for number in re.findall(r"\d+", token.low)])
    elif token.kind == "number" and token.unit == "bare" and _is_port(walk, sentence, at):
        yield from _numbered(sentence, at)
    elif token.low in SERVICES and token.kind == "word" and _is_service(walk, sentence, at):
        yield from (Rule(protocol, port, port) for protocol, port in SERVICES[token.low])


def _rule(protocol: Literal["tcp", "udp"], numbers: Sequence[int]) -> Rule:
    return Rule(protocol, numbers[0], numbers[-1])


def _numbered(sentence: Sequence[Token], at: int) -> Iterator[Rule]:
    text = sentence[at].low
    protocols = _protocols(sentence, at)
    for part in [text] if re.search(r"\d\s*(?:-|to|bis)\s*\d", text) else re.findall(r"\d+", text):
        numbers = [int(number) for number in re.findall(r"\d+", part)]
        yield from (_rule(protocol, numbers) for protocol in protocols)


def _protocols(sentence: Sequence[Token], at: int) -> tuple[Literal["tcp", "udp"], ...]:
    """`port 53 udp and tcp`, `udp 19132`, `udp port 9000`; tcp where none is named."""
    around = [token.low for token in sentence[max(at - 2, 0) : at]]
    beyond = [token.low for token in sentence[at + 1 : at + 4]]
    if {"udp", "tcp"} <= set(beyond):
        return "tcp", "udp"
    if (
        "udp" in around
        or beyond[:1] == ["udp"]
        or beyond[:2] == ["(", "udp"]
        or beyond[:2] == ["/", "udp"]
    ):
        return ("udp",)
    return ("tcp",)


def _is_port(walk: _Walk, sentence: Sequence[Token], at: int) -> bool:
    token = sentence[at]
    if not re.match(r"\d", token.low) or re.search(r"\d[.]\d|[a-z]{3}", token.low):
        return False
    after = [later.low for later in sentence[at + 1 : at + 4]]
    if walk.spoken or (after and after[0] in ("only", "from", "tcp", "udp")):
        return True
    if sentence[at - 1].low == "(" and at > 1 and sentence[at - 2].low in SERVICES:
        return True
    return _leads_to_a_source(sentence, at) or sentence[max(at - 1, 0)].low in _PORT_WORDS


def _leads_to_a_source(sentence: Sequence[Token], at: int) -> bool:
    """`443 and 80 open to the world`, `80/443 for everyone`, `443 to 10.0.0.0/8`."""
    for ahead in range(at + 1, min(at + 9, len(sentence))):
        token = sentence[ahead]
        if token.low in _VERBS or token.kind == "network":
            return not _begins_a_clause(sentence, ahead)
        if token.low in ("to", "for", "für"):
            following = {later.low for later in sentence[ahead + 1 : ahead + 4]}
            if following & _EVERYONE:
                return True
        elif not _in_a_list(token):
            return False
    return False


def _begins_a_clause(sentence: Sequence[Token], at: int) -> bool:
    """`for 10, open 19132/udp`: what stands before the comma is not what is opened."""
    after = sentence[at + 1] if at + 1 < len(sentence) else None
    opens_another = after is not None and (
        after.kind in ("number", "port") or after.low in SERVICES
    )
    return opens_another and sentence[at].low in _OPENERS and sentence[at - 1].low in _LISTING


def _in_a_list(token: Token) -> bool:
    return token.kind in ("number", "port") or token.low in _LISTING


def _is_service(walk: _Walk, sentence: Sequence[Token], at: int) -> bool:
    low = sentence[at].low
    after = [later.low for later in sentence[at + 1 : at + 4]]
    near = {token.low for token in sentence[at + 1 : at + 3]} | {
        token.low for token in sentence[max(at - 1, 0) : at]
    }
    if low in _ALSO_WORKLOADS:
        return (
            bool(near & {"port", "ports"})
            or (walk.spoken and after[:1] in (["to"], ["from"], ["for"], ["only"]))
            or sentence[max(at - 1, 0)].low in ("open", "allow", "expose", "close")
        )
    return not near & {"key", "keys", "server", "api", "requests", "remote"}


def _source(said: Said, walk: _Walk, sentence: Sequence[Token], at: int) -> str | None:
    token = sentence[at]
    if token.kind == "network":
        return _cidr(said, walk, token)
    if token.low in _EVERYONE and (walk.spoken or walk.waiting) and not _qualifies(sentence, at):
        if said.negated(token.start):
            return None
        return "0.0.0.0/0"
    return None


def _qualifies(sentence: Sequence[Token], at: int) -> bool:
    """`all ports`, `public key`, `all our devs`: the word says how many, not who."""
    after = sentence[at + 1].low if at + 1 < len(sentence) else ""
    return sentence[at].low in ("all", "public", "alle") and after not in (
        "",
        "of",
        "and",
        "on",
        ",",
        "via",
        "port",
        "over",
        "access",
        "internet",
        "und",
        "traffic",
    )


def _cidr(said: Said, walk: _Walk, token: Token) -> str | None:
    words = said.words(token.start, token.end)
    try:
        network = ipaddress.ip_network(token.low, strict=False)
    except ValueError:
        walk.doubt = f"“{words}” is not an address range I can read. Which one is it, for example 10.0.0.0/8?"
        return None
    if "/" in token.low and str(network) != token.low:
        walk.notes.append(f"“{words}” is read as the network {network}.")
    return str(network)


def answered(said: Said, network: Network) -> Network:
    """The answer to our question who may reach a port, where it is only a word: `everyone`."""
    if any(token.low in _EVERYONE for token in said.tokens):
        return replace(network, source="0.0.0.0/0")
    return network
