"""What programs ask."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app import current
from app.access import Role, allow
from app.db import durability
from app.store.checking import ask

pages = Blueprint("api", __name__)


@pages.get("/health")
@allow(Role.PUBLIC)
def health() -> ResponseReturnValue:
    """Say that the program runs and on what its data lie."""
    with current.database().reading() as session:
        ask(session)
    return {"status": "ok", "storage": durability(current.database())}
