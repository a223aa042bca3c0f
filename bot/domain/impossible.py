"""Changes of something that is there already, which AWS refuses when it carries them out and not before."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.domain.finding import Finding, Severity
from bot.domain.intrinsics import Body, mapping, section
from bot.domain.pinned import Pinned
from bot.domain.type_titles import type_title

SMALLER = "cannot-shrink"
OLDER = "cannot-go-back"
NAMED = "named-cannot-be-made-anew"
# What AWS makes anew when it changes, although a change set says that this depends.
MADE_ANEW: Mapping[str, tuple[str, ...]] = MappingProxyType({"AWS::RDS::DBInstance": ("Engine",)})


def impossible(before: Body, after: Body) -> tuple[Finding, ...]:
    """Of two templates of one stack; what only AWS knows of either is left to it."""
    return tuple(
        Finding(
            rule=rule,
            severity=Severity.BLOCKING,
            text=f"{logical_id} ({type_title(kind)}) {text}",
            path=("Resources", logical_id),
        )
        for logical_id, kind, was, wanted in _in_both(before, after)
        for rule, text in _refused(kind, was, wanted)
    )


def made_anew(before: Body, after: Body) -> tuple[str, ...]:
    """The logical ids of what cannot be changed in that way where it stands."""
    return tuple(
        logical_id
        for logical_id, kind, was, wanted in _in_both(before, after)
        if _is_made_anew(kind, was, wanted)
    )


def _in_both(before: Body, after: Body) -> Iterator[tuple[str, str, Pinned, Pinned]]:
    old = section(before, "Resources")
    for logical_id, resource in section(after, "Resources").items():
        was, kind = mapping(old.get(logical_id)), mapping(resource).get("Type")
        if isinstance(kind, str) and was.get("Type") == kind:
            wanted = mapping(resource).get("Properties")
            yield logical_id, kind, Pinned(before, was.get("Properties")), Pinned(after, wanted)


def _is_made_anew(kind: str, was: Pinned, wanted: Pinned) -> bool:
    pairs = [(was.text(one), wanted.text(one)) for one in MADE_ANEW.get(kind, ())]
    return any(old and new and old != new for old, new in pairs)


def _refused(kind: str, was: Pinned, wanted: Pinned) -> Iterator[tuple[str, str]]:
    if not _is_made_anew(kind, was, wanted):
        for rule in RULES.get(kind, ()):
            yield from rule(was, wanted)


# --- the rules -------------------------------------------------------------------------------

Rule = Callable[[Pinned, Pinned], Iterator[tuple[str, str]]]


def _grows_only(*path: str) -> Rule:
    """A disk in GB that AWS makes larger and never smaller."""

    def rule(was: Pinned, wanted: Pinned) -> Iterator[tuple[str, str]]:
        *inside, size = path
        for one in inside:
            was, wanted = was.at(one), wanted.at(one)
        old, new = was.count(size), wanted.count(size)
        if old is not None and new is not None and new < old:
            yield (
                SMALLER,
                (
                    f"has {old} GB, and AWS can make that larger and never smaller: it would refuse {new} GB. "
                    f"Reply with {old} GB or more."
                ),
            )

    return rule


def _version(was: Pinned, wanted: Pinned) -> Iterator[tuple[str, str]]:
    old, new = was.text("EngineVersion"), wanted.text("EngineVersion")
    pairs = [*zip(_numbers(old), _numbers(new), strict=False)]
    is_same_engine = was.text("Engine") == wanted.text("Engine")
    if is_same_engine and [one for _, one in pairs] < [one for one, _ in pairs]:
        yield (
            OLDER,
            (
                f"runs version {old}, and AWS does not take a database back to an older one: it would refuse {new}. "
                f"Reply with {old} or a newer version."
            ),
        )


def _numbers(version: str) -> list[int]:
    """Up to the first part that is no number, as in `8.0.mysql_aurora.3.08`."""
    found: list[int] = []
    for part in version.split("."):
        if not (part.isascii() and part.isdecimal()):
            break
        found.append(int(part))
    return found


def _keys_of_named_table(was: Pinned, wanted: Pinned) -> Iterator[tuple[str, str]]:
    """Other keys need another table, and two of one name there cannot be."""
    name = wanted.text("TableName")
    if not name or name != was.text("TableName"):
        return
    old, new = _keys(was), _keys(wanted)
    if all(old) and all(new) and old != new:
        yield (
            NAMED,
            (
                f"would need other keys ({', '.join(new)}), so AWS would have to make it anew, and refuses that while it "
                f"has the name {name}. Reply with another name, or with none."
            ),
        )


def _keys(table: Pinned) -> tuple[str, ...]:
    """An empty text among them stands for a key that is not known."""
    return tuple(one.text("AttributeName") for one in table.each("KeySchema"))


# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html
# https://docs.aws.amazon.com/ebs/latest/userguide/modify-volume-requirements.html
# https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-storage.html
RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "AWS::RDS::DBInstance": (_grows_only("AllocatedStorage"), _version),
        "AWS::RDS::DBCluster": (_version,),
        "AWS::EC2::Volume": (_grows_only("Size"),),
        "AWS::MSK::Cluster": (
            _grows_only("BrokerNodeGroupInfo", "StorageInfo", "EBSStorageInfo", "VolumeSize"),
        ),
        "AWS::DynamoDB::Table": (_keys_of_named_table,),
    }
)
