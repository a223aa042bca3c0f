"""Gets an answer of a fixed form out of any server, and remembers how.

tools ──→ json_schema ──→ json_object ──→ prose that is help, or an error

Many servers ignore `tool_choice`, some answer 500 to it, some know only one of the two JSON forms. A
call is taken wherever the model put it; arguments that do not fit go back to it once.
"""

import json
from dataclasses import dataclass, field, replace

import openai

from bot.adapters.openai import errors
from bot.adapters.openai.answers import Misfit, calls_in, last_words, settle
from bot.adapters.openai.conversation import joined, spoken_only
from bot.adapters.openai.dialect import Dialect
from bot.adapters.openai.prompt import as_json
from bot.adapters.openai.tools import Understood
from bot.adapters.openai.wire import Answer, Ask, Call, Called, Form, Spoken, Wire
from bot.domain.errors import UpstreamRejected
from bot.domain.reading import Tokens

CORRECT_IT = "That cannot be used: {fault}. Nothing was shown. Correct it and answer again."
# A form that a server cannot do shows itself in one of these; 502 to 504 are an outage.
_FORM_UNKNOWN = frozenset({400, 422, 500, 501})


class Learned:
    """What is known of one server and one model. Safe to share among threads."""

    def __init__(self) -> None:
        self.dialect = Dialect()
        self.form: Form | None = None
        """The form that worked last, to start with next time."""

    def forms(self) -> tuple[Form, ...]:
        every = tuple(Form)
        start = every.index(self.form or Form.TOOLS)
        return every[start:] + every[:start]


@dataclass
class Climb:
    """One reading: the calls it takes, what they cost and who answered."""

    wire: Wire
    ask: Ask
    learned: Learned
    name: str
    setting: str = errors.MODEL_SETTING
    tokens: Tokens = field(default_factory=Tokens)
    answered_by: str = ""
    prose: str = ""
    corrected: bool = False
    failures: list[Exception] = field(default_factory=list)

    def __call__(self) -> Understood:
        for form in self.learned.forms():
            try:
                understood = self._at(form)
            except (openai.APIStatusError, UpstreamRejected) as error:
                if not self._may_step_down(error):
                    raise
                self.failures.append(error)
            else:
                self.learned.form = form
                return understood
        help_text = last_words(self.prose)
        if help_text is None:
            raise self.failures[0]
        return help_text

    def _at(self, form: Form) -> Understood:
        ask = _in_form(self.ask, form)
        answer = self._send(ask)
        calls = self._calls(answer)
        try:
            return settle(calls, ask.tool_names)
        except Misfit as misfit:
            return self._corrected(ask, answer, str(misfit))

    def _corrected(self, ask: Ask, answer: Answer, fault: str) -> Understood:
        if not self.corrected:
            self.corrected = True
            again = self._send(_with_correction(ask, answer, fault))
            try:
                return settle(self._calls(again), ask.tool_names)
            except Misfit as misfit:
                fault = str(misfit)
        raise errors.unusable(self.name, ask.model, fault)

    def _send(self, ask: Ask) -> Answer:
        answer = self.wire.send(ask, self.learned.dialect)
        self.tokens += answer.tokens
        self.answered_by = answer.model or self.answered_by
        return answer

    def _calls(self, answer: Answer) -> tuple[Call, ...]:
        if answer.refusal:
            raise errors.declined(self.name, answer.refusal)
        if answer.stopped == "content_filter":
            raise errors.filtered(self.name)
        if calls := calls_in(answer, self.ask.tool_names):
            return calls
        if answer.stopped == "length":
            raise errors.cut_short(self.name)
        self.prose = self.prose or answer.text
        raise errors.no_tool_call(self.name, self.ask.model, self.setting)

    def _may_step_down(self, error: openai.APIStatusError | UpstreamRejected) -> bool:
        """Another form is worth a try if the server never did this one, or ignored it just now."""
        if isinstance(error, UpstreamRejected):
            if error.code == "no_tool_call":
                return True
            return self.learned.form is None and error.code in ("length", "invalid_plan")
        unknown = self.learned.form is None and error.status_code in _FORM_UNKNOWN
        return unknown and not errors.is_about_content(error)


def _in_form(ask: Ask, form: Form) -> Ask:
    if form is Form.TOOLS:
        return ask
    unenforced = ask.schema if form is Form.JSON else None
    told = as_json(ask.instructions, ask.tool_names, unenforced)
    spoken = spoken_only(ask.items, ask.tool_names)
    return replace(ask, form=form, instructions=told, items=spoken)


def _with_correction(ask: Ask, answer: Answer, fault: str) -> Ask:
    correction = CORRECT_IT.format(fault=fault)
    if answer.calls and all(_is_json(call.arguments) for call in answer.calls):
        called = (Called(one.id, one.name, one.arguments, correction) for one in answer.calls)
        return ask.followed_by(*called)
    said = answer.text or "\n".join(f"{call.name}: {call.arguments}" for call in answer.calls)
    turns = (*ask.items, Spoken("assistant", said), Spoken("user", correction))
    return replace(ask, items=joined(turns))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False
