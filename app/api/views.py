"""What programs ask."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app import current
from app.access import Role, allow
from app.db import durability

pages = Blueprint("api", __name__)


@pages.get("/health")
@allow(Role.PUBLIC)
def health() -> ResponseReturnValue:
    """Say that the program runs and on what its data lie."""
    with current.database().reading() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok", "storage": durability(current.database())}
