"""Two people act on one plan in any order, each on what they last saw: its life stays as it is drawn."""

from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.adapters.store.sql_store import SqlStore
from bot.domain.plan import NEXT_STATES, PlanRecord, PlanState
from tests.adapters.store.conftest import Kept
from tests.fakes.records import another_plan_record

ACTORS = ("Maya", "Jonas")
NUMBERS = count()


class PlanLife(RuleBasedStateMachine):
    store: SqlStore

    def __init__(self) -> None:
        super().__init__()
        self.life = [PlanState.PROPOSED]
        self.version = 1
        self.seen: dict[str, PlanRecord] = {}
        self.decided_by: list[str] = []

    @initialize()
    def propose(self) -> None:
        number = next(NUMBERS)
        self.record = another_plan_record(number, id=f"plan-{number}")
        with self.store.transaction() as tx:
            assert tx.propose(self.record)
        self.seen = dict.fromkeys(ACTORS, self.record)

    @rule(actor=st.sampled_from(ACTORS))
    def looks_again(self, actor: str) -> None:
        self.seen[actor] = self.stored()

    @rule(actor=st.sampled_from(ACTORS), to=st.sampled_from(PlanState))
    def acts(self, actor: str, to: PlanState) -> None:
        before = self.seen[actor]
        mine = before.model_copy(update={"decided_by": before.decided_by or actor})
        if to is not before.state and to not in NEXT_STATES[before.state]:
            with pytest.raises(ValueError, match="cannot go"), self.store.transaction() as tx:
                tx.move(mine, to)
            return
        with self.store.transaction() as tx:
            moved = tx.move(mine, to)
        assert moved is (before.version == self.version)
        if moved:
            self.version += 1
            self.life.append(to)
            if before.state is PlanState.PROPOSED and to is not PlanState.PROPOSED:
                self.decided_by.append(str(mine.decided_by))

    @invariant()
    def it_is_stored_as_the_last_who_was_in_time_left_it(self) -> None:
        if self.seen:
            stored = self.stored()
            assert (stored.state, stored.version) == (self.life[-1], self.version)
            assert stored.plan == self.record.plan
            assert stored.digest == self.record.digest

    @invariant()
    def it_goes_only_where_the_drawing_goes(self) -> None:
        steps = zip(self.life, self.life[1:], strict=False)
        assert all(to is before or to in NEXT_STATES[before] for before, to in steps)

    @invariant()
    def one_decision_wins(self) -> None:
        assert len(self.decided_by) <= 1
        if self.decided_by:
            assert self.stored().decided_by == self.decided_by[0]

    def stored(self) -> PlanRecord:
        with self.store.transaction() as tx:
            record = tx.plan(self.record.id)
        assert record is not None
        return record


def test_a_plans_life_is_as_drawn_whoever_acts_when(kept: Kept) -> None:
    class OnThisStore(PlanLife):
        store = kept.store

    run_state_machine_as_test(
        OnThisStore, settings=settings(max_examples=30, stateful_step_count=25, deadline=None)
    )
