"""What a person corrected by hand in the reading of a picture."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("architecture", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("requests", "architecture")
