"""Every table about a kind of item is total: adding a kind is a guided walk."""

from pathlib import Path

import pytest

from exports.answers_in_words import IN_WORDS
from exports.blank_form import ON_PAPER
from exports.columns import SHAPES
from forms.fields import FIELDS
from instruments.answers import BLANKS, JUDGES, READERS
from instruments.definitions import UNANSWERED, Kind

ANSWERED = {kind for kind in Kind if kind not in UNANSWERED}
READ = ANSWERED - {Kind.REPEAT}
TABLES = {
    "instruments/reading.py READERS (how a typed value is read)": (READERS, READ),
    "instruments/judging.py JUDGES (whether a value can stand)": (JUDGES, ANSWERED),
    "instruments/judging.py BLANKS (what to do about a blank)": (BLANKS, ANSWERED),
    "forms/fields.py FIELDS (how it is asked)": (FIELDS, set(Kind)),
    "exports/columns.py SHAPES (what its columns are)": (SHAPES, set(Kind)),
    "exports/answers_in_words.py IN_WORDS (how its answer reads)": (IN_WORDS, set(Kind)),
    "exports/blank_form.py ON_PAPER (how it is drawn on paper)": (ON_PAPER, set(Kind)),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_about_a_kind_is_total(name):
    table, kinds = TABLES[name]
    missing = sorted(kind.value for kind in kinds if kind not in table)
    assert not missing, f"{name} says nothing about {missing}: add a line for each."


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_partial(kind):
    path = Path("app/templates/items") / f"{kind.value}.html"
    assert path.is_file(), f"write {path}: how a {kind.value} item looks on the page"
