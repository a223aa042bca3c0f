"""Which icon a drawing is, by its nearest likeness among the icons that are known."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Pixels
from bot.offline.seeing.glyphs import Look, Vector, in_lines, on_tile, unit

_LIKENESSES = Path(__file__).parent / "icons.npz"
_WEIGHT_OF_COLOUR = 0.25
_TRIMS = (0.0, 0.03, 0.06)


@dataclass(frozen=True)
class Match:
    """The best likeness: a service's name, `@kind` of a container's badge, or `=Title`."""

    name: str
    score: float

    @property
    def service(self) -> str | None:
        return None if self.name[:1] in {"@", "="} else self.name

    @property
    def badge(self) -> str | None:
        return self.name[1:] if self.name.startswith("@") else None

    @property
    def title(self) -> str | None:
        return self.name[1:] if self.name.startswith("=") else None


NO_MATCH = Match("", 0.0)


@dataclass(frozen=True)
class _Known:
    names: list[str]
    shapes: npt.NDArray[np.float32]
    colours: npt.NDArray[np.float32]


@cache
def _known() -> _Known:
    with np.load(_LIKENESSES) as stored:
        names = [str(stored["names"][one]) for one in stored["of"]]
        shapes = np.stack([unit(one.astype(np.float32)) for one in stored["shapes"]])
        return _Known(names, shapes, stored["colours"].astype(np.float32) / 100)


def tile(crop: Pixels) -> Match:
    """The icon on a filled tile; the crop may be a little too wide."""
    high, wide = crop.shape[:2]
    trims = {round(min(high, wide) * part) for part in _TRIMS}
    looks = [on_tile(crop[by : high - by, by : wide - by]) for by in sorted(trims)]
    return max((_nearest(look) for look in looks if look), key=lambda m: m.score, default=NO_MATCH)


def drawing(crop: Pixels, page: npt.NDArray[np.float64]) -> Match:
    """The icon drawn in lines on the page."""
    look = in_lines(crop, page)
    return _nearest(look) if look else NO_MATCH


def _nearest(look: Look) -> Match:
    known = _known()
    apart: Vector = np.linalg.norm(known.colours - look.colour, axis=1).astype(np.float32)
    scores = known.shapes @ look.shape - _WEIGHT_OF_COLOUR * np.minimum(apart, 1.0)
    best = int(scores.argmax())
    return Match(known.names[best], float(scores[best]))
