"""The resources of containment: VPCs, subnets, ways in and out, and security groups."""
