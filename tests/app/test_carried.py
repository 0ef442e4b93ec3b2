"""A form that a phone saved to a file: carried to the desk, it is kept as if it had been sent."""

import json
from io import BytesIO

import pytest

from app import sealing
from app.store import links, people, reading
from app.store.audit import newest_events
from app.store.checking import verify_all
from forms.protection import Protection
from tests.app.houses import House, house
from tests.app.pages import Page
from tests.app.phones import ANSWERS, Phone, ago, colleague, new_id, refused, rows, seal, teacher
from tests.app.shells import Shell
from tests.app.shells import refused as refused_by_shell

TABLET = {**ANSWERS, "device": "tablet"}


@pytest.fixture
def desk(tmp_path) -> House:
    made = house(tmp_path)
    made.agree()
    made.sign_in("coordinator")
    return made


def saved(phone: Phone, answers: dict | None = None, **more: object) -> bytes:
    """Save a finished form to a file, as a phone does."""
    body = phone.body(answers, **{"id": new_id(), **more})
    key = sealing.public_key(phone.home.settings.secret)
    return seal(key, json.dumps(body, ensure_ascii=False).encode())


def bring(desk: House, *files: bytes, language: str = "en") -> Page:
    """Choose files on the tray and let them be taken."""
    tray = desk.open_page(f"/desk/try/tray?lang={language}")
    chosen = [(BytesIO(one), f"T01-{place}.tolqyn") for place, one in enumerate(files)]
    return tray.submit(having="files", files=chosen)


def kept(desk: House, instrument: str = "platform_access") -> list:
    with desk.database.reading() as session:
        return list(reading.read_records(session, desk.scope(), instrument))


# Received


def test_a_form_from_a_file_is_kept_with_its_receipt(desk):
    number = new_id()
    page = bring(desk, saved(teacher(desk), id=number))
    (record,) = kept(desk)
    assert (record.id, record.answers, record.mode) == (number, ANSWERS, "offline")
    assert (record.participant, record.author, record.language) == ("T01", "T01", "en")
    assert page.sees("Here now: 1 of 1") and page.sees(f"Received, no. {record.receipt}.")
    assert not page.sees("Phone"), "whoever carries it does not see the answers"


def test_the_same_file_twice_gives_the_same_receipt_and_writes_nothing(desk):
    file = saved(teacher(desk))
    bring(desk, file)
    (record,), before = kept(desk), rows(desk)
    assert bring(desk, file).sees(f"Was here already, no. {record.receipt}.")
    assert rows(desk) == before


def test_what_was_sent_after_all_is_not_taken_twice(desk):
    phone, number = teacher(desk), new_id()
    receipt = phone.send(phone.body(id=number), number).json["receipt"]
    page = bring(desk, saved(phone, id=number))
    assert page.sees(f"Was here already, no. {receipt}.") and len(kept(desk)) == 1


def test_a_phone_that_finds_its_network_later_gets_the_receipt_of_the_file(desk):
    phone, number = teacher(desk), new_id()
    file = saved(phone, id=number)
    bring(desk, file)
    said = phone.send(file, number, kind="application/octet-stream").json
    assert (said["receipt"], said["again"]) == (kept(desk)[0].receipt, True)


def test_several_files_are_taken_each_for_itself(desk):
    desk.agree("T02")
    page = bring(desk, saved(teacher(desk)), b"no form", saved(teacher(desk, "T02")))
    assert page.sees("Here now: 2 of 3") and page.sees("Cannot be opened")
    assert {one.participant for one in kept(desk)} == {"T01", "T02"}


def test_a_file_for_a_closed_wave_is_kept_late(desk):
    file = saved(teacher(desk))
    desk.set_wave("midyear", "closed")
    assert bring(desk, file).sees("marked late")
    assert kept(desk)[0].late


def test_other_answers_in_a_file_are_kept_beside_the_first(desk):
    phone, number = teacher(desk), new_id()
    phone.send(phone.body(), number)
    assert bring(desk, saved(phone, TABLET, id=number)).sees("compare them in the tray")
    page = desk.open_page(f"/desk/try/tray/{number}?lang=en")
    assert page.sees("Changed in two places") and page.text.count("was brought in a file") == 1


def test_the_log_names_who_carried_it_and_the_tray_says_so(desk):
    bring(desk, saved(teacher(desk)))
    (record,) = kept(desk)
    with desk.database.reading() as session:
        carried, written = newest_events(session, desk.scope(), 2)
        assert not [fault for finding in verify_all(session) for fault in finding.faults]
    assert (carried.action, carried.object, carried.role) == (
        "record.carried",
        record.id,
        "coordinator",
    )
    assert (written.action, written.actor) == ("record.kept", "T01")
    found = desk.open_page(f"/desk/try/tray?receipt={record.receipt}&lang=en")
    assert found.sees("was brought in a file")
    assert desk.open_page("/desk/try/log?lang=en").sees("Answers brought in a file")


def test_the_times_of_the_phone_are_kept_where_they_can_be(desk):
    bring(desk, saved(teacher(desk), started_at=ago(days=2, minutes=9), finished_at=ago(days=2)))
    (record,) = kept(desk)
    assert record.submitted_at < record.received_at and record.started_at < record.submitted_at


# Not received


def without_trace(desk: House, file: bytes, *words: str) -> None:
    """Check that a file is not taken, with a sentence, and that nothing is written."""
    before = rows(desk)
    page = bring(desk, file)
    assert page.sees("Here now: 0 of 1") and page.sees("leave the form on the phone")
    for word in words:
        assert page.sees(word), page.text
    assert rows(desk) == before


def test_what_cannot_be_opened_is_not_taken(desk):
    file = saved(teacher(desk))
    shut = "Cannot be opened: it is not a saved form, it is damaged, or it is of another server."
    other = seal(sealing.public_key(b"another server"), b"{}")
    for damaged in (b"", b"PK\x03\x04", file[:-1], file[:70] + b"\0" + file[71:], other):
        without_trace(desk, damaged, shut)
    without_trace(desk, file + bytes(256 * 1024), shut)
    without_trace(desk, saved(teacher(desk), id=None), shut)


def test_a_file_of_another_study_is_not_taken(desk):
    file = saved(teacher(desk))
    desk.client = desk.stranger()
    desk.sign_in("stranger")
    before = rows(desk)
    tray = desk.open_page("/desk/other/tray?lang=en")
    page = tray.submit(having="files", files=[(BytesIO(file), "x.tolqyn")])
    assert page.sees("Belongs to another study") and rows(desk) == before


def test_nobody_s_answers_are_taken_without_consent(desk):
    without_trace(desk, saved(teacher(desk, "T02")), "Needs consent")


def test_consent_that_was_given_without_network_comes_along_in_the_file(desk):
    given = {"decision": "given", "given_at": ago(days=1), "sha256": "a" * 64, "language": "kk"}
    assert bring(desk, saved(teacher(desk, "T02"), consent=given)).sees("Received, no. ")
    home = desk.open_page(f"{desk.link('T03')}?lang=en")
    home.submit(button=("decision", "refused"), having="decision")
    ahead = {**given, "given_at": ago(seconds=-30)}
    without_trace(desk, saved(teacher(desk, "T03"), consent=ahead), "does not take part")


def test_an_answer_that_cannot_be_read_is_not_shown(desk):
    file = saved(teacher(desk), {"device": "a secret"})
    without_trace(desk, file, "an answer in it cannot be read")
    assert not bring(desk, file).sees("a secret")


def test_a_file_finished_under_a_link_that_was_replaced_is_taken_and_noted(desk):
    phone = teacher(desk)
    with desk.database.writing() as session:
        person = people.find_person(session, desk.scope(), "T01")
        links.renew(session, desk.scope(), desk.settings.secret, person.id)
    assert bring(desk, saved(phone)).sees("Received, no. ")
    assert desk.open_page("/desk/try/log?lang=en").sees("Answers finished under a replaced link")


def test_no_file_is_not_an_error(desk):
    page = desk.open_page("/desk/try/tray?lang=en").submit(having="files")
    assert page.status == 422 and page.sees("Choose a file.")


# Whose it is


LESSON = {"teacher": "T03", "held_on": "2026-11-20"}


def lesson_file(desk: House, **wrong: str) -> bytes:
    browser = desk.client
    observer = colleague(desk, "observer", "lesson_observation")
    desk.client = browser
    key = Protection(desk.settings.secret, "").key_for("OBS1")
    proof = {"code": "OBS1", "key": key, **wrong}
    lesson = {"id": new_id(), **LESSON}
    return saved(observer, {"subject": "science"}, lesson=lesson, author=proof)


def test_an_observer_s_form_is_kept_under_the_observer(desk):
    assert bring(desk, lesson_file(desk)).sees("Received, no. ")
    (record,) = kept(desk, "lesson_observation")
    assert (record.author, record.part, record.lesson) == ("OBS1", "primary", "L001")


def test_a_colleague_s_form_without_the_key_of_the_own_phone_is_not_taken(desk):
    for wrong in ({"key": "0" * 64}, {"code": "OBS2"}, {"code": "nobody"}):
        without_trace(desk, lesson_file(desk, **wrong), "who filled it in")


def test_an_id_in_the_body_must_be_that_of_the_address(desk):
    phone = teacher(desk)
    refused(desk, phone.send(phone.body(id=new_id()), new_id()), 422, "field")
    refused(desk, phone.send(phone.body(id="no id"), new_id()), 422, "field")
    number = new_id()
    assert phone.save(phone.body(id=number), number).status_code == 200
    assert phone.send(phone.body(id=number), number).status_code == 200


# The command line


def test_files_are_taken_on_the_command_line_too(tmp_path):
    secret, address = b"known to the shell", f"sqlite:///{tmp_path / 'tolqyn.sqlite'}"
    (tmp_path / "secret").write_bytes(secret)
    desk = house(tmp_path, secret=secret, database_url=address)
    desk.agree()
    shell, file, torn = Shell(tmp_path), tmp_path / "a.tolqyn", tmp_path / "b.tolqyn"
    file.write_bytes(saved(teacher(desk)))
    torn.write_bytes(file.read_bytes()[:-1])
    done = shell("receive", "try", file)
    (record,) = kept(desk)
    assert done.exit_code == 0 and f"Received, no. {record.receipt}." in done.stdout
    assert f"already, no. {record.receipt}." in shell("receive", "try", file).stdout
    with desk.database.reading() as session:
        assert newest_events(session, desk.scope(), 1)[0].actor == "operator"
    refused_by_shell(shell("receive", "try", torn, file), "Cannot be opened", "1 of 2 files")
    refused_by_shell(shell("receive", "nowhere", file), "There is no study")
