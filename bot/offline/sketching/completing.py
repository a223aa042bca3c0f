"""Things that are said as parts of others become settings of those; alarms come apart by what they watch."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.blocks.wiring.table import RULES
from bot.offline.reading.lexicon import wordset
from bot.offline.sketching.belonging import artifacts, dropped, machines, parameters
from bot.offline.sketching.directing import Relation
from bot.offline.sketching.networks import Networks
from bot.offline.sketching.qualities.messages import METRIC, METRICS
from bot.offline.sketching.qualities.quality import ON
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.warning import watched_instance
from bot.offline.sketching.wording import Wording

# These make the roles that they need.
_WITH_ROLES = wordset(
    "ec2 autoscaling lambda fargate ecs eks batch glue pipes stepfunctions imagebuilder codebuild codepipeline "
    "sagemaker firehose apprunner elasticbeanstalk backup config emr transfer iot appsync apigateway cloudtrail dms redshift"
)
_DATABASES = frozenset({"rds", "documentdb", "redshift", "neptune"})
_INSTEAD = frozenset({"ecs", "fargate"})
_NO_ADDRESS = "alerts@example.com"
NAT_TAKEN = (
    "Private subnets usually need a way out, so there is one NAT gateway, which is billed by the hour; say “no NAT” "
    "to leave it out."
)


@dataclass(slots=True)
class Completion:
    found: Gathered
    notes: tuple[str, ...] = ()
    nat: str = ""
    told: list[Relation] = field(default_factory=list)

    def finished(self, told: Sequence[Relation]) -> list[Relation]:
        """The relations between things that are still there, each once."""
        there = {id(one) for one in self.found.things}
        by_ends = {
            (id(one.source), id(one.target)): one
            for one in reversed([*self.told, *told])
            if id(one.source) in there and id(one.target) in there and one.source is not one.target
        }
        kept = [one for one in reversed(by_ends.values()) if _stands(one)]
        return _without_way_round(self.found, kept)


# They have no arrows but those that make something.
_BESIDE = frozenset(
    {"imagebuilder", "b2bi", "acm", "waf", "route53", "iam", "ebs", "parameterstore"}
)


def _stands(one: Relation) -> bool:
    ends = {one.source.service, one.target.service}
    if one.source.service == one.target.service or ends & _BESIDE:
        return _makes_something(one) or _makes_something(Relation(one.target, one.source))
    return True


def _without_way_round(found: Gathered, told: list[Relation]) -> list[Relation]:
    """What a pipe connects is not connected past it as well; and of two opposite arrows the one that makes something stays."""
    pipes = found.of("pipes")
    ends = [
        {
            id(one.source if one.target is pipe else one.target)
            for one in told
            if pipe in (one.source, one.target)
        }
        for pipe in pipes
    ]
    kept = [
        one for one in told if not any({id(one.source), id(one.target)} <= each for each in ends)
    ]
    pairs = {(id(one.source), id(one.target)) for one in kept}
    return [
        one
        for one in kept
        if (id(one.target), id(one.source)) not in pairs or one is _better(kept, one)
    ]


def _better(told: Sequence[Relation], one: Relation) -> Relation:
    """Of two opposite arrows the one that makes something, or else the one that was told first."""
    other = next(each for each in told if each.source is one.target and each.target is one.source)
    first, second = (one, other) if told.index(one) < told.index(other) else (other, one)
    return second if _makes_something(second) and not _makes_something(first) else first


def _makes_something(one: Relation) -> bool:
    return (one.source.service, one.target.service) in RULES


def completed(words: Wording, found: Gathered, network: Networks) -> Completion:
    completion = Completion(found)
    _roles(found)
    _secrets(found)
    _containers_once(found)
    _scaled_tasks(words, found)
    machines(words, found)
    artifacts(words, found)
    parameters(words, found)
    _groups(words, found)
    _logs(found)
    _alarms(words, completion)
    _lakes(found)
    _in_default_vpc(found, network)
    _way_out(completion, network)
    return completion


def _lakes(found: Gathered) -> None:
    """A data lake of several buckets is these buckets."""
    lakes = [one for one in found.of("s3") if one.settings.pop("lake", None)]
    others = [one for one in found.of("s3") if not any(one is lake for lake in lakes)]
    if others:
        dropped(found, lakes, others[:1])


def _roles(found: Gathered) -> None:
    others = [one for one in found.things if one.service in _WITH_ROLES]
    if others:
        dropped(found, found.of("iam"), others[:1])


def _secrets(found: Gathered) -> None:
    """A database's password in Secrets Manager is part of the database."""
    databases = found.of("rds")
    secrets = found.of("secretsmanager")
    if databases and secrets and not any(one.label or one.count > 1 for one in secrets):
        databases[0].settings |= {"secret": ON}
        dropped(found, secrets, databases[:1])


def _containers_once(found: Gathered) -> None:
    """A cluster of ECS with Fargate services is one thing."""
    clusters, services = found.of("ecs"), found.of("fargate")
    if clusters and services:
        dropped(found, clusters, services)


def _scaled_tasks(words: Wording, found: Gathered) -> None:
    """`auto scaling of the service`: of its tasks, and of no instances."""
    services = found.of("fargate")
    gone = [
        one
        for one in found.of("autoscaling")
        if services
        and not re.search(r"groups?$|asgs?$", words.low[one.first.start : one.first.end])
    ]
    for one in services if gone else ():
        one.settings["scaling"] = ON
    dropped(found, gone, services)


def _groups(words: Wording, found: Gathered) -> None:
    """The instances of an Auto Scaling group are no others beside it."""
    groups = found.of("autoscaling")
    if not groups:
        return
    members = [
        one
        for one in found.of("ec2")
        if (
            "public" not in one.settings
            and (one.first.plural or one.count > 1 or not one.first.article)
        )
        or re.search(
            r"\b(?:in|of|by|with|across) (?:an? |the )?(?:ec2 )?auto",
            words.low[one.first.end : one.first.end + 30],
        )
    ]
    for one in members:
        if one.count > 1 and one.first.count:
            groups[0].settings.setdefault("desired", str(one.count))
    dropped(found, members, groups[:1])


def _logs(found: Gathered) -> None:
    others = [one for one in found.things if one.service != "cloudwatch"]
    gone = [one for one in found.of("cloudwatch") if set(one.settings) == {"log-group"} and others]
    dropped(found, gone)


def _alarms(words: Wording, completion: Completion) -> None:
    found = completion.found
    instance = watched_instance(words)
    for alarm in [one for one in found.of("cloudwatch") if "alarm" in one.settings]:
        if instance and not found.of("ec2", "autoscaling"):
            alarm.settings["instance-id"] = instance
        metrics = _metrics(words, alarm)
        alarm.settings["alarm"] = metrics[0][0] if metrics else _usual_metric(found)
        if metrics and metrics[0][1]:
            alarm.settings["threshold"] = metrics[0][1]
        if len(metrics) > 1:
            alarm.label, alarm.count = metrics[0][0].capitalize(), 1
            for metric, threshold in metrics[1:]:
                settings = alarm.settings | {"alarm": metric}
                settings |= {"threshold": threshold} if threshold else {}
                more = Thing("cloudwatch", metric.capitalize(), 1, settings, list(alarm.places))
                found.things.append(more)


_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?) ?(?:%|percent|prozent)")


def _metrics(words: Wording, alarm: Thing) -> list[tuple[str, str]]:
    """What an alarm watches, each with its threshold; from the sentences that speak of it."""
    metrics: dict[str, str] = {}
    for sentence in dict.fromkeys(place.sentence for place in alarm.places):
        start, end = words.sentences[sentence]
        low = words.low[start:end]
        for match in METRIC.finditer(low):
            metric = METRICS(match) if callable(METRICS) else None
            if metric and not words.denies(start + match.start()):
                metrics[metric] = metrics.get(metric) or _threshold(low, match)
    return list(metrics.items())[:4]


def _threshold(low: str, match: re.Match[str]) -> str:
    before = re.search(r"(\d{1,3}) ?(?:%|percent) (?:\w+ )?$", low[: match.start()])
    if before:
        return before[1]
    after = re.match(
        r"[^.;,]{0,60}?(?:above|over|exceed\w*|greater than|more than|reach\w*|at|>=?|than|of) (\d{1,7}) ?(?:%|percent|\b)",
        low[match.end() :],
    )
    return after[1] if after else ""


def _usual_metric(found: Gathered) -> str:
    kinds = {one.service for one in found.things}
    for service, metric in (
        ("lambda", "errors"),
        ("sqs", "queue-depth"),
        ("ec2", "cpu"),
        ("autoscaling", "cpu"),
        ("rds", "cpu"),
        ("alb", "5xx"),
        ("apigateway", "5xx"),
        ("efs", "io"),
    ):
        if service in kinds:
            return metric
    return "billing"


def _way_out(completion: Completion, network: Networks) -> None:
    """A network of public and private subnets alone: what will stand in the private ones has to get out."""
    completion.nat = network.nat
    both = network.subnets.public and network.subnets.private
    if network.nat or completion.found.things or not both or "endpoints" in network.settings:
        return
    completion.nat = "one"
    completion.notes += (NAT_TAKEN,)


def _in_default_vpc(found: Gathered, network: Networks) -> None:
    if network.default:
        for one in found.of("ec2"):
            one.settings["default-vpc"] = ON
