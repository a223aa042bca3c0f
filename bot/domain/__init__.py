"""What the product is about: requests, plans, policy, cost, decisions. Pure: no I/O, no SDK, no clock."""
