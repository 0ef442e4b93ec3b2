"""The pages of the observer."""

from flask import Blueprint

pages = Blueprint("observe", __name__, url_prefix="/observe")
