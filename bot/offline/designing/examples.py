"""Changes that fit a plan, as people would say them."""

from collections.abc import Iterator

from bot.domain.architecture import Architecture, Component
from bot.offline.kinds import (
    CARRIERS,
    COMPUTE,
    COUNTED,
    DATABASES,
    IN_A_VPC,
    OF_A_VPC,
    short_title,
)

MOST_EXAMPLES = 6
LONGEST_NAME = 40


def examples(architecture: Architecture) -> str:
    return ", ".join(f"“{one}”" for one in [*_examples(architecture)][:MOST_EXAMPLES])


def _examples(architecture: Architecture) -> Iterator[str]:
    parts = architecture.services
    workers = [one for one in parts if one.service in COMPUTE]
    stores = [one for one in parts if one.service in DATABASES]
    if workers and not any(one.service in CARRIERS for one in parts):
        yield f"add a queue before {_name(workers[0])}"
    for one in stores[:1]:
        yield f"replace {_name(one)} with {'Postgres' if one.service == 'dynamodb' else 'DynamoDB'}"
    for one in [each for each in parts if each.service in COUNTED][:1]:
        yield f"{max(2, one.count + 1)} × {_name(one)}"
    bound = any(one.service in IN_A_VPC for one in parts)
    if not bound and any(one.kind == "vpc" for one in architecture.containers):
        yield "no VPC"
    for arrow in architecture.connections[-1:]:
        ends = (architecture.component(each) for each in (arrow.source, arrow.target))
        yield f"remove the arrow from {' to '.join(map(_name, ends))}"
    for one in [each for each in parts if each.label][-1:]:
        yield f"rename {_name(one)} to {one.label[: LONGEST_NAME - 4].rstrip()} EU"
    for one in [each for each in parts if each.service not in OF_A_VPC][1:][-1:]:
        yield f"remove {_name(one)}"
    yield "add a bucket"


def _name(one: Component) -> str:
    short = one.label if 0 < len(one.label) <= LONGEST_NAME else short_title(one.service)
    return short if short != "something unknown" else "the unknown box"
