"""Make a plan's card show the plan as it is in the store."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.ports import Job, Store, Threads
from bot.workflows.durable import STEPS, Steps
from bot.workflows.stored import stored_plan

log = logging.getLogger(__name__)


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


def draw_quietly(
    run: Callable[[str, CardDrawing, str], None], name: str, draw: CardDrawing, plan_id: str
) -> None:
    """Draw in a step. A card that cannot be drawn (somebody deleted it) neither stops nor fails anything."""
    try:
        run(name, draw, plan_id)
    except BotError as error:
        log.warning("the card of %s is not up to date: %s", plan_id, error)


@dataclass(frozen=True)
class RedrawCard:
    """The drawing as a job of its own."""

    draw: CardDrawing
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        self.steps.run_tirelessly("draw", self.draw, plan_id)
