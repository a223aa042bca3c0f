"""Our tables. Change them together with a new file in migrations/versions."""

import sqlalchemy as sa

METADATA = sa.MetaData()

REQUESTS = sa.Table(
    "requests",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("ts", sa.String, nullable=False),
    sa.Column("thread_ts", sa.String, nullable=False),
    sa.Column("asked_by", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("files", sa.JSON, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("received_at", sa.String, nullable=False),
    sa.Column("answer_ts", sa.String),
    sa.Column("answer", sa.JSON(none_as_null=True)),
    sa.Column("draft", sa.JSON(none_as_null=True)),
    sa.Column("architecture", sa.JSON(none_as_null=True)),
    sa.Column("replaces", sa.String),
    sa.Index("requests_by_thread", "channel", "thread_ts", "ts"),
)

# `record` is the whole plan record; the other columns repeat what is searched or compared.
PLANS = sa.Table(
    "plans",
    METADATA,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("request_id", sa.String, nullable=False),
    sa.Column("requested_by", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("thread_ts", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("proposed_at", sa.String, nullable=False),
    sa.Column("record", sa.JSON, nullable=False),
    sa.Index("plans_by_thread", "channel", "thread_ts"),
    sa.Index("plans_by_person", "requested_by", "proposed_at"),
)
