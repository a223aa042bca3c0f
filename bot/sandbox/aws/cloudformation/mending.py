"""Properties as moto's models want them, where they take less than AWS does."""

from typing import Any

from bot.sandbox.aws.cloudformation.records import Resource

_Properties = dict[str, Any]


def mended(resource: Resource, name: str) -> _Properties:
    """`name` is the one that CloudFormation gives."""
    properties = dict(resource.properties)
    if resource.type == "AWS::SSM::Parameter":
        # Unlike AWS, moto has a default for none of these.
        return {"Name": name, "Tier": "Standard", "DataType": "text"} | properties
    if resource.type == "AWS::ElasticLoadBalancingV2::Listener":
        return _listener(properties)
    if resource.type == "AWS::ElasticLoadBalancingV2::LoadBalancer":
        return _balancer(properties)
    return _method(properties) if resource.type == "AWS::ApiGateway::Method" else properties


def _balancer(said: _Properties) -> _Properties:
    """Moto knows no fixed addresses of a balancer."""
    mapped = said.get("SubnetMappings", [])
    return said | {"Subnets": [one["SubnetId"] for one in mapped]} if mapped else said


# Moto's template makes an application balancer of every balancer, and that speaks no other protocols.
_SPOKEN = {"TCP": "HTTP", "TLS": "HTTPS", "UDP": "HTTP", "TCP_UDP": "HTTP"}


def _listener(said: _Properties) -> _Properties:
    protocol = said.get("Protocol", "")
    return said | {"Protocol": _SPOKEN.get(protocol, protocol)}


def _method(said: _Properties) -> _Properties:
    """AWS needs none of these for a MOCK integration."""
    integration = said.get("Integration", {})
    if ":s3:" in str(integration.get("Uri", "")):
        # Moto loses the role on the way, and then misses it.
        integration = integration | {"Type": "MOCK"}
    return said | {
        "AuthorizationType": said.get("AuthorizationType", "NONE"),
        "Integration": {"Type": "MOCK", "IntegrationHttpMethod": "POST", "Uri": ""} | integration,
    }
