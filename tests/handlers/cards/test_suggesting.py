"""The examples of what to reply fit the plan: whoever types one gets what it says."""

import pytest

from bot.domain.architecture import Architecture, Component, Connection, Container
from bot.offline.altering import alter
from handlers.cards.suggesting import suggestions
from tests.handlers.cards.stacks import CUSTOMER_DETAILS, DOUBTFUL


def drawn(*components: Component, arrows: str = "", network: bool = False) -> Architecture:
    boxes = (Container(id="vpc", kind="vpc"),) if network else ()
    pairs = [one.split(">") for one in arrows.split()]
    connections = tuple(Connection(source=a, target=b) for a, b in pairs)
    return Architecture(components=components, containers=boxes, connections=connections)


API = Component(id="api", service="apigateway", label="Shop")
FUNCTION = Component(id="f", service="lambda")
QUEUE = Component(id="q", service="sqs", label="Orders")
BALANCER = Component(id="lb", service="alb")
DATABASE = Component(id="db", service="rds", label="Customers")

DRAWINGS = {
    "a function in a network": (
        CUSTOMER_DETAILS,
        ["add a queue before GetCustomer", "no VPC"],
    ),
    "a function that a queue feeds": (
        drawn(QUEUE, FUNCTION, arrows="q>f"),
        ["remove the Lambda"],
    ),
    "an API": (
        drawn(API, FUNCTION, arrows="api>f"),
        ["add a queue before the Lambda", "add a WAF before Shop"],
    ),
    "what cannot do without its network": (
        drawn(BALANCER, DATABASE, arrows="lb>db", network=True),
        ["add a WAF before the load balancer", "remove Customers"],
    ),
    "one thing": (drawn(QUEUE), []),
    "names that are no examples": (DOUBTFUL, []),
    "nothing": (Architecture(), []),
}


@pytest.mark.parametrize(("read", "examples"), DRAWINGS.values(), ids=DRAWINGS.keys())
def test_examples_are_about_what_is_there(read: Architecture, examples: list[str]) -> None:
    assert suggestions(read) == examples


@pytest.mark.parametrize(("read", "examples"), DRAWINGS.values(), ids=DRAWINGS.keys())
def test_the_embedded_model_does_what_they_say(read: Architecture, examples: list[str]) -> None:
    for example in examples:
        altered = alter(read, example)

        assert altered.done, example
        assert not altered.unclear, example
        assert not altered.rest, example
