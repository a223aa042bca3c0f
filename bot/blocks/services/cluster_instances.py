"""The instances of a cluster of databases: how many and how large, as asked where there is such a class."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from bot.blocks.intrinsics import Ref
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_MOST = 16
_SIZES = re.compile(r"db\.t(?:3|4g)\.medium|db\.r(?:5|6g)\.(?:large|(?:2|4|8|12|16)?xlarge)")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def add_instances(
    template: Template,
    component: Component,
    kind: str,
    usual: str,
    further: Mapping[str, Any] = _NOTHING,
) -> str:
    """Adds them, and says what they are: `2 × db.t3.medium`."""
    name, asked = template.id(component), template.asked(component)
    size = asked.text("class", _SIZES) or usual
    count = asked.number("nodes", 1, _MOST) or min(component.count, _MOST)
    for turn in range(1, count + 1):
        template.add(
            f"{name}Instance{turn if turn > 1 else ''}",
            kind,
            {
                "DBClusterIdentifier": Ref(name),
                "DBInstanceClass": size,
                **further,
                "AutoMinorVersionUpgrade": True,
            },
            **GOES,
        )
    return f"{count} × {size}"
