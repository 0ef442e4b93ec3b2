"""The addresses of programs."""

from flask import Blueprint

pages = Blueprint("api", __name__)
