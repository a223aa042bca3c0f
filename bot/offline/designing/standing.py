"""What the plans of a thread have named: what stays keeps its logical id, since AWS knows it by nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.blocks import Composed, compose, one_by_one
from bot.domain.architecture import Architecture, Component, Container

Part = Component | Container


@dataclass(frozen=True)
class Standing:
    """The plans of a thread so far, as far as names go.

    `ids` and `types` are those of all plans; `parts` are the newest plan's, by id, and `seen` those of all of them.
    `back` says that what went may come back.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    seen: Mapping[str, Part] = field(default_factory=dict)
    back: bool = False

    def going_back(self) -> "Standing":
        return replace(self, back=True)

    def shares(self, architecture: Architecture) -> bool:
        """Whether anything of it is as it was in the newest plan."""
        now = _parts(architecture)
        return any(
            one in now and _named(part) == _named(now[one]) for one, part in self.parts.items()
        )

    def composed(self, architecture: Architecture, title: str = "") -> Composed:
        """With the ids of what stays; what is new, or became something else, gets none that was given before."""
        others = [one for one, part in _parts(architecture).items() if not self._knows(one, part)]
        known = _without_things(self.ids, others)
        made = compose(architecture, title=title, known=known)
        # AWS turns nothing into a resource of another type.
        turned = [name for name, kind in made.types.items() if self.types.get(name, kind) != kind]
        if not turned:
            return made
        return compose(architecture, title=title, known=_without_names(known, turned))

    def after(self, whole: Architecture, made: Composed) -> "Standing":
        """Once that was proposed. `whole` has what the template leaves out as well."""
        parts = _parts(whole)
        types = {**self.types, **made.types}
        return Standing(made.ids, types, parts, {**self.seen, **parts})

    def _knows(self, name: str, part: Part) -> bool:
        if name in self.parts:
            return _kind(self.parts[name]) == _kind(part)
        before = self.seen.get(name)
        return self.back and before is not None and _named(before) == _named(part)


def _parts(architecture: Architecture) -> dict[str, Part]:
    single = one_by_one(architecture)
    parts: tuple[Part, ...] = (*single.components, *single.containers)
    return {one.id: one for one in parts}


def _kind(part: Part) -> str:
    return part.service if isinstance(part, Component) else part.kind


def _named(part: Part) -> tuple[str, str]:
    return _kind(part), part.label


def _without_things(ids: Mapping[str, str], others: Collection[str]) -> Mapping[str, str]:
    return {
        (f"{key} once" if key.rpartition("/")[2] in others else key): name
        for key, name in ids.items()
    }


def _without_names(ids: Mapping[str, str], turned: Collection[str]) -> Mapping[str, str]:
    return {(f"{key} once" if name in turned else key): name for key, name in ids.items()}
