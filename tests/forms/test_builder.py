"""A section becomes a form: what was typed, what it means, and what is wrong with it."""

import pytest
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict

from forms.builder import section_form
from forms.protection import Protection
from tests.builders import instrument, likert_questionnaire

PROTECTION = Protection(b"secret", "link/T01")
CONTEXT = {"wave": "end", "wave_stage": "end", "wave_number": "3", "role": "teacher"}

VISIT = instrument(
    """
[[list]]
key = "yes_no"
[[list.choice]]
code = "1"
words = "Yes"
[[list.choice]]
code = "0"
words = "No"
[[section]]
key = "one"
words_title = "One"
title = { kk = "Бір", ru = "Один", en = "One" }
[[section.item]]
code = "seen"
kind = "single"
list = "yes_no"
required = "yes"
words = "Seen?"
[[section.item]]
code = "what"
kind = "long_text"
show_if = "${seen} = '1'"
words = "What?"
[[section.item]]
code = "pupils"
kind = "integer"
min = 0
max = 60
words = "Pupils"
[[section.item]]
code = "turns"
kind = "repeat"
words = "Turns"
[[section.item.item]]
code = "speaker"
kind = "text"
words = "Who"
[[section.item.item]]
code = "said"
kind = "long_text"
required = "yes"
words = "Said"
""".replace('words_title = "One"\n', "")
)


def fill(made, typed=None, answers=None, language="en", section=0):
    data = None
    if typed is not None:
        data = MultiDict(typed)
        data.setdefault("csrf_token", PROTECTION.token())
    kind = section_form(made, made.sections[section], language)
    return kind(data, answers or {}, CONTEXT, PROTECTION)


def page_of(form) -> str:
    environment = Environment(
        loader=FileSystemLoader("app/templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)
    return environment.get_template("items/all.html").render(form=form)


def test_a_form_class_is_built_once_per_version_and_language():
    made = likert_questionnaire(3)
    first, again = (section_form(made, made.sections[0], "kk") for _ in range(2))
    assert first is again
    assert section_form(made, made.sections[0], "ru") is not first


def test_what_was_ticked_becomes_answers():
    made = likert_questionnaire(3)
    codes = list(made.items)
    form = fill(made, dict.fromkeys(codes, "4"))
    assert form.validate() and form.answers == dict.fromkeys(codes, 4)


def test_a_missing_answer_only_asks_and_may_be_passed_over():
    made = likert_questionnaire(3)
    first, *others = made.items
    form = fill(made, dict.fromkeys(others, "4"))
    assert not form.validate() and form.skippable
    assert [view.error for view in form.items() if view.name == first] == ["Choose one answer."]


def test_an_answer_that_must_be_there_cannot_be_passed_over():
    form = fill(VISIT, {"pupils": "12"})
    assert not form.validate() and not form.skippable


def test_what_cannot_be_read_stays_as_it_was_typed():
    form = fill(VISIT, {"seen": "1", "pupils": "twelve"})
    assert not form.validate() and "pupils" not in form.answers
    (view,) = [view for view in form.items() if view.name == "pupils"]
    assert view.value == "twelve" and view.error


def test_answers_to_what_is_hidden_do_not_count():
    form = fill(VISIT, {"seen": "0", "what": "typed before the change"})
    assert form.validate() and form.answers == {"seen": "0"}


def test_rows_are_read_and_blank_rows_dropped():
    rows = {"turns.0.speaker": "M1", "turns.0.said": "One", "turns.1.speaker": "", "seen": "1"}
    form = fill(VISIT, {**rows, "turns.2.speaker": "M2", "turns.2.said": "Two"})
    assert form.validate()
    assert [row["said"] for row in form.answers["turns"]] == ["One", "Two"]


def test_a_fault_in_a_row_stands_in_that_row():
    rows = {"turns.0.speaker": "", "turns.1.speaker": "M2", "turns.1.said": "", "seen": "1"}
    form = fill(VISIT, rows)
    assert not form.validate()
    (turns,) = [view for view in form.items() if view.name == "turns"]
    errors = {member.name: member.error for row in turns.rows for member in row.members}
    assert errors["turns.1.said"] and not errors["turns.0.said"]


def test_a_forged_form_is_refused():
    made = likert_questionnaire(1)
    form = fill(made, {"csrf_token": "forged", **dict.fromkeys(made.items, "4")})
    assert not form.validate()
    assert not PROTECTION.accepts(Protection(b"secret", "link/T02").token())


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><b>', "ә" * 20_000, "a\nb"])
def test_every_text_is_shown_back_as_text(text):
    form = fill(VISIT, {"seen": "1", "what": text})
    page = page_of(form)
    assert "<script>" not in page and "<b>" not in page
    assert form.answers["what"] == text


def test_the_page_has_a_label_for_every_field_and_no_id_twice():
    page = page_of(fill(VISIT, {"turns.0.said": "x", "turns.1.said": "y"}))
    names = ("what", "pupils", "turns.0.speaker", "turns.1.said")
    for name in names:
        assert page.count(f'for="{name}-field"') == 1 and page.count(f'id="{name}-field"') == 1


def test_conditions_on_the_same_page_go_along_for_the_script():
    page = page_of(fill(VISIT))
    assert page.count("data-show") == 1 and "seen" in page


def test_known_answers_are_filled_in():
    page = page_of(fill(VISIT, answers={"seen": "1", "what": "a screen", "pupils": 12}))
    assert 'value="1" checked' in page and "a screen" in page and 'value="12"' in page
