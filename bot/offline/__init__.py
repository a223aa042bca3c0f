"""The embedded model: answers the OpenAI wire protocol by rules, with no network and no key."""

from bot.offline.model import NAME
from bot.offline.transport import OfflineTransport

__all__ = ["NAME", "OfflineTransport"]
