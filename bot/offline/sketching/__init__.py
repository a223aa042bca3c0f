"""Reads an architecture from running text: “a REST API in front of a Lambda that writes to DynamoDB”."""

from bot.offline.sketching.sketch import Sketched, sketch

__all__ = ["Sketched", "sketch"]
