"""Signing in, signing out, the own password."""

from datetime import timedelta

import pytest

from app.account import views
from app.attempts import Attempts
from app.models import SignIn
from tests.app.houses import PASSWORD, house
from tests.app.pages import as_page, links_of


@pytest.fixture
def school(tmp_path, monkeypatch):
    monkeypatch.setattr(views, "WRONG_PASSWORDS", Attempts(most=10))
    return house(tmp_path)


def cookie(school) -> str:
    found = school.client.get_cookie("session")
    return found.value if found else ""


def test_everybody_begins_where_the_work_is(school):
    for login, place in (("coordinator", "/desk"), ("observer", "/observe/try")):
        page = school.open_page("/sign-in").submit(login=login, password=PASSWORD)
        assert page.address.startswith(place)


def test_a_session_is_renewed_at_sign_in_and_the_old_one_ends(school):
    school.sign_in("observer")
    old = cookie(school)
    school.sign_in("observer")
    assert cookie(school) != old
    school.client.set_cookie("session", old)
    assert school.open_page("/observe/try?lang=en").sees("Sign in")


def test_who_was_signed_out_while_writing_is_led_back_to_the_page(school):
    school.sign_in("coordinator")
    for form, back in (("/people/T01/renew", "/people/T01"), ("/waves/end/state", "/waves/end")):
        school.client.delete_cookie("session")
        response = school.client.post(f"/desk/try{form}")
        page = as_page(school.client, response, form)
        assert page.status == 401 and "Қайта кірсеңіз, осы бетке ораласыз" in page.text
        page = school.open_page(next(one for one in links_of(page) if "sign-in" in one))
        page = page.submit(login="coordinator", password=PASSWORD)
        assert page.address.startswith(f"/desk/try{back}")


def test_a_wrong_password_is_one_sentence_and_keeps_the_login(school):
    page = school.open_page("/sign-in?lang=en").submit(login="observer", password="no")
    assert page.sees("This login and password do not belong together.")
    assert 'value="observer"' in page.html and "no" not in cookie(school)


def test_guessing_is_stopped(school):
    for _ in range(10):
        school.open_page("/sign-in").submit(login="observer", password="no")
    page = school.open_page("/sign-in?lang=en").submit(login="observer", password=PASSWORD)
    assert page.status == 429 and page.sees("Too many tries.")


def test_signing_in_leads_back_to_the_page_but_never_to_another_house(school):
    page = school.open_page("/desk/try/people?lang=en")
    assert page.sees("Password")
    page = page.submit(login="coordinator", password=PASSWORD)
    assert page.address.startswith("/desk/try/people")
    page = school.open_page("/sign-in?next=//evil.example/x")
    page = page.submit(login="coordinator", password=PASSWORD)
    assert page.address.startswith("/desk")


def test_signing_out_ends_the_session_on_the_server(school):
    school.sign_in("observer")
    old = cookie(school)
    page = school.open_page("/account?lang=en")
    token = next(
        node.get("value") for node in page.form().iter() if node.get("name") == "csrf_token"
    )
    school.client.post("/sign-out", data={"csrf_token": token})
    school.client.set_cookie("session", old)
    assert school.open_page("/account?lang=en").sees("Password")


def test_a_new_password_ends_every_other_session(school):
    school.sign_in("observer")
    old = cookie(school)
    page = school.open_page("/account?lang=en")
    page.submit(having="present", present=PASSWORD, new="another long password")
    assert cookie(school) != old
    page = school.open_page("/sign-in").submit(login="observer", password="another long password")
    assert page.address.startswith("/observe")


def test_a_short_password_is_refused(school):
    school.sign_in("observer")
    page = school.open_page("/account").submit(having="present", present=PASSWORD, new="short")
    assert page.html.count('class="error"') == 1


def test_nobody_is_signed_out_in_the_middle_of_a_lesson(school):
    school.sign_in("observer")
    rest(school, hours=2)
    assert school.open_page("/observe/try?lang=en").sees("My visits")
    rest(school, hours=4)
    assert school.open_page("/observe/try?lang=en").sees("Password")


def rest(school, hours: int) -> None:
    """Let the session lie unused."""
    with school.database.writing() as session:
        for row in session.query(SignIn):
            row.seen_at -= timedelta(hours=hours)
