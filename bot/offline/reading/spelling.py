"""Puts right the slips in words that a reading hangs on: `bedrok`, `memroy`. Numbers are never touched."""

import re
from functools import lru_cache

from bot.offline.reading import tokens
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.said import Said

_WORDS = wordset(
    "minecraft bedrock ubuntu debian windows storage memory server servers instance instances machine "
    "machines player players gigabyte gigabytes terabyte terabytes protect protected protection "
    "termination frankfurt ireland virginia london tokyo postgres wordpress jenkins volume region "
    "arbeitsspeicher festplatte speicher spieler löschschutz"
)
# Words of their own that are one letter away from one of those.
_MEANT = wordset(
    "serve serves served sever severs window prayer prayers slayer slayers protects regions volumes "
    "legion regional speichere speichern volumen ireland's"
)
_SERVICES = wordset(
    "lambda lambdas dynamo dynamodb table tables gateway gateways bucket buckets queue queues topic topics cluster clusters redis "
    "memcached postgres postgresql mysql mariadb mongodb cloudfront cognito fargate kinesis aurora database databases function functions "
    "distribution certificate balancer balancers subnet subnets eventbridge elasticache opensearch elasticsearch documentdb redshift "
    "kubernetes firehose cloudwatch cloudtrail container containers secrets stepfunctions neptune server servers instance instances "
    "bastion website websites static network versioning versioned encryption encrypted warteschlange warteschlangen datenbank "
    "datenbanken tabelle tabellen funktion funktionen"
)
# Words of their own that are one letter away from one of those.
_MEANT_BESIDE_SERVICES = wordset(
    "balance balanced balances webseite webseiten bastions tablet tablets tabled queued topical bucketed clustered databank functional functioned functionen containers' contained contain "
    "secret secreted containing certificates distributions statistic stable status networks networked encryptions encrypt encrypts "
    "version versions versioned server's instant instances' lambda's firehoses tabular cables fable function's staticky stats statics "
    "funktional redist tables' gate gated instanced serve serves served sever severs servery distributing subnetz network's "
    "functioning container's containerd"
)
_WORD = re.compile(r"(?<![\w.@/-])[a-zäöüß]{5,}(?![\w@/-]|\.\w)")
# The names that people give are theirs.
_QUOTED = re.compile(r"(?:[\"'`“„\u2018«]|\b(?:named|called|name|namens) )$")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzäöüß"


def corrected(said: Said) -> Said:
    """The same message with those slips put right."""
    return _corrected(said, _WORDS, _MEANT)


def with_services_corrected(said: Said) -> Said:
    """The same message, the names of services put right: `lamdba`, `dynamo tabel`, `api gatway`."""
    return _corrected(said, _SERVICES, _MEANT_BESIDE_SERVICES)


def _corrected(said: Said, known: frozenset[str], meant: frozenset[str]) -> Said:
    text, done = "", 0
    for match in _WORD.finditer(said.low):
        right = _right(match[0], known, meant)
        if right and not _QUOTED.search(said.low, 0, match.start()):
            text += said.text[done : match.start()] + right
            done = match.end()
    text += said.text[done:]
    return Said(text, tokens.lowered(text)) if text != said.text else said


@lru_cache(maxsize=4096)
def _right(word: str, known: frozenset[str], meant: frozenset[str]) -> str | None:
    """The one word that is a single slip away: a letter missing, added, wrong, or two swapped."""
    if word in known or word in meant:
        return None
    near = {other for other in _slips(word) if other in known and other[0] == word[0]}
    return near.pop() if len(near) == 1 else None


def _slips(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if right[1:]}
    added = {left + letter + right for left, right in cuts for letter in _ALPHABET}
    wrong = {left + letter + right[1:] for left, right in cuts if right for letter in _ALPHABET}
    return missing | swapped | added | wrong
