"""Architectures as words describe them: things with settings, in boxes with settings, and arrows between."""

from bot.domain.architecture import (
    Architecture,
    Component,
    Connection,
    Container,
    ContainerKind,
    Setting,
)


def thing(
    key: str, kind: str, label: str = "", /, inside: str | None = None, **said: str
) -> Component:
    """`thing("q", "sqs", delay_seconds="5")`; a setting's hyphens are underscores here."""
    return Component(id=key, service=kind, label=label, inside=inside, settings=_settings(said))


def box(
    key: str, kind: ContainerKind, label: str = "", /, inside: str | None = None, **said: str
) -> Container:
    return Container(id=key, kind=kind, label=label, inside=inside, settings=_settings(said))


def _settings(said: dict[str, str]) -> tuple[Setting, ...]:
    return tuple(Setting(name=name.replace("_", "-"), value=value) for name, value in said.items())


def arranged(*things: Component | Container, arrows: str = "", **labels: str) -> Architecture:
    """`arranged(thing("a", "sqs"), thing("b", "lambda"), arrows="a>b", a_b="orders")`."""
    ends = [one.split(">") for one in arrows.split()]
    return Architecture(
        components=tuple(one for one in things if isinstance(one, Component)),
        containers=tuple(one for one in things if isinstance(one, Container)),
        connections=tuple(
            Connection(source=start, target=end, label=labels.get(f"{start}_{end}", ""))
            for start, end in ends
        ),
    )
