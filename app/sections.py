"""The items of a section as HTML; a section that nobody has touched is drawn only once."""

from flask import Flask, current_app
from markupsafe import Markup

from forms.builder import SectionForm

_drawn: dict[type[SectionForm], Markup] = {}
"""By form class: there is one per version, section and language, and versions never change."""


def items_html(form: SectionForm) -> Markup:
    """Draw the items of a section."""
    fresh = form.is_blank and not form.is_live
    kind = type(form)
    if fresh and kind in _drawn:
        return _drawn[kind]
    template = current_app.jinja_env.get_template("items/all.html")
    html = Markup(template.render(form=form))  # noqa: S704  (a template of ours, autoescaped)
    if fresh:
        _drawn[kind] = html
    return html


def init(app: Flask) -> None:
    """Let templates draw sections."""
    app.jinja_env.globals["items_html"] = items_html
