"""The contract of `Store`, on every database it runs on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest

from bot.adapters.store.database import open_engine
from bot.adapters.store.sql_store import SqlStore
from bot.domain.plan import PlanRecord, PlanState, Resource
from bot.domain.request import Message, Proposed, Replied, RequestState, Said, Words
from bot.ports import Job
from tests.adapters.store.conftest import Kept
from tests.fakes.aws import instance_plan
from tests.fakes.planner import drafted
from tests.fakes.records import (
    APPROVER,
    ASKER,
    CHANNEL,
    NOON,
    TS,
    another_plan_record,
    message,
    plan_record,
)
from tests.fakes.stacks import stack_plan

T = TypeVar("T")
THREADS = 16


def receive(kept: Kept, *messages: Message) -> list[bool]:
    return [_receive(kept, one) for one in messages]


def _receive(kept: Kept, one: Message) -> bool:
    with kept.store.transaction() as tx:
        return tx.receive(one, at=NOON)


def propose(kept: Kept, record: PlanRecord) -> bool:
    with kept.store.transaction() as tx:
        return tx.propose(record)


def stored(kept: Kept, plan_id: str) -> PlanRecord:
    with kept.store.transaction() as tx:
        record = tx.plan(plan_id)
    assert record is not None
    return record


def all_at_once(act: Callable[[int], T], times: int = THREADS) -> list[T]:
    """Do it in as many threads, all let go at the same moment."""
    ready = Barrier(times)

    def one(number: int) -> T:
        ready.wait()
        return act(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


class TestRequests:
    def test_a_message_is_kept_as_it_was_said(self, kept: Kept) -> None:
        assert receive(kept, message("two servers", files=("F1",))) == [True]

        with kept.store.transaction() as tx:
            request = tx.request(f"{CHANNEL}-{TS}")
        assert request is not None
        assert (request.user, request.text, request.files) == (ASKER, "two servers", ("F1",))
        assert (request.channel, request.ts, request.thread_ts) == (CHANNEL, TS, TS)
        assert (request.state, request.received_at) == (RequestState.RECEIVED, NOON)
        assert (request.answer, request.answer_ts, request.draft) == (None, None, None)

    def test_a_form_filled_in_by_hand_is_kept_with_its_draft(self, kept: Kept) -> None:
        draft = drafted(name="by hand").draft
        receive(kept, message(draft=draft))

        with kept.store.transaction() as tx:
            request = tx.request(f"{CHANNEL}-{TS}")
        assert request is not None
        assert request.draft == draft

    @pytest.mark.parametrize("files", [((), ("F1",)), (("F1",), ()), (("F1",), ("F2", "F1"))])
    def test_twins_are_one_request_with_the_files_of_both(
        self, kept: Kept, files: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> None:
        first, second = (message(files=one) for one in files)

        assert receive(kept, first, second, first) == [True, False, False]
        with kept.store.transaction() as tx:
            request = tx.request(first.request_id)
        assert request is not None
        assert sorted(request.files) == sorted({*files[0], *files[1]})

    def test_twins_at_the_same_moment_are_one_request(self, kept: Kept) -> None:
        def deliver(number: int) -> bool:
            said = message(files=("F1",) if number % 2 else ())
            with kept.store.transaction() as tx:
                new = tx.receive(said, at=NOON)
                if new:
                    tx.start(Job("draft_plan", f"draft-{number}", (said.request_id,), order="x"))
            return new

        assert sorted(all_at_once(deliver)) == [False] * (THREADS - 1) + [True]
        assert len(kept.jobs.all) == 1
        with kept.store.transaction() as tx:
            request = tx.request(f"{CHANNEL}-{TS}")
        assert request is not None
        assert request.files == ("F1",)

    def test_only_what_is_named_is_updated(self, kept: Kept) -> None:
        receive(kept, message())
        request_id = f"{CHANNEL}-{TS}"
        words = Words("answer", "Ask me.", read_by="a model", mention=ASKER)
        with kept.store.transaction() as tx:
            tx.update_request(request_id, answer_ts="1.5")
            tx.update_request(request_id, state=RequestState.ANSWERED, answer=words)
            request = tx.request(request_id)

        assert request is not None
        assert request.state is RequestState.ANSWERED
        assert (request.answer, request.answer_ts) == (words, "1.5")
        assert request.text == "a small server"

    def test_a_thread_belongs_to_who_asked_first(self, kept: Kept) -> None:
        later = message(ts="1700000009.000100", thread_ts=TS, user="U0OTHER")
        receive(kept, later, message())

        with kept.store.transaction() as tx:
            assert tx.thread_owner(CHANNEL, TS) == ASKER
            assert tx.thread_owner("C0OTHER", TS) is None

    def test_what_is_not_there_is_none(self, kept: Kept) -> None:
        with kept.store.transaction() as tx:
            assert tx.request("C0-1") is None
            assert tx.plan("plan-0") is None


class TestConversation:
    def test_it_is_told_in_the_order_it_was_said(self, kept: Kept) -> None:
        first, second, third = (
            message(text, ts=f"170000000{number}.000100", thread_ts=TS)
            for number, text in enumerate(["a server", "smaller", "why?"])
        )
        receive(kept, third, first, second)
        plan = instance_plan().model_copy(update={"request_id": second.request_id})
        propose(kept, plan_record(plan))
        with kept.store.transaction() as tx:
            tx.update_request(first.request_id, answer=Words("question", "How much disk?"))
            request = tx.request(third.request_id)
            assert request is not None
            conversation = tx.conversation(request)

        assert conversation == (
            Said(ASKER, "a server"),
            Replied("How much disk?"),
            Said(ASKER, "smaller"),
            Proposed(plan.draft),
            Said(ASKER, "why?"),
        )

    def test_after_a_stack_that_came_to_nothing_it_is_about_the_one_that_runs(
        self, kept: Kept
    ) -> None:
        asked, more, again = (
            message(text, ts=f"170000000{number}.000100", thread_ts=TS)
            for number, text in enumerate(["a queue", "and a topic", "no, a table"])
        )
        receive(kept, asked, more, again)
        stack = Resource(id="arn:stack", kind="stack", region="us-east-1")
        first = stack_plan(request_id=asked.request_id)
        second = stack_plan(request_id=more.request_id, template="Resources: {}")
        propose(kept, plan_record(first, state=PlanState.RUNNING, resources=(stack,)))
        propose(kept, plan_record(second, state=PlanState.CANCELLED, card_ts="1700000002.000100"))
        with kept.store.transaction() as tx:
            request = tx.request(again.request_id)
            assert request is not None
            conversation = tx.conversation(request)

        assert conversation == (
            Said(ASKER, "a queue"),
            Proposed(first.draft),
            Said(ASKER, "and a topic"),
            Proposed(second.draft),
            Proposed(first.draft),
            Said(ASKER, "no, a table"),
        )

    def test_what_is_said_later_or_elsewhere_is_no_part_of_it(self, kept: Kept) -> None:
        asked = message()
        receive(
            kept,
            asked,
            message("later", ts="1700000005.000100", thread_ts=TS),
            message("elsewhere", ts="1600000000.000100"),
        )
        with kept.store.transaction() as tx:
            request = tx.request(asked.request_id)
            assert request is not None
            assert tx.conversation(request) == (Said(ASKER, "a small server"),)

    def test_an_answer_that_failed_is_not_repeated_to_the_model(self, kept: Kept) -> None:
        receive(kept, message())
        with kept.store.transaction() as tx:
            tx.update_request(f"{CHANNEL}-{TS}", answer=Words("failure", "OpenAI is away."))
            request = tx.request(f"{CHANNEL}-{TS}")
            assert request is not None
            assert tx.conversation(request) == (Said(ASKER, "a small server"),)


class TestPlans:
    def test_a_plan_is_kept_as_it_was_offered(self, kept: Kept) -> None:
        record = plan_record(instance_plan(name="🦖 <!channel>", count=3))

        assert propose(kept, record)
        assert stored(kept, record.id) == record

    def test_proposing_a_plan_again_changes_nothing(self, kept: Kept) -> None:
        record = plan_record()
        propose(kept, record)

        assert not propose(kept, record.model_copy(update={"card_ts": "9.9"}))
        assert stored(kept, record.id) == record

    def test_a_plan_proposed_by_many_at_the_same_moment_is_kept_once(self, kept: Kept) -> None:
        outcomes = all_at_once(lambda _: propose(kept, plan_record()))

        assert outcomes.count(True) == 1

    def test_a_thread_lists_its_plans_oldest_first(self, kept: Kept) -> None:
        first, second = (
            another_plan_record(number, id=f"plan-{number}", proposed_at=NOON + wait)
            for number, wait in ((9, timedelta()), (1, timedelta(milliseconds=500)))
        )
        elsewhere = another_plan_record(5, id="plan-5", thread_ts="1.1")
        for record in (second, elsewhere, first):
            propose(kept, record)

        with kept.store.transaction() as tx:
            assert tx.plans_in_thread(CHANNEL, TS) == (first, second)

    def test_a_person_sees_the_latest_plans_they_asked_for(self, kept: Kept) -> None:
        for number in range(4):
            at = NOON + timedelta(minutes=number)
            propose(kept, another_plan_record(number, id=f"plan-{number}", proposed_at=at))

        with kept.store.transaction() as tx:
            assert [one.id for one in tx.plans_of(ASKER, 3)] == ["plan-3", "plan-2", "plan-1"]
            assert tx.plans_of("U0OTHER", 3) == ()


class TestMove:
    def test_a_step_is_kept_with_all_that_came_with_it(self, kept: Kept) -> None:
        record = plan_record()
        propose(kept, record)
        decided = record.model_copy(update={"decided_by": APPROVER, "decided_at": NOON})
        with kept.store.transaction() as tx:
            assert tx.move(decided, PlanState.APPROVED)

        now = stored(kept, record.id)
        assert (now.state, now.version, now.decided_by) == (PlanState.APPROVED, 2, APPROVER)
        assert now.plan == record.plan

    def test_staying_in_a_state_can_note_something(self, kept: Kept) -> None:
        record = plan_record(state=PlanState.LAUNCHING)
        propose(kept, record)
        made = (Resource(id="i-1", kind="instance", region="us-east-1"),)
        with kept.store.transaction() as tx:
            assert tx.move(record.model_copy(update={"resources": made}), PlanState.LAUNCHING)

        assert stored(kept, record.id).resources == made

    def test_who_looked_too_early_changes_nothing(self, kept: Kept) -> None:
        record = plan_record()
        propose(kept, record)
        with kept.store.transaction() as tx:
            assert tx.move(record, PlanState.PROPOSED)
            assert not tx.move(record, PlanState.APPROVED)

        assert stored(kept, record.id).state is PlanState.PROPOSED

    def test_a_step_that_a_plans_life_does_not_have_is_a_bug(self, kept: Kept) -> None:
        record = plan_record()
        propose(kept, record)

        with (
            pytest.raises(ValueError, match="cannot go from proposed to running"),
            kept.store.transaction() as tx,
        ):
            tx.move(record, PlanState.RUNNING)
        assert stored(kept, record.id) == record

    def test_of_many_decisions_at_the_same_moment_one_counts_and_starts_one_job(
        self, kept: Kept
    ) -> None:
        record = plan_record()
        propose(kept, record)

        def decide(number: int) -> bool:
            to = PlanState.APPROVED if number % 2 else PlanState.CANCELLED
            mine = record.model_copy(update={"decided_by": f"U{number}"})
            with kept.store.transaction() as tx:
                won = tx.move(mine, to)
                if won:
                    tx.start(Job("follow", f"follow-{number}", (to.value,), order=record.id))
            return won

        outcomes = all_at_once(decide)
        now = stored(kept, record.id)

        assert outcomes.count(True) == 1
        assert now.decided_by == f"U{outcomes.index(True)}"
        assert [job.arguments for job in kept.jobs.all] == [(now.state.value,)]


class TestTransactions:
    def test_an_exception_undoes_the_row_and_the_job(self, kept: Kept) -> None:
        with suppress(InterruptedError), kept.store.transaction() as tx:
            tx.receive(message(), at=NOON)
            tx.propose(plan_record())
            tx.start(Job("draft_plan", "draft-1", ("1",), order="x"))
            raise InterruptedError

        with kept.store.transaction() as tx:
            assert tx.request(f"{CHANNEL}-{TS}") is None
            assert tx.plan(plan_record().id) is None
        assert kept.jobs.all == []

    def test_everything_is_there_after_the_database_was_opened_anew(
        self, kept: Kept, url: str
    ) -> None:
        receive(kept, message())
        propose(kept, plan_record())
        kept.engine.dispose()

        again = replace(kept, store=SqlStore(open_engine(url), kept.jobs.enqueue))
        assert stored(again, plan_record().id) == plan_record()
        with again.store.transaction() as tx:
            assert tx.thread_owner(CHANNEL, TS) == ASKER
        again.store.engine.dispose()
