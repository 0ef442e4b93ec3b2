"""Make the forms of the desk for the present page."""

from collections.abc import Mapping
from typing import TypeVar

from flask import request

from app import current
from forms.protection import ProtectedForm, protected

REFUSED = 422
"""The status of a page that says what is wrong with what was typed."""

Form = TypeVar("Form", bound=ProtectedForm)


def desk_form(form: type[Form], values: Mapping[str, object] | None = None) -> Form:
    """Make a form: of what was posted, else of the values that stand there first."""
    meta = protected(current.protection(), current.language())
    posted = request.form if request.method == "POST" else None
    return form(posted, data=values, meta=meta)
