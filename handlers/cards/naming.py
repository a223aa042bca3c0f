"""What the parts of an architecture are called where people read and write them: each name once, on one line."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from bot.domain.architecture import CONTAINER_TITLES, Component, Container
from bot.domain.type_titles import short_title
from handlers.cards.blocks import shorten, tidy

# So that a form of the largest architecture, with each name many times in it, is not too large for Slack.
LONGEST_NAME = 40


def component_names(components: Iterable[Component]) -> dict[str, str]:
    """Names by id: the label, else the service.

    Where one name would be of several: “Orders (SQS)” and “Orders (Lambda)”, “EC2 #1” and “EC2 #2”.
    """
    listed = list(components)
    services: dict[str, set[str]] = {}
    for one in listed:
        services.setdefault(same(_component(one)), set()).add(one.service)
    return _numbered(
        (one.id, _told_apart(one) if len(services[same(_component(one))]) > 1 else _component(one))
        for one in listed
    )


def container_names(containers: Iterable[Container]) -> dict[str, str]:
    """Names by id: the label, else the kind; numbered where one name would be of several."""
    return _numbered((one.id, _container(one)) for one in containers)


def same(text: str) -> str:
    """What two spellings of one name have in common."""
    return tidy(text).casefold()


def _component(component: Component) -> str:
    return _label(component.label) or short_title(component.service)


def says_service(name: str, service: str) -> bool:
    """Whether a name has its service in it, because it would be of several otherwise."""
    return name.endswith(f"({short_title(service)})")


def _told_apart(component: Component) -> str:
    return _label(f"{_component(component)} ({short_title(component.service)})")


def _container(container: Container) -> str:
    return _label(container.label) or CONTAINER_TITLES[container.kind]


def _label(text: str) -> str:
    return shorten(tidy(text), LONGEST_NAME)


def _numbered(things: Iterable[tuple[str, str]]) -> dict[str, str]:
    named = list(things)
    often = Counter(same(name) for _, name in named)
    taken = {spelling for spelling, times in often.items() if times == 1}
    names: dict[str, str] = {}
    for thing, name in named:
        names[thing] = name if often[same(name)] == 1 else _free(name, taken)
        taken.add(same(names[thing]))
    return names


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while same(f"{name} #{number}") in taken:
        number += 1
    return f"{name} #{number}"


def by_spelling(names: Mapping[str, str]) -> dict[str, str]:
    """Ids by the spelling of their name."""
    return {same(name): thing for thing, name in names.items()}


def without_number(name: str) -> str:
    """“EC2” for “EC2 #2”."""
    return re.sub(r"\s*#\d+$", "", tidy(name))
