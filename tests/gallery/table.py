"""The pages of the gallery: to add a page, add a line.

`{...}` stands for what `tests/gallery/house.py` has made: token (a teacher who has agreed), fresh
(one who has not), done (one who has answered), lesson, session, record, and so on.
"""

from typing import NamedTuple


class Shot(NamedTuple):
    """A page to look at: what it is called, who opens it, and where it is."""

    name: str
    who: str
    path: str
    dark: bool = False
    """Pages of phones are looked at in the dark too."""


SHOTS = (
    Shot("front", "nobody", "/", dark=True),
    Shot("code", "nobody", "/c", dark=True),
    Shot("sign-in", "nobody", "/sign-in"),
    Shot("error-unknown-link", "nobody", "/p/nothing", dark=True),
    Shot("teacher-consent", "nobody", "/p/{fresh}", dark=True),
    Shot("teacher-tasks", "nobody", "/p/{token}", dark=True),
    Shot("teacher-section", "nobody", "/p/{token}/midyear/teacher_questionnaire", dark=True),
    Shot(
        "teacher-section-missing",
        "nobody",
        "/p/{token}/midyear/teacher_questionnaire?check=1",
        dark=True,
    ),
    Shot("teacher-kinds", "nobody", "/p/{token}/midyear/platform_access", dark=True),
    Shot("teacher-receipt", "nobody", "/p/{done}/midyear/platform_access/receipt", dark=True),
    Shot("teacher-done", "nobody", "/p/{done}", dark=True),
)
