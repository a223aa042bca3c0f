"""Requests and plans."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requests",
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
    )
    op.create_index("requests_by_thread", "requests", ["channel", "thread_ts", "ts"])
    op.create_table(
        "plans",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("request_id", sa.String, nullable=False),
        sa.Column("requested_by", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("thread_ts", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("proposed_at", sa.String, nullable=False),
        sa.Column("record", sa.JSON, nullable=False),
    )
    op.create_index("plans_by_thread", "plans", ["channel", "thread_ts"])
    op.create_index("plans_by_person", "plans", ["requested_by", "proposed_at"])


def downgrade() -> None:
    op.drop_table("plans")
    op.drop_table("requests")
