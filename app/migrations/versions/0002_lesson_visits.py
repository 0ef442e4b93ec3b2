"""Lesson visits: planned, joined by a second observer, coded by a master, told to the teacher."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARTS = "part IN ('', 'primary', 'second', 'consensus', 'master')"
FORMER_PARTS = "part IN ('', 'primary', 'second', 'consensus')"


def _allow(parts: str) -> None:
    """Let a record be one of these parts; SQLite makes the table anew for it."""
    with op.batch_alter_table("record") as batch_op:
        batch_op.drop_constraint(op.f("ck_record_part"), type_="check")
        batch_op.create_check_constraint(op.f("ck_record_part"), sa.text(parts))


def upgrade() -> None:
    """Apply the change."""
    _allow(PARTS)
    op.add_column("revision", sa.Column("clock_off_s", sa.BigInteger(), nullable=True))
    for name in ("join_code", "starts_at"):
        column = sa.Column(name, sa.String(), nullable=False, server_default="")
        op.add_column("lesson", column)
    op.create_index(op.f("ix_lesson_join_code"), "lesson", ["join_code"])
    op.create_table(
        "lesson_claim",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_lesson_claim_study_id_study")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_claim_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_lesson_claim_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_claim")),
    )
    op.create_index(op.f("ix_lesson_claim_lesson_id"), "lesson_claim", ["lesson_id"])
    op.create_table(
        "planned_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("observer", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_planned_visit_study_id_study")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["wave.id"], name=op.f("fk_planned_visit_wave_id_wave")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_planned_visit_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_visit")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_planned_visit_lesson_id")),
    )
    op.create_index(op.f("ix_planned_visit_wave_id"), "planned_visit", ["wave_id"])
    op.create_index(op.f("ix_planned_visit_participant_id"), "planned_visit", ["participant_id"])
    op.create_table(
        "feedback_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=False),
        sa.Column("released_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_feedback_release_study_id_study")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_feedback_release_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_feedback_release_record_id_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_release")),
        sa.UniqueConstraint(
            "lesson_id", "instrument", name=op.f("uq_feedback_release_lesson_id_instrument")
        ),
    )


def downgrade() -> None:
    """Take the change back."""
    for table in ("feedback_release", "planned_visit", "lesson_claim"):
        op.drop_table(table)
    op.drop_index(op.f("ix_lesson_join_code"), "lesson")
    for name in ("starts_at", "join_code"):
        op.drop_column("lesson", name)
    op.drop_column("revision", "clock_off_s")
    _allow(FORMER_PARTS)
