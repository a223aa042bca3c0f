"""What a plan of a stack has no place for, so that no words change it."""

import re
from collections.abc import Collection

_SIZES = (
    r"bigger|larger|smaller|stronger|weaker|faster|slower|beefier|resize|upsize|downsize|upgrade|downgrade|size|sizes|"
    r"memory|ram|v?cpus?|cores?|disks?|\d+\s*(?:players?|users?|visitors?|spieler|nutzer)|storage|volumes?|iops|\d+\s*(?:gb|gib|tb|mb)|(?:instance|node|database|db)[ -](?:type|class|size)|"
    r"(?:db\.|cache\.)?[a-z]\d[a-z]*\.(?:nano|micro|small|medium|\d*x?large)|"
    r"größer\w*|groesser\w*|kleiner\w*|stärker\w*|schneller\w*|billiger\w*|günstiger\w*|speicher\w*|festplatte\w*|arbeitsspeicher|"
    r"más grande|más pequeñ[ao]|plus grande?|plus petite?"
)
_PORTS = r"ports?|firewall|ssh|rdp|cidr|ip (?:range|address)\w*|whitelist|allow ?list|\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?"
_TIME = r"lease|expires?|until|(?:for|in)\s+\d+\s+(?:hours?|days?|weeks?|months?)|(?:für|in)\s+\d+\s+(?:stunden|tage\w*|wochen|monate\w*)"
_MONEY = r"budget|cheap(?:er|est|ly)?|[$€]\s*\d+|\d+\s*(?:dollars?|euros?|usd|eur|bucks|[$€])"
_SETTINGS = (
    r"multi-?az|highly available|high availability|redundan\w*|failover|replicas?|backups?|retention|encrypt\w*|runtime|version|timeout|ttl|"
    r"tags?|https|tls|ssl|spot|graviton|arm|python|node(?:\.js)?|java|hochverfügbar\w*|verschlüssel\w*|alarms?"
)
_AMOUNT = re.compile(
    r"(?<![\w.])(?:\d+(?:[.,]\d+)?\s*(?:gb|gib|tb|mb|v?cpus?|cores?|iops|players?|users?|visitors?|spieler|nutzer)|"
    r"(?:db\.|cache\.)?[a-z]\d[a-z]*\.(?:nano|micro|small|medium|\d*x?large))(?![\w.])",
    re.IGNORECASE,
)
_TOPICS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), why)
    for words, why in (
        (
            _SIZES,
            (
                "how large a part is (type, class, memory, disk) I take outright only, such as “t3.large”, “db.t4g.medium” or "
                "“the database with 100 GB”; I can also change how many there are."
            ),
        ),
        (
            _PORTS,
            (
                "which ports are open follows from the arrows, each part lets in only what an arrow leads to it; connect "
                "or disconnect parts to change that."
            ),
        ),
        (
            _MONEY,
            "I cannot plan to a price; the card says what it costs, as far as that can be told.",
        ),
        (_TIME, "a stack stays until somebody ends it on its card; it has no end date."),
        (
            _SETTINGS,
            (
                "how a part is set up inside comes from its building block, and I cannot change this of it from words; what "
                "it has stands in the attached template."
            ),
        ),
    )
)


def amounts(words: str) -> list[str]:
    """The sizes that are named outright: `100 GB`, `t3.large`, `10 players`."""
    return [" ".join(match[0].split()) for match in _AMOUNT.finditer(words)]


def is_set(amount: str, values: Collection[str]) -> bool:
    """Whether a size that was named is among the values of settings, which count memory and CPUs finer."""
    if any(one.endswith(amount.lower()) for one in values):
        return True
    number = re.match(r"\d+", amount)
    return number is not None and not {number[0], str(int(number[0]) * 1024)}.isdisjoint(values)


def out_of_reach(words: str) -> str | None:
    """Why nothing comes of some words, if they are about what no plan has; else None."""
    return next((why for pattern, why in _TOPICS if pattern.search(words)), None)
