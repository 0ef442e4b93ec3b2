"""A teacher opens the personal link, answers section by section, and gets a receipt."""

import re

import pytest

from app.store.checking import verify_all
from app.store.reading import read_records
from tests.app.houses import house

QUESTIONNAIRE = "/midyear/teacher_questionnaire"


@pytest.fixture
def school(tmp_path):
    return house(tmp_path)


def items_on(page) -> list[str]:
    """The choice items of the section that is open, by their fields."""
    names = [node.get("name") for node in page.form(having="section").iter()]
    radios = [
        node.get("name")
        for node in page.form(having="section").iter()
        if node.get("type") == "radio"
    ]
    assert names
    return list(dict.fromkeys(radios))


def answer_all(page, value="4"):
    """Answer every choice item of the open section and go on."""
    typed = dict.fromkeys(items_on(page), value)
    return page.submit(button=("step", "next"), having="section", **typed)


def begin(school, code="T01"):
    school.agree(code)
    return school.open_page(school.link(code) + QUESTIONNAIRE + "?lang=en")


def answer_to_the_end(school, code="T01"):
    page = begin(school, code)
    while "/receipt" not in page.address:
        page = answer_all(page)
    return page


def records_of(school):
    with school.database.reading() as session:
        return list(read_records(session, school.scope(), "teacher_questionnaire"))


def number_on(page) -> str:
    return re.search(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", page.text)[0]


def test_consent_comes_before_the_first_question(school):
    page = school.open_page(school.link() + "?lang=en")
    assert page.sees("Taking part is voluntary") and page.sees("8 minutes")
    asked_early = school.open_page(school.link() + QUESTIONNAIRE + "?lang=en")
    assert asked_early.sees("I agree and take part")
    page = page.submit(button=("decision", "given"), having="decision")
    assert page.sees("About 12 minutes in all.") and page.sees("Not begun")


def test_who_refuses_is_asked_nothing_more_and_may_change_one_s_mind(school):
    page = school.open_page(school.link() + "?lang=en")
    page = page.submit(button=("decision", "refused"), having="decision")
    assert page.sees("You do not take part in this wave.")
    page = page.submit(button=("decision", "given"), having="decision")
    assert page.sees("Not begun")


def test_consent_can_be_read_again_and_withdrawn(school):
    school.agree()
    page = school.open_page(school.link() + "/consent?wave=midyear&lang=en")
    assert page.sees("You agreed on")
    page = page.submit(button=("decision", "withdrawn"), having="decision")
    assert page.sees("You do not take part in this wave.")


def test_a_teacher_answers_and_gets_a_receipt(school):
    page = answer_to_the_end(school)
    assert page.sees("Thank you, your answers have been received")
    (record,) = records_of(school)
    assert record.receipt == number_on(page)
    assert record.participant == "T01" and record.mode == "web" and record.status == "complete"
    assert set(record.answers.values()) == {4} and len(record.answers) == 26
    with school.database.reading() as session:
        assert not [fault for finding in verify_all(session) for fault in finding.faults]


def test_the_platform_section_is_asked_at_the_end_of_the_year_only(school):
    assert begin(school).sees("Part 1 / 5")
    school.set_wave("end", "open")
    school.agree(wave="end")
    page = school.open_page(school.link() + "/end/teacher_questionnaire?lang=en")
    assert page.sees("Part 1 / 6")


def test_a_missing_answer_is_named_at_its_place_and_nothing_typed_is_lost(school):
    page = begin(school)
    first, *others = items_on(page)
    typed = dict.fromkeys(others, "2")
    page = page.submit(button=("step", "next"), having="section", **typed)
    assert page.sees("1 answer is missing or cannot be read.")
    assert f'href="#{first}"' in page.html, "a link leads to it"
    assert page.html.count('class="item wrong"') == 1 and f'wrong" id="{first}"' in page.html
    assert page.html.count(" checked") == len(others)


def test_a_teacher_may_go_on_without_an_answer_after_being_asked(school):
    page = begin(school)
    page = page.submit(button=("step", "skip"), having="section")
    assert page.sees("Part 2 / 5"), "an item that only asks may be left blank"


def test_every_section_waits_on_the_server(school):
    page = answer_all(begin(school))
    assert page.sees("Part 2 / 5")
    home = school.open_page(school.link() + "?lang=en")
    assert home.sees("8 / 27 answered, on the server")
    again = school.open_page(school.link() + QUESTIONNAIRE + "?lang=en")
    assert again.sees("Part 2 / 5"), "resumes where the first unanswered item is"


def test_back_keeps_what_was_answered(school):
    page = answer_all(begin(school))
    (name, *_rest) = items_on(page)
    page = page.submit(button=("step", "back"), having="section", **{name: "5"})
    assert page.sees("Part 1 / 5") and page.html.count(" checked") == 8
    page = answer_all(page)
    assert f'name="{name}" value="5" checked' in page.html


def test_the_language_changes_in_the_middle_without_losing_anything(school):
    page = begin(school)
    (name, *_rest) = items_on(page)
    page = page.submit(button=("step", "lang:ru"), having="section", **{name: "5"})
    assert page.tree.get("lang") == "ru" and page.sees("Часть 1 / 5")
    assert f'name="{name}" value="5" checked' in page.html


def test_opening_the_link_again_shows_the_receipt_and_never_the_answers(school):
    number = number_on(answer_to_the_end(school))
    again = school.open_page(school.link() + QUESTIONNAIRE + "?lang=en")
    assert again.sees(number) and "checked" not in again.html and "<form" not in again.html
    assert school.open_page(school.link() + "?lang=en").sees(f"Received, no. {number}")


def test_sending_the_last_section_twice_keeps_one_record(school):
    page = begin(school)
    while not page.sees("Part 5 / 5"):
        page = answer_all(page)
    first = page.submit(button=("step", "next"), having="section")
    second = page.submit(button=("step", "next"), having="section")
    assert number_on(first) == number_on(second) and len(records_of(school)) == 1


def test_opening_pages_changes_nothing(school):
    school.agree()
    school.link()
    before = changes(school)
    for path in ("", QUESTIONNAIRE, "/consent?wave=midyear", "/not-me"):
        school.open_page(school.link() + path)
    assert changes(school) == before


def changes(school) -> int:
    with school.database.reading() as session:
        return verify_all(session)[0].checked


def test_a_wave_that_is_closing_lets_who_began_finish(school):
    page = answer_all(begin(school))
    school.set_wave("midyear", "closing")
    assert school.open_page(school.link() + QUESTIONNAIRE + "?lang=en").sees("Part 2 / 5")
    while "/receipt" not in page.address:
        page = answer_all(page)
    assert len(records_of(school)) == 1
    school.agree("T02")
    late = school.open_page(school.link("T02") + QUESTIONNAIRE + "?lang=en")
    assert late.sees("This wave takes no new answers")


def test_answers_that_arrive_after_the_close_are_kept_and_marked_late(school):
    page = begin(school)
    while not page.sees("Part 5 / 5"):
        page = answer_all(page)
    school.set_wave("midyear", "closed")
    page = page.submit(button=("step", "next"), having="section")
    assert page.sees("They came after the wave was closed and are marked so.")
    assert records_of(school)[0].late


def test_who_has_begun_may_finish_after_the_close(school):
    answer_all(begin(school))
    school.set_wave("midyear", "closed")
    quiet = "This wave is closed. You may finish what you have begun"
    home = school.open_page(school.link() + "?lang=en")
    assert home.sees(quiet) and home.sees("8 / 27 answered") and not home.sees("Platform")
    page = school.open_page(school.link() + QUESTIONNAIRE + "?lang=en")
    assert page.sees(quiet) and page.sees("Part 2 / 5")
    while "/receipt" not in page.address:
        page = answer_all(page)
    assert page.sees("marked so") and records_of(school)[0].late
    assert school.open_page(school.link() + "?lang=en").sees("Nothing is asked of you now.")


def test_a_closing_wave_asks_nothing_of_who_has_not_begun(school):
    school.link()
    school.set_wave("midyear", "closing")
    home = school.open_page(school.link() + "?lang=en")
    assert home.sees("Nothing is asked of you now.") and not home.form_is_there("given")
    page = school.open_page(school.link() + QUESTIONNAIRE + "?lang=en")
    assert page.sees("Midyear is closing") and not page.sees("is over")
    answer_early = school.link("T02")
    school.set_wave("midyear", "open")
    answer_all(begin(school, "T02"))
    school.set_wave("midyear", "closing")
    home = school.open_page(answer_early + "?lang=en")
    assert home.sees("8 / 27 answered") and not home.sees("Not begun")


def test_a_last_day_that_has_passed_is_not_announced(school):
    school.agree()
    for day, shown in (("2026-01-31", False), ("2999-01-31", True)):
        school.change(f"UPDATE wave SET opens_on = NULL, closes_on = '{day}'")
        assert school.open_page(school.link() + "?lang=en").sees("until 31 January") is shown


def test_a_participant_is_greeted_in_the_language_she_decided_in(school):
    page = school.open_page(school.link() + "?lang=ru")
    page.submit(button=("decision", "given"), having="decision")
    assert school.open_page(school.link()).tree.get("lang") == "ru"
    assert school.open_page(school.link("T02")).tree.get("lang") == "kk"


def test_an_unknown_link_is_explained(school):
    page = school.open_page("/p/AAAAAAAAAAAAAAAAAAAAAA?lang=en")
    assert page.status == 404 and page.sees("Ask your coordinator for it.")
    assert page.sees("I have a code")
    assert "<title>404" not in page.html
    lost = school.open_page(school.link() + "/end/no_such?lang=en")
    assert lost.status == 404 and lost.sees("Back to my tasks")


def test_a_planned_wave_is_not_there_yet(school):
    school.agree(wave="end")
    assert school.open_page(school.link() + "/end/teacher_questionnaire").status == 404


def test_a_short_code_leads_to_the_page(school):
    code = school.personal("T02").code
    typed = f"{code[:4].lower()}-{code[4:]}"
    page = school.open_page("/c?lang=en").submit(code=typed)
    assert page.address.startswith(school.link("T02"))


def test_a_code_typed_with_cyrillic_letters_is_read(school):
    code = school.personal("T02").code
    typed = code.translate(str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ")).lower()
    page = school.open_page("/c?lang=en").submit(code=typed)
    assert page.address.startswith(school.link("T02"))


def test_no_code_at_all_gets_a_sentence_of_its_own(school):
    page = school.open_page("/c?lang=en").submit(code=" ")
    assert page.sees("Type the code that stands on your card.")


def test_a_wrong_code_is_named_and_stays_typed(school):
    page = school.open_page("/c?lang=en").submit(code="AAAA-AAAA")
    assert page.sees("No card has this code.") and 'value="AAAA-AAAA"' in page.html


def test_a_form_of_another_page_is_refused(school):
    page = begin(school)
    response = school.client.post(page.address, data={"section": "technology"})
    assert response.status_code == 400 and records_of(school) == []


def test_participants_get_no_cookie(school):
    answer_to_the_end(school)
    assert not list(school.client._cookies)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_over(school, language):
    school.agree()
    for path in ("", QUESTIONNAIRE, "/consent?wave=midyear", "/not-me"):
        address = school.link() + path + ("&" if "?" in path else "?") + f"lang={language}"
        words = re.findall(r"[A-Za-z]{3,}", school.open_page(address).text)
        assert set(words) <= {"Eng"}, f"{path}: {words}"
