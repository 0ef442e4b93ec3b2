"""Links, contacts, scopes and the matrix: who took part, kept apart from what was said."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from app.store import audit, consents, contacts, links, people, staff, studies, waves
from app.store.matrix import State, read_matrix
from app.store.reading import read_records
from instruments.wording import Text
from tests.app.studies import PASSWORD, Store, store_in

SECRET = b"a secret of the tests"
PHONE = {"device": "phone"}


@pytest.fixture
def store(tmp_path) -> Store:
    return store_in(tmp_path)


def link_of(store: Store, code: str = "T01") -> links.PersonalLink:
    with store.database.writing() as session:
        person = people.find_person(session, store.scope(), code)
        return links.personal_links(session, store.scope(), SECRET, [person.id])[person.id]


def test_a_link_opens_the_page_of_its_teacher_only(store):
    link = link_of(store)
    with store.database.reading() as session:
        assert links.find_visitor(session, link.token).code == "T01"
        assert links.find_visitor(session, link.token[:-1]) is None
        assert links.find_visitor(session, "") is None


def test_a_card_can_be_printed_again_although_only_hashes_are_kept(store):
    link = link_of(store)
    assert link_of(store) == link
    with store.database.engine.connect() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM link").all())
    assert link.token not in rows and link.code not in rows
    assert len(link.token) >= 22, "128 bits"


def test_a_short_code_may_be_typed_in_small_letters_with_spaces(store):
    link = link_of(store)
    typed = f" {link.code[:4].lower()}-{link.code[4:]} "
    with store.database.reading() as session:
        visitor, token = links.find_by_code(session, SECRET, typed)
        assert links.find_by_code(session, SECRET, "nobody") is None
    assert (visitor.code, token) == ("T01", link.token)


def test_a_renewed_link_ends_the_old_one(store):
    old = link_of(store)
    with store.database.writing() as session:
        person = people.find_person(session, store.scope(), "T01")
        new = links.renew(session, store.scope(), SECRET, person.id)
    with store.database.reading() as session:
        assert links.find_visitor(session, old.token) is None
        assert links.find_visitor(session, new.token).code == "T01"
    assert link_of(store) == new


def test_names_are_read_only_with_a_reason_that_stands_in_the_log(store):
    aigul = contacts.ContactView("Айгүл Сәрсенова", "+7 701", "")
    with store.database.writing() as session:
        contacts.put_contacts(session, store.scope(), {"T01": aigul})
        assert contacts.read_contacts(session, store.scope(), "reminders") == {"T01": aigul}
        newest = audit.newest_events(session, store.scope())[0]
        assert (newest.action, newest.object) == ("contacts.read", "reminders")
        everyone = repr(people.list_people(session, store.scope()))
    assert "Айгүл" not in everyone


def test_somebody_of_one_school_sees_that_school_only(store):
    store.send(store.submission(PHONE, "T01"))
    store.send(store.submission(PHONE, "T03"))
    narrow = replace(store.scope("observer"), schools=("S2",))
    with store.database.reading() as session:
        assert [one.code for one in people.list_people(session, narrow)] == ["T03", "T04"]
        assert [one.code for one in studies.list_schools(session, narrow)] == ["S2"]
        seen = [one.participant for one in read_records(session, narrow, "platform_access")]
        assert people.find_person(session, narrow, "T01") is None
        assert len(read_matrix(session, narrow).rows) == 2
    assert seen == ["T03"]


def test_the_matrix_says_how_each_teacher_stands(store):
    store.send(store.submission(PHONE, "T01"))
    store.send(store.submission(PHONE, "T02", wave="baseline"))
    with store.database.writing() as session:
        wave = waves.find_wave(session, store.scope(), "midyear")
        refusing = people.find_person(session, store.scope(), "T03")
        consents.decide(session, store.scope(), refusing.id, wave.id, "refused", "0" * 64, "kk")
        matrix = read_matrix(session, store.scope())
    states = {
        (row.person.code, column.wave.key): cell.state
        for row in matrix.rows
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if column.instrument.key == "platform_access"
    }
    assert states["T01", "midyear"] is State.DONE
    assert states["T02", "baseline"] is State.LATE
    assert states["T03", "midyear"] is State.REFUSED
    assert states["T04", "midyear"] is State.NOT_YET
    place = next(
        number
        for number, column in enumerate(matrix.columns)
        if (column.wave.key, column.instrument.key) == ("midyear", "platform_access")
    )
    assert matrix.counts()[place] == (1, 4)
    assert matrix.counts("S2")[place] == (0, 2)


def test_a_withdrawal_is_added_and_the_agreement_stays(store):
    with store.database.writing() as session:
        wave = waves.find_wave(session, store.scope(), "midyear")
        person = people.find_person(session, store.scope(), "T01")
        for decision in ("given", "withdrawn"):
            consents.decide(session, store.scope(), person.id, wave.id, decision, "0" * 64, "kk")
        newest = consents.newest_decision(session, store.scope(), person.id, wave.id)
        assert newest.decision == "withdrawn"
        assert (person.id, wave.id) in consents.refusals(session, store.scope())
    with store.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM consent").scalar() == 2


def test_a_wrong_password_and_a_wrong_login_are_refused_alike(store):
    with store.database.writing() as session:
        assert staff.check_password(session, "COORDINATOR ", PASSWORD).code == "COORD"
        assert staff.check_password(session, "coordinator", "wrong") is None
        assert staff.check_password(session, "nobody", PASSWORD) is None


def test_a_new_password_ends_every_session(store):
    with store.database.writing() as session:
        person = staff.find_user(session, "coordinator")
        cookie = staff.start_sign_in(session, person)
        assert staff.find_sign_in(session, cookie)[0].login == "coordinator"
        staff.set_password(session, person.id, "another long password")
        assert staff.find_sign_in(session, cookie) is None


def test_the_roles_of_one_study_mean_nothing_in_another(store):
    with store.database.reading() as session:
        stranger = staff.find_user(session, "stranger")
        assert staff.scope_of(session, stranger, store.study_id) is None


@pytest.mark.parametrize(
    "state", ["half open", ""], ids=["a state that there is not", "no state at all"]
)
def test_the_database_refuses_what_makes_no_sense(store, state):
    with pytest.raises(IntegrityError, match="ck_wave_state"):
        store.change(f"UPDATE wave SET state = '{state}'")


def test_a_wave_cannot_end_before_it_begins(store):
    with (
        pytest.raises(IntegrityError, match="ends_after_it_begins"),
        store.database.writing() as session,
    ):
        first, last = sorted(wave.opens_on for wave in waves.list_waves(session, store.scope())[:2])
        waves.change_wave(session, store.scope(), "midyear", Text("а", "а", "a"), last, first)
