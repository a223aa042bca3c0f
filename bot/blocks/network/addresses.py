"""The address of the whole internet."""

ANYWHERE = "0.0.0.0/0"
