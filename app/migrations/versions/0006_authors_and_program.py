"""The authors of a study, and the program that computed kept results."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("study", sa.Column("authors", sa.String(), nullable=False, server_default=""))
    op.add_column(
        "kept_results", sa.Column("program", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("kept_results", "program")
    op.drop_column("study", "authors")
