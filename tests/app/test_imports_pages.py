"""The coordinator imports a file at the desk: choose, look, mend, confirm."""

import io
import os
import re
import time

import pytest

from app.coordinate.spreadsheet import read_sheet
from app.store.people import find_person, list_people
from app.store.reading import read_records
from app.store.staff import find_user, start_sign_in
from tests.app.houses import house
from tests.app.pages import as_page
from tests.app.sheets import csv_of, xlsx_of

IIN = "850101300127"
ROSTER = csv_of("code,school,years", "T01,S1,3", "T91,S1,4")
SCORES = csv_of("pupil_id,wave,subject,score", "P01,1,science,42", "P02,1,science,50")


@pytest.fixture
def desk(tmp_path):
    found = house(tmp_path)
    enter(found, "coordinator")
    return found


def enter(desk, login):
    with desk.database.writing() as session:
        cookie = start_sign_in(session, find_user(session, login))
    desk.client.set_cookie("session", cookie)


def test_faults_stand_by_row_in_the_order_of_the_instrument_and_long_lists_are_folded(desk):
    items = [f"TC{number}" for number in range(1, 9)]
    head = "participant_id,wave," + ",".join(reversed(items))
    page = upload(desk, "teacher_questionnaire", csv_of(head, "T01,midyear" + ",9" * 8, "T9,1"))
    row = next(
        node for node in page.tree.iter() if node.tag.endswith("}tr") and "TC1" in text(node)
    )
    assert re.findall(r"TC\d", text(row)) == items and "and 4 more" in text(row)


def text(node) -> str:
    return "".join(node.itertext())


def test_after_an_import_the_next_step_is_offered(desk):
    assert confirm(upload(desk, "roster", csv_of("code,school", "T77,S1"))).sees("Links and cards")
    done = desk.open_page("/desk/try/imported?target=pupil_scores&new=1&lang=en")
    assert done.sees("See who has answered")


def test_links_of_a_study_without_teachers_begin_with_the_roster(desk):
    enter(desk, "stranger")
    page = desk.open_page("/desk/other/links?lang=en")
    assert page.sees("Import the roster first.") and not page.sees("Cards to print")


def upload(desk, target, data, name="file.csv", wave=""):
    page = desk.open_page("/desk/try/import?lang=en")
    return page.submit(having="file", target=target, wave=wave, file=(io.BytesIO(data), name))


def press(page, step):
    form = next(
        form
        for form in page.forms
        if any(node.get("name") == "step" and node.get("value") == step for node in form.iter())
    )
    data = {
        node.get("name"): node.get("value") for node in form.iter() if node.get("type") == "hidden"
    }
    return form.get("action"), data


def confirm(page, step="all", **more):
    address, data = press(page, step)
    response = page.client.post(address, data={**data, **more}, follow_redirects=True)
    return as_page(page.client, response, response.request.full_path.rstrip("?"))


def kept_files(desk):
    folder = desk.settings.data / "uploads"
    return sorted(path.name for path in folder.glob("*")) if folder.exists() else []


def records(desk, key="pupil_scores"):
    with desk.database.reading() as session:
        return list(read_records(session, desk.scope(), key))


def test_a_roster_is_looked_at_and_then_imported(desk):
    page = upload(desk, "roster", ROSTER)
    assert page.sees("New: 1. Will be changed: 0. Unchanged: 1. Rows refused: 0.")
    assert page.sees("These columns are not known and are left out: years.")
    page = confirm(page, "columns", column_0="y")
    assert page.sees("New: 1. Will be changed: 1. Unchanged: 0. Rows refused: 0.")
    assert page.sees("Kept as attributes: years.")
    with desk.database.reading() as session:
        assert find_person(session, desk.scope(), "T91") is None
    done = confirm(page)
    assert done.sees("New: 1. Changed: 1.")
    with desk.database.reading() as session:
        assert find_person(session, desk.scope(), "T91").attributes == {"years": "4"}
    assert kept_files(desk) == []


def test_an_unknown_column_that_nobody_ticks_goes_nowhere(desk):
    page = upload(desk, "roster", csv_of("code,school,hobby", "T91,S1,chess"))
    ticks = [node for node in page.tree.iter() if node.get("type") == "checkbox"]
    assert [node.get("checked") for node in ticks] == [None]
    confirm(page)
    with desk.database.reading() as session:
        assert find_person(session, desk.scope(), "T91").attributes == {}


def test_a_tick_can_be_taken_back(desk):
    page = confirm(upload(desk, "roster", ROSTER), "columns", column_0="y")
    assert confirm(page, "columns").sees("left out: years")


def test_reloading_the_last_page_imports_nothing_again(desk):
    page = upload(desk, "roster", ROSTER)
    done = confirm(page)
    assert desk.open_page(done.address).status == 200
    address, data = press(page, "all")
    again = desk.client.post(address, data=data)
    assert again.status_code == 410
    assert "no longer kept" in again.text


def test_scores_with_refused_rows_need_a_second_word(desk):
    data = csv_of("pupil_id,wave,subject,score", "P01,1,science,42", "P02,1,science,142")
    page = upload(desk, "pupil_scores", data)
    assert page.sees("Rows refused: 1.")
    assert page.sees("Write a number from 0 to 100.")
    refused = confirm_as(page, "good", "all")
    assert refused.status == 422
    assert records(desk) == []
    done = confirm(refused, "good")
    assert done.sees("1 row was left out because of its faults.")
    assert len(records(desk)) == 1


def confirm_as(page, shown, sent):
    address, data = press(page, shown)
    response = page.client.post(address, data={**data, "step": sent})
    return as_page(page.client, response, address)


def test_an_unknown_column_is_chosen_on_the_page(desk):
    data = csv_of("pupil_id,wave,subject,Балл,Ескерту", "P01,1,science,42,жоқ")
    page = upload(desk, "pupil_scores", data)
    assert page.sees("The column “Балл” is unknown")
    assert page.sees("Nothing of this file can be imported as it is.")
    page = confirm(page, "columns", column_0="score", column_1="-")
    assert page.sees("New: 1.") and page.sees("left out: Ескерту")
    confirm(page)
    assert records(desk)[0].answers["score"] == 42


def test_schools_are_imported(desk):
    page = upload(desk, "schools", csv_of("school_id,km_to_city", "S1,38", "S7,74"))
    assert page.sees("New: 1. Will be changed: 1.")
    assert confirm(page).status == 200


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7", "scores.xlsx", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0", "scores.xls", "Excel 97-2003"),
        (b"<html><table>", "scores.xlsx", "web page"),
        (b"", "scores.csv", "empty"),
        (b"code,school", "scores.ods", "Only .xlsx and .csv"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(desk, data, name, says):
    page = upload(desk, "roster", data, name)
    assert page.status == 422
    assert page.sees(says)
    assert kept_files(desk) == []


def test_no_file_and_no_known_target(desk):
    page = desk.open_page("/desk/try/import?lang=en")
    assert page.submit(having="file", target="roster").sees("Choose a file.")
    assert upload(desk, "nonsense", ROSTER).sees("Choose what the file holds.")


@pytest.mark.parametrize("target", ["roster", "schools", "pupil_scores"])
def test_a_file_with_identity_numbers_is_neither_kept_nor_shown(desk, target):
    data = csv_of(
        "school,code,pupil_id,wave,subject,score", f"S1,T91,P01,1,science,{IIN}"
    ) + csv_of(f"S1,{IIN},{IIN},1,science,42")
    page = upload(desk, target, data)
    assert page.status == 422
    assert page.sees("It was not kept")
    assert IIN not in page.html
    assert kept_files(desk) == []
    everything = b"".join(
        path.read_bytes() for path in desk.settings.data.rglob("*") if path.is_file()
    )
    assert IIN.encode() not in everything


@pytest.mark.parametrize(
    ("language", "says"),
    [("kk", "5 МБ-тан үлкен"), ("ru", "больше 5 МБ"), ("en", "larger than 5 MB")],
)
def test_a_file_that_is_too_large_is_told_the_limit(desk, language, says):
    page = desk.open_page(f"/desk/try/import?lang={language}")
    huge = b"code,school\n" + b"x" * (5 * 1024 * 1024)
    page = page.submit(having="file", target="roster", wave="", file=(io.BytesIO(huge), "a.csv"))
    assert page.status == 413 and page.sees(says)
    assert any(node.get("name") == "file" for node in page.tree.iter()), "and may choose another"
    assert page.tree.find(".//{*}nav") is not None


def test_a_kept_file_is_for_its_owner_and_study_only(desk):
    page = upload(desk, "roster", ROSTER)
    address = page.address.partition("?")[0]
    assert desk.open_page(address).status == 200
    enter(desk, "stranger")
    assert desk.client.get(address).status_code == 404
    assert desk.client.get(address.replace("/try/", "/other/")).status_code == 410
    enter(desk, "observer")
    assert desk.client.get(address).status_code == 404
    assert desk.client.get("/desk/try/import").status_code == 404


def test_a_file_given_up_is_removed(desk):
    page = upload(desk, "roster", ROSTER)
    assert len(kept_files(desk)) == 2
    confirm(page, "give_up")
    assert kept_files(desk) == []


def test_a_forgotten_file_is_removed_after_a_day(desk):
    upload(desk, "roster", ROSTER)
    before = kept_files(desk)
    for name in before:
        yesterday = time.time() - 25 * 60 * 60
        os.utime(desk.settings.data / "uploads" / name, (yesterday, yesterday))
    upload(desk, "roster", ROSTER)
    assert len(kept_files(desk)) == 2
    assert not set(before) & set(kept_files(desk))


def test_what_changed_between_preview_and_import_counts(desk):
    page = upload(desk, "pupil_scores", SCORES)
    other = upload(desk, "pupil_scores", SCORES)
    confirm(page)
    assert confirm(other).sees("New: 0. Changed: 0. Unchanged: 2.")
    assert len(records(desk)) == 2


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_in_three_languages(desk, language):
    data = csv_of("pupil_id,wave,subject,score,odd", "P01,7,science,142,x")
    page = upload(desk, "pupil_scores", data)
    address = re.sub("lang=en", f"lang={language}", page.address)
    shown = desk.open_page(address)
    assert shown.status == 200
    if language != "en":
        assert not shown.sees("Rows refused") and not shown.sees("unknown")


def templates(desk):
    page = desk.open_page("/desk/try/import?lang=kk")
    return sorted(
        {
            node.get("href")
            for node in page.tree.iter()
            if node.get("href") and "/template" in node.get("href")
        }
    )


def test_every_template_is_read_back_by_the_importer(desk):
    addresses = templates(desk)
    assert len(addresses) >= 2 * 9
    for address in addresses:
        response = desk.client.get(address)
        name = re.search('filename="(.+?)"', response.headers["Content-Disposition"])[1]
        sheet = read_sheet(response.data, name)
        assert (len(sheet.rows), sheet.remarks) == (0, 1), address
        target = address.split("/")[-2]
        page = upload(desk, target, response.data, name)
        assert not page.sees("is unknown"), address
        assert page.sees("There is no row below the names of columns."), address


def test_a_filled_workbook_template_is_imported(desk):
    head = ["pupil_id", "wave", "subject", "score"]
    page = upload(desk, "pupil_scores", xlsx_of(head, ["P01", 1, "science", 42.0]), "a.xlsx")
    confirm(page)
    assert records(desk)[0].answers == {"subject": "science", "score": 42}


def test_a_name_like_a_script_stays_text(desk):
    page = upload(desk, "roster", csv_of("code,school,<script>x</script>", "T91,S1,<b>1</b>"))
    page = confirm(page, "columns", column_0="y")
    assert "<script>x" not in page.html
    assert page.sees("<b>1</b>")


def test_rows_beyond_the_first_two_hundred_faults_are_counted(desk):
    rows = [f"P01,1,science,{200 + number}" for number in range(250)]
    page = upload(desk, "pupil_scores", csv_of("pupil_id,wave,subject,score", *rows))
    assert page.sees("Rows refused: 250.")
    assert page.sees("and 50 more")
    with desk.database.reading() as session:
        assert len(list_people(session, desk.scope(), "pupil")) == 3
