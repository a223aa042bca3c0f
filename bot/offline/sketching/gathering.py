"""From what is named at many places to the things that are meant: once each, as many as are asked for."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.blocks.settings import SETTINGS
from bot.offline.kinds import DATABASES
from bot.offline.sketching.labels import label_of, split_names
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.referring import by_label, one_and_other
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.warning import warnings
from bot.offline.sketching.wording import Wording

MOST_THINGS = 60
MOST_OF_A_KIND = 20
# Of these there is one, whatever else is said of it later.
_ONE_ONLY = frozenset({"glue", "macie", "guardduty", "config", "securityhub", "accessanalyzer", "cloudtrail", "vpn", "ipam", "batch"})  # fmt: skip
# The one may be said for the other.
_KIN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ecs": frozenset({"ecs", "fargate"}),
        "fargate": frozenset({"ecs", "fargate"}),
        "ec2": frozenset({"ec2", "autoscaling"}),
    }
)
_WITH_TABLES = frozenset({"timestream", "keyspaces", "glue"})
# A topic of Kafka, a load-balanced environment: nothing of their own.
_SAYS_SO_TOO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sns": ("msk", "iot", "mq"), "alb": ("elasticbeanstalk",)}
)
_MADE_OF = frozenset({"on", "with", "of", "using", "(", "by"})
_DEAD_LETTER = re.compile(r"\bdead[- ]?letter(?:ing|s)?$|\bdlqs?$")
_SOFTWARE_ON = frozenset(
    {"for", "running", "runs", "run", "hosting", "hosts", "install", "installing", "host"}
)
_PLURAL_COUNT = 2
_FOR_EACH = re.compile(r" (?:for|per) each(?: of (?:them|these))?\b|,? (?:one )?each\b")
_NEAR = 40
# Their machines are not asked for by themselves.
_HOSTED = frozenset({"batch", "eks", "imagebuilder", "emr", "ecs", "msk", "documentdb", "neptune", "rds", "sagemaker", "dms", "elasticbeanstalk"})  # fmt: skip
# What the one is nothing without.
_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"s3": ("firehose", "cloudfront", "cloudtrail", "datasync", "lakeformation", "b2bi")}
)
_TIER = re.compile(r"\b(web|app|application|backend|frontend)\b")
_SIDES = frozenset({"internal", "public", "internet-facing", "external", "private"})
_BARE = re.compile(r"instances?")
# The members of a cluster are no clusters of their own.
_MEMBERS = re.compile(r"\b(?:clusters?|nodes?|instances?|brokers?|replicas?|shards?|members?)$")
_PROTOCOLS_BEFORE = re.compile(
    r"\b(?:ssh|https?|icmp|rdp)(?: ?/ ?https?)?,? (?:and |or )?$|\bports? (?:\d+ )?(?:for )?$"
)
_PROTOCOLS_AFTER = re.compile(
    r",? (?:and |or )?(?:ssh|https?|rdp)\b|[ (]+(?:port )?(?:5432|3306|6379|1433|27017)\b|(?: access| traffic| connections?)\b"
)


def gathered(words: Wording, found: Sequence[Mention]) -> Gathered:
    gathering = _Gathering(words)
    found = sorted([*found, *warnings(words, found)], key=lambda one: one.start)
    for one in found:
        if not one.denied:
            gathering.result.meant.append((one, tuple(gathering.take(one))))
    gathering.make_what_is_needed()
    also = [*one_and_other(words, gathering.result), *by_label(words, gathering.result)]
    gathering.result.meant = sorted([*gathering.result.meant, *also], key=lambda one: one[0].start)
    return gathering.result


class _Gathering:
    def __init__(self, words: Wording) -> None:
        self._words = words
        self.result = Gathered()

    def take(self, one: Mention) -> list[Thing]:
        there = self._there(one)
        if self._is_dead_letter(one):
            return self._with_dead_letter(there)
        if self._is_there_already(one, there):
            return []
        if self._means_earlier(one, there):
            chosen = self._chosen(one, there)
            for thing in chosen:
                self._tell_more(thing, one)
            return chosen
        if not self._makes(one) or len(self.result.things) >= MOST_THINGS:
            return []
        return self._new(one)

    def make_what_is_needed(self) -> None:
        """`a delivery stream into an existing bucket`: it is nothing without one, so it gets one of its own."""
        for name, one in list(self.result.existing):
            needy = self.result.of(*_NEEDS.get(one.service, ()))
            if needy and not self.result.of(one.service):
                thing = self._thing(one, "", 1)
                self.result.things.append(thing)
                self.result.existing.remove((name, one))
                self.result.instead.append(name)
                self.result.meant = [
                    (mention, (thing,) if mention.service == one.service else things)
                    for mention, things in self.result.meant
                ]

    def _is_there_already(self, one: Mention, there: Sequence[Thing]) -> bool:
        """`an existing bucket`, and `the bucket` later on."""
        if one.existing or (one.article == "our" and "own" not in one.describing):
            self.result.existing.append((self._words.text[one.start : one.end], one))
            return True
        again = one.article in ("the", "each", "") and one.count is None
        return (
            again
            and not there
            and any(earlier.service == one.service for _, earlier in self.result.existing)
        )

    def _there(self, one: Mention) -> list[Thing]:
        kin = _KIN.get(one.service, frozenset({one.service}))
        if one.noun.loose and one.service == "rds" and not one.noun.settings:
            kin = DATABASES
        if one.noun.loose and one.service == "dynamodb":
            kin |= _WITH_TABLES
        if one.service == "efs" and "efs" not in self._words.low[one.start : one.end]:
            kin |= {"fsx"}
        if self._runs_another(one):
            kin |= _HOSTED
        return [thing for thing in self.result.things if thing.service in kin]

    def _runs_another(self, one: Mention) -> bool:
        """`an EKS cluster with three t3.large nodes`, `AWS Batch on Fargate`: machines of something else."""
        return (
            one.service in ("ec2", "fargate")
            and (one.before in _MADE_OF or self._is_part(one))
            and not (one.service == "fargate" and self.result.of("ecs"))
            and any(thing.service in _HOSTED for thing in self.result.things)
            and not any(thing.service == one.service for thing in self.result.things)
        )

    def _is_part(self, one: Mention) -> bool:
        """`a cluster and an instance`, of a database: no machine of its own."""
        return bool(_BARE.fullmatch(self._words.low[one.start : one.end])) and any(
            thing.service in _HOSTED and thing.places[-1].sentence == one.sentence
            for thing in self.result.things
        )

    def _is_dead_letter(self, one: Mention) -> bool:
        low = self._words.low[one.first : one.end]
        return one.service == "sqs" and bool(re.search(r"\bdead[- ]?letter|\bdlq", low))

    def _with_dead_letter(self, there: Sequence[Thing]) -> list[Thing]:
        """The queue that the failed messages come from has it."""
        if not there:
            return []
        there[-1].settings["dead-letter"] = "on"
        return []

    def _means_earlier(self, one: Mention, there: Sequence[Thing]) -> bool:
        if not there:
            return False
        if "own" in one.describing:
            return False
        if (
            _is_reference(one)
            or self._is_member(one, there[-1])
            or self._runs_another(one)
            or (not one.article and (one.noun.loose or one.service != there[-1].service))
        ):
            return True
        if one.article in ("the", "another"):
            return one.article == "the" and not self._named_otherwise(one, there)
        return self._says_again(one, there)

    def _is_member(self, one: Mention, last: Thing) -> bool:
        """`a replication group with two cache clusters`, `a cluster of three brokers`."""
        return (
            one.service == last.service
            and one.before in ("with", "of", "having", "has")
            and one.sentence == last.places[-1].sentence
            and one.start - last.places[-1].end < _NEAR
            and bool(_MEMBERS.search(self._words.low[one.start : one.end]))
        )

    def _says_again(self, one: Mention, there: Sequence[Thing]) -> bool:
        """`an SQS queue`, after `a pipeline with SQS`: the same in more words, unless it differs."""
        if self._named_otherwise(one, there):
            return False
        last = there[-1].places[-1]
        if one.sentence == last.sentence and one.article in ("a", "count"):
            return (
                last.article == ""
                and one.article == "a"
                and last.sentence == 0
                and one.count is None
            )
        if self._also(one) and last.article in ("a", "count", "another"):
            return False
        if there[-1].service != one.service:
            return one.service != "ec2" or one.plural
        return True

    def _also(self, one: Mention) -> bool:
        start = self._words.sentences[one.sentence][0]
        return bool(
            re.search(
                r"\b(?:also|another|plus|additionally|as well|second)\b",
                self._words.low[start : one.start],
            )
        )

    def _named_otherwise(self, one: Mention, there: Sequence[Thing]) -> bool:
        if self._on_another_side(one, there):
            return True
        label = self._label(one)
        if not label:
            return False
        return all(thing.label and not _alike(thing.label, label) for thing in there)

    def _on_another_side(self, one: Mention, there: Sequence[Thing]) -> bool:
        """`an internal load balancer`, beside one of which that was not said."""
        sides = _SIDES & {*one.describing}
        said = [_SIDES & {*place.describing} for thing in there for place in thing.places]
        return one.service == "alb" and one.article == "a" and bool(sides) and sides not in said

    def _label(self, one: Mention) -> str:
        """`auto scaled web servers` are another group than `auto scaled app servers`."""
        tier = _TIER.search(self._words.low[one.start : one.end])
        return tier[1].capitalize() if tier and one.service == "autoscaling" else label_of(one)

    def _chosen(self, one: Mention, there: Sequence[Thing]) -> list[Thing]:
        label = self._label(one)
        alike = [thing for thing in there if label and thing.label and _alike(thing.label, label)]
        if alike:
            return alike
        same = [thing for thing in there if thing.service == one.service] or list(there)
        if one.plural or one.article == "each":
            return same
        return same[-1:]

    def _tell_more(self, thing: Thing, one: Mention) -> None:
        member = self._is_member(one, thing)
        thing.places.append(one)
        for name, value in one.noun.settings:
            thing.settings.setdefault(name, value)
        if (one.service, thing.service) == ("fargate", "ecs"):
            thing.service = "fargate"
        if member and one.count and "nodes" in SETTINGS.get(one.service, ()):
            thing.settings.setdefault("nodes", str(one.count))
        same = one.service == thing.service and not (one.about or one.noun.refers or member)
        same = same and one.service not in _ONE_ONLY
        if one.count and one.article == "count" and thing.count == 1 and same:
            thing.count = min(one.count, MOST_OF_A_KIND)
        thing.label = thing.label or one.name

    def _makes(self, one: Mention) -> bool:
        if one.noun.refers or one.about or one.aim:
            return False
        if not one.noun.loose:
            return True
        if one.article == "the" or one.before == "for":
            return False
        if self.result.of(*_SAYS_SO_TOO.get(one.service, ())):
            return False
        return not (self._is_software(one) or self._is_protocol(one))

    def _is_software(self, one: Mention) -> bool:
        """`a server for postgres`: what runs on the server is no service."""
        if one.article or one.service == "ec2" or one.before not in _SOFTWARE_ON:
            return False
        return any(
            thing.service in ("ec2", "autoscaling", "fargate", "ecs")
            for thing in self.result.things
        )

    def _is_protocol(self, one: Mention) -> bool:
        """`allowing HTTP, SSH, PostgreSQL`: a rule about ports."""
        low = self._words.low
        return bool(
            _PROTOCOLS_BEFORE.search(low[: one.first]) or _PROTOCOLS_AFTER.match(low, one.end)
        )

    def _new(self, one: Mention) -> list[Thing]:
        count = (
            one.count
            or self._for_each(one)
            or (_PLURAL_COUNT if one.plural and one.service == "ec2" else 1)
        )
        if one.service in ("autoscaling", "eks", "ecs") or one.service in _ONE_ONLY:
            count = 1
        names = self._named_alike(one, count) or split_names(self._words, one, count)
        if len(names) > 1:
            made = [self._thing(one, name, 1) for name in names]
        else:
            made = [self._thing(one, names[0], min(count, MOST_OF_A_KIND))]
        self.result.things += made
        return made

    def _named_alike(self, one: Mention, count: int) -> list[str]:
        """`a function for orders, one for invoices and a table for each`: tables for these, too."""
        if count == 1 or one.count or not self._for_each(one):
            return []
        labels = [thing.label for thing in self.result.things[-count:]]
        return labels if all(labels) else []

    def _for_each(self, one: Mention) -> int | None:
        """`two functions and a table for each`: as many."""
        own = "own" in one.describing and "each" in self._words.low[one.first - _NEAR : one.first]
        if not (own or _FOR_EACH.match(self._words.low, one.end)) or not self.result.things:
            return None
        last = self.result.things[-1]
        alike = [thing for thing in self.result.things if thing.service == last.service]
        return sum(thing.count for thing in alike)

    def _thing(self, one: Mention, label: str, count: int) -> Thing:
        return Thing(one.service, label or self._label(one), count, dict(one.noun.settings), [one])


def _is_reference(one: Mention) -> bool:
    """It can only mean what was spoken of before."""
    said = one.noun.refers or one.about or one.aim
    return said or one.service in _ONE_ONLY or one.article == "each"


def _alike(one: str, other: str) -> bool:
    first, second = (
        {word.removesuffix("s") for word in each.lower().split()} for each in (one, other)
    )
    return bool(first & second)
