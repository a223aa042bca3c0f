"""Bring the table of rules in a page up to date: python -m bot.domain.guardrails docs/guardrails.md"""

import sys
from pathlib import Path

from bot.domain.guardrails.page import rewritten

if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
