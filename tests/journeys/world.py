"""A story's world: Slack, the model and AWS behind sockets, and the bot between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.aws import SimulatedAws
from bot.sandbox.workspace import GAMES, PAGE_FOLDER, PRIYA, Message, Workspace

# The diagram of the original project: API Gateway, a Lambda function in a VPC, DynamoDB.
HLA = PAGE_FOLDER / "examples" / "hla.png"


@dataclass
class World:
    """What people do and see. `channel` is where they do it."""

    slack: Workspace
    aws: SimulatedAws
    channel: str = GAMES.id
    patience: float = 30

    def asks(self, text: str, *, user: str = PRIYA.id) -> str:
        """Mention the bot; return the thread."""
        return self.slack.says(f"{self.slack.bot} {text}", user=user, channel=self.channel)

    def drops(
        self, *pictures: Path, text: str = "", thread: str | None = None, user: str = PRIYA.id
    ) -> str:
        """Send files with a message; without a thread the bot is mentioned. Return the thread."""
        files = [self.slack.uploads(one.name, one.read_bytes(), user=user) for one in pictures]
        if thread is None:
            text = f"{self.slack.bot} {text}"
        ts = self.slack.says(text, user=user, channel=self.channel, thread_ts=thread, files=files)
        return thread or ts

    def stacks(self) -> list[dict[str, Any]]:
        return list(self.aws.snapshot()["stacks"])

    def files(self, thread: str) -> list[str]:
        """The names of the files that the bot has put into a thread."""
        return [file.name for one in self.answers(thread) for file in one.files]

    def replies(self, text: str, *, thread: str, user: str = PRIYA.id) -> str:
        return self.slack.says(text, user=user, channel=self.channel, thread_ts=thread)

    def presses(self, action_id: str, card: Message, *, user: str) -> bool:
        """Press a button of a card as it was when it was looked at."""
        return self.slack.presses_on(card, action_id, user=user).ok

    def answers(self, thread: str) -> list[Message]:
        """The bot's messages in a thread that everybody sees, oldest first."""
        messages = self.slack.thread(self.channel, thread)
        return [one for one in messages if one.is_bot and one.ephemeral_to is None]

    def sees(self, thread: str, *words: str, count: int = 1) -> Message:
        """Wait for a message of the bot that says all of this; return the newest of at least `count`."""
        return self._await(lambda: self._saying(thread, words), count)

    def has_card(self, thread: str) -> bool:
        return any("plan_cancel" in actions(one) for one in self.answers(thread))

    def card(self, thread: str, *words: str) -> Message:
        """Wait for a card that says all of this and can be decided on."""

        def seen() -> list[Message]:
            return [one for one in self._saying(thread, words) if "plan_cancel" in actions(one)]

        return self._await(seen, 1)

    def whispered(self, user: str, *words: str) -> Message:
        """Wait for a message that only this person sees."""

        def seen() -> list[Message]:
            return [one for one in self.slack.ephemerals(user) if says(one, words)]

        return self._await(seen, 1)

    def instances(self) -> list[dict[str, Any]]:
        return list(self.aws.snapshot()["instances"])

    def _saying(self, thread: str, words: tuple[str, ...]) -> list[Message]:
        return [one for one in self.answers(thread) if says(one, words)]

    def _await(self, seen: Callable[[], list[Message]], count: int) -> Message:
        found = self.slack.wait_until(lambda: seen() if len(seen()) >= count else [], self.patience)
        return found[-1]


def says(message: Message, words: tuple[str, ...]) -> bool:
    shown = f"{message.text}\n{text_of(message.blocks)}"
    shown = re.sub(r"To change it, reply here:.*", "", shown)  # its examples are not the plan
    return all(word in shown for word in words)


def text_of(node: Any) -> str:
    """All text in a structure of blocks."""
    if isinstance(node, dict):
        return "\n".join(text_of(value) for key, value in node.items() if key != "type")
    if isinstance(node, list | tuple):
        return "\n".join(map(text_of, node))
    return str(node) if isinstance(node, str) else ""


def actions(message: Message) -> set[str]:
    return {str(element["action_id"]) for element in message.elements}
