"""Diagrams as people bring them: opened, understood where the file itself says what it draws, and redrawn."""

from bot.adapters.diagrams.file_diagrams import FileDiagrams

__all__ = ["FileDiagrams"]
