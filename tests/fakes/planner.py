"""A model that answers what a test says."""

from collections import deque
from collections.abc import Callable
from typing import Any, TypeAlias

from bot.domain.instance import InstanceDraft
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Conversation

MODEL = "a model"
Answer: TypeAlias = Reading | BaseException | Callable[[Conversation], Reading]


def drafted(**draft: Any) -> Drafted:
    """A reading as a t3.medium with 250 GiB, changed by the keyword arguments."""
    return Drafted(instance_draft(**draft), MODEL)


def instance_draft(**draft: Any) -> InstanceDraft:
    asked: dict[str, Any] = {
        "instance_type": "t3.medium",
        "volume_gib": 250,
        "termination_protection": False,
    }
    return InstanceDraft(**(asked | draft))


def worded(text: str) -> Worded:
    return Worded("answer", text, MODEL)


class ScriptedPlanner:
    """Gives the next answer of the script at each reading; an exception in it is raised."""

    def __init__(self, *answers: Answer) -> None:
        self._script = deque(answers)
        self.read_so_far: list[Conversation] = []

    def will_say(self, *answers: Answer) -> None:
        self._script.extend(answers)

    def read(self, conversation: Conversation, policy: Policy) -> Reading:
        self.read_so_far.append(conversation)
        answer = self._script.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return answer(conversation) if callable(answer) else answer
