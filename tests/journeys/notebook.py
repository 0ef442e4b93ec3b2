"""A short form for journeys that are about the phone and not about the questions."""

from app.store import waves
from app.store.instruments import publish
from tests.app.studies import ASKED, Store

NOTEBOOK = "notebook"
SOURCE = """
key = "notebook"
version = {version}
about = "participant"
asked_of = "teacher"
filled_by = "participant"
minutes = 1
title = {{ kk = "Күнделік", ru = "Дневник", en = "Notebook" }}
[[list]]
key = "moods"
[[list.choice]]
code = "good"
kk = "Жақсы"
ru = "Хорошо"
en = "Good"
[[list.choice]]
code = "bad"
kk = "Жаман"
ru = "Плохо"
en = "Bad"
[[section]]
key = "day"
title = {{ kk = "Күн", ru = "День", en = "Day" }}
[[section.item]]
code = "mood"
kind = "single"
list = "moods"
required = "yes"
kk = "Күн қалай өтті?"
ru = "Как прошёл день?"
en = "How was the day?"
[[section.item]]
code = "note"
kind = "long_text"
kk = "Не болды?"
ru = "Что было?"
en = "What happened?"
[[section]]
key = "class"
title = {{ kk = "Сынып", ru = "Класс", en = "Class" }}
[[section.item]]
code = "{last}"
kind = "integer"
required = "yes"
kk = "Неше оқушы келді?"
ru = "Сколько учеников пришло?"
en = "How many pupils came?"
min = 0
max = 90
"""


def ask_notebook(store: Store, version: int = 1) -> None:
    """Publish a version of the form and ask it in the open wave; the newer asks other things."""
    source = SOURCE.format(version=version, last="pupils" if version == 1 else "pupils_today")
    with store.database.writing() as session:
        publish(session, source, "test")
        wave = waves.find_wave(session, store.scope(), "midyear")
        asked = [(NOTEBOOK, version), *((key, 1) for key in ASKED)]
        waves.set_plan(session, store.scope(), wave.id, asked)
