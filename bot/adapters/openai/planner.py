"""The port `Planner` over OpenAI's protocol."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from typing_extensions import override

from bot.adapters.openai.chat import ChatWire
from bot.adapters.openai.connection import Connection, api_for
from bot.adapters.openai.conversation import Basis, basis, items, read_first
from bot.adapters.openai.create_stack import CREATE_STACK, CreateStack
from bot.adapters.openai.errors import translated
from bot.adapters.openai.ladder import Climb, Learned
from bot.adapters.openai.prompt import instructions
from bot.adapters.openai.proven import Examples, no_examples
from bot.adapters.openai.read_architecture import READ_ARCHITECTURE, ReadArchitecture
from bot.adapters.openai.responses import ResponsesWire
from bot.adapters.openai.stack_prompt import reading_instructions, stack_instructions
from bot.adapters.openai.tools import (
    REPLY,
    RUN_INSTANCES,
    Reply,
    RunInstances,
    answer_schema,
    tools,
)
from bot.adapters.openai.wire import FOR_STACKS, FOR_WORDS, Ask, Form, Item, Limits, Wire
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading, Tokens, Worded
from bot.domain.request import Conversation
from bot.ports import Planner


@dataclass(frozen=True)
class Step:
    """One call: what is offered, what is told, and how much an answer may be."""

    offered: tuple[str, ...]
    instructions: Callable[[Policy], str]
    limits: Limits


_CHANGE = Step((CREATE_STACK, RUN_INSTANCES, REPLY), stack_instructions, FOR_STACKS)
FIRST: Mapping[Basis, Step] = MappingProxyType(
    {
        Basis.WORDS: Step((RUN_INSTANCES, READ_ARCHITECTURE, REPLY), instructions, FOR_WORDS),
        Basis.PICTURE: Step((READ_ARCHITECTURE, REPLY), reading_instructions, FOR_STACKS),
        Basis.EARLIER_PICTURE: Step(
            (READ_ARCHITECTURE, RUN_INSTANCES, REPLY), reading_instructions, FOR_STACKS
        ),
        # What is spelled out or was proposed before needs no reading.
        Basis.EXACT: _CHANGE,
        Basis.STACK: _CHANGE,
    }
)
SECOND = Step((CREATE_STACK, REPLY), stack_instructions, FOR_STACKS)


@dataclass(frozen=True)
class Reader:
    """One model on one server, and what was learned of them."""

    model: str
    setting: str
    """The setting that names the model, for whoever has to change it."""
    learned: Learned = field(default_factory=Learned, compare=False, repr=False)


@dataclass(frozen=True)
class ModelPlanner(Planner):
    """Reads words with one model, and whatever is about a picture or a stack with another, which may be the same.

    An architecture that nobody spelled out is read first; the same model then writes its template, with an
    example of what our own building blocks make of it.
    """

    wire: Wire
    words: Reader
    stacks: Reader
    temperature: float | None = None
    name: str = "OpenAI"
    examples: Examples = no_examples

    @property
    def learned(self) -> Learned:
        """What is known of the model that reads words."""
        return self.words.learned

    @override
    def read(self, conversation: Conversation, policy: Policy) -> Reading:
        first = basis(conversation)
        reader = self.words if first is Basis.WORDS else self.stacks
        told = items(conversation, self.examples)
        ask = self._ask(reader.model, told, FIRST[first], policy)
        tokens = Tokens()
        while True:
            climb = Climb(self.wire, ask, reader.learned, self.name, reader.setting)
            with translated(self.name, reader.model, reader.setting):
                understood = climb()
            tokens += climb.tokens
            model = climb.answered_by or reader.model
            match understood:
                case RunInstances() | CreateStack():
                    return Drafted(understood.draft(), model, tokens)
                case Reply():
                    return Worded(understood.kind, understood.shown, model, tokens)
                case ReadArchitecture():  # never offered again, so this is the last round
                    told = (*told, read_first(understood, self.examples))
                    ask = self._ask(reader.model, told, SECOND, policy)

    def _ask(self, model: str, told: tuple[Item, ...], step: Step, policy: Policy) -> Ask:
        functions = tools(policy, step.offered)
        return Ask(
            model=model,
            instructions=step.instructions(policy),
            items=told,
            form=Form.TOOLS,
            tools=functions,
            schema=answer_schema(functions),
            temperature=self.temperature,
            limits=step.limits,
        )


def planner(
    connection: Connection,
    *,
    model: str,
    vision_model: str | None = None,
    api: Literal["auto", "responses", "chat"] = "auto",
    temperature: float | None = None,
    examples: Examples = no_examples,
) -> ModelPlanner:
    """`vision_model` reads conversations with a picture, an architecture or a stack; without it `model` does."""
    speaks_responses = api_for(connection.base_url, api) == "responses"
    wire: Wire = ResponsesWire(connection) if speaks_responses else ChatWire(connection)
    words = Reader(model, "OPENAI_MODEL")
    stacks = Reader(vision_model or model, "OPENAI_VISION_MODEL")
    if stacks.model == words.model:
        stacks = replace(stacks, learned=words.learned)
    return ModelPlanner(wire, words, stacks, temperature, connection.name, examples)
