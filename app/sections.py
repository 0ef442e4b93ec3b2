"""The items of a section as HTML; a section that nobody has touched is drawn only once."""

from flask import Flask, current_app
from jinja2.environment import TemplateModule

from forms.builder import SectionForm

_drawn: dict[type[SectionForm], TemplateModule] = {}
"""By form class: there is one per version, section and language, and versions never change."""


def items_html(form: SectionForm) -> TemplateModule:
    """Draw the items of a section by its template, escaped there."""
    fresh = form.is_blank and not form.is_live
    kind = type(form)
    if fresh and kind in _drawn:
        return _drawn[kind]
    drawn = current_app.jinja_env.get_template("items/all.html").make_module({"form": form})
    if fresh:
        _drawn[kind] = drawn
    return drawn


def init(app: Flask) -> None:
    """Let templates draw sections."""
    app.jinja_env.globals["items_html"] = items_html
