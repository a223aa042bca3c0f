"""Building blocks of infrastructure: an architecture in, a CloudFormation template out."""

from bot.blocks.catalogue import CATALOGUE
from bot.blocks.composing import Composed, compose, ids_of
from bot.blocks.counting import one_by_one

BLOCKS = frozenset(CATALOGUE)
"""The names of the services that a template can be made for."""

__all__ = ["BLOCKS", "Composed", "compose", "ids_of", "one_by_one"]
