"""The pages of the moderator."""

from flask import Blueprint

pages = Blueprint("notes", __name__, url_prefix="/notes")
