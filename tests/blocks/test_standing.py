"""What stands keeps its ids: AWS deletes what has another one, with all that is in it."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import BLOCKS, Composed, compose, ids_of
from bot.blocks.domain import NAMED
from bot.domain.architecture import Architecture, Component, Connection
from tests.blocks.arranging import arranged, box, thing

# They stand between others, watch or guard all of them, or are there once for all of them.
_ABOUT_OTHERS = frozenset(
    {
        *NAMED,
        *("backup", "b2bi", "cloudmap", "cloudwatch", "config", "guardduty", "iam", "igw", "kms"),
        *("macie", "nat", "pipes", "secretsmanager", "securityhub", "vpcendpoint"),
    }
)
_ALONE = sorted(BLOCKS - _ABOUT_OTHERS)


_RESOURCE = re.compile(r"^  ([A-Za-z0-9]+):\n((?:    .*\n|\n)+)", re.MULTILINE)


def _resources(composed: Composed) -> dict[str, list[str]]:
    """The lines of each resource, whatever their order."""
    _, _, after = composed.template.partition("\nResources:")
    resources, _, _ = after.partition("\nOutputs:")
    return {
        one[1]: sorted(filter(None, one[2].split("\n"))) for one in _RESOURCE.finditer(resources)
    }


def test_the_second_table_stays_itself_when_the_first_goes() -> None:
    before = arranged(thing("a", "dynamodb"), thing("b", "dynamodb"))
    after = arranged(thing("b", "dynamodb"))

    known = ids_of(before)

    assert known["b"] == "Table2"
    assert [*_resources(compose(after, title="x", known=known))] == ["Table2"]


def test_something_new_before_the_others_takes_no_name_from_them() -> None:
    known = ids_of(arranged(thing("a", "dynamodb")))
    after = arranged(thing("new", "dynamodb"), thing("a", "dynamodb"))

    ids = ids_of(after, known)

    assert (ids["a"], ids["new"]) == ("Table", "Table2")


def test_nothing_else_is_called_like_what_is_gone() -> None:
    known = ids_of(arranged(thing("a", "dynamodb")))
    known = ids_of(arranged(thing("f", "lambda")), known)

    assert ids_of(arranged(thing("f", "lambda"), thing("b", "dynamodb")), known)["b"] == "Table2"


def test_a_new_thing_does_not_take_the_name_that_another_has_for_its_role() -> None:
    known = ids_of(arranged(thing("f", "lambda", "A")))
    after = arranged(thing("new", "lambda", "AFunctionRole function"), thing("f", "lambda", "A"))

    composed = compose(after, title="x", known=known)

    assert composed.types["AFunctionRole"] == "AWS::IAM::Role"
    assert composed.types["AFunction"] == "AWS::Lambda::Function"


def test_a_vpc_that_is_drawn_later_is_the_one_that_was_made() -> None:
    known = ids_of(arranged(thing("db", "rds")))
    after = arranged(
        box("v", "vpc", "Main"),
        box("s", "private-subnet", "Data", "v"),
        thing("db", "rds", "", "s"),
    )

    ids = ids_of(after, known)

    assert ids["vpc/v"] == "Vpc"
    assert ids["Vpc/private/s"] == "PrivateSubnet2"


def test_the_second_vpc_stays_itself_when_the_first_goes() -> None:
    first = (box("v", "vpc"), thing("a", "rds", "", "v"))
    second = (box("w", "vpc"), thing("b", "rds", "", "w"))
    before = compose(arranged(first[0], first[1], second[0], second[1]), title="x")

    after = compose(arranged(second[0], second[1]), title="x", known=before.ids)

    assert _resources(after).items() <= _resources(before).items()


@st.composite
def _architectures(draw: st.DrawFn) -> Architecture:
    services = draw(st.lists(st.sampled_from(_ALONE), min_size=2, max_size=5))
    labels = st.sampled_from(["", "", "Orders", "Web app"])
    components = [
        Component(
            id=f"c{number}", service=service, label=draw(labels), count=draw(st.integers(1, 2))
        )
        for number, service in enumerate(services)
    ]
    ends = st.sampled_from([one.id for one in components])
    arrows = draw(st.lists(st.builds(Connection, source=ends, target=ends), max_size=4))
    return Architecture(components=tuple(components), connections=tuple(arrows))


def _without(architecture: Architecture, gone: Component) -> Architecture:
    return architecture.model_copy(
        update={
            "components": tuple(one for one in architecture.components if one != gone),
            "connections": tuple(
                one for one in architecture.connections if gone.id not in (one.source, one.target)
            ),
        }
    )


def _concerned(architecture: Architecture, by: Component) -> set[str]:
    """Whatever arrows lead to from there, in whichever direction and however far."""
    found, before = {by.id}, set[str]()
    while found != before:
        before = set(found)
        for one in architecture.connections:
            if {one.source, one.target} & found:
                found |= {one.source, one.target}
    return found


def _owned(composed: Composed, ids: set[str]) -> dict[str, list[str]]:
    """The resources that stand for these."""
    mine = {name for key, name in composed.ids.items() if key.partition("#")[0] in ids}
    return {name: lines for name, lines in _resources(composed).items() if name in mine}


def _same(before: Composed, after: Composed) -> None:
    both = before.types.keys() & after.types.keys()
    assert {one: before.types[one] for one in both} == {one: after.types[one] for one in both}


@settings(max_examples=25, deadline=None)
@given(_architectures(), st.data())
def test_whatever_goes_the_others_are_untouched(
    architecture: Architecture, data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(architecture.components))
    rest = _without(architecture, gone)
    before = compose(architecture, title="x")

    after = compose(rest, title="x", known=before.ids)

    untouched = {one.id for one in architecture.components} - _concerned(architecture, gone)
    _same(before, after)
    assert _owned(after, untouched) == _owned(before, untouched)


@settings(max_examples=25, deadline=None)
@given(_architectures(), st.data())
def test_whatever_comes_wherever_the_others_are_untouched(
    architecture: Architecture, data: st.DataObject
) -> None:
    new = data.draw(st.sampled_from(architecture.components))
    rest = _without(architecture, new)
    before = compose(rest, title="x")

    after = compose(architecture, title="x", known=before.ids)

    untouched = {one.id for one in architecture.components} - _concerned(architecture, new)
    _same(before, after)
    assert _owned(after, untouched) == _owned(before, untouched)


@settings(max_examples=25, deadline=None)
@given(_architectures(), st.data())
def test_in_whatever_order_it_is_told_nothing_changes(
    architecture: Architecture, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(architecture.components))
    before = compose(architecture, title="x")

    told = architecture.model_copy(update={"components": tuple(order)})
    after = compose(told, title="x", known=before.ids)

    assert _resources(after) == _resources(before)
