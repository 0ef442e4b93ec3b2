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


FORM = "/p/{token}/midyear/"
LESSON = "/observe/try/{lesson}/lesson_observation"
LESSON_RUNS = "/observe/try/{lesson}/lesson_intervals?section=coding"
PRACTICES = "/observe/try/{lesson}/lesson_practices"
SESSION = "/notes/try/{session}/focus_group"

SHOTS = (
    Shot("front", "nobody", "/", dark=True),
    Shot("code", "nobody", "/c", dark=True),
    Shot("sign-in", "nobody", "/sign-in", dark=True),
    Shot("error-unknown-link", "nobody", "/p/nothing", dark=True),
    Shot("error-no-page", "nobody", "/nothing", dark=True),
    Shot("teacher-consent", "nobody", "/p/{fresh}", dark=True),
    Shot("teacher-consent-again", "nobody", "/p/{token}/consent?wave=midyear", dark=True),
    Shot("teacher-not-me", "nobody", "/p/{token}/not-me", dark=True),
    Shot("teacher-tasks", "nobody", "/p/{token}", dark=True),
    Shot("teacher-section", "nobody", FORM + "teacher_questionnaire", dark=True),
    Shot("teacher-missing", "nobody", FORM + "teacher_questionnaire?check=1", dark=True),
    Shot("teacher-kinds", "nobody", FORM + "platform_access", dark=True),
    Shot("teacher-receipt", "nobody", "/p/{done}/midyear/platform_access/receipt", dark=True),
    Shot("teacher-done", "nobody", "/p/{done}", dark=True),
    Shot("account", "observer", "/account", dark=True),
    Shot("observer-visits", "observer", "/observe/try", dark=True),
    Shot("observer-studies", "observer", "/observe", dark=True),
    Shot("observer-new", "observer", "/observe/try/new", dark=True),
    Shot("observer-section", "observer", LESSON, dark=True),
    Shot("observer-missing", "observer", LESSON + "?check=1", dark=True),
    Shot("observer-lesson", "observer", LESSON_RUNS, dark=True),
    Shot("observer-ratings", "observer", PRACTICES + "?section=rate_1", dark=True),
    Shot("moderator-sessions", "moderator", "/notes/try", dark=True),
    Shot("moderator-new", "moderator", "/notes/try/new", dark=True),
    Shot("moderator-guide", "moderator", SESSION, dark=True),
    Shot("desk-studies", "coordinator", "/desk"),
    Shot("desk-new", "coordinator", "/desk/new"),
    Shot("desk-overview", "coordinator", "/desk/demo"),
    Shot("desk-overview-open", "coordinator", "/desk/try"),
    Shot("desk-results", "coordinator", "/desk/demo/results", dark=True),
    Shot("desk-results-topic", "coordinator", "/desk/demo/results/growth", dark=True),
    Shot("desk-results-none", "coordinator", "/desk/try/results", dark=True),
    Shot("desk-people", "coordinator", "/desk/demo/people"),
    Shot("desk-participant", "coordinator", "/desk/demo/people/T15"),
    Shot("desk-sessions", "coordinator", "/desk/demo/sessions"),
    Shot("desk-links", "coordinator", "/desk/try/links"),
    Shot("desk-schools", "coordinator", "/desk/demo/schools"),
    Shot("desk-waves", "coordinator", "/desk/demo/waves"),
    Shot("desk-wave", "coordinator", "/desk/try/waves/midyear"),
    Shot("desk-words", "coordinator", "/desk/try/words"),
    Shot("desk-team", "coordinator", "/desk/try/team"),
    Shot("desk-import", "coordinator", "/desk/try/import"),
    Shot("desk-import-preview", "coordinator", "/desk/try/import/{upload}"),
    Shot("desk-imported", "coordinator", "/desk/try/imported?new=3&changed=1&same=2&left=1"),
    Shot("desk-visits", "coordinator", "/desk/try/visits", dark=True),
    Shot("desk-visits-held", "coordinator", "/desk/demo/visits", dark=True),
    Shot("desk-visit", "coordinator", "/desk/try/visits/1", dark=True),
    Shot("desk-checks", "coordinator", "/desk/try/visits/checks", dark=True),
    Shot("desk-agreement", "coordinator", "/desk/demo/agreement", dark=True),
    Shot(
        "desk-training",
        "coordinator",
        "/desk/try/agreement?instrument=lesson_practices",
        dark=True,
    ),
    Shot("desk-freezes", "coordinator", "/desk/demo/freezes", dark=True),
    Shot(
        "desk-freeze-compare",
        "coordinator",
        "/desk/try/freezes/compare?older=1&newer=2",
        dark=True,
    ),
    Shot("desk-planner", "coordinator", "/desk/demo/planner", dark=True),
    Shot(
        "desk-printed",
        "coordinator",
        "/desk/demo/printed?percents=92+67&n=31&f=7.15&df1=2&df2=45&eta2p=.25",
        dark=True,
    ),
    Shot("error-planner", "coordinator", "/desk/try/planner?icc=2&schools=x", dark=True),
    Shot("desk-exports", "coordinator", "/desk/demo/exports"),
    Shot("desk-tray", "coordinator", "/desk/try/tray"),
    Shot("desk-compare", "coordinator", "/desk/try/tray/{clash}"),
    Shot("desk-log", "coordinator", "/desk/demo/log"),
)
