"""The pages of the desk."""

from flask import Blueprint

pages = Blueprint("desk", __name__, url_prefix="/desk")
