"""How large a container is, what it runs and where it listens: as asked, where Fargate has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.blocks.asked import IMAGE
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 80
"""Where the placeholder listens."""
_IMAGE = "public.ecr.aws/nginx/nginx:stable"
_CPU = 256
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html: least and most memory.
_MEMORY: Mapping[int, tuple[int, int]] = MappingProxyType(
    {
        256: (512, 2048),
        512: (1024, 4096),
        1024: (2048, 8192),
        2048: (4096, 16_384),
        4096: (8192, 30_720),
    }
)
_UNITS = 1024


@dataclass(frozen=True, slots=True)
class Size:
    """In units of a vCPU and in MiB, as Fargate counts."""

    cpu: int
    memory: int

    @property
    def in_words(self) -> str:
        return f"{self.cpu / _UNITS:g} vCPU, {self.memory / _UNITS:g} GB"


def size(template: Template, component: Component) -> Size:
    asked = template.asked(component)
    said = asked.number("cpu", 1, 4096)
    cpu = said * _UNITS if said and said <= _MEMORY_OF_FEW else said
    if cpu is not None and cpu not in _MEMORY:
        asked.refuse("cpu")
        cpu = None
    memory = asked.number("memory-mib", 512, 30_720)
    if cpu is None:
        cpu = next((one for one, (_, most) in _MEMORY.items() if (memory or 0) <= most), _CPU)
    least, most = _MEMORY[cpu]
    step = memory is not None and (memory % _UNITS == 0 or memory == least)
    if memory is None or not (least <= memory <= most and step):
        if memory is not None:
            asked.cannot("memory-mib", f"{least}, since Fargate has no such size with that CPU")
        memory = least
    return Size(cpu, memory)


# “2” is two vCPUs, “256” a quarter of one.
_MEMORY_OF_FEW = 4


def image(template: Template, component: Component) -> str:
    return template.asked(component).text("image", IMAGE) or _IMAGE


def port(component: Component) -> int:
    """Its own if it has an image of its own: the placeholder listens where it listens."""
    said = component.setting("port") or ""
    own = bool(IMAGE.fullmatch(component.setting("image") or ""))
    return int(said) if own and said.isdecimal() and 0 < int(said) < _TOO_HIGH else PORT


_TOO_HIGH = 65_536


def is_placeholder(component: Component) -> bool:
    return not IMAGE.fullmatch(component.setting("image") or "")
