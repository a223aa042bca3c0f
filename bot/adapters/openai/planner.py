"""The port `Planner` over OpenAI's protocol."""

from dataclasses import dataclass, field, replace
from typing import Literal

from typing_extensions import override

from bot.adapters.openai.chat import ChatWire
from bot.adapters.openai.connection import Connection, api_for
from bot.adapters.openai.conversation import is_about_a_stack, items
from bot.adapters.openai.create_stack import CreateStack
from bot.adapters.openai.errors import translated
from bot.adapters.openai.ladder import Climb, Learned
from bot.adapters.openai.prompt import instructions
from bot.adapters.openai.responses import ResponsesWire
from bot.adapters.openai.stack_prompt import stack_instructions
from bot.adapters.openai.tools import Reply, RunInstances, answer_schema, tools
from bot.adapters.openai.wire import FOR_STACKS, FOR_WORDS, Ask, Form, Wire
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Conversation
from bot.ports import Planner


@dataclass(frozen=True)
class Reader:
    """One model on one server, and what was learned of them."""

    model: str
    setting: str
    """The setting that names the model, for whoever has to change it."""
    learned: Learned = field(default_factory=Learned, compare=False, repr=False)


@dataclass(frozen=True)
class ModelPlanner(Planner):
    """Reads words with one model, and whatever is about a picture with another, which may be the same."""

    wire: Wire
    words: Reader
    stacks: Reader
    temperature: float | None = None
    name: str = "OpenAI"

    @property
    def learned(self) -> Learned:
        """What is known of the model that reads words."""
        return self.words.learned

    @override
    def read(self, conversation: Conversation, policy: Policy) -> Reading:
        about_a_stack = is_about_a_stack(conversation)
        reader = self.stacks if about_a_stack else self.words
        ask = self._ask(conversation, policy, reader.model, stacks=about_a_stack)
        climb = Climb(self.wire, ask, reader.learned, self.name, reader.setting)
        with translated(self.name, reader.model, reader.setting):
            understood = climb()
        model = climb.answered_by or reader.model
        match understood:
            case RunInstances() | CreateStack():
                return Drafted(understood.draft(), model, climb.tokens)
            case Reply():
                return Worded(understood.kind, understood.shown, model, climb.tokens)

    def _ask(self, conversation: Conversation, policy: Policy, model: str, *, stacks: bool) -> Ask:
        return Ask(
            model=model,
            instructions=stack_instructions(policy) if stacks else instructions(policy),
            items=items(conversation),
            form=Form.TOOLS,
            tools=tools(policy, stacks=stacks),
            schema=answer_schema(policy, stacks=stacks),
            temperature=self.temperature,
            limits=FOR_STACKS if stacks else FOR_WORDS,
        )


def planner(
    connection: Connection,
    *,
    model: str,
    vision_model: str | None = None,
    api: Literal["auto", "responses", "chat"] = "auto",
    temperature: float | None = None,
) -> ModelPlanner:
    """`vision_model` reads conversations with a picture, an architecture or a stack; without it `model` does."""
    speaks_responses = api_for(connection.base_url, api) == "responses"
    wire: Wire = ResponsesWire(connection) if speaks_responses else ChatWire(connection)
    words = Reader(model, "OPENAI_MODEL")
    stacks = Reader(vision_model or model, "OPENAI_VISION_MODEL")
    if stacks.model == words.model:
        stacks = replace(stacks, learned=words.learned)
    return ModelPlanner(wire, words, stacks, temperature, connection.name)
