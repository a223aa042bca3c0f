"""A static site that is asked for without a word about what serves it: a bucket behind a distribution."""

import re

from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.nouns import Noun
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

SITE = "A static site is files alone, so a private bucket behind CloudFront serves it; no server is needed."
_STATIC = re.compile(
    r"\bstatic (?:\w+ )?(?:web ?)?(?:site|page|content|file)s?\b|\bstatische[nrs]? (?:web ?)?(?:seite|site|inhalt)\w*"
)
_SERVED = re.compile(
    r"\b(?:\w*servers?|instances?|ec2|machines?|vms?|box(?:es)?|nginx|apache|docker|ubuntu|debian|linux|ssh|ram|[tmc]\d[a-z]?\.\w+)\b"
)
_BUCKET = Noun("s3", (("website", "on"),))
_DISTRIBUTION = Noun("cloudfront")


def static_site(words: Wording, found: Gathered) -> tuple[str, ...]:
    """Adds it if nothing else is asked for; the note about it."""
    match = _STATIC.search(words.low)
    if match is None or found.things or _SERVED.search(words.low) or words.denies(match.start()):
        return ()
    for noun in (_BUCKET, _DISTRIBUTION):
        mention = Mention(
            noun, match.start(), match.start(), match.end(), words.sentence_at(match.start()), "a"
        )
        thing = Thing(noun.service, "", 1, dict(noun.settings), [mention])
        found.things.append(thing)
        found.meant.append((mention, (thing,)))
    return (SITE,)
