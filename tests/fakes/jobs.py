"""Jobs in a table beside the store's, so that they come and go with its transactions."""

import sqlalchemy as sa

from bot.ports import Job

_JOBS = sa.Table(
    "jobs_of_tests",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, unique=True),
    sa.Column("workflow", sa.String),
    sa.Column("arguments", sa.JSON),
    sa.Column("order", sa.String),
    sa.Column("delay_seconds", sa.Float),
)


class JobTable:
    """What `Queue` is to the durable engine: an id enqueued twice is there once."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        _JOBS.create(engine, checkfirst=True)

    def enqueue(self, connection: sa.Connection, job: Job) -> None:
        known = connection.scalar(sa.select(_JOBS.c.number).where(_JOBS.c.id == job.id))
        if known is None:
            connection.execute(
                _JOBS.insert().values(
                    id=job.id,
                    workflow=job.workflow,
                    arguments=list(job.arguments),
                    order=job.order,
                    delay_seconds=job.delay_seconds,
                )
            )

    @property
    def all(self) -> list[Job]:
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_JOBS).order_by(_JOBS.c.number)).all()
        return [
            Job(row.workflow, row.id, tuple(row.arguments), row.order, row.delay_seconds)
            for row in rows
        ]

    def of(self, workflow: str) -> list[Job]:
        return [job for job in self.all if job.workflow == workflow]
