"""What cannot be without another thing, which then comes with it."""

from collections.abc import Iterator

from bot.offline.sketching.things import Gathered, Thing

WITH_DIRECTORY = (
    "A file system for Windows has to join a directory, so a Microsoft AD of its own comes with it, which is billed by "
    "the hour. Which domain shall it be?"
)


def needed(found: Gathered) -> Iterator[str]:
    """Adds it, and says so."""
    files = [one for one in found.of("fsx") if one.settings.get("kind") == "windows"]
    if not files:
        return
    known = found.of("directoryservice")
    if not known:
        settings = {"kind": "microsoft"}
        found.things.append(Thing("directoryservice", "", 1, settings, [files[0].first]))
        yield WITH_DIRECTORY
