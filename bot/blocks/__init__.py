"""Building blocks of infrastructure: an architecture in, a CloudFormation template out."""

from bot.blocks.catalogue import CATALOGUE
from bot.blocks.composing import Composed, compose

BLOCKS = frozenset(CATALOGUE)
"""The names of the services that a template can be made for."""

__all__ = ["BLOCKS", "Composed", "compose"]
