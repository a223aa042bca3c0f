"""What a number counts where the noun stands further off: people, servers, visits a day; or before it, as a label."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from bot.offline.reading.labels import label
from bot.offline.reading.lexicon import (
    CPUS,
    CROWDS,
    PEOPLE,
    SERVERS,
    SINGULAR_SERVERS,
    VISITS,
    wordset,
)
from bot.offline.reading.tokens import Token, Unit

PERIODS = MappingProxyType(
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
_STOP = wordset(
    "and with for on in at to per by plus but und mit für auf bei pro zu aber that which who is are "
    "from please running where using"
)
_LINKS = wordset(": = of to is be at up about around only just max maximum size number von auf")
_COUNTS = wordset(
    "instances servers machines boxes count quantity qty replicas anzahl menge instanzen"
)
_OFTEN_OTHERWISE = frozenset({"view", "views", "order", "orders"})
_TIMES = frozenset({"x", "times", "mal"})
_REACH = 5


def counted(tokens: Sequence[Token], at: int) -> Token:
    """A number whose unit may stand a few words away: `25 concurrent players`, `2 small ubuntu boxes`."""
    token = tokens[at]
    if token.kind != "number" or token.unit != "bare":
        return token
    if _times_before(tokens, at):
        return replace(token, unit="servers")
    if _of_a_crowd(tokens, at):
        return replace(token, unit="people")
    for ahead in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        unit = _counted_by(tokens, at, ahead)
        if unit == "bare":
            break
        if unit:
            scale = _per_day(tokens, ahead + 1) if unit == "visits" else Fraction(1)
            return replace(token, unit=unit, value=token.value * scale)
    return token


def _times_before(tokens: Sequence[Token], at: int) -> bool:
    """`t3.small x 3`, `t3.small times three`."""
    before = tokens[max(at - 3, 0) : at]
    if not before or before[-1].low not in _TIMES:
        return False
    counted_noun = [token for token in before[:-1] if token.low != "("][-1:]
    return any(token.kind == "type" or token.low in SERVERS for token in counted_noun)


def _of_a_crowd(tokens: Sequence[Token], at: int) -> bool:
    """`a party of six`; a `team of 3 servers` is not one."""
    before = tuple(token.low for token in tokens[max(at - 2, 0) : at])
    after = tokens[at + 1 : at + 3]
    machines = any(token.kind == "type" or token.low in SERVERS for token in after)
    return before[:1] != () and before[-1] in ("of", "von") and before[0] in CROWDS and not machines


def _counted_by(tokens: Sequence[Token], at: int, ahead: int) -> Unit | None:
    """The unit that this later token gives; `bare` to stop looking, None to look on."""
    token = tokens[ahead]
    if token.kind == "type" or token.low == "davon" or token.low in SERVERS:
        return "servers"
    if token.low in ("of", "von"):
        return _partitive(tokens, ahead + 1)
    if token.low in VISITS and (token.low not in _OFTEN_OTHERWISE or _per(tokens, ahead)):
        return "visits"
    if token.low in PEOPLE:
        return _people_or_their_servers(tokens, at, ahead)
    return "bare" if _ends_the_noun(token) else None


def _ends_the_noun(token: Token) -> bool:
    """Beyond this nothing is counted by a number before it."""
    if token.kind == "number":
        return token.unit not in ("bytes", "cpus")
    if token.kind == "mark":
        return token.low not in "-()x+"
    return token.low in _STOP or token.kind in ("network", "region")


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
    plural = following in SERVERS - SINGULAR_SERVERS
    hyphened = tokens[at + 1].low == "-"
    return "servers" if plural and not hyphened else "people"


def _per(tokens: Sequence[Token], at: int) -> bool:
    return any(token.low in PERIODS for token in tokens[at + 1 : at + 3])


def _per_day(tokens: Sequence[Token], at: int) -> Fraction:
    for token in tokens[at : at + 3]:
        if token.low in PERIODS:
            return PERIODS[token.low]
    before = tokens[max(at - 3, 0) : at]
    return next((PERIODS[token.low] for token in before if token.low in PERIODS), Fraction(1))


def labelled(tokens: Sequence[Token], at: int) -> Token:
    """A bare number behind its label: `disk: 200`, `set the RAM to 16`, `max players 10`."""
    token = tokens[at]
    if token.kind != "number" or token.unit != "bare":
        return token
    back = at - 1
    while back >= 0 and tokens[back].low in _LINKS:
        back -= 1
    back -= back > 0 and tokens[back].low == "count" and tokens[back - 1].low in PEOPLE | CPUS
    word = tokens[back].low if back >= 0 else ""
    if label(word) in ("memory", "disk"):
        return replace(token, unit="bytes")
    units: tuple[tuple[frozenset[str], Unit], ...] = (
        (CPUS, "cpus"),
        (PEOPLE, "people"),
        (_COUNTS, "servers"),
    )
    return next((replace(token, unit=unit) for words, unit in units if word in words), token)
