"""Things that belong to others and are none beside them, and one that is several by name."""

import re
from collections.abc import Sequence

from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording


def dropped(found: Gathered, gone: Sequence[Thing], instead: Sequence[Thing] = ()) -> None:
    """Takes things away; what was said of them goes to those that are there instead."""
    ids = {id(one) for one in gone}
    if not ids:
        return
    found.things = [one for one in found.things if id(one) not in ids]
    found.meant = [
        (
            mention,
            tuple(one for one in things if id(one) not in ids)
            or (tuple(instead) if things else ()),
        )
        for mention, things in found.meant
    ]


def machines(words: Wording, found: Gathered) -> None:
    """The group of a cluster's own machines is part of the cluster."""
    clusters = found.of("ecs")
    gone = [
        one
        for one in found.of("autoscaling")
        if clusters
        and (
            re.match(
                r" (?:of|for|with) (?:the )?(?:ecs |cluster )?(?:container instances|cluster)",
                words.low[one.first.end :],
            )
            or (one.first.before == "with" and one.first.sentence == clusters[0].first.sentence)
        )
    ]
    for one in clusters if gone else ():
        one.settings["launch"] = "ec2"
    dropped(found, gone, clusters[:1])


def artifacts(words: Wording, found: Gathered) -> None:
    """A pipeline brings the bucket for its artifacts."""
    pipelines = found.of("codepipeline")
    gone = [
        one
        for one in found.of("s3")
        if pipelines
        and all(
            "artifact" in words.low[slice(*words.sentences[place.sentence])] for place in one.places
        )
        and not re.search(
            r"\bdeploy|\bwebsite", words.low[slice(*words.sentences[one.first.sentence])]
        )
    ]
    dropped(found, gone, pipelines[:1])


_PARAMETER = re.compile(
    r"(?<![\w:/])(?P<name>/[A-Za-z0-9][\w./-]{1,80})(?:\s*(?:=|:|->|with(?: the)? value|is)\s*[\"'`]?(?P<value>[^\s\"'`,;]{1,80}))?"
)


def parameters(words: Wording, found: Gathered) -> None:
    """`/shop/feature = on and /shop/region = eu`: each its own name and value."""
    said = {one["name"].rstrip("."): one["value"] for one in _PARAMETER.finditer(words.text)}
    named = list(said.items())[:_MOST_PARAMETERS]
    things = found.of("parameterstore")
    if len(things) != 1 or len(named) <= 1:
        return
    things[0].count = 1
    for one, (name, value) in zip(_as_many(found, things[0], len(named)), named, strict=True):
        one.settings |= {"name": name} | ({"value": value.rstrip(".")} if value else {})


_MOST_PARAMETERS = 12


def _as_many(found: Gathered, first: Thing, many: int) -> Sequence[Thing]:
    others = [
        Thing(first.service, "", 1, dict(first.settings), list(first.places))
        for _ in range(many - 1)
    ]
    at = found.things.index(first) + 1
    found.things[at:at] = others
    return [first, *others]
