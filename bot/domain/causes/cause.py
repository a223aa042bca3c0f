"""One known cause of a failure at AWS."""

import re
from dataclasses import dataclass

from bot.domain.remedy import Remedy

CHANGE: Remedy = "change"
WAIT: Remedy = "wait"
ACCOUNT: Remedy = "account"


@dataclass(frozen=True)
class Cause:
    """`said` is a pattern on AWS's words, `types` one on the type of the resource that failed."""

    name: str
    said: str
    why: str
    fix: str
    remedy: Remedy
    types: str = ""

    def explains(self, reason: str, kind: str) -> bool:
        told = re.search(self.said, reason, re.IGNORECASE | re.DOTALL)
        return bool(told and re.search(self.types, kind))
