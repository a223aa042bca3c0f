"""What a bare wish for a database or a site could be instead of a server."""

import re
from dataclasses import replace

from bot.offline.outcome import Outcome, Planned

_SERVER = re.compile(
    r"\b(?:\w*servers?|instances?|machines?|vms?|box(?:es)?|ec2|rechner|instanz|[a-z]\d[a-z]?\.\w+)\b",
    re.IGNORECASE,
)
_OTHER_WAYS = (
    (
        re.compile(r"\b(?:databases?|db|datenbank|postgres\w*|mysql|mariadb)\b", re.IGNORECASE),
        "This is a server of your own. Say “RDS” for a database that AWS runs.",
    ),
    (
        re.compile(r"\b(?:redis|valkey|memcached|cache)\b", re.IGNORECASE),
        "This is a server of your own. Say “ElastiCache” for a cache that AWS runs.",
    ),
    (
        re.compile(
            r"\b(?:web ?sites?|home ?page|landing page|web ?page|web ?seite|internetseite|blog)\b",
            re.IGNORECASE,
        ),
        "This is a server of your own. Say “S3 and CloudFront” for a site of files alone.",
    ),
    (
        re.compile(r"\b(?:containers?|docker)\b", re.IGNORECASE),
        "This is a server of your own. Say “Fargate” for containers that AWS runs.",
    ),
)
_MOST_WORDS = 8


def with_hint(outcome: Outcome, words: str) -> Outcome:
    """The plan of a server, and how to ask for what AWS runs, if no server was spoken of."""
    if not isinstance(outcome, Planned) or _SERVER.search(words):
        return outcome
    hint = next((hint for kind, hint in _OTHER_WAYS if kind.search(words)), None)
    if hint is None or len(words.split()) > _MOST_WORDS:
        return outcome
    said = outcome.arguments.get("assumptions")
    notes = [*said, hint] if isinstance(said, list) else [hint]
    return replace(outcome, arguments={**outcome.arguments, "assumptions": notes})
