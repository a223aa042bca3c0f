"""Decides what to do about pictures, exact structures and plans of stacks."""

from bot.offline.designing.deciding import Eyes, design

__all__ = ["Eyes", "design"]
