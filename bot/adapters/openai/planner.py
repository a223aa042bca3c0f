"""The port `Planner` over OpenAI's protocol."""

from dataclasses import dataclass, field
from typing import Literal

from typing_extensions import override

from bot.adapters.openai.chat import ChatWire
from bot.adapters.openai.connection import Connection, api_for
from bot.adapters.openai.conversation import items
from bot.adapters.openai.errors import translated
from bot.adapters.openai.ladder import Climb, Learned
from bot.adapters.openai.prompt import instructions
from bot.adapters.openai.responses import ResponsesWire
from bot.adapters.openai.tools import Reply, RunInstances, answer_schema, tools
from bot.adapters.openai.wire import Ask, Form, Wire
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Conversation
from bot.ports import Planner


@dataclass(frozen=True)
class ModelPlanner(Planner):
    """Reads with one model on one server, so what it learns of them is its own."""

    wire: Wire
    model: str
    temperature: float | None = None
    name: str = "OpenAI"
    learned: Learned = field(default_factory=Learned, compare=False, repr=False)

    @override
    def read(self, conversation: Conversation, policy: Policy) -> Reading:
        climb = Climb(self.wire, self._ask(conversation, policy), self.learned, self.name)
        with translated(self.name, self.model):
            understood = climb()
        model = climb.answered_by or self.model
        match understood:
            case RunInstances():
                return Drafted(understood.draft(), model, climb.tokens)
            case Reply():
                return Worded(understood.kind, understood.shown, model, climb.tokens)

    def _ask(self, conversation: Conversation, policy: Policy) -> Ask:
        return Ask(
            model=self.model,
            instructions=instructions(policy),
            items=items(conversation),
            form=Form.TOOLS,
            tools=tools(policy),
            schema=answer_schema(policy),
            temperature=self.temperature,
        )


def planner(
    connection: Connection,
    *,
    model: str,
    api: Literal["auto", "responses", "chat"] = "auto",
    temperature: float | None = None,
) -> ModelPlanner:
    speaks_responses = api_for(connection.base_url, api) == "responses"
    wire: Wire = ResponsesWire(connection) if speaks_responses else ChatWire(connection)
    return ModelPlanner(wire, model, temperature, connection.name)
