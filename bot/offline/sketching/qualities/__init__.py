"""What is said of things beyond their kind, as settings."""

from bot.offline.sketching.qualities import messages, servers, stores
from bot.offline.sketching.qualities.quality import Quality

QUALITIES: tuple[Quality, ...] = (*servers.QUALITIES, *stores.QUALITIES, *messages.QUALITIES)
