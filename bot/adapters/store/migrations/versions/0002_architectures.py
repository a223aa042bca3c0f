"""What a person corrected by hand in the reading of a picture, and the plan that this replaces."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("architecture", sa.JSON(none_as_null=True)))
    op.add_column("requests", sa.Column("replaces", sa.String))


def downgrade() -> None:
    op.drop_column("requests", "replaces")
    op.drop_column("requests", "architecture")
