"""What the style of a draw.io cell says: `shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.domain.architecture import ContainerKind

Style: TypeAlias = Mapping[str, str]

_GROUPS: Mapping[str, ContainerKind] = MappingProxyType(
    {
        "group_aws_cloud": "cloud",
        "group_aws_cloud_alt": "cloud",
        "aws_cloud": "cloud",
        "group_region": "region",
        "region": "region",
        "group_availability_zone": "availability-zone",
        "availability_zone": "availability-zone",
        "group_account": "account",
        "group_vpc": "vpc",
        "group_vpc2": "vpc",
        "group_subnet": "subnet",
        "group_public_subnet": "public-subnet",
        "group_private_subnet": "private-subnet",
        "subnet": "subnet",
        "group_auto_scaling_group": "auto-scaling-group",
        "auto_scaling_group": "auto-scaling-group",
        "security_group": "security-group",
    }
)
# One icon stands for security groups and for both kinds of subnets, which differ by their colour.
_SHARED_ICON = "group_security_group"
_PRIVATE, _PUBLIC = frozenset({"#00A4A6", "#147EBA"}), frozenset({"#7AA116", "#248814"})
# Shapes that say how something looks and not what it is.
_FORMS = frozenset({"mxgraph.aws4.resourceIcon", "mxgraph.aws4.productIcon", "image"})
_PEOPLE = frozenset({"umlActor", "actor", "mxgraph.basic.smiley"})
_NOTES = frozenset({"note", "note2", "callout"})
_AWS = ("mxgraph.aws", "mxgraph.amazon")


def parsed(style: str) -> Style:
    """Read `name=value;` and bare names."""
    pairs = (part.partition("=") for part in style.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def icon_of(style: Style) -> str:
    """Return the name of the icon, empty when it has none or says nothing."""
    for name in ("resIcon", "prIcon"):
        if style.get(name, "").startswith(_AWS):
            return style[name]
    shape = style.get("shape", "")
    if shape.startswith(_AWS) and shape not in _FORMS and not _is_group(style):
        return shape
    if shape in _PEOPLE:
        return "user"
    image = style.get("image", "")
    if "image" in style:
        return "image" if not image or image.startswith("data:") else image
    return ""


def is_text(style: Style) -> bool:
    """Whether a cell is but words: a text, a label on a line, a note."""
    return "text" in style or "edgeLabel" in style or style.get("shape", "") in _NOTES


def kind_of(style: Style, text: str) -> ContainerKind | None:
    """Return which group of AWS a border is, `group` for one that is none of the known."""
    if not _is_group(style):
        return None
    name = style.get("grIcon", style.get("shape", "")).rpartition(".")[2]
    if name == _SHARED_ICON:
        return _by_colour(style, text)
    return _GROUPS.get(name, "group")


def _by_colour(style: Style, text: str) -> ContainerKind:
    colour = style.get("strokeColor", "").upper()
    if colour in _PRIVATE:
        return "private-subnet"
    if colour in _PUBLIC:
        return "public-subnet"
    return "subnet" if "subnet" in text.lower() else "security-group"


def _is_group(style: Style) -> bool:
    shape = style.get("shape", "")
    return (
        "grIcon" in style
        or shape in {"mxgraph.aws4.group", "mxgraph.aws4.groupCenter"}
        or shape.startswith(("mxgraph.aws.groups.", "mxgraph.aws3.groups."))
    )
