"""The items of a section as HTML; a section that nobody has touched is drawn only once."""

from functools import lru_cache

from flask import Flask, current_app
from jinja2.environment import TemplateModule

from forms.builder import SectionForm


def items_html(form: SectionForm) -> TemplateModule:
    """Draw the items of a section by its template, escaped there."""
    return _once(form) if form.is_shared else _draw(form)


@lru_cache(maxsize=512)
def _once(form: SectionForm) -> TemplateModule:
    return _draw(form)


def _draw(form: SectionForm) -> TemplateModule:
    return current_app.jinja_env.get_template("items/all.html").make_module({"form": form})


def init(app: Flask) -> None:
    """Let templates draw sections."""
    app.jinja_env.globals["items_html"] = items_html
