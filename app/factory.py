"""Put the app together."""

import gc

from flask import Flask

from app import access, delivery, errors, languages, phone, sections, security
from app.account.views import pages as account_pages
from app.api.views import pages as api_pages
from app.config import Settings, read_settings
from app.coordinate.views import pages as desk_pages
from app.current import Running
from app.notes.views import pages as notes_pages
from app.observe.views import pages as observe_pages
from app.respond.views import pages as respond_pages
from app.store.marker import open_database

PAGES = (respond_pages, observe_pages, notes_pages, desk_pages, account_pages, api_pages)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app; refuse to when a route states no role."""
    settings = settings or read_settings()
    app = Flask(__name__.partition(".")[0], static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    database = open_database(settings)
    app.extensions["tolqyn"] = Running(settings, database)
    for floor in (languages, access, security, delivery, errors, sections, phone):
        floor.init(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    access.refuse_unguarded(app)
    return app


def create_worker() -> Flask:
    """Make the app of a server process; what is loaded by now is never looked at as waste again."""
    app = create_app()
    gc.collect()
    gc.freeze()  # the collector would walk the instruments again and again: a tenth of the work
    return app
