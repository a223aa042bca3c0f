"""How resources of a template are connected, judged by which refers to which."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.intrinsics import Body, mapping, members, typed_resources
from bot.domain.services import SERVICES
from bot.domain.template import references

_Way: TypeAlias = tuple[str, ...]

# Everything in a VPC refers to these, so they connect nothing.
_HUBS = frozenset(
    {
        "AWS::EC2::VPC",
        "AWS::EC2::VPCCidrBlock",
        "AWS::EC2::Subnet",
        "AWS::ElastiCache::SubnetGroup",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBSubnetGroup",
        "AWS::ApiGateway::Deployment",
        "AWS::ECS::Cluster",
    }
)
# These let something happen and do not make it happen: they are named with a connection, and are none.
_PERMITTING = frozenset(
    {
        "AWS::Lambda::Permission",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::QueuePolicy",
    }
)
# Types that stand for a service of their own elsewhere, and here are what others are put together with.
_CONNECTING = frozenset(
    {
        "AWS::Events::EventBus",
        "AWS::Events::Rule",
        "AWS::Glue::Crawler",
        "AWS::Glue::Database",
        "AWS::IAM::Role",
        "AWS::Pipes::Pipe",
        "AWS::Route53::RecordSet",
        "AWS::Route53::RecordSetGroup",
        "AWS::SecretsManager::Secret",
    }
)
_PRIMARY = frozenset(kind for one in SERVICES.values() for kind in one.types) - _CONNECTING
_SUBNET = "AWS::EC2::Subnet"
_ROLE = "AWS::IAM::Role"
_POLICIES = frozenset({"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"})
# These refer to what somebody else uses.
_LISTING = frozenset(
    {
        _ROLE,
        "AWS::EC2::LaunchTemplate",
        "AWS::ECS::TaskDefinition",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
    }
)
_GROUP = "AWS::EC2::SecurityGroup"
_GROUP_RULES = (_GROUP, "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress")
# From one group to the other; everything else is on one way once.
_TWICE = frozenset({_GROUP})

LONGEST_WAY = 7
# A template in which everything refers to everything says nothing; then the search ends here.
MOST_STEPS = 20_000


_RULE = "AWS::Events::Rule"


def _with_heard(refers: Mapping[str, frozenset[str]], body: Body) -> dict[str, frozenset[str]]:
    """A rule names the services that it hears by their source, not the resources that speak."""
    resources = [*typed_resources(body)]
    found = dict(refers)
    for rule, kind, properties in resources:
        if kind == _RULE:
            sources = members(mapping(properties.get("EventPattern")).get("source"))
            heard = {_plain(one) for one in sources if str(one).startswith("aws.")}
            found[rule] = found.get(rule, frozenset()) | {
                one for one, other, _ in resources if _plain(f"aws.{other.split('::')[1]}") in heard
            }
    return found


def _plain(source: Any) -> str:
    """`aws.accessanalyzer` of both aws.access-analyzer and AWS::AccessAnalyzer."""
    return str(source).lower().replace("-", "")


@dataclass(frozen=True)
class Wiring:
    """The resources by type, what each refers to, and those that stand for a component."""

    types: Mapping[str, str]
    refers: Mapping[str, frozenset[str]]
    neighbours: Mapping[str, frozenset[str]]
    standing: frozenset[str]

    @classmethod
    def of(cls, body: Body, standing: frozenset[str]) -> "Wiring":
        refers = _with_heard(references(body), body)
        neighbours: defaultdict[str, set[str]] = defaultdict(set)
        for source, targets in refers.items():
            for target in targets:
                neighbours[source].add(target)
                neighbours[target].add(source)
        types = {logical_id: kind for logical_id, kind, _ in typed_resources(body)}
        frozen = {one: frozenset(near) for one, near in neighbours.items()}
        return cls(types, refers, frozen, standing)

    def between(
        self, sources: frozenset[str], targets: frozenset[str], *, through_subnets: bool
    ) -> tuple[str, ...]:
        """What connects two components: the resources on the shortest ways, or the pair that refers to one another."""
        shared = sources & targets
        if shared:
            return tuple(sorted(shared))
        ways = [*self._shortest(sources, targets, through_subnets=through_subnets)]
        if not ways:
            return ()
        on_the_way = [one for way in ways for one in way[1:-1]]
        named = on_the_way or [one for way in ways for one in way]
        return tuple(dict.fromkeys((*named, *self._permissions(sources, targets))))

    def _shortest(
        self, sources: frozenset[str], targets: frozenset[str], *, through_subnets: bool
    ) -> Iterator[_Way]:
        waiting: deque[_Way] = deque((one,) for one in sorted(sources))
        longest, steps = LONGEST_WAY, 0
        while waiting and steps < MOST_STEPS:
            way = waiting.popleft()
            for one in sorted(self.neighbours.get(way[-1], ())):
                steps += 1
                longer = (*way, one)
                if one in way or len(longer) > longest or not self._makes_sense(longer):
                    continue
                if one in targets:
                    longest = len(longer)
                    yield longer
                elif self._leads_on(one, through_subnets=through_subnets):
                    waiting.append(longer)

    def _leads_on(self, one: str, *, through_subnets: bool) -> bool:
        kind = self.types[one]
        if kind == _SUBNET:
            return through_subnets
        return one not in self.standing and kind not in _HUBS | _PERMITTING | _PRIMARY

    def _makes_sense(self, way: _Way) -> bool:
        kinds = Counter(self.types[one] for one in way[1:-1])
        once = all(times == 1 or (times == 2 and kind in _TWICE) for kind, times in kinds.items())  # noqa: PLR2004 a group on either side
        return once and not any(map(self._says_nothing, way, way[1:], way[2:]))

    def _says_nothing(self, before: str, one: str, after: str) -> bool:
        return self._only_shares(before, one, after) or self._only_lists(before, one, after)

    def _only_shares(self, before: str, one: str, after: str) -> bool:
        """Two things use one role, group or template; that they share it does not connect them."""
        if one not in self.refers[before] or one not in self.refers[after]:
            return False
        if self.types[one] == _ROLE:
            return not self._is_policy(before) and not self._is_policy(after)
        if self.types[one] == _GROUP:
            ruling = [self.types[each] in _GROUP_RULES for each in (before, after)]
            return all(ruling) or not any(ruling)
        return before in self.standing and after in self.standing and one not in self.standing

    def _only_lists(self, before: str, one: str, after: str) -> bool:
        """One role, policy or task names two things for a third; that does not connect the two."""
        if not {before, after} <= self.refers[one]:
            return False
        if self._is_policy(one):
            return _ROLE not in {self.types[before], self.types[after]}
        return self.types[one] in _LISTING

    def _is_policy(self, one: str) -> bool:
        return self.types[one] in _POLICIES

    def _permissions(self, sources: frozenset[str], targets: frozenset[str]) -> Iterator[str]:
        """What permits the connection that was found: it is about the target, and about no third component."""
        for one, kind in self.types.items():
            if kind in _PERMITTING:
                about = self.refers[one] & self.standing
                if about & targets and about <= sources | targets:
                    yield one
