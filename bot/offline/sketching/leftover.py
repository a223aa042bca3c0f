"""What a request asks for that the sketch has no part for: products, wishes and things that are said, not dropped."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.architecture import Unplaced
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.things import Gathered
from bot.offline.sketching.wording import Wording

MOST_LEFT = 6
_LONGEST = 80
NOT_AWS = "It is a product of another company; the template makes services of AWS alone."
SOFTWARE = (
    "It is software to be installed; the template makes the services of AWS that it would run on."
)
DASHBOARDS = "OpenSearch brings its own dashboards in place of Kibana; nothing else of it is made."
TOOL = "What is made here is a CloudFormation template; this is another tool."
PRICE = (
    "No price limit is kept to: the card says what it costs, as far as that can be told. Say “with a budget of $50” to be "
    "warned."
)
PRIVATE_DATABASE = (
    "Databases and caches stand in private subnets and are reached from inside their network only."
)
PRIVATE_BUCKET = "Buckets stay private here. CloudFront can serve their files to everyone, and signed links let people upload."
NO_MAIL = "Nothing here would mail to it: say what shall tell whom, such as “an alarm on errors of the function that mails ops@…”."
NO_DOMAIN = "Nothing here answers at this name: say “with a hosted zone and a certificate for …”."
WHICH_VPN = "Say which: “a Site-to-Site VPN” for an office, “a Client VPN” for people’s laptops, or “a server for WireGuard”."
COMPLIANCE = "No template makes a system compliant by itself; everything is encrypted and private where AWS lets it be."
REGIONS = "A stack stands in one region; nothing of it is made in another."
SPOT = "Machines run on demand here, not at spot prices."
STRANGE = "I know no service and no setting by that name."
_EXPLAINED = frozenset(
    {NOT_AWS, SOFTWARE, DASHBOARDS, TOOL, PRICE, PRIVATE_DATABASE, PRIVATE_BUCKET, NO_MAIL, NO_DOMAIN, COMPLIANCE, REGIONS, SPOT}
)  # fmt: skip

_PRODUCTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w.@/-])(?:{names})(?![\w-])"), why)
    for names, why in (
        (
            (
                r"(?:managed )?snowflake(?: (?:data )?(?:warehouses?|databases?|accounts?))?|databricks(?: workspaces?| clusters?)?|mongo ?db atlas(?: clusters?| databases?)?|atlas clusters?|datadog|new relic|splunk|"
                r"cloudflare(?: workers?| cdn| dns)?|vercel|netlify|heroku|auth0|okta|supabase|firebase|planetscale|big ?query|azure(?: (?:functions?|blob storage|sql|devops|ad))?|google cloud(?: (?:storage|run|functions?))?|gcp|"
                r"stripe|twilio|sendgrid|mailchimp|pagerduty|opsgenie|confluent(?: cloud| kafka)?|elastic cloud|sentry|fivetran|tableau|power ?bi|looker|hugging ?face|"
                r"(?:slack|microsoft teams|ms teams|discord|telegram) (?:channels?|notifications?|messages?|webhooks?|alerts?)|docker hub"
            ),
            NOT_AWS,
        ),
        (r"kibana", DASHBOARDS),
        (
            (
                r"helm(?: charts?)?(?: (?:for|of) \w+)?|logstash|fluentd|fluent ?bit|filebeat|jaeger|istio|linkerd|argo ?cd|flux ?cd|consul|hashicorp vault|nomad|(?<!workflows for )(?<!for apache )airflow|"
                r"kubeflow|rancher|openshift|keycloak|minio|clickhouse|cockroach ?db|couchbase|neo4j|redpanda|nats|temporal|metabase|superset|dbt|cert-manager|karpenter"
            ),
            SOFTWARE,
        ),
        (
            r"terraform(?: modules?)?|pulumi|ansible(?: playbooks?)?|puppet|(?:aws )?cdk|serverless framework|github actions|gitlab(?: ci(?:/cd)?| runners?| pipelines?)|circle ?ci|bitbucket pipelines",
            TOOL,
        ),
    )
)
_DATABASES = ("rds", "documentdb", "elasticache", "neptune", "redshift", "opensearch", "memorydb")
_PEOPLE = (
    r"(?:anyone|everyone|anybody|everybody|the (?:whole )?(?:world|public|internet)|jede[rn]?|alle)"
)
# An address that is written on things, and not written to.
_A_TAG = re.compile(r"\b(?:tag\w*|owner|contact|maintainer|author|label\w*)\b")
_NEAR = 40
_WRITES = re.compile(r"writ|upload|schreib")
_MONEY = r"(?:[$€£] ?\d[\d.,]*k?|\d[\d.,]*k? ?(?:[$€£]|dollars?|euros?|usd|eur|bucks))"


@dataclass(frozen=True, slots=True)
class _Wish:
    """`met` says whether the sketch has it after all."""

    wording: re.Pattern[str]
    why: str
    met: Callable[[Wording, Gathered, re.Match[str]], bool]


def _has(*services: str) -> Callable[[Wording, Gathered, re.Match[str]], bool]:
    return lambda _words, found, _match: bool(found.of(*services))


def _lacks(*services: str) -> Callable[[Wording, Gathered, re.Match[str]], bool]:
    return lambda _words, found, _match: not found.of(*services)


def _is_set(_words: Wording, found: Gathered, match: re.Match[str]) -> bool:
    """Whether a name or an address is a setting of something."""
    values = " ".join(value.lower() for one in found.things for value in one.settings.values())
    labels = " ".join(one.label.lower() for one in found.things)
    before = _words.heard.low[max(0, match.start() - _NEAR) : match.start()]
    return match[0] in values or match[0] in labels or bool(_A_TAG.search(before))


def _is_of_another(words: Wording, found: Gathered, match: re.Match[str]) -> bool:
    """`publicly accessible`, of something that is no database."""
    sentence = words.sentence_at(match.start())
    near = [
        thing.service
        for mention, things in found.meant
        if mention.sentence == sentence and mention.start <= match.end()
        for thing in things
    ]
    last = near[-1] if near else next((one.service for one in found.things), "")
    return last not in _DATABASES


def _is_read_by_all(_words: Wording, found: Gathered, match: re.Match[str]) -> bool:
    """A web site's files are."""
    buckets = found.of("s3")
    site = any(one.settings.get("website") == "on" for one in buckets)
    return not buckets or (site and not _WRITES.search(match[0]))


def _is_spoken_of(words: Wording, found: Gathered, match: re.Match[str]) -> bool:
    """A VPN that is part of the name of something, or of a longer one."""
    del words
    return bool(found.of("vpn", "clientvpn")) or any(
        one.first <= match.start() < one.end for one, _ in found.meant
    )


def _wish(wording: str, why: str, met: Callable[[Wording, Gathered, re.Match[str]], bool]) -> _Wish:
    return _Wish(re.compile(wording), why, met)


_WISHES = (
    _wish(
        rf"\b(?:max(?:imum|imal)?|budget|at most|under|below|less than|no more than|not more than|up to|cheaper than|within|höchstens|unter|limit)\b[^.;,\n]{{0,30}}?{_MONEY}(?:(?: (?:a|per|pro|im|each)|/) ?(?:month|year|day|monat|jahr))?",
        PRICE,
        _has("budgets", "cloudwatch"),
    ),
    _wish(
        r"\bpublic(?:ly)?[ -](?:accessible|reachable|available|exposed)|\b(?:reachable|accessible|open) (?:from|to|on) (?:anywhere|everywhere|the (?:public )?internet|the world)\b",
        PRIVATE_DATABASE,
        _is_of_another,
    ),
    _wish(
        rf"\bpublic(?:ly[ -]\w+)? (?:s3 )?buckets?|\b{_PEOPLE} (?:can|may|could|should|darf|kann) (?:\w+ ){{0,2}}(?:write|upload|read|access|download|see|schreiben|lesen)\w*(?: (?:to|from|into))?(?: it)?|"
        rf"\b(?:world|public(?:ly)?)[ -](?:read|writ)\w+|\b(?:writ|read)\w+ (?:by|for|to) {_PEOPLE}",
        PRIVATE_BUCKET,
        _is_read_by_all,
    ),
    _wish(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", NO_MAIL, _is_set),
    _wish(
        r"(?<![\w.@/:*-])(?:[a-z][a-z0-9-]*\.)+(?:com|org|net|io|de|eu|dev|info|app|shop)(?![\w/.-]*\w)",
        NO_DOMAIN,
        _is_set,
    ),
    _wish(r"\bvpns?\b(?! (?:server|connection|gateway|tunnel|endpoint|box|host))", WHICH_VPN, _is_spoken_of),
    _wish(
        r"\b(?:hipaa|gdpr|dsgvo|pci(?:[ -]dss)?|soc ?2|iso ?27001|fedramp)(?:[ -](?:compliant|compliance|konform|ready|certified))?",
        COMPLIANCE,
        lambda _words, _found, _match: False,
    ),
    _wish(
        r"\bmulti-?region\w*|\b(?:several|multiple|two|three|both|other|another|second) regions?\b|\bcross-region\w*(?: \w+)?",
        REGIONS,
        _has("globalaccelerator", "config", "cloudtrail"),
    ),
    _wish(r"\bspot (?:instances?|fleets?|prices?|machines?|capacity)\b", SPOT, _lacks("ec2", "autoscaling", "eks", "ecs")),
)  # fmt: skip

# `…, and a flux capacitor`: a part of an enumeration that nothing is known of.
_PARTS = re.compile(r",|;|\+|&| (?:and|und|plus|as well as|sowie) ")
_NAMED = re.compile(
    r"\W*(?:(?:and|plus|also|then|with|und|mit|auch) )*(?:an?|another|one|two|three|some|\d{1,2}) (?P<what>(?!(?:for|of|with|in|on|to|at|as|by|from|that|which|per|each|more)\b)(?:[a-z][\w-]* ){0,2}[a-z][\w-]+)\W*"
)
_ORDINARY = re.compile(
    r"\b(?:subnets?|vpcs?|nats?|gateways?|routes?|zones?|azs?|cidrs?|acls?|endpoints?|security|firewalls?|networks?|internet|public|private|internal|groups?|polic\w+|roles?|"
    r"permissions?|encrypt\w+|backups?|retention|version\w*|logs?|logging|metrics?|monitor\w*|tags?|outputs?|exports?|parameters?|ips?|address\w*|ports?|keys?|alias\w*|"
    r"timeouts?|schedul\w+|trigger\w*|events?|alarms?|e-?mails?|notif\w+|health|scal\w+|replicas?|readers?|writers?|nodes?|types?|sizes?|storage|disks?|volumes?|windows?|days?|weeks?|"
    r"months?|hours?|minutes?|seconds?|way|lot|bit|couple|pair|few|users?|people|teams?|developers?|customers?|players?|regions?|accounts?|stacks?|templates?|names?|"
    r"one|other|second|copy|copies|limit|rules?|filters?|origins?|certificates?|domains?|methods?|resources?|paths?|routes?|stages?|tasks?|images?|files?|objects?|messages?|records?|"
    r"rows?|columns?|attributes?|index\w*|tables?|partitions?|sort|queues?|dead|letter|stream\w*|time|minimum|maximum|min|max|desired|default|single|standby|failover|listeners?|targets?|"
    r"connections?|integrations?|authori[sz]ers?|login|sign|website|site|app|apps|application|applications|service|services|system|systems|setup|environment|environments|"
    r"infrastructure|architecture|cloud|aws|year|gb|tb|mb|vcpus?|cores?|ram|memory|percent|dollars?|budgets?|cost|price|plan|thing|things|placeholder|code|runtime|python|node|"
    r"java|secret|password|username|user|bucket|function|topic|database|cluster|instance|server|servers|api|cache|distribution|pipeline|pipelines|workflow|job|jobs|step|steps|stages?|approval)\b"
)


def without_products(words: Wording, found: Sequence[Mention]) -> list[Mention]:
    """`a MongoDB Atlas cluster` is no DocumentDB."""
    spans = [match.span() for match, _ in _products(words)]
    return [
        one
        for one in found
        if not any(start <= one.start and one.end <= end for start, end in spans)
    ]


def leftovers(words: Wording, found: Gathered) -> tuple[Unplaced, ...]:
    """What is said on the card, each with its reason; few, as nobody reads many."""
    left = [*_products(words), *_wishes(words, found), *_strange(words, found)]
    told: dict[str, Unplaced] = {}
    for match, why in sorted(left, key=lambda one: one[0].start()):
        found.heard.append(match.span())
        start, end = match.span("what") if "what" in match.re.groupindex else match.span()
        text = " ".join(words.text[start:end].split())[:_LONGEST]
        told.setdefault(text.lower(), Unplaced(text=text, why=why))
    return tuple([*told.values()][:MOST_LEFT])


def explains_itself(why: str) -> bool:
    """Whether a reason needs no question about what it is said of."""
    return why in _EXPLAINED or why.startswith("A stack stands in one region")


def _asked(words: Wording, match: re.Match[str]) -> bool:
    return not (words.denies(match.start()) or words.is_aim(match.start()))


def _products(words: Wording) -> Iterator[tuple[re.Match[str], str]]:
    for names, why in _PRODUCTS:
        for match in names.finditer(words.low):
            if _asked(words, match):
                yield match, why


def _wishes(words: Wording, found: Gathered) -> Iterator[tuple[re.Match[str], str]]:
    low = words.heard.low
    for wish in _WISHES:
        for match in wish.wording.finditer(low):
            if _asked(words, match) and not wish.met(words, found, match):
                yield match, wish.why


def _strange(words: Wording, found: Gathered) -> Iterator[tuple[re.Match[str], str]]:
    taken = [*found.heard, *((one.first, one.end) for one, _ in found.meant)]
    taken += [match.span() for match, _ in _products(words)]
    for start, end in words.sentences:
        if not any(start <= one.start < end for one, things in found.meant if things):
            continue
        cuts = [*(match.span() for match in _PARTS.finditer(words.low, start, end)), (end, end)]
        for (_, begin), (until, _) in zip([(start, start), *cuts], cuts, strict=False):
            match = _NAMED.fullmatch(words.low, begin, until)
            if match is None or _ORDINARY.search(match["what"]) or not _asked(words, match):
                continue
            if not any(first < until and begin < last for first, last in taken):
                yield match, STRANGE
