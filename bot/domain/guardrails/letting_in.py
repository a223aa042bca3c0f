"""Who is let in, by a statement or by a property of a resource."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.documents import Statement, principals
from bot.domain.judged import Judged, Made

# The policy of an endpoint takes permissions away and gives none.
FREE_TYPES = frozenset({"AWS::EC2::VPCEndpoint"})
# Resources that let in whom a property names.
BY_PROPERTY: Mapping[str, str] = MappingProxyType(
    {
        "AWS::EC2::VPCEndpointServicePermissions": "AllowedPrincipals",
        "AWS::Events::EventBusPolicy": "Principal",
        "AWS::Lambda::LayerVersionPermission": "Principal",
        "AWS::Lambda::Permission": "Principal",
    }
)


def callers(judged: Judged) -> Iterator[tuple[Made, str, str]]:
    """Whom a property of a resource lets in: the resource, the property and each name."""
    for one in judged.of_type(*BY_PROPERTY):
        key = BY_PROPERTY[one.type]
        for name in judged.scope.texts(one.properties.get(key)):
            yield one, key, name


def is_for_everybody(judged: Judged, statement: Statement) -> bool:
    return any(name == "*" for _, name in principals(judged, statement))
