"""VPCs, subnets, gateways and endpoints.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html · https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
"""

from bot.domain.causes.cause import CHANGE, WAIT, Cause

CAUSES = (
    Cause(
        "ranges-overlap",
        r"InvalidSubnet\.Conflict|CIDR .{0,60}(?:conflicts|overlaps?)|overlapping CIDR|InvalidVpc\.Range",
        "Two networks were given the same addresses.",
        "Give each subnet a range of its own.",
        CHANGE,
    ),
    Cause(
        "range-outside",
        r"InvalidSubnet\.Range|CIDR '?[\d./]+'? is invalid|InvalidCidrBlock|CIDR block.{0,60}(?:invalid|not within|out of range)",
        "A subnet’s addresses have to lie within its VPC’s, between /16 and /28.",
        "Use a range inside the VPC’s.",
        CHANGE,
    ),
    Cause(
        "no-default-vpc",
        r"No default VPC|VPCIdNotSpecified|default VPC|MissingInput.{0,60}subnet",
        "The account has no default VPC in this region, and the template counts on one.",
        "Ask for a network of the stack’s own.",
        CHANGE,
    ),
    Cause(
        "two-zones",
        r"at least two subnets in two different|AZ coverage requirement|at least (?:two|2) (?:different )?(?:AZs|availability zones|subnets)|in at least two different|exactly two subnets",
        "This needs subnets in two Availability Zones, and was given one.",
        "Add a subnet in a second zone.",
        CHANGE,
    ),
    Cause(
        "zone-twice",
        r"multiple subnets in the same Availability Zone|same Availability Zone|mount target already exists in this AZ",
        "It was given two subnets in one Availability Zone, and takes one in each.",
        "Put each subnet into a zone of its own.",
        CHANGE,
    ),
    Cause(
        "zone-lacks-it",
        r"targeted availability zone|(?:endpoint|service).{0,80}does not support the availability zone|not supported in (?:the |this )?(?:requested )?(?:AZ|availability zone)",
        "Not every Availability Zone has this.",
        "Use subnets in other zones of the region, or let AWS choose.",
        CHANGE,
    ),
    Cause(
        "different-networks",
        r"belongs? to different networks|different VPC|not in the same VPC|InvalidGroup\.NotFound.{0,120}VPC",
        "Two things that are to work together stand in different VPCs.",
        "Put them into the same VPC.",
        CHANGE,
    ),
    Cause(
        "no-internet-gateway",
        r"not attached to any internet gateway|has no internet gateway|Gateway\.NotAttached",
        "The VPC’s way to the internet is not there, or was not attached yet.",
        "Have it wait for the attachment of the internet gateway (DependsOn).",
        CHANGE,
    ),
    Cause(
        "no-free-addresses",
        r"InsufficientFreeAddressesInSubnet|not enough (?:IP space|free addresses)|enough free (?:ip )?addresses|insufficient (?:ip|free) addresses",
        "The subnet has no addresses left.",
        "Use larger subnets.",
        CHANGE,
    ),
    Cause(
        "no-such-endpoint",
        r"Vpc Endpoint Service .{0,120}does not exist|InvalidServiceName",
        "This service has no endpoint of this kind in the region.",
        "Leave the endpoint out, or use a NAT gateway.",
        CHANGE,
    ),
    Cause(
        "private-dns",
        r"private[- ]dns|conflicting DNS domain|enableDns(?:Support|Hostnames)",
        "An endpoint’s private DNS needs both DNS settings of the VPC on, and no other endpoint of the service there.",
        "Switch both on, and have one endpoint of each service.",
        CHANGE,
    ),
    Cause(
        "load-balancer-not-ready",
        r"target group.{0,300}does not have an associated load balancer",
        "The service was made before the listener that ties its target group to the load balancer.",
        "Have the service wait for the listener (DependsOn).",
        CHANGE,
    ),
    Cause(
        "interface-busy",
        r"ENILimitReached|network interface.{0,80}(?:limit|in use)|EC2ThrottledException",
        "AWS could not make or free the network interfaces of this in time.",
        "Try again in some minutes.",
        WAIT,
    ),
)
