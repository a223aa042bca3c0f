"""The name, region, operating system and kind of volume that a message asks for."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.offline.reading.facts import Read
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.said import Said

_NAMED = re.compile(
    r"\b(?:called|named|name it|name them|name this|call it|call them|call this|"
    r"(?:name|call) (?:my|our|the|this|that) (?:t\d\w*\.\w+|servers?|instances?|box|machines?|vm|node|host|one)|"
    r"(?:make|set|change) (?:the |its )?name(?: to| be)?|"
    r"(?:i'll|we'll|i will|we will|let's) call(?: it)?|"
    r"rename it(?: to)?|rename to|"
    r"(?:with|under|has|having) (?:the |a )?(?:host)?name(?: of)?|name tag|(?:the |its |host)?name(?: should be| is|\s*[:=]| to| of)|"
    r"hostname|tagged(?: as)?(?: name(?=\s*[:=]))?|tag (?:it|them|this)(?: as)?|labelled|labeled|dubbed|namens|mit dem namen|nenn(?:e|t)? (?:ihn|sie|es|ihm)|"
    r"(?:^|[,;/]\s*|\b(?:and|und)\s+)name(?=\s+[\w.\-/]+\s*(?:$|[,;.!?]|\b(?:and|und)\b))|"
    r"(?:soll|sollte) (?=\S+ heißen)|der name ist|heißt)\s*[:=]?\s*"
    r"(?:\"(?P<quoted>[^\"\n]{1,200})\"|'(?P<single>[^'\n]{1,200})'|(?P<bare>[\w][\w.\-/]*\w|\w))"
)
_UNNAMED = re.compile(
    r"\b(?:without|no|remove|drop|clear|delete|ohne)\s+(?:a\s+|the\s+|its\s+|any\s+|den\s+|einen\s+)?name\b|\bunnamed\b"
)
# "a game called Valheim" names the game.
_NAMES_SOMETHING_ELSE = wordset(
    "game app application tool software program project company team something thing site website "
    "service framework language library customer colleague person spiel programm firma so is domain "
    "user database table bucket"
)
_NOT_NAMES = wordset(
    "you me us him her it them this that and for by in with the a an to of on my please"
)

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "frankfurt": "eu-central-1",
        "germany": "eu-central-1",
        "deutschland": "eu-central-1",
        "zurich": "eu-central-2",
        "zürich": "eu-central-2",
        "switzerland": "eu-central-2",
        "schweiz": "eu-central-2",
        "ireland": "eu-west-1",
        "irland": "eu-west-1",
        "dublin": "eu-west-1",
        "london": "eu-west-2",
        "united kingdom": "eu-west-2",
        "england": "eu-west-2",
        "paris": "eu-west-3",
        "france": "eu-west-3",
        "frankreich": "eu-west-3",
        "stockholm": "eu-north-1",
        "sweden": "eu-north-1",
        "milan": "eu-south-1",
        "italy": "eu-south-1",
        "spain": "eu-south-2",
        "virginia": "us-east-1",
        "n. virginia": "us-east-1",
        "north virginia": "us-east-1",
        "northern virginia": "us-east-1",
        "ohio": "us-east-2",
        "n. california": "us-west-1",
        "northern california": "us-west-1",
        "oregon": "us-west-2",
        "canada": "ca-central-1",
        "montreal": "ca-central-1",
        "são paulo": "sa-east-1",
        "sao paulo": "sa-east-1",
        "brazil": "sa-east-1",
        "tokyo": "ap-northeast-1",
        "japan": "ap-northeast-1",
        "seoul": "ap-northeast-2",
        "korea": "ap-northeast-2",
        "osaka": "ap-northeast-3",
        "singapore": "ap-southeast-1",
        "sydney": "ap-southeast-2",
        "australia": "ap-southeast-2",
        "tokio": "ap-northeast-1",
        "singapur": "ap-southeast-1",
        "australien": "ap-southeast-2",
        "melbourne": "ap-southeast-4",
        "jakarta": "ap-southeast-3",
        "hong kong": "ap-east-1",
        "hyderabad": "ap-south-2",
        "cape town": "af-south-1",
        "bahrain": "me-south-1",
        "dubai": "me-central-1",
        "tel aviv": "il-central-1",
        "calgary": "ca-west-1",
        "california": "us-west-1",
        "mailand": "eu-south-1",
        "indien": "ap-south-1",
        "mumbai": "ap-south-1",
        "india": "ap-south-1",
    }
)
_PLACE = re.compile(
    r"(?:\b(?:in|to|from|use|region|nach|at|near|on|be|is)\s+(?:the\s+|aws\s+|region\s+)*|(?:^|[,;:(/])\s*)(?P<place>"
    + "|".join(re.escape(place) for place in sorted(PLACES, key=len, reverse=True))
    + r")\b"
)
_CONTINENT = re.compile(
    r"\b(?:in|to|nach)\s+(?:the\s+)?(?P<where>europe|europa|asia|asien|(?:north |south )?america|the us|usa|us|eu)\b(?!-)"
)
_REGIONS_OF = MappingProxyType(
    {
        "eu": "eu-west-1 (Ireland) or eu-central-1 (Frankfurt)",
        "as": "ap-southeast-1 (Singapore) or ap-northeast-1 (Tokyo)",
        "us": "us-east-1 (Virginia) or us-west-2 (Oregon)",
    }
)
_ANY_REGION = re.compile(r"\b(?:default|any|whatever|usual)\s+region\b")

_OS = re.compile(
    r"\b(?P<family>ubuntu|debian|windows|win|amazon[\s-]*linux|al)[\s-]*(?:server|lts|linux)?[\s-]*v?"
    r"(?P<version>\d{2}[.,]\d{2}|20\d{2}|\d{1,2}(?![\d.]*\s*-?(?:[kmgt]i?b|gig|v?cpu|core|player|spieler|user|people|servers\b|x\b|days?\b|weeks?\b|hours?\b|nutzer)))?\b"
)
_CODENAMES = MappingProxyType(
    {
        "noble": "ubuntu-24.04",
        "jammy": "ubuntu-22.04",
        "bookworm": "debian-12",
        "trixie": "debian-13",
    }
)
# The version most people mean where none is said.
_USUAL = MappingProxyType(
    {
        "ubuntu": "ubuntu-24.04",
        "debian": "debian-12",
        "windows": "windows-2022",
        "al": "al2023",
    }
)
_ELSEWHERE = re.compile(
    r"\b(?:centos|rocky(?:\s+linux)?|rhel|red\s?hat|fedora|alma(?:linux)?|suse|sles|arch\s+linux|gentoo|freebsd|"
    r"openbsd|kali|alpine|mac\s?(?:os|mini|book)|nixos|oracle\s+linux|bottlerocket)\b"
)
# Only Ubuntu has versions like these.
_UBUNTU_ALONE = re.compile(r"\d{2}\.04")
_CLIENT = re.compile(
    r"\bwindows\s+(?:clients?|users?|laptops?|pcs?|machines? can)\b|\b(?:from|my|our)\s+(?:\w+\s+)?(?:windows|ubuntu|mac)\s+(?:laptop|pc|machine|client)"
)


def name(said: Said) -> tuple[Read[str | None] | None, Said]:
    """The name, and the message with the name blanked so that nothing else is read from it."""
    unnamed = _UNNAMED.search(said.low)
    if unnamed:
        return Read(None, said.words(*unnamed.span())), said
    for match in _NAMED.finditer(said.low):
        group = next((key for key in ("quoted", "single", "bare") if match[key]), None)
        if not group or _before(said, match) in _NAMES_SOMETHING_ELSE or match[group] in _NOT_NAMES:
            continue
        value = said.text[slice(*match.span(group))].strip()
        if value and not said.negated(match.start(group), noun=False):
            return Read(value, said.words(*match.span())), _blank(said, *match.span(group))
    return None, said


def _before(said: Said, match: re.Match[str]) -> str:
    words = said.low[max(0, match.start() - 40) : match.start()].split()
    return words[-1] if words else ""


def _blank(said: Said, start: int, end: int) -> Said:
    gap = " " * (end - start)
    return Said(said.text[:start] + gap + said.text[end:], said.low[:start] + gap + said.low[end:])


def region(said: Said) -> tuple[Read[str | None] | None, str | None]:
    """The region asked for, and a question where several or only a continent are named."""
    found: list[Read[str]] = []
    for token in said.tokens:
        if token.kind == "region" and not said.negated(token.start):
            value = re.sub(r"\s+", "-", token.low)
            found.append(Read(value, said.words(token.start, token.end)))
    found += [
        Read(PLACES[match["place"]], said.words(*match.span("place")))
        for match in _PLACE.finditer(said.low)
        if not said.negated(match.start("place"))
    ]
    values = list(dict.fromkeys(read.value for read in found))
    moved = re.search(r"\b(?:from|von|instead|rather)\b", said.low)
    if len(values) > 1 and not moved:
        return None, f"One plan is for one region. Which one: {' or '.join(values)}?"
    if found:
        last = found[0] if re.search(r"\binstead of\b|\brather than\b", said.low) else found[-1]
        return Read(last.value, last.words), None
    if match := _ANY_REGION.search(said.low):
        return Read(None, said.words(*match.span())), None
    return None, _continent(said)


def _continent(said: Said) -> str | None:
    match = _CONTINENT.search(said.low)
    if not match:
        return None
    where = "us" if "us" in match["where"] or "america" in match["where"] else match["where"][:2]
    choices = _REGIONS_OF.get(where, _REGIONS_OF["us"])
    return f"Which region do you mean by “{said.words(*match.span())}”: {choices}?"


def operating_system(said: Said, offered: tuple[str, ...]) -> tuple[Read[str] | None, str | None]:
    """The system asked for, and a refusal where it is none of those offered."""
    if _CLIENT.search(said.low):
        return None, None
    for codename, value in _CODENAMES.items():
        if re.search(rf"\b{codename}\b", said.low):
            return Read(value, codename), None
    for match in _OS.finditer(said.low):
        if said.negated(match.start()) or not _stands_alone(match):
            continue
        return _system(said, match, offered)
    if alone := next((t for t in said.tokens if _UBUNTU_ALONE.fullmatch(t.low)), None):
        value = f"ubuntu-{alone.low}"
        known = not offered or value in offered
        return (Read(value, alone.low), None) if known else (None, _not_offered(alone.low, offered))
    other = _ELSEWHERE.search(said.low)
    if other and not said.negated(other.start()):
        return None, _not_offered(said.words(*other.span()), offered)
    return None, None


def _stands_alone(match: re.Match[str]) -> bool:
    """`win` and `al` are systems only with a version: `al2023`, `win 2022`."""
    return match["family"] not in ("win", "al") or bool(match["version"])


def _system(
    said: Said, match: re.Match[str], offered: tuple[str, ...]
) -> tuple[Read[str] | None, str | None]:
    family = {"win": "windows"}.get(match["family"], match["family"])
    family = "al" if family.startswith("amazon") else family
    words = said.words(*match.span())
    version = (match["version"] or "").replace(",", ".")
    if not version:
        value = _USUAL[family]
        return Read(value, words, "no version was said"), None
    candidates = {
        "al": {"2": "amazon-linux-2", "2023": "al2023"}.get(version, ""),
        "ubuntu": f"ubuntu-{version if '.' in version else version + '.04'}",
    }
    value = candidates.get(family, f"{family}-{version}")
    if offered and value not in offered:
        return None, _not_offered(words, offered)
    return Read(value, words), None


def _not_offered(words: str, offered: tuple[str, ...]) -> str:
    choices = ", ".join(offered) or "the system that comes with it"
    return f"I can't offer {words}. The operating systems I can offer: {choices}."


def volume_type(said: Said) -> tuple[Read[str] | None, str | None]:
    """gp3 is the one kind offered; asking for another is answered, not ignored."""
    if re.search(r"\bgp3\b", said.low):
        return Read("gp3", "gp3"), None
    other = re.search(
        r"\b(?:gp2|io1|io2|st1|sc1|hdd|magnetic|spinning|nvme|instance store)\b", said.low
    )
    if other and not said.negated(other.start()):
        note = f"Volume: the disk is gp3, an SSD; “{said.words(*other.span())}” is not offered."
        return None, note
    return None, None
