"""Run migrations on the connection that the program hands over."""

from typing import Any, Literal

from alembic import context

from app.db import Base, UtcDateTime


def render_item(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write our own column type as a plain one: migrations never import the application."""
    return "sa.DateTime()" if kind == "type" and isinstance(value, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
