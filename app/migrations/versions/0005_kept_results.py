"""The results of a study as they were computed last."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "kept_results",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("data_sha256", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_kept_results_study_id_study")
        ),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_kept_results")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("kept_results")
