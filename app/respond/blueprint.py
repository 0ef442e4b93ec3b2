"""The pages of the teacher."""

from flask import Blueprint

pages = Blueprint("respond", __name__)
