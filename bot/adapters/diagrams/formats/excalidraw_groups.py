"""Putting one shape in the place of the many that an icon is drawn with."""

from collections.abc import Iterator

from bot.adapters.diagrams.sheet import Shape


def grouped(shapes: list[Shape], icons: list[tuple[Shape, frozenset[str]]]) -> Iterator[Shape]:
    """Each icon stands where the first of its parts stood."""
    of_part = {part: icon for icon, parts in icons for part in parts}
    given: set[str] = set()
    for shape in shapes:
        icon = of_part.get(shape.id)
        if icon is None:
            yield shape
        elif icon.id not in given:
            given.add(icon.id)
            yield icon
    for icon, _ in icons:
        if icon.id not in given:
            yield icon
