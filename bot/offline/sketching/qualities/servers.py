"""What can be said of servers, containers and functions."""

import re

from bot.offline.reading.lexicon import wordset
from bot.offline.sketching.qualities.quality import (
    DURATION,
    NUMBER,
    first_of,
    group,
    number,
    quality,
    seconds,
    switch,
)

_TYPE = r"(?<![\w.])(?P<v>[a-z]\d[a-z]{0,3}\.(?:nano|micro|small|medium|large|metal|\d{1,2}xlarge|xlarge))\b"
_RUNTIMES = {
    r"python ?3\.(\d+)": "python3.", r"python": "python3.13", r"node(?:\.?js)? ?24": "nodejs24.x", r"node(?:\.?js)? ?22": "nodejs22.x",
    r"node(?:\.?js)? ?20": "nodejs20.x", r"node": "nodejs22.x", r"java ?21": "java21", r"java ?17": "java17", r"java(?!script)": "java21", r"javascript|typescript": "nodejs22.x",
    r"\.net|dotnet|c#": "dotnet8", r"ruby": "ruby3.4", r"go(?:lang)?\b": "provided.al2023", r"rust": "provided.al2023",
}  # fmt: skip
_SYSTEMS = {
    r"ubuntu (?:server )?22": "ubuntu-22.04", r"ubuntu": "ubuntu-24.04", r"debian": "debian-12", r"windows": "windows-2022",
    r"amazon linux|al2023": "al2023",
}  # fmt: skip
_PACKAGES = r"nginx|apache(?: httpd)?|httpd|docker|nodejs|node\.js|php|mysql-server|postgresql-server|git|java|python3?|tomcat|jenkins|wordpress|code-server|redis|prometheus|grafana|haproxy|squid"
_PORT_NAMES = {
    "ssh": "22",
    "https": "443",
    "http": "80",
    "rdp": "3389",
    "postgres": "5432",
    "postgresql": "5432",
    "mysql": "3306",
    "redis": "6379",
    "smtp": "25",
    "nfs": "2049",
}
_PORT = r"(?:\d{2,5}|https?|ssh|rdp|postgres(?:ql)?|mysql|redis|nfs)"
_FROM = r"(?: ?(?:access|traffic|connections?|inbound))?(?:,? (?:only )?from (?P<source>(?:\d{1,3}\.){3}\d{1,3}/\d{1,2}|anywhere|everywhere|everyone|the internet))?"
_PORTS = (
    rf"\b(?:open(?:ing|s)?(?: up)?(?: the)?(?: ports?)?(?: on)?|ports?|allow(?:s|ing)?(?: inbound| incoming| only)?(?: traffic)?(?: on)?(?: ports?)?|permit(?:s|ting)?(?: inbound)?(?: ports?)?|inbound|ingress|access (?:on|via|over|to) ports?|rules? for|expos(?:e|es|ing) ports?|listen(?:s|ing)? on(?: port)?|bound to port|reachable on(?: ports?)?)"
    rf"(?: for| on| of)? (?P<ports>{_PORT}(?:(?: ?,| ?/| and| or|, and) ?(?:ports? )?{_PORT}){{0,6}})(?! origin){_FROM}|\b(?P<ssh>ssh)(?: access)?(?: controls?| is allowed| rule| from (?P<from>(?:\d{{1,3}}\.){{3}}\d{{1,3}}/\d{{1,2}}))|(?<!global )\b(?P<web>https?(?:/https?| and https?)?)(?: traffic| inbound| ports?)(?! origin)"
)


def _ports(match: re.Match[str]) -> str | None:
    words = match["ports"] or match["ssh"] or match["web"] or ""
    source = match["source"] or match["from"]
    where = f"@{source}" if source and source[0].isdigit() else ""
    names = re.findall(_PORT, words)
    numbers = [_PORT_NAMES.get(name, name) for name in names]
    return ",".join(dict.fromkeys(f"{one}{where}" for one in numbers if one.isdigit())) or None


def _runtime(match: re.Match[str]) -> str | None:
    for pattern, value in _RUNTIMES.items():
        if found := re.match(pattern, match["v"]):
            return value + found[1] if value.endswith(".") and found.groups() else value
    return None


def _packages(match: re.Match[str]) -> str:
    names = [
        name.replace("apache httpd", "httpd")
        .replace("apache", "httpd")
        .replace("node.js", "nodejs")
        for name in re.findall(_PACKAGES, match["v"])
    ]
    return ",".join(dict.fromkeys(names))


_INSTANCES = "ec2 autoscaling"
QUALITIES = (
    quality("ec2 autoscaling eks batch imagebuilder", "instance-type", _TYPE, group()),
    quality(_INSTANCES, "os", r"\b(?P<v>ubuntu(?: server)?(?: 2\d)?|debian|windows(?: server)?|amazon linux(?: 2023)?|al2023)\b", first_of(_SYSTEMS)),
    quality("imagebuilder", "parent", r"\b(?P<v>ubuntu(?: server)?(?: 2\d)?|debian|windows(?: server)?|amazon linux(?: 2023)?|al2023)\b", first_of(_SYSTEMS)),
    quality("ec2", "volume-gib", r"(?P<v>\d+) ?(?:gb|gib|gigs?)(?! (?:of )?(?:ram|memory))(?: (?:of )?(?:root |gp3 |ssd )?(?:disk|storage|volume|ssd|space|root|ebs))", number()),
    quality("ec2", "volume-gib", r"\.(?:nano|micro|small|medium|\d*x?large)(?: instances?| servers?)? with (?P<v>\d+) ?(?:gb|gib|gigs?)(?! (?:of )?(?:ram|memory))", number()),
    quality("ec2", "volume-gib", r"\b(?:disk|root volume|volume|storage) (?:of|with) (?P<v>\d+) ?(?:gb|gib)", number()),
    switch("ec2", "elastic-ip", r"\b(?:elastic ips?(?: address(?:es)?)?|eips?|static (?:public )?ips?|fixed (?:public )?ips?)\b"),
    quality("ec2", "public", r"\b(?:public(?:ly)? (?:ip|address|accessible|reachable|facing)|internet[- ]facing (?:ec2|server|instance))"),
    quality("ec2", "ports", _PORTS, _ports),
    switch("ec2", "ssm", r"\b(?:ssm(?! parameter)|systems manager(?! parameter)|session manager)\b"),
    quality(_INSTANCES, "install", rf"\b(?:running|with|runs|install(?:s|ed|ing)?|host(?:s|ing)|and|serving) (?:an? |the )?(?P<v>(?:{_PACKAGES})(?:(?:,| and|, and) (?:{_PACKAGES})){{0,4}})\b(?! (?:rds|cluster|elasticache|image|database))", _packages),
    quality(_INSTANCES, "install", rf"\b(?P<v>{_PACKAGES}) (?:web ?)?servers?\b", _packages),
    quality("autoscaling", "min", rf"\b(?:min(?:imum)?(?: size| capacity| of)?|at least|between|from)(?: of|:|=)? {NUMBER}\b(?! ?(?:%|percent|gb|az|avail|zone|days?))", number()),
    quality("autoscaling", "max", rf"\b(?:max(?:imum)?(?: size| capacity| of)?|at most|up to|and (?:a )?max(?:imum)?)(?: of|:|=)? {NUMBER}\b(?! ?(?:%|percent|gb|az|avail|zone|days?))", number()),
    quality("autoscaling", "max", rf"\b(?:min(?:imum)?|between|from)(?: of)? \w+,? (?:and|to|max(?:imum)?) {NUMBER}\b(?! ?(?:%|percent|gb|az|avail|zone))", number()),
    quality("autoscaling", "desired", rf"\b(?:desired(?: capacity| size| count)?(?: of|:|=)?|normally) {NUMBER}\b", number()),
    quality("autoscaling", "cpu-percent", r"\b(?P<v>\d{1,2}) ?(?:%|percent) (?:average |of )?(?:cpu|utili[sz]ation)|\bcpu(?: utili[sz]ation)? (?:of|at|above|over|exceeds|target(?: of)?|reaches) (?P<w>\d{1,2}) ?(?:%|percent)", lambda match: match["v"] or match["w"]),
    quality("lambda", "runtime", r"\b(?P<v>python(?: ?3\.\d+)?|node(?:\.?js)?(?: ?\d\d)?|java(?!script)(?: ?\d\d)?|javascript|typescript|dotnet|c#|ruby|golang|rust)\b", _runtime),
    quality("lambda", "memory-mib", r"\b(?P<v>\d{3,5}) ?(?:mb|mib)\b", number()),
    quality("lambda", "memory-mib", r"\b(?P<v>\d{1,2}) ?(?:gb|gib)(?: of)? memory", lambda match: str(int(match["v"]) * 1024)),
    quality("lambda", "timeout-seconds", rf"\btime(?:-| )?out(?: (?:of|for) (?:the |its )?\w+)?(?: is| of|:| to| should be| must be)? {DURATION}", seconds),
    quality("lambda", "timeout-seconds", rf"\b{DURATION} time(?:-| )?out", seconds),
    switch("lambda", "url", r"\b(?:lambda )?function urls?\b|\blambda urls?\b"),
    quality("lambda", "concurrency", rf"\b(?:reserved )?concurrency (?:of|is|at|to|limit(?:ed)? (?:of|to)) {NUMBER}\b", number()),
    switch("lambda", "tracing", r"\bx-?ray\b|\btracing\b"),
    quality("ecs fargate", "image", r"\b(?:image(?: called| named|:)?|running|runs|with (?:the )?(?:docker |container )?image) `?(?P<v>(?!an? |the |from |in |is |and |scanning|scan|build|job|is\b)[a-z0-9][\w./-]*(?::[\w.-]+)?)(?=[\s`,.;)]|$)", lambda match: _image(match["v"])),
    quality("ecs fargate", "port", r"\b(?:container )?port (?P<v>\d{2,5})\b", number()),
    quality("ecs fargate", "count", r"\b(?:no|without(?: any)?|kein\w*|ohne) (?:running |further |other )?(?:tasks?|services?)(?: (?:or|and|nor) (?:tasks?|services?))?\b", "0"),
    quality("ecs fargate", "count", rf"(?<!and )(?<!to )\b{NUMBER} (?:fargate |ecs |desired |running )?(?:tasks?|containers?|replicas?|copies)\b", number()),
    quality("ecs fargate", "count", rf"\b(?:desired count|tasks?) (?:of|:|=) ?{NUMBER}\b", number()),
    quality("ecs", "launch", r"\b(?:ec2 (?:launch type|capacity|backed|-backed)|on ec2|ec2-backed|capacity provider)\b", "ec2"),
    quality("ecs", "launch", r"\bfargate\b", "fargate"),
    switch("fargate", "scaling", r"\bauto-?scal(?:e|es|ing)\b|\bscal(?:e|es|ing) (?:automatically|on cpu|with load|out)\b"),
    quality("ecs fargate", "cpu", r"\b(?P<v>256|512|1024|2048|4096) (?:cpu(?: units)?)\b", group()),
    quality("ecs fargate", "memory-mib", r"\b(?P<v>\d{3,5}) ?(?:mb|mib)\b", number()),
    quality("eks", "version", r"\b(?:version|kubernetes|k8s|eks) (?P<v>1\.\d\d)\b", group()),
    quality("eks", "nodes", rf"\b{NUMBER} (?:\S+ )?(?:worker )?(?:nodes?|workers?)\b", number()),
    switch("eks", "fargate", r"\bfargate\b"),
    quality("batch", "launch", r"\bfargate\b", "fargate"),
    quality("batch", "launch", r"\bec2\b(?! image)", "ec2"),
    quality("batch", "image", r"\bimage (?:of |called |named )?\(?(?:default:? ?)?`?(?P<v>[a-z0-9][\w./-]*(?::[\w.-]+)?)`?", lambda match: _image(match["v"])),
    quality("batch", "script", r"\bcop(?:y|ies|ying)\b[^.;\n]{0,30}\b(?:objects?|files?)\b"),
    quality("imagebuilder", "pipeline", r"\bpipelines?\b"),
    quality("ebs", "volume-gib", r"(?P<v>\d+) ?(?:gb|gib|gigs?)\b", number()),
    quality("ebs", "volume-type", r"\b(?P<v>gp3|gp2|io1|io2|st1|sc1)\b", group()),
    switch("ecr", "scan", r"\bscan(?:s|ned|ning)?\b"),
    switch("ecr", "immutable", r"\bimmutable\b"),
    quality("ecr", "keep-images", r"\b(?:keep(?:s|ing)?|retain(?:s|ing)?)(?: only)?(?: the)?(?: last| newest| latest)? (?P<v>\d+) (?:images|versions|tags)", number()),
)  # fmt: skip
_NO_IMAGE = wordset(
    "every each nightly daily hourly by at when whenever once processing uploads requests a the on in two three containers tasks nodes workloads batch services"
)


def _image(name: str) -> str | None:
    return None if name in _NO_IMAGE else name.rstrip(".")
