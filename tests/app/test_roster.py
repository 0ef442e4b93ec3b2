"""A roster comes in from a sheet: what is accepted, what is refused and why, all or nothing."""

from datetime import date

import pytest

from app.coordinate.refusals import NotImported
from app.coordinate.roster import apply_roster, read_roster
from app.coordinate.school_list import apply_schools, read_schools
from app.coordinate.spreadsheet import read_sheet
from app.store.contacts import read_contacts
from app.store.people import find_person, list_people
from app.store.scope import Scope
from app.store.studies import list_schools
from instruments.wording import LANGUAGES
from tests.app.sheets import messages, sentences, sheet_of, xlsx_of
from tests.app.studies import store_in

IIN = "850101300128"


@pytest.fixture
def store(tmp_path):
    return store_in(tmp_path)


EVERY = ("years", "subject", "years_teaching", "joined", "joined_on", "grade", "note", "books")
"""Columns that the coordinator of these tests ticks as attributes."""


def read(store, *lines, scope=None, keep=EVERY):
    with store.database.reading() as session:
        return read_roster(session, scope or store.scope(), sheet_of(*lines), keep)


def take(store, *lines, keep=EVERY, **how):
    with store.database.writing() as session:
        preview = read_roster(session, store.scope(), sheet_of(*lines), keep)
        return apply_roster(session, store.scope(), preview, **how)


def person(store, code):
    with store.database.reading() as session:
        return find_person(session, store.scope(), code)


def test_the_studys_own_teachers_and_pupils(store):
    teachers = (
        "teacher_id,school_id,subject,years_teaching,joined_on",
        "T11,SCH1,science,14,2023-09-04",
        "T12,SCH2,languages,35,2023-09-13",
    )
    preview = read(store, *teachers)
    assert (preview.new, preview.changed, preview.same) == (2, 0, 0)
    assert preview.attributes == ("subject", "years_teaching", "joined_on")
    assert preview.new_schools == ("SCH1", "SCH2")
    assert take(store, *teachers) == (2, 0)
    assert person(store, "T11").attributes == {
        "subject": "science",
        "years_teaching": "14",
        "joined_on": "2023-09-04",
    }
    assert take(store, "pupil_id,school_id,teacher_id,grade", "P11,SCH1,T11,7") == (1, 0)
    pupil = person(store, "P11")
    assert (pupil.role, pupil.teacher, pupil.attributes) == ("pupil", "T11", {"grade": "7"})


@pytest.mark.parametrize(
    "header",
    [
        "Код;Роль;Школа;Класс;ФИО;Телефон",
        "КОДЫ;Рөлі;Мектеп;Сынып;Аты-жөні;Телефоны",
        "code;role;school;class;name;phone",
    ],
)
def test_columns_in_three_languages(store, header):
    take(store, header, "T21;мұғалім;S1;7А;Асқар Әлиев;+7 701 234 56 78")
    assert (person(store, "T21").role, person(store, "T21").class_code) == ("teacher", "7А")
    with store.database.writing() as session:
        contact = read_contacts(session, store.scope(), "test")["T21"]
    assert (contact.name, contact.phone) == ("Асқар Әлиев", "+7 701 234 56 78")


def test_numbers_and_days_of_a_workbook(store):
    data = xlsx_of(
        ["code", "school", "years", "joined", "phone"],
        ["T31", "S1", 7.0, date(2023, 9, 10), 77012345678],
    )
    with store.database.writing() as session:
        preview = read_roster(session, store.scope(), read_sheet(data, "a.xlsx"), EVERY)
        apply_roster(session, store.scope(), preview)
    assert person(store, "T31").attributes == {"years": "7", "joined": "2023-09-10"}


def test_known_codes_are_changed_and_the_rest_stays(store):
    lines = ("code,school,class", "T01,S1,", "T02,S2,7A", "T05,S1,")
    preview = read(store, *lines)
    assert (preview.new, preview.changed, preview.same) == (1, 1, 1)
    take(store, "code,school,years", "T01,S1,3")
    take(store, "code,school,subject", "T01,S1,science")
    assert person(store, "T01").attributes == {"years": "3", "subject": "science"}


def test_a_file_without_the_class_column_leaves_the_class(store):
    take(store, "code,school,class", "T01,S1,7A")
    take(store, "code,school,years", "T01,S1,4")
    assert person(store, "T01").class_code == "7A"


def test_a_file_of_phones_alone_leaves_the_names(store):
    take(store, "code,school,name", "T01,S1,Асқар Әлиев")
    take(store, "code,school,phone", "T01,S1,+77012345678")
    with store.database.writing() as session:
        contact = read_contacts(session, store.scope(), "test")["T01"]
    assert (contact.name, contact.phone) == ("Асқар Әлиев", "+77012345678")


@pytest.mark.parametrize(
    ("header", "row", "column", "says"),
    [
        ("code,school", ",S1", "code", "code is missing"),
        ("code,school", "T9!,S1", "code", "Latin letters"),
        ("code,school", "Т91,S1", "code", "Latin letters"),  # a Cyrillic Т
        ("code,school", "T" * 21 + ",S1", "code", "at most 20"),
        ("code,school", "Асқар Әлиев,S1", "code", "looks like a name"),
        ("code,school", "Askar Aliev,S1", "code", "looks like a name"),
        ("code,school", "t01,S1", "code", "known as T01"),
        ("code,school", "T91,", "school", "school is missing"),
        ("code,school", "T91,Ақжар орта мектебі", "school", "by its code"),
        ("code,school,role", "T91,S1,head", "role", "teacher or pupil"),
        ("code,school,role", "T01,S1,pupil", "role", "another role"),
        ("code,school,role,teacher", "P91,S1,pupil,T99", "teacher", "no teacher T99"),
        ("code,school,role,teacher", "P91,S1,pupil,P01", "teacher", "no teacher P01"),
        ("code,school,role,teacher", "T91,S1,teacher,T01", "teacher", "Only pupils"),
        ("code,school,language", "T91,S1,de", "language", "kk, ru or en"),
        ("code,school,joined_on", "T91,S1,2023-09-31", "joined_on", "no such day"),
        ("code,school,phone", "T91,S1,ask at school", "phone", "not a phone number"),
        ("code,school,email", "T91,S1,nobody", "email", "not an e-mail"),
        ("pupil_id,school,name", "P91,S1,Асқар", "name", "Pupils are never named"),
        ("code,school,role,phone", "P91,S1,оқушы,+77012345678", "phone", "never named"),
    ],
)
def test_a_refused_row_says_where_and_why(store, header, row, column, says):
    good = "T90,S1" if header.startswith("code") else ""
    filler = {"joined_on": ",2023-09-01"}.get(header.split(",")[-1], "")
    preview = read(store, header, row, f"{good}{filler}")
    assert [(number, where) for number, where, _ in messages(preview.refused)] == [(2, column)]
    assert says in sentences(preview.refused)
    for language in LANGUAGES:
        assert preview.refused[0].message.in_(language)


def test_a_day_in_the_wrong_form(store):
    lines = ("code,school,joined", "T91,S1,2023-09-01", "T92,S1,10.09.2023", "T93,S1,03/04/2023")
    preview = read(store, *lines)
    assert [one.attributes["joined"] for one in preview.accepted] == ["2023-09-01", "2023-09-10"]
    assert messages(preview.refused)[0][:2] == (4, "joined")
    assert "two ways" in sentences(preview.refused)


def test_a_value_that_the_spreadsheet_made_a_date(store):
    data = xlsx_of(
        ["code", "school", "books"],
        ["T91", "S1", "26-100"],
        ["T92", "S1", "26-100"],
        ["T93", "S1", date(2026, 10, 11)],
    )
    with store.database.reading() as session:
        preview = read_roster(session, store.scope(), read_sheet(data, "a.xlsx"), EVERY)
    assert "made a date" in sentences(preview.refused)


def test_a_duplicate_code_names_both_rows(store):
    preview = read(store, "code,school", "T91,S1", "T92,S1", "t91,S2")
    assert messages(preview.refused) == [
        (2, "code", "The code T91 stands in rows 2 and 4: keep one of them."),
        (4, "code", "The code t91 stands in rows 2 and 4: keep one of them."),
    ]
    assert [one.code for one in preview.accepted] == ["T92"], "nobody knows which was meant"


def test_an_unknown_column_is_left_out_and_said_so(store):
    lines = ("code,school,years,hobby", "T91,S1,4,chess")
    preview = read(store, *lines, keep=("years",))
    assert preview.attributes == ("years",)
    assert preview.offered == {"years": True, "hobby": False}
    assert [str(note) for note in preview.notes] == [
        "These columns are not known and are left out: hobby."
    ]
    take(store, *lines, keep=("years",))
    assert person(store, "T91").attributes == {"years": "4"}


def test_an_attribute_that_the_study_has_is_known(store):
    take(store, "code,school,years", "T01,S1,3", keep=("years",))
    preview = read(store, "code,school,years", "T91,S1,4", keep=())
    assert (preview.attributes, preview.offered, preview.notes) == (("years",), {}, ())


def test_identity_numbers_are_refused_in_a_column_that_is_left_out_too(store):
    preview = read(store, "code,school,hobby", f"T91,S1,{IIN}", keep=())
    assert preview.has_identity_numbers and preview.accepted == ()


def test_every_fault_of_a_row_is_named_at_once(store):
    preview = read(store, "code,school,role,language", "A B,,head,de")
    assert [column for _, column, _ in messages(preview.refused)] == [
        "code",
        "role",
        "school",
        "language",
    ]
    assert preview.refused_rows == 1


def test_a_pupil_of_a_refused_teacher_is_refused_too(store):
    preview = read(store, "code,school,role,teacher", "T91,,teacher,", "P91,S1,pupil,T91")
    assert [number for number, _, _ in messages(preview.refused)] == [2, 3]


def test_pupils_may_stand_above_their_teachers(store):
    take(store, "code,school,role,teacher", "P91,S1,pupil,T91", "T91,S1,teacher,")
    assert person(store, "P91").teacher == "T91"


@pytest.mark.parametrize(
    "cell",
    [IIN, "850101 300128", "8501 0130 0128", f"ИИН {IIN}", "850101-300128", "123456789012"],
)
@pytest.mark.parametrize(
    "column", ["code", "school", "class", "name", "phone", "note", "joined_on"]
)
def test_a_national_identity_number_is_refused_and_never_shown(store, cell, column):
    columns = ["code", "school", "class", "name", "phone", "note", "joined_on"]
    row = {"code": "T91", "school": "S1", column: cell}
    lines = (",".join(columns), ",".join(row.get(name, "") for name in columns))
    preview = read(store, *lines)
    assert preview.accepted == ()
    assert preview.has_identity_numbers
    assert [(number, where) for number, where, _ in messages(preview.refused)] == [(2, column)]
    assert "national identity number" in sentences(preview.refused)
    assert cell not in repr(preview)


# The second begins with a zero, which a spreadsheet drops.
@pytest.mark.parametrize("number", [int(IIN), float(IIN), 10203500127])
def test_an_identity_number_as_a_number_of_the_spreadsheet(store, number):
    data = xlsx_of(["code", "school", "note"], ["T91", "S1", number])
    with store.database.reading() as session:
        preview = read_roster(session, store.scope(), read_sheet(data, "a.xlsx"))
    assert preview.has_identity_numbers
    assert str(int(number)) not in repr(preview)


def test_phones_are_no_identity_numbers(store):
    phones = ("87012345678", "+77012345678", "8 701 234 56 78", "+998 90 123 45 67")
    rows = [f"T8{number},S1,{phone}" for number, phone in enumerate(phones)]
    preview = read(store, "code,school,phone", *rows)
    assert (len(preview.accepted), preview.refused) == (4, ())


@pytest.mark.parametrize("name", ["ИИН", "жсн", "IIN", "ИИН учителя"])
def test_a_column_of_identity_numbers_refuses_the_file(store, name):
    preview = read(store, f"code,school,{name}", "T91,S1,", f"T92,S1,{IIN}")
    assert preview.blocked and preview.accepted == ()
    assert "delete the column" in sentences(preview.refused)
    assert IIN not in repr(preview)


def test_columns_that_tell_who_somebody_is_do_not_become_attributes(store):
    assert "says who somebody is" in sentences(
        read(store, "code,school,Фамилия", "T91,S1,Әлиев").refused
    )
    assert "mean the same" in sentences(
        read(store, "code,school,name,ФИО", "T91,S1,Әлиев,Әлиев").refused
    )


def test_missing_columns_are_named(store):
    preview = read(store, "phone", "+77012345678")
    assert "name it “code”" in sentences(preview.refused)
    assert "name it “school”" in sentences(preview.refused)
    assert preview.blocked
    assert read(store, "code,school").blocked


def test_nothing_is_half_written(store):
    before = person(store, "T01")
    with pytest.raises(NotImported):
        take(store, "code,school,years", "T01,S1,3", "T91,,4")
    assert person(store, "T01") == before
    assert take(store, "code,school,years", "T01,S1,3", "T91,,4", good_only=True) == (0, 1)
    assert person(store, "T91") is None


def test_other_schools_are_out_of_reach(store):
    mine = Scope(store.study_id, "COORD", "coordinator", ("S1",))
    preview = read(store, "code,school", "T91,S1", "T92,S2", "T03,S1", scope=mine)
    assert [number for number, _, _ in messages(preview.refused)] == [3, 4]
    assert "not among your schools" in sentences(preview.refused)


def test_the_same_file_twice_changes_nothing(store):
    lines = ("code,school,years", "T01,S1,3", "T91,S1,4")
    assert take(store, *lines) == (1, 1)
    assert take(store, *lines) == (0, 0)
    with store.database.reading() as session:
        assert len(list_people(session, store.scope(), "teacher")) == 5


def schools(store, *lines):
    with store.database.writing() as session:
        preview = read_schools(session, store.scope(), sheet_of(*lines))
        if not preview.refused:
            apply_schools(session, store.scope(), preview)
        return preview


def test_schools_with_their_attributes(store):
    lines = ("school_id,name,km_to_city,opened_on", "S1,Ақжар,38,2001-09-01", "S9,,74,2003-09-01")
    preview = schools(store, *lines)
    assert (preview.new, preview.changed, preview.same) == (1, 1, 0)
    with store.database.reading() as session:
        found = {school.code: school for school in list_schools(session, store.scope())}
    assert found["S1"].name == "Ақжар"
    assert found["S9"].attributes == {"km_to_city": "74", "opened_on": "2003-09-01"}
    assert schools(store, *lines).same == 2


def test_schools_that_are_refused(store):
    preview = schools(store, "school,note", "S1,", ",x", "S1,", f"S4,{IIN}", "Ақжар,")
    assert [number for number, _, _ in messages(preview.refused)] == [2, 3, 4, 5, 6]
    assert preview.has_identity_numbers
    assert IIN not in repr(preview)
    assert schools(store, "km", "38").blocked
