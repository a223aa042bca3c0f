"""What can be said of queues, topics, events, APIs, sign-in, keys, alarms and what watches an account."""

import re

from bot.offline.sketching.qualities.quality import (
    DAYS,
    DURATION,
    EMAIL,
    NUMBER,
    days,
    first_of,
    group,
    number,
    quality,
    seconds,
    switch,
    written,
)
from bot.offline.sketching.qualities.schedules import TELLING, schedule

_PATH = r"(?:get|post|put|delete|patch|any) /[\w{}/.+-]*"
_BARE = r"(?<![\w:/.])/[a-z{][\w{}/.+-]*"
_ORIGIN = r"https?://[a-z0-9.-]+(?::\d{2,5})?"
_TOLD_BY = {"ssm": "ssm", "systems manager": "ssm", "opscenter": "ssm", "cloudwatch": "cloudwatch", "eventbridge": "events", "event bridge": "events", "budgets": "budgets", "s3": "s3", "sns": "sns", "codepipeline": "codepipeline", "config": "config", "aws services": "cloudwatch,events"}  # fmt: skip
_NAMES = "|".join(sorted(_TOLD_BY, key=len, reverse=True))
_METRICS = {r"cpu": "cpu", r"error": "errors", r"fail": "errors", r"queue": "queue-depth", r"(?:number of )?(?:visible )?messages": "queue-depth", r"billing|charges|cost|spend": "billing", r"5xx|5\d\d": "5xx", r"i/?o": "io", r"throughput": "throughput", r"status|health": "status", r"throttl": "errors"}  # fmt: skip
_STATES = {r"ec2": "aws.ec2", r"instance": "aws.ec2", r"s3": "aws.s3", r"guard ?duty": "aws.guardduty", r"health": "aws.health", r"code ?pipeline": "aws.codepipeline", r"ecs": "aws.ecs", r"rds": "aws.rds", r"auto ?scaling": "aws.autoscaling", r"batch": "aws.batch", r"macie": "aws.macie"}  # fmt: skip
_COUNTRIES = {"germany": "DE", "austria": "AT", "switzerland": "CH", "france": "FR", "italy": "IT", "spain": "ES", "united states": "US", "usa": "US", "us": "US", "canada": "CA", "united kingdom": "GB", "uk": "GB", "netherlands": "NL", "belgium": "BE", "poland": "PL", "sweden": "SE", "norway": "NO", "denmark": "DK", "finland": "FI", "ireland": "IE", "portugal": "PT", "japan": "JP", "australia": "AU", "india": "IN", "brazil": "BR", "deutschland": "DE", "österreich": "AT", "schweiz": "CH"}  # fmt: skip
NO_ADDRESS = "alerts@example.com"
"""Stands in for an address that was not said."""
_COUNTRY = "|".join(sorted(_COUNTRIES, key=len, reverse=True))


def _publishers(match: re.Match[str]) -> str | None:
    found = [value for name, value in _TOLD_BY.items() if re.search(rf"\b{name}\b", match[0])]
    return ",".join(dict.fromkeys(",".join(found).split(","))) if found else None


def _paths(match: re.Match[str]) -> str:
    return ", ".join(
        dict.fromkeys(one.strip(" ,") for one in re.findall(_PATH, match[0], re.IGNORECASE))
    )


_SMALL = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12"}  # fmt: skip


def _plain_number(text: str) -> str:
    return _SMALL.get(text, text.replace(",", ""))


def _origins(match: re.Match[str]) -> str:
    return ",".join(dict.fromkeys(re.findall(_ORIGIN, match["v"])))


_RULES = {r"\bpublic\b": "public", r"\bencrypt\w*\b[^.;,]{0,20}\bvolumes?|\bvolumes?\b[^.;,]{0,20}\bencrypt": "encrypt", r"\bssh\b": "ssh", r"\bmfa\b": "mfa", r"\bversioning\b": "version", r"\btags?\b|\btagg": "tag", r"\battached volumes?\b|\bunused volumes?\b": "attached", r"\bpassword polic": "password", r"\bflow logs?\b": "flow-logs", r"\b(?:buckets?|s3)\b[^.;,]{0,20}\bencrypt|\bencrypt\w*\b[^.;,]{0,20}\bbuckets?": "bucket-encrypt", r"\b(?:databases?|rds)\b[^.;,]{0,20}\bencrypt|\bencrypt\w*\b[^.;,]{0,20}\b(?:databases?|rds)": "database", r"\bcloud ?trail\b": "trail"}  # fmt: skip


def _config_rules(match: re.Match[str]) -> str | None:
    found = [value for pattern, value in _RULES.items() if re.search(pattern, match[0])]
    return ",".join(dict.fromkeys(found)) or None


def _every(match: re.Match[str]) -> str | None:
    return schedule(match[0])


def _flows(match: re.Match[str]) -> str | None:
    known = {
        "authorization code": "code",
        "code": "code",
        "implicit": "implicit",
        "client credentials": "client_credentials",
        "client_credentials": "client_credentials",
        "oauth": "code",
    }
    found = [value for name, value in known.items() if name in match[0]]
    return ",".join(dict.fromkeys(found)) or None


def _places(match: re.Match[str]) -> str:
    return ",".join(dict.fromkeys(_COUNTRIES[one] for one in re.findall(_COUNTRY, match["v"])))


QUALITIES = (
    switch("sqs sns", "fifo", r"\bfifo\b"),
    switch("sqs", "dead-letter", r"\bdead[- ]?letter\w*|\bdlqs?\b"),
    quality("sqs", "visibility-seconds", rf"\bvisibility(?: ?time-?out)?(?: of| is|:| to)? {DURATION}|\bvisibility time-?out \((?P<w>\d+)", lambda match: seconds(match) if match["v"] else match["w"]),
    quality("sqs", "visibility-seconds", rf"(?<![\w.]){DURATION} (?:of )?visibility\b", seconds),
    quality("sqs", "max-receives", rf"\b{NUMBER} (?:retr(?:y|ies)|attempts?|tries|deliver(?:y|ies)|receives?|failed \w+|failures)\b|\b(?:max(?:imum)?[- ]?receives?(?:[- ]?count)?|receive count|retr(?:y|ies|ied))(?: of| is|:| up to)? (?P<w>\d{{1,3}})\b", lambda match: _plain_number(match["v"] or match["w"])),
    quality("sqs", "retention-days", rf"(?<![\w.]){DAYS} (?:of )?(?:message )?retention\b", days),
    quality("sqs", "retention-days", rf"\b(?:messages? )?ret(?:ention|ain(?:s|ed)?|aining)(?: messages)?(?: period)?(?: is| of| for|:)? {DAYS}", days),
    quality("sqs", "retention-days", rf"\bkeep(?:s|ing)? (?:the )?messages (?:for )?{DAYS}", days),
    quality("sqs", "delay-seconds", rf"\bdelay(?:ed)?(?: of| by|:)? {DURATION}|\b(?P<w>\d+)[ -]seconds? delay", lambda match: seconds(match) if match["v"] else match["w"]),
    quality("sqs sns", "publishers", rf"\b(?:allow(?:s|ing)?|permit(?:s|ting)?|let(?:s|ting)?|policy (?:for|allowing|that allows)|grant(?:s|ing)?|from)\b[^.;\n]{{0,60}}?\b(?:{_NAMES})\b[^.;\n]{{0,60}}?(?:publish|send|to (?:this|the|a) (?:topic|queue)|single (?:channel|topic)|notification)", _publishers),
    quality("sns", "publishers", r"\bcross-service\b|\bfrom (?:various |multiple |other |all |several )?aws services\b", "cloudwatch,events"),
    quality("sns", "email", r"(?P<v>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", group()),
    quality("sns", "email", r"\be-?mails?(?: notifications?)? subscri\w+|\bsubscri\w+ (?:by|via|per|with|for)(?: an?)? e-?mail|\bsends? (?:an? )?e-?mails?\b|\be-?mail (?:alerts?|notifications?)", NO_ADDRESS),
    quality("eventbridge", "schedule", TELLING, _every),
    quality("eventbridge", "bus", r"\b(?:custom |own )?(?:event ?)?bus\b"),
    quality("eventbridge", "source", r"\b(?P<s>aws\.[a-z0-9]+)\b|\b(?P<v>ec2|instances?|s3|guard ?duty|health|code ?pipeline|ecs|rds|auto ?scaling|batch|macie)(?: instances?| tasks?| jobs?)? (?:state[- ]?changes?|findings?|events|state)", lambda match: match["s"] or first_of(_STATES)(match)),  # type: ignore[operator]  # made by first_of
    quality("eventbridge", "detail-type", r"\b(?P<v>ec2 instance) state[- ]?changes?", "EC2 Instance State-change Notification"),
    quality("eventbridge", "detail-type", r"\bguard ?duty findings?", "GuardDuty Finding"),
    quality("eventbridge", "archive-days", rf"\barchiv\w+(?: of| for|:)? (?:\w+ )?(?:for )?{DAYS}", days),
    written("pipes", "detail-type", r"\bdetail-?type`?(?: of| is|:|=)? [`'\"](?P<v>[\w.-]{1,60})[`'\"]", group()),
    written("pipes", "filter", r"\b(?:filter\w*|specific messages|messages? matching|matching)\b[^.;\n]{0,60}?[\"'`](?P<v>[\w .-]{1,60})[\"'`]", group()),
    written("pipes", "filter", r"\bmessages? \(e\.g\.,? [\"'`](?P<v>[\w .-]{1,60})[\"'`]", group()),
    quality("apigateway", "auth", r"\b(?:iam(?:-based)? auth\w*|aws_iam|iam authorization|sigv4)\b", "iam"),
    quality("apigateway", "auth", r"\bapi keys?\b", "key"),
    quality("apigateway", "auth", r"\bcognito\b", "cognito"),
    quality("apigateway", "auth", r"\b(?:no|without) auth\w*|\bopen to everyone\b|\bunauthenticated\b", "none"),
    switch("apigateway", "cors", r"\bcors\b"),
    quality("apigateway", "origins", rf"\bcors\b[^;\n]{{0,40}}?(?P<v>{_ORIGIN}(?:(?:,| and|, and| or) {_ORIGIN}){{0,4}})", _origins),
    quality("apigateway", "origins", rf"(?P<v>{_ORIGIN})[^;\n]{{0,40}}?\bcors\b|\borigins?:? (?P<w>{_ORIGIN})", lambda match: match["v"] or match["w"]),
    switch("apigateway", "logs", r"\b(?:access|api|request) logs?(?:ging)?\b"),
    switch("apigateway", "usage-plan", r"\busage plans?\b|\bthrottl\w+|\bquotas?\b"),
    written("apigateway", "paths", rf"\b{_PATH}(?:(?:,| and|, and| or) (?:{_PATH})){{0,12}}", _paths),
    written("apigateway", "paths", rf"\b(?:paths?|routes?|endpoints?|resources?|under|at|on|with|and|for|behind)(?: parameters?)? [`'\"]?(?P<v>(?<!get )(?<!post ){_BARE})", group()),
    written("apigateway", "paths", r"\bpath (?:parameter|variable)s?(?: called| named)? [`'\"]?(?P<v>\{[a-z]\w*\})", lambda match: f"/{match['v']}"),
    quality("apigateway", "kind", r"\b(?P<v>rest|http|websocket)[ -]api", group()),
    quality("alb", "scheme", r"\binternal\b(?! (?:vpc )?traffic)", "internal"),
    quality("alb", "scheme", r"\binternet[- ]facing\b|\bpublic(?:-facing)? (?:application )?(?:load balancer|alb)", "internet-facing"),
    quality("alb", "kind", r"\b(?:network load ?balancer|nlb)s?\b", "network"),
    quality("alb", "port", r"\b(?:listen(?:er|ers|s|ing)?|alb|nlb|balancer)\b[^.;\n]{0,24}?\bport (?P<v>\d{2,5})\b|\b(?P<w>\d{2,5})/tcp\b", lambda match: match["v"] or match["w"]),
    quality("alb", "protocol", r"\b(?P<v>https|tls|tcp|http)(?: \(?\d+\)?)? listeners?|\b(?:listens? (?:on|for)|terminat\w+) (?P<w>https|tls|http)\b", lambda match: (match["v"] or match["w"]).upper()),
    quality("alb", "fixed-response", r"\bfixed[- ]response(?: of)?(?: status)?(?: code)?(?: \(?(?P<v>\d{3}))?|\breturn(?:s|ing) (?:an? )?(?:(?P<w>\d{3})|errors?)", lambda match: match["v"] or match["w"] or "404"),
    written("kms", "alias", r"\balias (?:of |named |called |is |alias/)?[`'\"]?(?P<v>(?!for\b|and\b|to\b|of\b|that\b|record|with\b)[a-z][\w/-]{1,40})", group()),
    switch("kms", "rotation", r"\brotat(?:ion|ed|es|ing)\b"),
    quality("kms", "spec", r"\b(?P<v>rsa_\d{4}|ecc_\w+)\b", lambda match: match["v"].upper()),
    quality("kms", "spec", r"\basymmetric\b", "RSA_2048"),
    switch("cognito", "domain", r"\b(?:hosted (?:login|ui|sign-?in)|login page|sign-?in page|(?:preconfigured |custom |user pool )domain)\w*"),
    switch("cognito", "admin-only", r"\badmin(?:istrator)?s?(?:-managed|[- ]only| only| create| creates| make)|\bonly admin\w*|\bself[- ](?:sign-?up|registration) (?:is )?disabled"),
    quality("cognito", "mfa", r"\b(?:optional mfa|mfa (?:is )?optional)\b", "optional"),
    quality("cognito", "mfa", r"\b(?:mfa|multi-?factor)\b", "on"),
    switch("cognito", "identity-pool", r"\bidentity pools?\b|\bfederated identit\w+"),
    quality("cognito", "flows", r"\b(?:oauth(?: 2\.0)?|authorization code|code grant|implicit|client[ _]credentials)\b[^.;\n]{0,60}", _flows),
    quality("cloudwatch", "retention-days", rf"\bretention(?: period)?(?: of| is|:)? {DAYS}", days),
    quality("cloudwatch", "retention-days", rf"(?<![\w.]){DAYS} (?:of )?(?:log )?retention\b", days),
    quality("cloudwatch", "retention-days", rf"\b(?:keep|kept|retain(?:ed)?)(?: \w+)?(?: for)? {DAYS}", days),
    quality("cloudwatch", "email", EMAIL, group()),
    quality("cloudwatch", "email", r"\b(?:by|via|per|an?|through) e-?mails?\b|\be-?mail (?:alerts?|notifications?)", NO_ADDRESS),
    quality("cloudfront", "price-class", r"\bprice ?class[ _]?(?P<v>100|200|all)\b", group()),
    quality("cloudfront", "geo", rf"\b(?:only (?:for|in|from|to|available in)|restrict\w* (?:to|access to)|limited to|geo\w* (?:restriction|allow\w*)?(?: to| for)?) (?:users in |viewers in |visitors from )?(?P<v>(?:the )?(?:{_COUNTRY})(?:(?:,| and|, and| or) (?:the )?(?:{_COUNTRY})){{0,8}})\b", _places),
    quality("cloudfront", "default-root", r"\b(?:default|root|index) (?:root )?(?:object|document|page|file)(?: is|:| of)? [`'\"]?(?P<v>[\w-]+\.html?)\b|\b(?P<w>index\.html)\b", lambda match: match["v"] or match["w"]),
    quality("cloudfront", "ttl-seconds", r"\b(?P<v>\d+|one|a)[ -](?P<unit>second|minute|hour|day|week|month|year)s?[ -](?:cache )?ttl\b|\bttl(?: of|:)? (?P<w>\d+|one|a) (?P<u>second|minute|hour|day|week|month|year)", lambda match: _ttl(match["v"] or match["w"], match["unit"] or match["u"])),
    quality("cloudfront", "domain", r"\b(?:domain|alias|cname|at|for) [`'\"]?(?P<v>(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|de|eu|app|co))\b", group()),
    written("secretsmanager", "username", r"\b(?:user ?name|user)(?: is|:| called| named)? [`'\"]?(?P<v>(?!for\b|called\b|named\b|and\b|with\b|is\b|in\b)[a-z]\w{1,30})", group()),
    quality("secretsmanager", "length", r"\b(?P<v>\d{1,3})[- ](?:characters?|chars?|zeichen)\b|\blength(?: of)? (?P<w>\d{1,3})\b", lambda match: match["v"] or match["w"]),
    quality("secretsmanager", "rotation-days", rf"\brotat\w+[^.;\n]{{0,20}}?(?:every|after|each) {DAYS}", days),
    written("parameterstore", "name", r"(?<![\w:/])(?P<v>/[a-z0-9][\w./-]{1,80})(?![\w/])", group()),
    written("parameterstore", "value", r"\bvalues?(?: of| is|:)? [`'\"]?(?P<v>[\w.:/-]{1,80})", group()),
    quality("parameterstore", "ids", r"\b(?:ids|identifiers|arns|resource (?:ids?|references))\b"),
    quality("vpn", "address", r"(?<![\d.])(?P<v>(?:\d{1,3}\.){3}\d{1,3})(?![\d./])", group()),
    quality("vpn", "cidr", r"(?<![\d.])(?P<v>(?:\d{1,3}\.){3}\d{1,3}/\d{1,2})", group()),
    quality("iot", "topic", r"\b(?:topic(?: filter)?|from|on) [`'\"]?(?P<v>[a-z0-9_$+-]+(?:/[\w+#$-]+)+)", group()),
    quality("synthetics", "schedule", TELLING, _every),
    quality("route53 acm ses", "domain", r"(?<![@\w.-])(?P<v>(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|de|eu|app|co|internal|local|uk))\b", group()),
    quality("route53", "private", r"\bprivate (?:hosted|dns) zones?\b"),
    switch("route53", "health-check", r"\bhealth checks?\b"),
    quality("cloudtrail", "multi-region", r"\b(?:multi-?region|all regions|every region|across regions)\b"),
    switch("cloudtrail", "logs", r"\bcloudwatch(?: logs?)?\b"),
    quality("waf", "rate-limit", r"\b(?:rate[- ]?(?:limit\w*|based)?|limit\w*|throttl\w+)\b[^.;\n]{0,30}?(?P<v>\d[\d,]{1,6})\b|\b(?P<w>\d[\d,]{2,6}) requests", lambda match: (match["v"] or match["w"]).replace(",", "")),
    quality("waf", "block-ips", r"\bblock\w*[^.;\n]{0,30}?(?P<v>(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?:(?:, | and )(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?)*)", lambda match: match["v"].replace(" and ", ",").replace(" ", "")),
    quality("stepfunctions", "kind", r"\bexpress\b", "EXPRESS"),
    switch("stepfunctions", "logs", r"\blog(?:s|ging|ged)\b"),
    quality("budgets", "amount-usd", r"[$€] ?(?P<v>\d[\d,]*)|\b(?P<w>\d[\d,]*) ?(?:dollars?|usd|bucks|euros?|eur|\$|€)", lambda match: (match["v"] or match["w"]).replace(",", "")),
    quality("budgets", "email", EMAIL, group()),
    quality("budgets", "threshold-percent", r"\b(?P<v>\d{1,3}) ?(?:%|percent)", number()),
    quality("imagebuilder", "schedule", TELLING, _every),
    quality("codepipeline", "approval", r"\b(?:manual(?:ly)?|human)[ -](?:approv\w+|review|gate)|\bapproval(?: step| stage| action| gate)?\b|\b(?:somebody|someone|people|a person) (?:has to |must |should )?approves?\b|\bmanuelle[rn]? freigabe\b|\bfreigabe\b"),
    quality("codepipeline", "source", r"\bgithub\b", "github"),
    written("codepipeline", "repository", r"\b(?:github(?:\.com)?[ /]?|repo(?:sitory)? )(?:repo(?:sitory)? |called |named |source )*[`'\"]?(?P<v>[a-z0-9][\w.-]*/[\w.-]*\w)", group()),
    written("codepipeline", "branch", r"\bbranch(?: called| named|:)? [`'\"]?(?P<v>(?!and\b|of\b|is\b|to\b|as\b|with\b|in\b)[a-z][\w./-]*\w)|\bthe (?P<w>[a-z][\w-]*) branch\b|\bgithub (?P<x>main|master|develop)\b", lambda match: match["v"] or match["w"] or match["x"]),
    quality("config", "rules", r"\b(?:rules?|checks?|check(?:s|ing)?|managed|evaluat\w+)\b[^.;\n]{0,160}", _config_rules),
    quality("config", "types", r"\b(?:record(?:s|ing)?|configuration recorder|recorder)\b(?! role)[^.;\n]{0,40}?\bvolumes?\b|\bmonitor\w* (?:for|of) ebs volumes?", "AWS::EC2::Volume"),
    quality("config", "snapshot-hours", r"\b(?:snapshots?|deliver\w*)[^.;\n]{0,30}?every (?P<v>\d+|one|two|three|six|twelve) hours?", lambda match: _plain_number(match["v"])),
    quality("ipam", "cidr", r"(?P<v>\d{1,3}(?:\.\d{1,3}){3}/\d{1,2})", group()),
    quality("ipam", "regions", r"\bregions?:? (?P<v>[a-z]{2}-[a-z]+-\d(?:(?:,| and) ?[a-z]{2}-[a-z]+-\d)*)", lambda match: match["v"].replace(" and ", ",").replace(" ", "")),
    quality("b2bi", "transaction", r"\b(?P<v>x12[_-]\d{3}(?:_\w+)?)\b", lambda match: match["v"].upper().replace("-", "_")),
    quality("b2bi", "format", r"\binto (?:structured )?(?P<v>json|xml)\b|\bto (?:structured )?(?P<w>json|xml)\b", lambda match: (match["v"] or match["w"]).upper()),
    quality("b2bi", "email", EMAIL, group()),
    quality("iam", "profile", r"\binstance profiles?\b"),
    quality("iam", "policy", r"\b(?:managed|custom|inline|customer) (?:iam )?polic(?:y|ies)\b|\bpolicy (?:granting|that|which|allowing)\b"),
    quality("iam", "managed", r"\bread-?only (?:access )?(?:to |for )(?P<v>s3|ec2|dynamodb|everything)\b", first_of({"s3": "AmazonS3ReadOnlyAccess", "ec2": "AmazonEC2ReadOnlyAccess", "dynamodb": "AmazonDynamoDBReadOnlyAccess", "everything": "ReadOnlyAccess"})),
    quality("iam", "managed", r"\bs3 read-?only\b", "AmazonS3ReadOnlyAccess"),
    quality("iam", "managed", r"\b(?:ssm|systems manager|session manager)\b", "AmazonSSMManagedInstanceCore"),
    quality("iam", "service", r"\b(?P<v>ec2|lambda|ecs|glue|codebuild|step functions|batch|eventbridge|api gateway|sagemaker)(?: (?:instances?|functions?|tasks?|service))? (?:can|to|may|that) assume|\b(?:for|assumed by|trusted by|used by)(?: an?| the)? (?:aws |amazon )?(?P<w>ec2|lambda|ecs|glue|codebuild|step functions|batch|eventbridge|api gateway|sagemaker)", lambda match: _principal(match["v"] or match["w"])),
)  # fmt: skip
# Of a request that makes something anew, the whole text says when it runs.
BY_THE_CLOCK = (quality("lambda", "schedule", TELLING, _every),)
METRIC = re.compile(
    r"\b(?:failed )?(?P<v>status checks?|cpu|errors?|failures?|failed|queue (?:depth|length)|(?:number of )?(?:visible )?messages|billing|charges|costs?|spend(?:ing)?|5xx|50\d|i/?o|throughput|status checks?|health checks?|throttl\w+)"
)
METRICS = first_of(_METRICS)
_PRINCIPALS = {
    "ecs": "ecs-tasks",
    "step functions": "states",
    "eventbridge": "events",
    "api gateway": "apigateway",
}
_TTL = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
    "year": 31536000,
}


def _principal(name: str) -> str:
    return _PRINCIPALS.get(name, name)


def _ttl(many: str, unit: str) -> str:
    return str((int(many) if many.isdigit() else 1) * _TTL[unit])
