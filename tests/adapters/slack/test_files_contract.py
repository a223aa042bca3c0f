"""What `Files` promises, of Slack and of the fake that stands in for it."""

from collections.abc import Callable
from typing import TypeAlias

import pytest
from slack_sdk import WebClient

from bot.adapters.slack.files import SlackFiles
from bot.domain.errors import UserMistake
from bot.ports import Attachment, Files
from bot.sandbox.workspace import GAMES, JONAS, Workspace
from tests.fakes.stacks import InMemoryFiles

Shared: TypeAlias = Callable[[str, bytes], tuple[Files, str]]
"""Lets somebody share a file; gives the port, and the file's id."""


class FilesContract:
    def test_a_file_comes_with_its_name_and_its_bytes(self, shared: Shared) -> None:
        files, file_id = shared("a sketch.png", b"the original")

        assert files.fetch(file_id) == Attachment("a sketch.png", b"the original")

    def test_a_file_can_be_fetched_again(self, shared: Shared) -> None:
        files, file_id = shared("a sketch.png", b"the original")

        assert files.fetch(file_id) == files.fetch(file_id)

    def test_a_file_that_is_not_there_is_for_the_person_to_mend(self, shared: Shared) -> None:
        files, _ = shared("a sketch.png", b"the original")

        with pytest.raises(UserMistake):
            files.fetch("F0NOWHERE")


class TestInMemoryFiles(FilesContract):
    @pytest.fixture
    def shared(self) -> Shared:
        def share(name: str, content: bytes) -> tuple[Files, str]:
            files = InMemoryFiles()
            files.put("F0SKETCH", name, content)
            return files, "F0SKETCH"

        return share


class TestSlackFiles(FilesContract):
    @pytest.fixture
    def shared(self, slack: Workspace, client: WebClient) -> Shared:
        def share(name: str, content: bytes) -> tuple[Files, str]:
            file_id = slack.uploads(name, content, user=JONAS.id)
            slack.says("look", user=JONAS.id, channel=GAMES.id, files=[file_id])
            return SlackFiles(client), file_id

        return share
