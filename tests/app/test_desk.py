"""The coordinator sets up a study, sees who is missing, sends links and exports."""

import io
import re
import zipfile

import openpyxl
import pytest
from pypdf import PdfReader

from app.store import records, staff
from app.store.frame import export_source
from app.store.instruments import newest_instrument
from app.store.people import NewPerson, find_person, put_people
from app.store.records import Submission
from app.store.subjects import Subject
from app.store.waves import find_wave, list_waves, read_plan
from exports.source import Choices
from tests.app.houses import house

ANSWERS = {f"TC{number}": 4 for number in range(1, 9)}


@pytest.fixture
def desk(tmp_path):
    made = house(tmp_path)
    made.sign_in("coordinator")
    return made


def keep(desk, code="T01", record_id="11111111-1111-4111-8111-111111111111", answers=None, **more):
    """Keep a questionnaire as if it had come from a phone."""
    with desk.database.writing() as session:
        scope = desk.scope(role="participant", actor=code)
        person = find_person(session, scope, code)
        wave = find_wave(session, scope, more.pop("wave", "midyear"))
        sent = Submission(
            id=record_id,
            wave_id=wave.id,
            instrument=newest_instrument(session, "teacher_questionnaire"),
            subject=Subject(participant_id=person.id),
            answers=answers or ANSWERS,
            author=code,
            **more,
        )
        return records.keep(session, scope, sent)


def test_a_coordinator_makes_a_study_and_is_its_coordinator(desk):
    page = desk.open_page("/desk/new?lang=en")
    typed = {"key": "atyrau-2026", "title_kk": "Атырау", "title_ru": "Атырау", "title_en": "Atyrau"}
    page = page.submit(**typed, contact="+7 700 1234567")
    assert page.address.startswith("/desk/atyrau-2026") and page.sees("Atyrau")


def test_a_study_without_a_key_says_what_is_missing_and_keeps_what_was_typed(desk):
    page = desk.open_page("/desk/new?lang=en").submit(key="", title_kk="Атырау")
    assert page.sees("The study was not made: mend what is marked below.")
    assert 'value="Атырау"' in page.html


def test_a_taken_key_is_refused(desk):
    typed = {"title_kk": "А", "title_ru": "А", "title_en": "A", "contact": "x"}
    page = desk.open_page("/desk/new?lang=en").submit(key="try", **typed)
    assert page.sees("A study with this short name exists already.")


def test_who_is_no_maker_cannot_make_studies(desk):
    desk.sign_in("observer")
    assert desk.open_page("/desk/new").status in (403, 404)


def test_a_wave_is_added_planned_and_opened(desk):
    page = desk.open_page("/desk/try/waves?lang=en")
    names = {"label_kk": "Жаз", "label_ru": "Лето", "label_en": "Summer"}
    page = page.submit(key="summer", **names)
    with desk.database.reading() as session:
        wave = find_wave(session, desk.scope(), "summer")
        assert wave.state == "planned" and wave.number == 4
    page = desk.open_page("/desk/try/waves/summer?lang=en")
    page.submit(instruments=["teacher_questionnaire"])
    page = desk.open_page("/desk/try/waves/summer?lang=en")
    page.submit(button=("state", "open"), having="state")
    with desk.database.reading() as session:
        assert find_wave(session, desk.scope(), "summer").state == "open"
        plan = [row.instrument for row in read_plan(session, desk.scope()) if row.wave == "summer"]
    assert plan == ["teacher_questionnaire"]


def test_a_wave_cannot_end_before_it_begins(desk):
    page = desk.open_page("/desk/try/waves?lang=en")
    names = {"label_kk": "Ж", "label_ru": "Л", "label_en": "S"}
    days = {"opens_on": "2027-06-01", "closes_on": "2027-05-01"}
    page = page.submit(key="summer", **names, **days)
    assert page.sees("The last day lies before the first day.")
    with desk.database.reading() as session:
        assert len(list_waves(session, desk.scope())) == 3


def test_the_matrix_shows_who_is_done_begun_refused_and_missing(desk):
    keep(desk, "T01")
    desk.agree("T02")
    page = desk.open_page(desk.link("T02") + "/midyear/teacher_questionnaire?lang=en")
    page.submit(button=("step", "skip"), having="section")
    page = desk.open_page(desk.link("T03") + "?lang=en")
    page.submit(button=("decision", "refused"), having="decision")
    page = desk.open_page("/desk/try/people?lang=en&wave=midyear")
    row = {code: words_of_row(page, code) for code in ("T01", "T02", "T03", "T04")}
    assert "received" in row["T01"] and "begun" in row["T02"]
    assert "refused" in row["T03"] and "received" not in row["T04"] + row["T03"]
    assert page.sees("1/4")
    late = desk.open_page("/desk/try/people?lang=en&state=done")
    assert "T01" in late.text and "T04" not in late.text


def words_of_row(page, code: str) -> str:
    for node in page.tree.iter():
        if node.tag.endswith("}tr") and code in "".join(node.itertext()):
            return " ".join(node.itertext())
    raise AssertionError(f"no row {code}")


def test_links_are_shown_when_asked_for_and_open_the_page(desk):
    page = desk.open_page("/desk/try/links?lang=en")
    assert "/p/" not in page.html
    page = page.submit(having="text")
    (link,) = re.findall(r"/p/[\w-]{22}", words_of_row(page, "T02"))
    assert link == desk.link("T02")
    assert desk.open_page(link).status == 200


def test_a_renewed_link_ends_the_old_one(desk):
    old = desk.link("T01")
    page = desk.open_page("/desk/try/people/T01?lang=en")
    form = next(
        form for form in page.forms if (form.get("action") or "").split("?")[0].endswith("renew")
    )
    token = next(node.get("value") for node in form.iter() if node.get("name") == "csrf_token")
    desk.client.post("/desk/try/people/T01/renew", data={"csrf_token": token})
    assert desk.open_page(old).status == 404
    assert desk.open_page(desk.link("T01")).status == 200


def test_cards_are_printed_for_every_teacher(desk):
    page = desk.open_page("/desk/try/links")
    token = next(
        n.get("value") for n in page.form(having="text").iter() if n.get("name") == "csrf_token"
    )
    response = desk.client.post("/desk/try/links/cards", data={"csrf_token": token})
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)
    response.close()
    code = desk.personal("T04").code
    assert f"{code[:4]}-{code[4:]}" in text and all(f"T0{n}" in text for n in range(1, 5))


@pytest.mark.parametrize("format_", ["xlsx", "csv", "sav", "dta", "pdf", "codebook", "bundle"])
def test_exports_hold_codes_and_no_names(desk, format_):
    keep(desk)
    page = desk.open_page("/desk/try/exports?lang=en")
    page = page.submit(button=("format", format_), having="format")
    assert page.status == 200 and "attachment" in page.response.headers["Content-Disposition"]
    if format_ in ("xlsx", "codebook"):
        assert openpyxl.load_workbook(io.BytesIO(page.response.data)).sheetnames
    if format_ in ("csv", "sav", "dta"):
        with zipfile.ZipFile(io.BytesIO(page.response.data)) as bundle:
            assert any(f"long.{format_}" in name for name in bundle.namelist())
    if format_ == "bundle":
        told = page.response.headers["Content-Disposition"]
        assert re.search(r"filename=try_\d{8}_\d{4}_open\.zip", told)
        with zipfile.ZipFile(io.BytesIO(page.response.data)) as bundle:
            names = {*bundle.namelist()}
        assert {"README.txt", "codebook.xml", "forms/teacher_questionnaire_v2_en.pdf"} <= names
    log = desk.open_page("/desk/try/log?lang=en")
    assert log.sees("Export made")


def test_an_export_of_a_wave_that_is_not_there_is_one_sentence(desk):
    page = desk.open_page("/desk/try/exports?lang=en")
    token = next(
        n.get("value") for n in page.form(having="format").iter() if n.get("name") == "csrf_token"
    )
    data = {"csrf_token": token, "format": "xlsx", "wave": "summer"}
    response = desk.client.post("/desk/try/exports?lang=en", data=data)
    assert response.status_code == 422
    assert "The study has no wave summer." in response.get_data(as_text=True)


def test_one_record_and_a_blank_form_come_as_pdf(desk):
    keep(desk)
    page = desk.open_page("/desk/try/people/T01?lang=en")
    (address,) = {n.get("href") for n in page.tree.iter() if "/record/" in (n.get("href") or "")}
    assert PdfReader(io.BytesIO(desk.open_page(address).response.data)).pages
    blank = desk.open_page("/desk/try/blank/focus_group/1?in=kk")
    assert PdfReader(io.BytesIO(blank.response.data)).pages


def test_a_double_waits_for_a_decision_and_nothing_is_deleted(desk):
    first = keep(desk)
    second = keep(desk, record_id="22222222-2222-4222-8222-222222222222", answers={"TC1": 1})
    assert second.conflict and not first.conflict
    page = desk.open_page("/desk/try/tray?lang=en")
    assert page.sees("Answered twice") and page.sees(first.number) and page.sees(second.number)
    page = desk.open_page(f"/desk/try/tray/{'2' * 8}-2222-4222-8222-{'2' * 12}?lang=en")
    page = page.submit(button=("decision", "this"), having="reason", reason="the teacher said so")
    assert page.sees("Nothing waits for a decision")
    found = desk.open_page(f"/desk/try/tray?lang=en&receipt={first.number}")
    assert found.sees("T01"), "the other one is still there"


def test_a_receipt_can_be_looked_up(desk):
    receipt = keep(desk)
    page = desk.open_page(f"/desk/try/tray?lang=en&receipt={receipt.number.lower()}")
    assert page.sees("T01")
    assert desk.open_page("/desk/try/tray?lang=en&receipt=0000-0000").sees(
        "No record has this receipt"
    )


def test_a_new_colleague_gets_a_first_password_once(desk):
    page = desk.open_page("/desk/try/team?lang=en")
    page = page.submit(having="code", login="aigul", code="OBS9", role="observer")
    assert page.sees("First password of aigul.")
    with desk.database.reading() as session:
        assert staff.find_user(session, "aigul").code == "OBS9"
    again = desk.open_page(page.address)
    assert not again.sees("First password of aigul.") and again.sees("make a new one")
    assert not desk.open_page("/desk/try/team?lang=en").sees("First password of aigul.")


def test_closing_a_wave_and_taking_somebody_out_ask_first(desk):
    page = desk.open_page("/desk/try/waves/midyear?lang=en")
    assert page.sees("Yes, close the wave")
    page.submit(button=("state", "closed"), having="state")
    with desk.database.reading() as session:
        assert find_wave(session, desk.scope(), "midyear").state == "closed"
    page = desk.open_page("/desk/try/team?lang=en")
    assert page.sees("observer will no longer see this study.") and page.sees("Yes, take out")


def test_lessons_and_group_sessions_are_found_on_the_desk(desk):
    desk.sign_in("observer")
    desk.open_page("/observe/try/new?lang=en").submit(teacher="T02")
    desk.sign_in("moderator")
    page = desk.open_page("/notes/try/new?lang=en").submit(group="FG1")
    page.submit(button=("step", "save"), having="section")
    desk.sign_in("coordinator")
    assert "L001" in words_of_row(desk.open_page("/desk/try/people/T02?lang=en"), "L001")
    row = words_of_row(desk.open_page("/desk/try/sessions?lang=en"), "G001")
    assert "FG1" in row and "MOD1" in row and "Midyear" in row and "begun" in row


def test_attributes_of_the_roster_are_words(desk):
    with desk.database.writing() as session:
        attributes = {"subject": "social_studies", "years_teaching": "5", "own_mark": "a_b"}
        put_people(
            session, desk.scope(), [NewPerson("T01", "teacher", "S1", attributes=attributes)]
        )
    page = desk.open_page("/desk/try/people/T01?lang=ru")
    assert page.sees("Предмет: общественные предметы · Стаж, лет: 5 · own mark: a b")
    found = desk.open_page("/desk/try/people?lang=ru&text=общественные")
    assert "T01" in found.text and "T02" not in found.text


def test_the_log_names_what_it_is_about_and_why_and_goes_back_to_the_beginning(desk, monkeypatch):
    keep(desk)
    page = desk.open_page("/desk/try/people/T01?lang=en")
    page.submit(having="why", why="a broken phone")
    log = desk.open_page("/desk/try/log?lang=en")
    assert "A contact read" in log.text and "T01. Reason: a broken phone" in log.text
    assert log.sees("T01 · Teacher questionnaire · Midyear")
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", log.text)
    monkeypatch.setattr("app.coordinate.log.ON_A_PAGE", 3)
    log, pages = desk.open_page("/desk/try/log?lang=en"), 1
    while older := [one for one in all_links(log) if "before=" in one and "lang=en" in one]:
        log, pages = desk.open_page(older[-1]), pages + 1
        if not log.sees("Older"):
            break
    assert pages > 3 and log.sees("Study made")


def all_links(page) -> list[str]:
    return [node.get("href") or "" for node in page.tree.iter() if node.tag.endswith("}a")]


def test_a_coordinator_of_another_study_sees_nothing_of_this_one(desk):
    desk.sign_in("stranger")
    for place in ("", "/people", "/exports", "/tray", "/team", "/waves", "/people/T01"):
        assert desk.open_page("/desk/try" + place).status == 404


def test_the_language_changes_without_losing_what_was_looked_for(desk):
    page = desk.open_page("/desk/try/people?lang=en&text=a%26b+T01")
    link = next(n.get("href") for n in page.tree.iter() if "lang=ru" in (n.get("href") or ""))
    assert 'value="a&amp;b T01"' in desk.open_page(link).html


def test_a_study_names_its_authors_and_a_mistyped_orcid_is_refused(tmp_path):
    home = house(tmp_path)
    home.sign_in("coordinator")
    page = home.open_page("/desk/try/words?lang=en")
    assert page.submit(authors="A. One (0000-0002-1825-0098)").sees("is no ORCID iD")
    home.open_page("/desk/try/words").submit(authors="A. One (0000-0002-1825-0097); B. Two")
    with home.database.reading() as session:
        source = export_source(session, home.scope(), Choices("en"))
    assert source.frame.authors == "A. One (0000-0002-1825-0097); B. Two"
