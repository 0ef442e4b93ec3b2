"""Freezes: what counted in a wave at a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = ("wave_freeze", "frozen_record")


def _forbid_changes() -> None:
    """Let the database itself refuse to change or delete what may only be added to."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        if not on_sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION append_only()"
            )
            continue
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "wave_freeze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("frame", sa.String(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_wave_freeze_study_id_study")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_freeze_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_freeze")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_wave_freeze_study_id_number")),
    )
    op.create_table(
        "frozen_record",
        sa.Column("freeze_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("wave", "participant", "lesson", "group_session")
        ),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("occurrence", "author", "part", "mode")
        ),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["freeze_id"], ["wave_freeze.id"], name=op.f("fk_frozen_record_freeze_id_wave_freeze")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_frozen_record_record_id_record")
        ),
        sa.PrimaryKeyConstraint(
            "freeze_id", "instrument", "position", name=op.f("pk_frozen_record")
        ),
    )
    op.create_index(op.f("ix_frozen_record_record_id"), "frozen_record", ["record_id"])
    _forbid_changes()


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("frozen_record")
    op.drop_table("wave_freeze")
