"""The words that say what a size is the size of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

Labelled: TypeAlias = Literal["memory", "disk", "other"]


def _words(label: Labelled, text: str) -> dict[str, Labelled]:
    return dict.fromkeys(text.split(), label)


LABELS: Mapping[str, Labelled] = MappingProxyType(
    _words("memory", "ram memory mem ddr4 ddr5 arbeitsspeicher hauptspeicher ramspeicher heap")
    | _words(
        "disk",
        "disk disks ssd hdd storage drive drives volume volumes space ebs nvme harddisk harddrive "
        "diskspace files data gp3 gp2 io2 root filesystem photos videos media backups volumesize "
        "festplatte festplatten platte plattenplatz speicherplatz speicher laufwerk daten datenträger",
    )
    | _words(
        "other",
        "traffic bandwidth transfer egress ingress download downloads upload uploads vram gpu swap "
        "datenverkehr bandbreite",
    )
)


def label(word: str) -> Labelled | None:
    if word.endswith(("festplatte", "speicherplatz")):
        return "disk"
    return LABELS.get(word)
