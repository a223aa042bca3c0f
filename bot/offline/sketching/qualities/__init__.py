"""What is said of things beyond their kind, as settings."""

from bot.offline.sketching.qualities import clusters, edges, guards, messages, servers, stores
from bot.offline.sketching.qualities.quality import Quality

QUALITIES: tuple[Quality, ...] = (
    *servers.QUALITIES,
    *stores.QUALITIES,
    *clusters.QUALITIES,
    *edges.QUALITIES,
    *messages.QUALITIES,
    *guards.QUALITIES,
)
OF_WHAT_IS_THERE: tuple[Quality, ...] = (*QUALITIES, *messages.BY_THE_CLOCK)
"""Also what an order about something that is there may say."""
