"""`Store` on SQLAlchemy: SQLite and PostgreSQL with the same statements."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.adapters.store.database import reachable
from bot.adapters.store.tables import PLANS, REQUESTS
from bot.domain.architecture import Architecture
from bot.domain.follow_up import at_hand
from bot.domain.instance import InstanceDraft
from bot.domain.plan import NEXT_STATES, PlanRecord, PlanState
from bot.domain.request import (
    Conversation,
    Message,
    Proposed,
    Replied,
    Request,
    RequestState,
    Said,
    Turn,
    Words,
)
from bot.domain.value import Value
from bot.ports import Job


@dataclass(frozen=True)
class SqlStore:
    """Keeps everything in one database, the durable engine's, so that a job starts with its cause."""

    engine: sa.Engine
    enqueue: Callable[[sa.Connection, Job], None]

    @contextmanager
    def transaction(self) -> Iterator["SqlTransaction"]:
        with reachable(), self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # pysqlite begins at the first write; reads before it must be covered too.
                connection.execute(sa.text("BEGIN IMMEDIATE"))
            yield SqlTransaction(connection, self.enqueue)


@dataclass(frozen=True)
class SqlTransaction:
    """One open transaction."""

    connection: sa.Connection
    enqueue: Callable[[sa.Connection, Job], None]

    def start(self, job: Job) -> None:
        self.enqueue(self.connection, job)

    # --- requests ---

    def receive(self, message: Message, *, at: datetime) -> bool:
        known = self.request(message.request_id)
        if known is None:
            return self._insert(message, at)
        if not set(message.files) <= set(known.files):
            self.connection.execute(
                REQUESTS.update()
                .where(REQUESTS.c.id == known.id)
                .values(files=[*known.files, *(f for f in message.files if f not in known.files)])
            )
        return False

    def _insert(self, message: Message, at: datetime) -> bool:
        values = {
            "id": message.request_id,
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "asked_by": message.user,
            "text": message.text,
            "files": list(message.files),
            "state": RequestState.RECEIVED,
            "received_at": at.isoformat(),
            "draft": _plain(message.draft),
            "architecture": _plain(message.architecture),
            "replaces": message.replaces,
        }
        try:
            with self.connection.begin_nested():
                self.connection.execute(REQUESTS.insert().values(values))
        except sa.exc.IntegrityError:  # the twin came in through another process
            return self.receive(message, at=at)
        return True

    def request(self, request_id: str) -> Request | None:
        row = self.connection.execute(
            sa.select(REQUESTS).where(REQUESTS.c.id == request_id)
        ).one_or_none()
        return None if row is None else _request(row)

    def thread_owner(self, channel: str, thread_ts: str) -> str | None:
        return self.connection.scalar(
            sa.select(REQUESTS.c.asked_by)
            .where(REQUESTS.c.channel == channel, REQUESTS.c.thread_ts == thread_ts)
            .order_by(REQUESTS.c.ts)
            .limit(1)
        )

    def conversation(self, request: Request) -> Conversation:
        rows = self.connection.execute(
            sa.select(REQUESTS)
            .where(
                REQUESTS.c.channel == request.channel,
                REQUESTS.c.thread_ts == request.thread_ts,
                REQUESTS.c.ts <= request.ts,
            )
            .order_by(REQUESTS.c.ts)
        )
        plans = self.plans_in_thread(request.channel, request.thread_ts)
        proposed: dict[str, list[PlanRecord]] = {}
        for record in plans:
            proposed.setdefault(record.plan.request_id, []).append(record)
        turns: list[Turn] = []
        for asked in map(_request, rows):
            if asked.id == request.id:
                turns += _about(request, plans, turns)
                turns.append(Said(asked.user, asked.text))
                continue  # what it is answered with is not there yet, or only in part
            turns.append(Said(asked.user, asked.text))
            if asked.id in proposed:
                turns.extend(Proposed(record.plan.draft) for record in proposed[asked.id])
            elif asked.answer is not None and asked.answer.kind != "failure":
                turns.append(Replied(asked.answer.text))
        return tuple(turns)

    def update_request(
        self,
        request_id: str,
        *,
        state: RequestState | None = None,
        answer: Words | None = None,
        answer_ts: str | None = None,
    ) -> None:
        values: dict[str, Any] = {
            "state": state,
            "answer": None if answer is None else asdict(answer),
            "answer_ts": answer_ts,
        }
        self.connection.execute(
            REQUESTS.update()
            .where(REQUESTS.c.id == request_id)
            .values({name: value for name, value in values.items() if value is not None})
        )

    # --- plans ---

    def propose(self, record: PlanRecord) -> bool:
        if self.plan(record.id) is not None:
            return False
        try:
            with self.connection.begin_nested():
                self.connection.execute(PLANS.insert().values(id=record.id, **_columns(record)))
        except sa.exc.IntegrityError:  # another process was drafting it, too
            return False
        return True

    def plan(self, plan_id: str) -> PlanRecord | None:
        stored = self.connection.scalar(sa.select(PLANS.c.record).where(PLANS.c.id == plan_id))
        return None if stored is None else PlanRecord.model_validate(stored)

    def plans_in_thread(self, channel: str, thread_ts: str) -> tuple[PlanRecord, ...]:
        plans = self._plans(
            sa.select(PLANS.c.record).where(
                PLANS.c.channel == channel, PLANS.c.thread_ts == thread_ts
            )
        )
        # Slack's timestamps order the cards of one message, whatever the clock here says.
        return tuple(sorted(plans, key=lambda one: (one.proposed_at, one.card_ts, one.id)))

    def plans_of(self, user: str, limit: int) -> tuple[PlanRecord, ...]:
        return self._plans(
            sa.select(PLANS.c.record)
            .where(PLANS.c.requested_by == user)
            .order_by(PLANS.c.proposed_at.desc())
            .limit(limit)
        )

    def _plans(self, query: sa.Select[Any]) -> tuple[PlanRecord, ...]:
        return tuple(map(PlanRecord.model_validate, self.connection.scalars(query)))

    def move(self, record: PlanRecord, to: PlanState) -> bool:
        if to is not record.state and to not in NEXT_STATES[record.state]:
            message = f"a plan cannot go from {record.state} to {to}"
            raise ValueError(message)
        moved = record.model_copy(update={"state": to, "version": record.version + 1})
        result = self.connection.execute(
            PLANS.update()
            .where(
                PLANS.c.id == record.id,
                PLANS.c.state == record.state,
                PLANS.c.version == record.version,
            )
            .values(_columns(moved))
        )
        return result.rowcount == 1


def _about(request: Request, plans: Sequence[PlanRecord], turns: Sequence[Turn]) -> list[Turn]:
    """The plan that a request is about, when it is not the one proposed last."""
    earlier = [one for one in plans if one.plan.request_id != request.id]
    record = at_hand(earlier, request.replaces)
    if record is None:
        return []
    proposed = [turn for turn in turns if isinstance(turn, Proposed)]
    about = Proposed(record.plan.draft)
    return [] if proposed[-1:] == [about] else [about]


def _plain(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else value.model_dump(mode="json")


def _columns(record: PlanRecord) -> dict[str, Any]:
    return {
        "request_id": record.plan.request_id,
        "requested_by": record.plan.requested_by,
        "channel": record.channel,
        "thread_ts": record.thread_ts,
        "state": record.state,
        "version": record.version,
        "proposed_at": record.proposed_at.isoformat(),
        "record": record.model_dump(mode="json"),
    }


def _request(row: sa.Row[Any]) -> Request:
    return Request(
        id=row.id,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        user=row.asked_by,
        text=row.text,
        files=tuple(row.files),
        state=RequestState(row.state),
        received_at=datetime.fromisoformat(row.received_at),
        answer_ts=row.answer_ts,
        answer=None if row.answer is None else Words(**row.answer),
        draft=None if row.draft is None else InstanceDraft.model_validate(row.draft),
        architecture=(
            None if row.architecture is None else Architecture.model_validate(row.architecture)
        ),
        replaces=row.replaces,
    )
