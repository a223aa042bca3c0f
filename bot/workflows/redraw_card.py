"""Make a plan's card show the plan as it is in the store."""

from dataclasses import dataclass

from bot.ports import Job, Store, Threads
from bot.workflows.durable import STEPS, Steps
from bot.workflows.stored import stored_plan


def redraw_job(plan_id: str, why: str) -> Job:
    """Redraw a card after its plan changed; `why` makes the job's id unique for the plan."""
    return Job("redraw_card", f"redraw-{plan_id}-{why}", (plan_id,), order=plan_id)


@dataclass(frozen=True)
class CardDrawing:
    """Draws, looks again, and draws again if the plan has moved on in between.

    So whoever draws last draws the truth, whatever order Slack takes the updates in.
    """

    store: Store
    threads: Threads

    def __call__(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        while True:
            self.threads.show(record.channel, record.card_ts, record)
            now = stored_plan(self.store, plan_id)
            if now.version == record.version:
                return
            record = now


@dataclass(frozen=True)
class RedrawCard:
    """The drawing as a job of its own."""

    draw: CardDrawing
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        self.steps.run_tirelessly("draw", self.draw, plan_id)
