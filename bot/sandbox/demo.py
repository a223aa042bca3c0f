"""Both journeys in the terminal: words to an instance, a picture to a stack; somebody else approves each."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.sandbox import EXAMPLES, Sandbox
from bot.sandbox.workspace import GAMES, INFRASTRUCTURE, MAYA, PAGE_FOLDER, PRIYA, Message

PATIENCE_SECONDS = 60.0
PICTURE = PAGE_FOLDER / "examples" / "hla.png"


@dataclass
class Demo:
    """Plays against a running sandbox and prints the thread as it grows."""

    sandbox: Sandbox
    say: Callable[[str], None] = print
    _shown: set[str] = field(default_factory=set)

    def play(self) -> bool:
        """Return whether exactly one instance came to run and one stack was created."""
        return self.words_to_instance() and self.picture_to_stack()

    def words_to_instance(self) -> bool:
        slack, channel = self.sandbox.slack, GAMES.id
        ask = f"{slack.bot} {EXAMPLES[0]['text']}"
        ts = slack.says(ask, user=PRIYA.id, channel=channel)
        self._narrate(PRIYA.name, EXAMPLES[0]["text"])
        self._await(channel, ts, lambda card: "plan_approve" in _action_ids(card))
        slack.says("make it 5 players", user=PRIYA.id, channel=channel, thread_ts=ts)
        self._narrate(PRIYA.name, "make it 5 players")
        self._await(
            channel, ts, lambda card: "t3.micro" in str(card.blocks) and bool(_action_ids(card))
        )
        self._narrate(MAYA.name, "[clicks Approve]")
        slack.presses("plan_approve", user=MAYA.id, channel=channel)
        self._await(channel, ts, lambda message: "is running in" in message.text)
        return self._report_instances()

    def picture_to_stack(self) -> bool:
        slack, channel = self.sandbox.slack, INFRASTRUCTURE.id
        words = "Please build this."
        file = slack.uploads(PICTURE.name, PICTURE.read_bytes(), user=PRIYA.id)
        ask = f"{slack.bot} {words}"
        ts = slack.says(ask, user=PRIYA.id, channel=channel, files=[file])
        self._narrate(PRIYA.name, f"[drops {PICTURE.name}]  {words}")
        self._await(channel, ts, lambda card: "plan_approve" in _action_ids(card))
        self._narrate(MAYA.name, "[clicks Approve]")
        slack.presses("plan_approve", user=MAYA.id, channel=channel)
        self._await(channel, ts, lambda message: "is created in" in message.text)
        return self._report_stacks()

    def _report_stacks(self) -> bool:
        stacks = self.sandbox.aws.snapshot()["stacks"]
        self.say("")
        for one in stacks:
            self.say(f"AWS (simulated): {one['name']}  {one['status']}")
            for resource in one["resources"]:
                self.say(f"    {resource['logical_id']}  {resource['type']}  {resource['status']}")
        return [one["status"] for one in stacks] == ["CREATE_COMPLETE"]

    def _report_instances(self) -> bool:
        instances = self.sandbox.aws.snapshot()["instances"]
        self.say("")
        for one in instances:
            self.say(
                f"AWS (simulated): {one['id']}  {one['type']}  {one['volume_gib']} GiB  {one['state']}"
            )
        return [one["state"] for one in instances] == ["running"]

    def _await(self, channel: str, ts: str, wanted: Callable[[Message], bool]) -> None:
        slack = self.sandbox.slack

        def seen() -> list[Message]:
            return [one for one in slack.thread(channel, ts)[1:] if wanted(one)]

        found = slack.wait_until(seen, PATIENCE_SECONDS)
        self._narrate("gpt-to-aws", self._with_names(_plain(found[-1])))

    def _with_names(self, text: str) -> str:
        for person in self.sandbox.slack.team.people:
            text = text.replace(f"<@{person.id}>", f"@{person.name}")
        return text

    def _narrate(self, who: str, text: str) -> None:
        indented = text.replace("\n", "\n    ")
        self.say(f"\n{who}\n    {indented}")


def _action_ids(message: Message) -> set[str]:
    return {str(element["action_id"]) for element in message.elements}


def _plain(message: Message) -> str:
    """The blocks as a terminal can show them."""
    lines = [line for block in message.blocks or [] for line in _lines(block) if line.strip()]
    return "\n".join(lines) or message.text


def _lines(block: dict[str, Any]) -> Iterator[str]:
    match block:
        case {"type": "rich_text", "elements": [*parts]}:
            for part in parts:
                yield from _rich(part)
        case {"type": "table", "rows": [*rows]}:
            for row in rows:
                yield "  " + "  |  ".join(_cell(cell) for cell in row)
        case {"type": "actions", "elements": [*elements]}:
            yield "  ".join(f"[ {one['text']['text']} ]" for one in elements)
        case {"text": {"text": str(text)}}:
            yield from _without_markup(text).split("\n")
        case {"elements": [*elements]}:
            yield from (_without_markup(str(one.get("text", ""))) for one in elements)
        case _:
            pass  # a line between parts


def _rich(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        yield from (f"• {_spans(item)}" for item in part["elements"])
    else:
        yield _spans(part)


def _cell(cell: dict[str, Any]) -> str:
    if "text" in cell:
        return str(cell["text"])
    return " ".join(line for part in cell.get("elements", ()) for line in _rich(part))


def _spans(section: dict[str, Any]) -> str:
    spans = section["elements"]
    text = "".join(str(one.get("text", one.get("url", ""))) for one in spans)
    return text.replace("\n", "\n  ")


def _without_markup(text: str) -> str:
    text = re.sub(r"<!date\^\d+\^[^|]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<(?:https?://[^|>]*)\|([^>]*)>", r"\1", text)
    text = re.sub(r"(?<!\w)([*_`])(?=\S)(.+?)\1(?!\w)", r"\2", text)
    return re.sub(r":[a-z_]+: ?", "", text)


def play(say: Callable[[str], None] = print) -> bool:
    """Start a sandbox, play the journey, stop; return whether it went well."""
    began = time.monotonic()
    with Sandbox(boot_seconds=1.0) as sandbox:
        sandbox.slack.wait_until(lambda: sandbox.slack.online, PATIENCE_SECONDS)
        went_well = Demo(sandbox, say).play()
    say(f"\n{'Done' if went_well else 'Failed'} in {time.monotonic() - began:.0f} s.")
    return went_well
