"""Feedback to a teacher: which of the observer's notes it shows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    column = sa.Column("notes", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("feedback_release", column)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("feedback_release", "notes")
