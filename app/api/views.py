"""What programs ask and send, put together; and whether the house stands."""

from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.api import sync
from app.api.blueprint import pages
from app.db import durability
from app.store.checking import ask

__all__ = ["health", "pages", "sync"]


@pages.get("/health")
@allow(Role.PUBLIC)
def health() -> ResponseReturnValue:
    """Say that the program runs and on what its data lie."""
    with current.database().reading() as session:
        ask(session)
    return {"status": "ok", "storage": durability(current.database())}
