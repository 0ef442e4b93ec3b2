"""A short protocol for journeys on the lesson's clock: intervals of 20 s, sweeps, events."""

from app.store import waves
from app.store.instruments import publish
from tests.app.studies import ASKED, Store
from tests.builders import toml_of

BELL = "bell"
EVERY = 20
"""Seconds of an interval."""
SOURCE = toml_of(
    f"""
key = "{BELL}"
about = "lesson"
filled_by = "observer"
minutes = 2
date_item = "held_on"
[[list]]
key = "teacher_codes"
choice = [
  {{ code = "talks", kk = "Түсіндіреді", ru = "Объясняет", en = "Explains" }},
  {{ code = "writes", kk = "Тақтаға жазады", ru = "Пишет на доске", en = "Writes on the board" }},
  {{ code = "helps", kk = "Көмектеседі", ru = "Помогает", en = "Helps" }},
]
[[list]]
key = "room_codes"
choice = [
  {{ code = "all_busy", kk = "Бәрі жұмыста", ru = "Все заняты", en = "All are busy" }},
  {{ code = "some_idle", kk = "Кейбірі бос", ru = "Кто-то без дела", en = "Some are idle" }},
]
[[list]]
key = "event_codes"
choice = [
  {{ code = "knock", kk = "Біреу кірді", ru = "Кто-то вошёл", en = "Somebody came in" }},
]
[[section]]
key = "visit"
title = {{ kk = "Сабақ туралы", ru = "Об уроке", en = "The visit" }}
[[section.item]]
code = "held_on"
kind = "date"
required = "yes"
words = "Day"
[[section]]
key = "coding"
title = {{ kk = "Бақылау", ru = "Наблюдение", en = "Coding" }}
[[section.item]]
code = "lesson"
kind = "timed"
required = "ask"
minutes = 2
late_s = 15
kk = "Сабақ барысы"
ru = "Ход урока"
en = "The lesson"
[[section.item.track]]
key = "teacher"
mode = "interval"
list = "teacher_codes"
every_s = {EVERY}
exclusive = ["talks helps"]
kk = "Мұғалім"
ru = "Учитель"
en = "Teacher"
[[section.item.track]]
key = "room"
mode = "snapshot"
list = "room_codes"
at_minutes = [0.5, 1.5]
window_s = 10
exclusive = ["all_busy some_idle"]
kk = "Сынып"
ru = "Класс"
en = "The room"
[[section.item.track]]
key = "moments"
mode = "event"
list = "event_codes"
kk = "Оқиғалар"
ru = "События"
en = "Events"
[[section]]
key = "after"
title = {{ kk = "Қорытынды", ru = "Итог", en = "After" }}
[[section.item]]
code = "evidence"
kind = "long_text"
words = "Evidence"
"""
)


def ask_bell(store: Store) -> None:
    """Publish the protocol and ask it in the open wave."""
    with store.database.writing() as session:
        publish(session, SOURCE, "test")
        wave = waves.find_wave(session, store.scope(), "midyear")
        waves.set_plan(session, store.scope(), wave.id, [(BELL, 1), *((key, 1) for key in ASKED)])
