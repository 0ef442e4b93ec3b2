"""Bad input gets one clear sentence in the visitor's language, and nothing is half-written."""

import pytest

from app.store.checking import verify_all
from app.store.drafts import Place, find_draft
from app.store.people import find_person
from app.store.reading import read_records
from app.store.subjects import Subject
from app.store.waves import find_wave
from tests.app.houses import house
from tests.app.phones import new_id, teacher

FORM = "/midyear/teacher_questionnaire"


@pytest.fixture
def school(tmp_path):
    made = house(tmp_path)
    made.agree()
    return made


def open_last(school, language="en"):
    """Open the section with the open question."""
    return school.open_page(f"{school.link()}{FORM}?section=own_words&lang={language}")


def kept(school):
    with school.database.reading() as session:
        return list(read_records(session, school.scope(), "teacher_questionnaire"))


def open_answer(page) -> str:
    """The name of the field of the open question."""
    return next(n.get("name") for n in page.form().iter() if n.tag.endswith("textarea"))


def test_a_hundred_thousand_signs_are_refused_and_stay_on_the_page(school):
    page = open_last(school)
    long = "ә" * 100_000
    page = page.submit(button=("step", "next"), having="section", **{open_answer(page): long})
    assert page.sees("The text has 100000 characters: shorten it to 20000.")
    assert long in page.html, "nothing typed is lost"
    assert kept(school) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("kk", "20000"), ("ru", "20000")],
)
def test_the_sentence_is_in_the_visitor_s_language(school, language, sentence):
    page = open_last(school, language)
    page = page.submit(
        button=("step", "next"), having="section", **{open_answer(page): "ж" * 30_000}
    )
    assert page.sees(sentence) and not page.sees("shorten")


@pytest.mark.parametrize(
    "text", ["🌾 жақсы 👍🏽", "=1+1", "<script>x</script>", "é\u0301", "a\tb\nc"]
)
def test_every_sign_that_people_write_is_kept_as_it_is(school, text):
    page = open_last(school)
    name = open_answer(page)
    page = page.submit(button=("step", "next"), having="section", **{name: text})
    while "/receipt" not in page.address:
        page = page.submit(button=("step", "skip"), having="section", **{})
    assert kept(school)[0].answers[name] == text


def test_a_sign_that_cannot_be_stored_is_named(school):
    page = open_last(school)
    page = page.submit(button=("step", "next"), having="section", **{open_answer(page): "a\x00b"})
    assert page.sees("The text holds a sign that cannot be stored")


def test_a_value_outside_its_choices_is_named_at_its_place(school):
    page = school.open_page(f"{school.link()}{FORM}?lang=en")
    name = next(n.get("name") for n in page.form().iter() if n.get("type") == "radio")
    page = page.submit(button=("step", "next"), having="section", **{name: "9"})
    assert page.sees("is not among the answers") and kept(school) == []


def test_a_body_that_no_form_of_ours_sends_is_refused(school):
    page = open_last(school)
    huge = {"csrf_token": "x", open_answer(page): "x" * 1_100_000}
    response = school.client.post(page.address, data=huge)
    assert response.status_code == 413 and kept(school) == []


@pytest.mark.parametrize("record_id", ["", "no-uuid", "11111111-1111-4111-8111-11111111111Z"])
def test_an_id_that_was_not_made_by_a_form_is_refused(school, record_id):
    page = open_last(school)
    fields = {
        n.get("name"): n.get("value") for n in page.form().iter() if n.get("type") == "hidden"
    }
    response = school.client.post(page.address, data={**fields, "record_id": record_id})
    assert response.status_code == 400


def test_an_id_that_belongs_to_somebody_else_s_form_is_refused(school):
    """As a draft and as a record: the other one's form is not touched."""
    phone, number = teacher(school, "T02", instrument="teacher_questionnaire"), new_id()
    school.agree("T02")
    phone.save(phone.body({}), number)
    page = open_last(school).submit(button=("step", "save"), having="section", record_id=number)
    assert page.status == 400
    phone.send(phone.body({}), number)
    page = open_last(school)
    while page.status == 200:
        page = page.submit(button=("step", "skip"), having="section", record_id=number)
    assert page.status == 400 and [one.participant for one in kept(school)] == ["T02"]


def test_two_tabs_lose_nothing(school):
    """The second tab was opened before the first one was sent: both sections are kept."""
    first = school.open_page(f"{school.link()}{FORM}?section=technology&lang=en")
    second = school.open_page(f"{school.link()}{FORM}?section=confidence&lang=en")
    for page in (first, second):
        ticked = {n.get("name"): "4" for n in page.form().iter() if n.get("type") == "radio"}
        page.submit(button=("step", "next"), having="section", **ticked)
    with school.database.reading() as session:
        scope = school.scope()
        person = find_person(session, scope, "T01")
        wave = find_wave(session, scope, "midyear")
        place = Place(wave.id, "teacher_questionnaire", Subject(participant_id=person.id))
        draft = find_draft(session, scope, place)
    assert len(draft.answers) == 16


def test_the_house_verifies_after_all_of_it(school):
    page = open_last(school)
    page.submit(button=("step", "next"), having="section", **{open_answer(page): "x" * 99_999})
    with school.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
