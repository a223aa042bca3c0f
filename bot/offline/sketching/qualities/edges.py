"""What can be said of what filters, names, counts and scales: firewalls, zones, rules on messages, tasks."""

import re

from bot.offline.sketching.qualities.quality import (
    NUMBER,
    number,
    quality,
    switch,
    written,
)

_DOMAIN = r"\.?(?:[a-z0-9-]+\.)+[a-z]{2,10}"
_DOMAINS = rf"(?P<v>{_DOMAIN}(?:(?:,| and|, and| or) {_DOMAIN}){{0,9}})"
_RANGE = r"(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?"
_RANGES = rf"(?P<v>{_RANGE}(?:(?:,| and|, and| or) {_RANGE}){{0,9}})"
_OPERATORS = {"above": ">", "over": ">", "greater than": ">", "more than": ">", "higher than": ">", "exceeding": ">", "exceeds": ">", "below": "<", "under": "<", "less than": "<", "lower than": "<"}  # fmt: skip
_COMPARED = "|".join(sorted(_OPERATORS, key=len, reverse=True))
_MEASURES = {"degree": "temperature", "°": "temperature", "celsius": "temperature", "percent": "value", "%": "value"}  # fmt: skip


def _each(match: re.Match[str]) -> str:
    return ",".join(
        dict.fromkeys(part.strip() for part in re.split(r",? and |,? or |,", match["v"]) if part)
    )


def _where(match: re.Match[str]) -> str:
    """`temperature over 30`; degrees alone are a temperature."""
    sign = _OPERATORS.get(match["how"], match["how"])
    unit = (match["unit"] or "").strip()
    named = match["what"] if match["what"] not in _NO_MEASURE else ""
    measure = named or next(
        (name for word, name in _MEASURES.items() if unit.startswith(word)), "value"
    )
    return f"{measure} {sign} {match['number']}"


_NO_MEASURE = (None, "messages", "message", "readings", "reading", "values", "value", "data", "events", "records", "is", "are")  # fmt: skip


def _record(match: re.Match[str]) -> str:
    return f"{match['name']} {match['type'].upper()} {match['to']}"


QUALITIES = (
    quality("networkfirewall", "allow-domains", rf"\b(?:allow\w*|permit\w*|let\w*)\b[^.;\n]{{0,40}}?(?<![\w@]){_DOMAINS}", _each),
    quality("networkfirewall", "deny-domains", rf"\b(?:den(?:y|ies)|block\w*|forbid\w*)\b[^.;\n]{{0,40}}?(?<![\w@]){_DOMAINS}", _each),
    quality("networkfirewall", "drop", r"\b(?:drop|block|den|refus|forbid)\w*\b[^.;\n]{0,30}?\b(?P<v>icmp|udp)\b", lambda match: match["v"]),
    quality("waf", "allow-ips", rf"\b(?:only )?allow\w*\b[^.;\n]{{0,30}}?{_RANGES}", _each),
    switch("waf", "logs", r"\blog(?:s|ging|ged)?\b"),
    quality("iot", "where", rf"\b(?:(?P<what>[a-z_]+) )?(?P<how>{_COMPARED}|[<>]=?) ?(?P<number>\d{{1,6}}(?:\.\d+)?)(?P<unit> ?(?:degrees?|°|celsius|percent|%))?", _where),
    quality("iot", "thing", r"\bthings?\b(?! to\b)|\biot polic(?:y|ies)\b|\bfirst device\b"),
    quality("transitgateway", "route-table", r"\broute tables?\b"),
    quality("cloudfront", "headers", r"\b(?:security|response) headers?\b"),
    written("route53", "records", r"\b(?P<name>www|@|[a-z0-9][a-z0-9-]{0,30}) (?:as |is )?(?:an? )?(?P<type>cname|a|aaaa|txt|mx)(?: records?)? (?:to|for|pointing to|pointing at|->) (?P<to>[a-z0-9][\w.-]*\w)", _record),
    quality("elasticache", "parameter-group", r"\bparameter groups?\b"),
    quality("elasticache", "eviction", r"\b(?P<v>(?:allkeys|volatile)-(?:lru|lfu|random|ttl)|noeviction)\b", lambda match: match["v"]),
    switch("ecs", "scaling", r"\bauto-?scal(?:e|es|ing)\b|\bscal(?:e|es|ing) (?:automatically|on cpu|with load|out)\b|\bservice scales\b|\bscaling polic\w+|\bscalable targets?\b"),
    quality("ecs fargate", "min", rf"\b(?:min(?:imum)?(?: of)?|between|from|at least) {NUMBER} (?:(?:tasks? )?(?:and|to|up to) |tasks?\b)", number()),
    quality("ecs fargate", "max", r"\b(?:between|from) \w+ (?:tasks? )?(?:and|to) (?P<v>\d{1,3}) tasks?\b|\b(?:max(?:imum)?(?: of)?|at most|up to) (?P<w>\d{1,3}) tasks?\b", lambda match: match["v"] or match["w"]),
    quality("ecs fargate", "cpu-percent", r"\b(?P<v>\d{1,2}) ?(?:%|percent) (?:average |of )?cpu\b|\bcpu(?: utili[sz]ation)? (?:of|at|above|over|exceeds|reaches) (?P<w>\d{1,2}) ?(?:%|percent)", lambda match: match["v"] or match["w"]),
    quality("ecs fargate", "cpu", r"(?<![\d.])(?P<v>0?\.25|0?\.5|1|2|4|8|16) ?vcpus?\b", lambda match: str(int(float(match["v"]) * 1024))),
    quality("ecs fargate", "memory-mib", r"(?<![\d.])(?P<v>\d{1,2}) ?(?:gb|gib)\b(?! (?:disk|storage|volume|ephemeral|ebs))", lambda match: str(int(match["v"]) * 1024)),
    quality("neptune", "query-timeout-seconds", r"\bquery time-?out(?: of| is)? (?P<v>\d{1,5}) ?(?:s|seconds?)\b", number()),
    quality("sagemaker", "idle-minutes", r"\bafter (?P<v>\d{1,4}|an?|one|two) (?P<unit>minutes?|hours?)(?: of)?(?: being)? (?:idle|inactiv)\w*|\bidle (?:for|after) (?P<w>\d{1,4}|an?|one|two) (?P<u>minutes?|hours?)", lambda match: _minutes(match["v"] or match["w"], match["unit"] or match["u"])),
    quality("servicecatalog", "product", r"\bproducts?\b"),
    quality("emr", "cluster", r"\bserverless\b", "off"),
)  # fmt: skip


def _minutes(many: str, unit: str) -> str:
    count = {"a": 1, "an": 1, "one": 1, "two": 2}.get(many) or int(many)
    return str(count * (60 if unit.startswith("h") else 1))
