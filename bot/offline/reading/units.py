"""What a number counts: GiB, vCPUs, people, servers, hours, visits a day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from bot.offline.reading.labels import label
from bot.offline.reading.tokens import Token, Unit


def _table(rows: Mapping[Fraction, str]) -> Mapping[str, Fraction]:
    return MappingProxyType({word: factor for factor, words in rows.items() for word in words.split()})


# In GiB. A terabyte counts as 1000 and a gigabyte as one GiB: what people mean by "1/4 TB" is 250.
BYTES = _table(
    {
        Fraction(10**6): "pb petabyte petabytes pib",
        Fraction(1000): "tb tbs terabyte terabytes tera teras terrabyte terrabytes terabytte",
        Fraction(1024): "tib tibs tebibyte tebibytes",
        Fraction(1): (
            "gb gbs gib gibs gig gigs gigabyte gigabytes gibibyte gibibytes giga gigas gbyte gbytes "
            "gigabites gigabite gigabtyes"
        ),
        Fraction(1, 1024): "mb mbs mib mibs meg megs megabyte megabytes mebibyte mebibytes",
    }
)
_LETTERS = MappingProxyType({"t": Fraction(1000), "g": Fraction(1), "m": Fraction(1, 1024)})
_CPUS = frozenset(
    (
        "vcpu vcpus cpu cpus core cores vcore vcores thread threads processor processors "
        "kern kerne kernen prozessor prozessoren prozessorkerne"
    ).split()
)
HOURS = _table(
    {
        Fraction(1, 60): "minute minutes min mins minuten",
        Fraction(1): "hour hours hr hrs h stunde stunden std",
        Fraction(24): "day days tag tage tagen",
        Fraction(24 * 7): "week weeks wk wks woche wochen fortnightly",
        Fraction(24 * 14): "fortnight fortnights",
        Fraction(24 * 30): "month months monat monate monaten",
        Fraction(24 * 365): "year years yr yrs jahr jahre jahren",
    }
)
PEOPLE = frozenset(
    (
        "player players user users people person persons friend friends developer developers dev devs "
        "engineer engineers client clients customer customers kid kids colleague colleagues coworker "
        "coworkers tester testers student students pupil pupils gamer gamers folk folks teammate "
        "teammates member members employee employees guest guests seat seats slot slots analyst "
        "analysts programmer programmers coder coders human humans participant participants attendee "
        "attendees buddies buddy mates guys children men women family families "
        "spieler spielern spielerinnen nutzer nutzern benutzer benutzern leute leuten personen freunde "
        "freunden kollegen entwickler entwicklern schüler studenten mitarbeiter mitspieler kinder mann "
        "teilnehmer anwender gäste menschen connections ccu"
    ).split()
)
SERVERS = frozenset(
    (
        "server servers instance instances box boxes machine machines vm vms node nodes host hosts "
        "runner runners worker workers computer computers replica replicas webserver webservers "
        "gameserver gameservers ec2 ec2s copies workstation workstations desktop desktops bastion "
        "bastions agent agents vps vpses linuxserver "
        "servern instanz instanzen maschine maschinen rechner rechnern kiste kisten kopien"
    ).split()
)
_SINGULAR_SERVERS = frozenset(
    (
        "server instance box machine vm node host runner worker computer webserver gameserver ec2 "
        "workstation desktop instanz maschine rechner kiste"
    ).split()
)
_VISITS = frozenset(
    (
        "visit visits visitor visitors hit hits request requests pageview pageviews view views session "
        "sessions order orders besucher besuche besuchern aufrufe zugriffe anfragen"
    ).split()
)
_PER = frozenset({"per", "a", "an", "each", "every", "/", "pro", "am", "daily", "monthly", "im"})
_PERIODS = MappingProxyType(
    {
        "second": Fraction(86400),
        "sec": Fraction(86400),
        "s": Fraction(86400),
        "minute": Fraction(1440),
        "hour": Fraction(24),
        "day": Fraction(1),
        "daily": Fraction(1),
        "week": Fraction(1, 7),
        "month": Fraction(1, 30),
        "monthly": Fraction(1, 30),
        "mo": Fraction(1, 30),
        "year": Fraction(1, 365),
        "stunde": Fraction(24),
        "tag": Fraction(1),
        "woche": Fraction(1, 7),
        "monat": Fraction(1, 30),
    }
)
_RATES = frozenset("gbps mbps gbit mbit kbps gbits mbits iops fps mhz ghz".split())  # noqa: SIM905 - a word list
FRACTIONED = frozenset(BYTES) | frozenset(HOURS) | frozenset({"million", "tb-disk"})
_ARTICLES = frozenset("a an one another ein eine einen einem einer noch".split())  # noqa: SIM905 - a word list
_STOP = frozenset(
    (
        "and with for on in at to per by plus but und mit für auf bei pro zu aber that which who is are "
        "from please running where using"
    ).split()
)
_LINKS = frozenset(": = of to is be at up about around only just max maximum count number von auf".split())  # noqa: SIM905 - a word list
_COUNTS = frozenset("instances servers machines boxes count replicas anzahl instanzen".split())  # noqa: SIM905 - a word list
_REACH = 5
_COMPOUND = re.compile(r"(gb|tb|kern)(?:-?)(?:festplatte|platte|speicher|ram|arbeitsspeicher|disk)")


def attach(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Gives each number its unit. A unit that stands right beside its number is swallowed by it."""
    done: list[Token] = []
    at = 0
    while at < len(tokens):
        token, after = _measured(text, tokens, at)
        done.append(token)
        at = after
    counted = [_counted(done, index) for index in range(len(done))]
    return [_labelled(counted, index) for index in range(len(counted))]


def _measured(text: str, tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    token = tokens[at]
    if token.kind == "number":
        unit_at = _unit_position(tokens, at)
        factor = _factor(tokens, at, unit_at)
    elif token.low in _ARTICLES and at + 1 < len(tokens):
        unit_at = at + 1
        factor = _spelled_factor(tokens[unit_at].low)
        token = replace(token, kind="number", value=Fraction(1)) if factor else token
    else:
        return token, at + 1
    if factor is None:
        return token, at + 1
    return _swallow(text, tokens, (token, unit_at, *factor))


def _swallow(
    text: str, tokens: Sequence[Token], found: tuple[Token, int, Unit, Fraction]
) -> tuple[Token, int]:
    token, unit_at, unit, scale = found
    after = unit_at + 1
    value = token.value * scale
    value, after = _and_a_half(tokens, after, value, scale)
    if unit == "bytes" and _is_rate(tokens, after):
        unit = "rate"
    end = tokens[after - 1].end
    return replace(
        token, low=text[token.start : end], end=end, value=value, unit=unit
    ), after


def _unit_position(tokens: Sequence[Token], at: int) -> int:
    after = at + 1
    while after < len(tokens) and tokens[after].low in ("-", "+", "virtual", "full", "whole", "x"):
        if tokens[after].low == "x" and not _is_cpu(tokens, after + 1):
            break
        after += 1
    return after


def _is_cpu(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].low in _CPUS


def _factor(tokens: Sequence[Token], at: int, unit_at: int) -> tuple[Unit, Fraction] | None:
    if unit_at >= len(tokens):
        return None
    unit = tokens[unit_at]
    adjoins = tokens[at].end == unit.start
    if adjoins and unit.low in _LETTERS:
        return "bytes", _LETTERS[unit.low]
    if unit.low == "%":
        return "percent", Fraction(1)
    if unit.low in ("d", "w") and adjoins:
        return "hours", Fraction(24 if unit.low == "d" else 168)
    return _spelled_factor(unit.low)


def _spelled_factor(word: str) -> tuple[Unit, Fraction] | None:
    word = word.removesuffix("'s")
    compound = _COMPOUND.fullmatch(word)
    word = compound[1] if compound else word
    if word in BYTES:
        return "bytes", BYTES[word]
    if word in _CPUS:
        return "cpus", Fraction(1)
    if word in HOURS:
        return "hours", HOURS[word]
    return ("rate", Fraction(1)) if word in _RATES else None


def _and_a_half(
    tokens: Sequence[Token], after: int, value: Fraction, scale: Fraction
) -> tuple[Fraction, int]:
    """`a terabyte and a half`: the numeral stage has already made one number of `a half`, or left it."""
    low = [token.low for token in tokens[after : after + 3]]
    if len(low) == 3 and low[0] in ("and", "und") and low[1] in ("a", "ein"):  # noqa: PLR2004 - and · a · half
        part = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "halbes": Fraction(1, 2)}.get(low[2])
        beyond = tokens[after + 3].low if after + 3 < len(tokens) else ""
        if part and beyond not in BYTES and beyond != "of":
            return value + part * scale, after + 3
    return value, after


def _is_rate(tokens: Sequence[Token], at: int) -> bool:
    low = [token.low for token in tokens[at : at + 2]]
    return len(low) == 2 and low[0] in _PER and low[1] in _PERIODS  # noqa: PLR2004 - per · day


def _counted(tokens: Sequence[Token], at: int) -> Token:
    """A number whose unit may stand a few words away: `25 concurrent players`, `2 small ubuntu boxes`."""
    token = tokens[at]
    if token.kind != "number" or token.unit != "bare":
        return token
    if _times_before(tokens, at):
        return replace(token, unit="servers")
    for ahead in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        unit = _counted_by(tokens, at, ahead)
        if unit == "bare":
            break
        if unit:
            scale = _per_day(tokens, ahead + 1) if unit == "visits" else Fraction(1)
            return replace(token, unit=unit, value=token.value * scale)
    return token


def _times_before(tokens: Sequence[Token], at: int) -> bool:
    """`t3.small x 3`."""
    return at > 1 and tokens[at - 1].low == "x" and tokens[at - 2].kind == "type"


def _counted_by(tokens: Sequence[Token], at: int, ahead: int) -> Unit | None:
    """The unit that this later token gives; `bare` to stop looking, None to look on."""
    token = tokens[ahead]
    low = token.low
    if token.kind == "type":
        return "servers"
    if low in ("of", "von"):
        return _partitive(tokens, ahead + 1)
    if low in _VISITS and (low not in ("view", "views", "order", "orders") or _per(tokens, ahead)):
        return "visits"
    if low in PEOPLE:
        return _people_or_their_servers(tokens, at, ahead)
    if low in SERVERS:
        return "servers"
    if low in _STOP or token.kind in ("network", "region"):
        return "bare"
    if token.kind == "number":
        return None if token.unit in ("bytes", "cpus") and token.start > tokens[at].end else "bare"
    return "bare" if token.kind == "mark" and low not in "-()x+" else None


def _partitive(tokens: Sequence[Token], at: int) -> Unit | None:
    low = tokens[at].low if at < len(tokens) else ""
    if low in ("us", "uns"):
        return "people"
    if low in ("them", "these", "those", "it", "ihnen", "denen"):
        return "servers"
    return None


def _people_or_their_servers(tokens: Sequence[Token], at: int, ahead: int) -> Unit:
    """`2 developer machines` are machines; a `10 user server` serves people."""
    following = tokens[ahead + 1].low if ahead + 1 < len(tokens) else ""
    plural = following in SERVERS - _SINGULAR_SERVERS
    hyphened = tokens[at + 1].low == "-"
    return "servers" if plural and not hyphened else "people"


def _per(tokens: Sequence[Token], at: int) -> bool:
    return any(token.low in _PERIODS for token in tokens[at + 1 : at + 3])


def _per_day(tokens: Sequence[Token], at: int) -> Fraction:
    for token in tokens[at : at + 3]:
        if token.low in _PERIODS:
            return _PERIODS[token.low]
    before = tokens[max(at - 3, 0) : at]
    return next((_PERIODS[token.low] for token in before if token.low in _PERIODS), Fraction(1))


def _labelled(tokens: Sequence[Token], at: int) -> Token:
    """A bare number behind its label: `disk: 200`, `set the RAM to 16`, `max players 10`."""
    token = tokens[at]
    if token.kind != "number" or token.unit != "bare":
        return token
    back = at - 1
    while back >= 0 and tokens[back].low in _LINKS:
        back -= 1
    word = tokens[back].low if back >= 0 else ""
    if label(word) in ("memory", "disk"):
        return replace(token, unit="bytes")
    units: tuple[tuple[frozenset[str], Unit], ...] = (
        (_CPUS, "cpus"),
        (PEOPLE, "people"),
        (_COUNTS, "servers"),
    )
    return next((replace(token, unit=unit) for words, unit in units if word in words), token)
