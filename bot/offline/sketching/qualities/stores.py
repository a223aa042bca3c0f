"""What can be said of what keeps data: buckets, tables, databases, caches, files, streams."""

import re

from bot.offline.reading.lexicon import wordset
from bot.offline.sketching.qualities.quality import (
    DAYS,
    NUMBER,
    days,
    first_of,
    group,
    number,
    quality,
    switch,
    written,
)
from bot.offline.sketching.qualities.schedules import schedule

_ENGINES = {
    r"aurora postgres": "aurora-postgresql",
    r"aurora mysql": "aurora-mysql",
    r"aurora": "aurora-postgresql",
    r"postgres": "postgres",
    r"mysql": "mysql",
    r"mariadb": "mariadb",
    r"(?:sql server|mssql)": "sqlserver-ex",
    r"oracle": "oracle-se2",
}
_NAME = r"[`'\"]?(?P<v>[a-z_][\w-]{0,60})[`'\"]?"
_NOT_A_KEY = wordset(
    "and or of with is are a an the key keys for to on by in at as from into per via where when while whose who that which what it its this these both "
    "all each schema name names attribute attributes type string number binary text optional also plus only one two auf als mit und oder aus im von zum "
    "named called using using used should must will can be has have global local secondary index indexes sorted sort range hash partition gsi lsi"
)


def _key(match: re.Match[str]) -> str | None:
    return None if match["v"] in _NOT_A_KEY else match["v"]


_TYPED = r"(?P<type>string|str|s|number|num|int|integer|numeric|n|binary|b)"
_KEY_TYPE = {"i": "N"}


def _key_type(match: re.Match[str]) -> str:
    first = match["type"][0]
    return _KEY_TYPE.get(first, first.upper())


def _indexes(match: re.Match[str]) -> str | None:
    found = [one for one in re.findall(r"[a-z_]\w*", match["v"]) if one not in _NOT_A_KEY]
    return ",".join(dict.fromkeys(found)) or None


QUALITIES = (
    switch("s3", "versioning", r"\bversion(?:ing|ed)\b|\bobject versions\b"),
    switch("s3", "website", r"\b(?:static )?web ?site|\bstatic (?:site|content|hosting|files|assets)\b|\bsingle[- ]page app\w*"),
    switch("s3", "access-logs", r"\b(?:access|server access) logs?(?:ging)?\b|\blogs? of (?:the )?access\b"),
    quality("s3", "expire-days", rf"\b(?:expir(?:e|es|ed|ing|ation)|delet(?:e|es|ed|ing)|remov(?:e|ed|es)|kept|keep(?:s|ing)?)\b[^.;,\n]{{0,30}}?(?:after|for) {DAYS}", days),
    quality("s3", "expire-days", rf"\blifecycle (?:rule|policy|configuration)?(?: of| with| after)? ?{DAYS}", days),
    quality("s3", "infrequent-days", rf"\b(?:standard[- ]?ia|infrequent(?:[- ]access)?|ia storage)\b[^.;,\n]{{0,30}}?(?:after|older than) {DAYS}", days),
    quality("s3", "archive-days", rf"\b(?:glacier|archiv\w+|transition\w*(?! to (?:standard|infrequent))|mov(?:e|es|ed|ing)(?! to (?:standard|infrequent)))\b[^.;,\n]{{0,40}}?after {DAYS}", days),
    quality("s3", "encryption", r"\bkms\b|\bcustomer[- ]managed key\b|\bkey of its own\b", "kms"),
    switch("s3", "lock", r"\bobject lock\b|\bworm\b|\bwrite[- ]once\b"),
    written("dynamodb", "key", rf"\b(?:partition|hash|primary) keys?,? (?:is |of |named |called |= ?|\()?{_NAME}", _key),
    written("dynamodb", "key", rf"\b(?:keyed by|key(?: is|:)?|indexed by) {_NAME}", _key),
    written("dynamodb", "key", r"\bcomposite keys? \(?`?(?P<v>[a-z_]\w*)`?(?: and |, )`?[a-z_]\w*`?", group()),
    written("dynamodb", "sort-key", r"\bcomposite keys? \(?`?[a-z_]\w*`?(?: and |, )`?(?P<v>[a-z_]\w*)`?", group()),
    written("dynamodb", "sort-key", rf"\b(?:sort|range) key,? (?:is |of |named |called |= ?|\()?{_NAME}", _key),
    switch("dynamodb", "stream", r"\b(?:dynamodb )?streams?\b(?! (?:data|processing))|\bevery change\b|\bon (?:each |every )?changes?\b|\bchange data capture\b"),
    written("dynamodb", "ttl", rf"\b(?:ttl|time[- ]to[- ]live)(?: attribute)?(?: on| of| is| named| called|:)? {_NAME}", _key),
    written("dynamodb", "index", r"\b(?:gsis?|(?:global )?secondary ind(?:ex(?:es)?|ices)|ind(?:ex(?:es)?|ices))(?: (?:on|for|by|over|auf))? (?P<v>[`'\"]?[a-z_]\w*[`'\"]?(?:(?:,| and|, and| und) [`'\"]?(?!\w+ (?:on|key)\b)[a-z_]\w*[`'\"]?){0,4})(?! key)", _indexes),
    quality("dynamodb", "key-type", rf"\b(?:partition|hash|primary) keys? (?:is |of |named |called )?[`'\"]?\w+[`'\"]?,? \(?(?:a |an |of type |as )?{_TYPED}\b|\b(?P<before>string|number|numeric|binary) (?:partition|hash|primary) key", lambda match: _key_type(match) if match["type"] else match["before"][0].upper()),
    quality("dynamodb", "sort-key-type", rf"\b(?:sort|range) keys? (?:is |of |named |called )?[`'\"]?\w+[`'\"]?,? \(?(?:a |an |of type |as )?{_TYPED}\b|\b(?P<before>string|number|numeric|binary) (?:sort|range) key", lambda match: _key_type(match) if match["type"] else match["before"][0].upper()),
    quality("dynamodb", "read-units", r"\bread capacity(?: units?)?(?: is| of|:|=)? (?P<v>\d{1,5})\b|\b(?P<w>\d{1,5}) (?:rcus?|read (?:capacity )?units?)\b", lambda match: match["v"] or match["w"]),
    quality("dynamodb", "write-units", r"\bwrite capacity(?: units?)?(?: is| of|:|=)? (?P<v>\d{1,5})\b|\b(?P<w>\d{1,5}) (?:wcus?|write (?:capacity )?units?)\b", lambda match: match["v"] or match["w"]),
    switch("dynamodb", "deletion-protection", r"\bdeletion protection\b|\bdelete protection\b"),
    quality("dynamodb", "capacity", r"\bprovisioned (?:capacity|throughput|mode)?\b|\bread capacity\b", "provisioned"),
    quality("rds", "engine", r"\b(?P<v>aurora(?: serverless)?(?: v2)? ?(?:postgres|mysql)|postgres(?:ql)?|mysql|mariadb|sql server|mssql|oracle)", first_of(_ENGINES)),
    quality("rds", "engine-version", r"\b(?:postgres(?:ql)?|mysql|mariadb|engine version|version) (?:version )?(?P<v>\d{1,2}(?:\.\d{1,2}){0,2})\b(?! ?(?:gb|gib|subnets?|replicas?))", group()),
    quality("rds documentdb neptune memorydb", "class", r"\b(?P<v>db\.[a-z]\d[a-z]{0,3}\.\w+)\b", group()),
    quality("rds", "class", r"\bserverless\b", "serverless"),
    quality("rds", "acu", r"(?<![\d.])(?P<least>\d{1,3}(?:\.5)?) ?(?:-|to|and) ?(?P<most>\d{1,3}(?:\.5)?) ?(?:acus?\b|(?:aurora )?capacity units?\b)", lambda match: f"{match['least']}-{match['most']}"),
    quality("rds", "storage-gib", r"\b(?P<v>\d{2,5}) ?(?:gb|gib|gigs?)\b(?! (?:of )?(?:ram|memory))", number()),
    switch("rds", "deletion-protection", r"\bdeletion protection\b|\bdelete protection\b|\bprotected (?:from|against) deletion\b"),
    switch("rds", "multi-az", r"\bmulti[- ]?az\b|\bmultiple availability zones\b|\bhighly available\b|\bhigh availability\b|\bstandby\b|\bfailover\b"),
    quality("rds", "replicas", rf"\b{NUMBER} (?:read(?:er)? )?(?:replicas?|readers?)\b", number()),
    quality("rds", "replicas", r"\b(?:an?|one) (?:read )?(?:replica|reader)\b|\bread replica\b", "1"),
    written("rds", "database", r"\bdatabase (?:name|named|called)(?: is|:| of)? [`'\"]?(?P<v>[a-z]\w{0,40})", group()),
    written("rds", "username", r"\b(?:user ?name|master user|admin user|administrator|user)(?: is|:| called| named) [`'\"]?(?P<v>[a-z]\w{0,15})", group()),
    quality("rds", "backup-days", rf"\b{DAYS} (?:of )?(?:automated )?(?:backups?|retention)", days),
    quality("rds", "backup-days", rf"\b(?:backups?|snapshots?)(?: retention)?(?: period)?(?: of| for| kept for| are kept for| retained for|:)* {DAYS}", days),
    switch("rds", "secret", r"\bsecrets? ?manager\b"),
    quality("elasticache", "engine", r"\b(?P<v>redis|valkey|memcached)\b", group()),
    quality("elasticache", "class", r"\b(?P<v>cache\.[a-z]\d[a-z]{0,3}\.\w+)\b", group()),
    quality("elasticache", "nodes", rf"\b{NUMBER} (?:cache )?(?:nodes?|replicas?|shards?)\b", number()),
    quality("elasticache", "cluster", r"\b(?:minimal|single[- ]node|one node|cache ?cluster|memcached)\b"),
    quality("efs", "performance", r"\bmax ?i/?o\b", "maxIO"),
    quality("efs", "throughput", r"\b(?P<v>bursting|elastic) throughput\b", group()),
    switch("efs", "backup", r"\b(?<!aws )backups?\b(?! plan| vault)|\bbacked up\b"),
    quality("kinesis", "shards", rf"\b{NUMBER} shards?\b", number()),
    quality("kinesis", "shards", r"\b(?:a |one |single[- ])shard\b", "1"),
    quality("kinesis", "retention-hours", r"\bretention(?: period)?(?: of|:)? (?P<v>\d+) ?hours?\b|\b(?P<w>\d+)[ -]hours? retention", lambda match: match["v"] or match["w"]),
    quality("kinesis", "retention-hours", rf"\bretention(?: period)?(?: of|:)? {DAYS}", lambda match: _in_hours(days(match))),
    quality("firehose", "format", r"\b(?P<v>parquet|json)\b", group()),
    quality("firehose", "buffer-seconds", r"\bbuffer\w*(?: interval)?(?: of| for|:| every)? (?P<v>\d+) ?s", number()),
    quality("glue", "version", r"\b(?:glue )?version (?P<v>[345]\.\d)\b|\bglue (?P<w>[345]\.\d)\b", lambda match: match["v"] or match["w"]),
    written("glue", "script", r"(?P<v>[\w][\w/-]*\.(?:py|scala))\b", group()),
    quality("glue", "database", r"\bdata ?catalog\b|\bglue (?:data ?catalog )?database\b|\bcatalog database\b"),
    quality("glue", "crawler", r"\bcrawl(?:s|er|ers|ed)?\b"),
    quality("glue", "job", r"\b(?:glue |etl |spark )jobs?\b|\betl\b"),
    quality("glue", "schedule", r"\b(?:every|each|daily|nightly|hourly|weekly|at \d|cron|rate)\b[^.;\n]{0,60}", lambda match: _cron(schedule(match[0]))),
)  # fmt: skip


def _cron(found: str | None) -> str | None:
    return found if found and found.startswith("cron") else None


def _in_hours(found: str | None) -> str | None:
    return str(int(found) * 24) if found else None
