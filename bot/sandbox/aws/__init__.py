"""AWS on this machine: moto behind a local socket, corrected where EC2's contract matters to a launch."""

from bot.sandbox.aws.server import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws

__all__ = ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SimulatedAws"]
