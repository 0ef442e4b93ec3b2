"""The one write path: exactly once, nothing overwritten, a receipt only for what is kept."""

import threading
from dataclasses import replace

import pytest

from app.store import people, waves
from app.store.checking import verify_all
from app.store.reading import find_record, list_late, list_open_conflicts, read_records
from app.store.receipts import Receipt, find_receipt
from app.store.records import ForeignRecord, keep
from app.store.scope import Scope
from app.store.subjects import Subject
from tests.app.studies import Store, store_in

PHONE = {"device": "phone"}
TABLET = {"device": "tablet"}


@pytest.fixture
def store(tmp_path) -> Store:
    return store_in(tmp_path)


def kept(store: Store, instrument: str = "platform_access") -> list:
    with store.database.reading() as session:
        return list(read_records(session, store.scope(), instrument))


def test_what_was_sent_is_read_back_with_its_receipt(store):
    sent = store.submission(PHONE)
    receipt = store.send(sent)
    (record,) = kept(store)
    assert (record.id, record.answers, record.participant) == (sent.id, PHONE, "T01")
    assert (record.receipt, record.wave, record.revision) == (receipt.number, "midyear", 1)
    assert not record.late and not record.conflict


def test_the_same_sent_twice_gives_the_same_receipt_and_one_record(store):
    sent = store.submission(PHONE)
    first, second = store.send(sent), store.send(sent)
    assert first == second
    assert (first.again, second.again) == (False, True)
    assert len(kept(store)) == 1


def test_a_correction_of_the_newest_revision_is_no_conflict(store):
    sent = store.submission(PHONE)
    store.send(sent)
    receipt = store.send(replace(sent, answers=TABLET, parent=1, reason="typed wrongly"))
    (record,) = kept(store)
    assert (record.answers, record.revision, receipt.conflict) == (TABLET, 2, False)


def test_other_answers_under_the_same_id_are_kept_and_flagged(store):
    sent = store.submission(PHONE)
    first = store.send(sent)
    clash = store.send(replace(sent, answers=TABLET))
    assert clash.conflict and clash.number != first.number
    with store.database.reading() as session:
        (waiting,) = list_open_conflicts(session, store.scope())
    assert waiting.id == sent.id
    assert store.send(sent).number == first.number, "the first receipt stays true"


def test_two_corrections_of_one_revision_clash(store):
    sent = store.submission(PHONE)
    store.send(sent)
    store.send(replace(sent, answers=TABLET, parent=1))
    assert store.send(replace(sent, answers={"device": "laptop"}, parent=1)).conflict


def test_a_second_record_about_the_same_waits_for_a_decision(store):
    store.send(store.submission(PHONE))
    second = store.send(store.submission(TABLET))
    assert second.conflict
    (counted,) = kept(store)
    assert counted.answers == PHONE, "a double is left out of the analysis until somebody decides"


def test_two_teachers_and_two_waves_do_not_double_each_other(store):
    for code, wave in (("T01", "midyear"), ("T02", "midyear"), ("T01", "end")):
        assert not store.send(store.submission(PHONE, code, wave)).conflict
    assert len(kept(store)) == 3


def test_a_closed_wave_keeps_what_comes_late_and_marks_it(store):
    sent = store.submission(PHONE, wave="baseline", mode="offline")
    assert store.send(sent).late
    with store.database.reading() as session:
        (late,) = list_late(session, store.scope())
    assert (late.id, late.late) == (sent.id, True)


def test_paper_forms_typed_after_the_end_are_not_late(store):
    assert not store.send(store.submission(PHONE, wave="baseline", mode="paper")).late


def test_the_receipt_is_found_again_by_who_and_what(store):
    sent = store.submission(PHONE)
    receipt = store.send(sent)
    with store.database.reading() as session:
        found = find_receipt(
            session, store.scope(), sent.wave_id, sent.instrument.key, sent.subject
        )
        other = find_receipt(
            session,
            store.scope(),
            sent.wave_id,
            sent.instrument.key,
            Subject(people.find_person(session, store.scope(), "T02").id),
        )
    assert found == receipt
    assert other is None


def test_an_id_of_another_study_is_refused(store):
    sent = store.submission(PHONE)
    store.send(sent)
    with (
        pytest.raises(ForeignRecord),
        store.database.writing() as session,
    ):
        keep(session, Scope(store.study_id + 1, "STR", "coordinator"), sent)
    assert len(kept(store)) == 1


def test_nothing_is_kept_when_the_transaction_fails(store):
    sent = store.submission(PHONE)
    with pytest.raises(RuntimeError), store.database.writing() as session:
        keep(session, store.scope(), sent)
        raise RuntimeError("the power went")
    assert kept(store) == []
    with store.database.reading() as session:
        assert all(not finding.faults for finding in verify_all(session))


def race(store: Store, submissions: list) -> list:
    """Send everything at the same moment, each from a thread of its own."""
    start = threading.Barrier(len(submissions))
    outcomes: list = []

    def phone(sent) -> None:
        start.wait()
        try:
            outcomes.append(store.send(sent))
        except Exception as fault:
            outcomes.append(fault)

    threads = [threading.Thread(target=phone, args=(sent,)) for sent in submissions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_six_phones_sending_the_same_at_once_make_one_record(store):
    for _ in range(10):
        sent = store.submission(PHONE, code="T02", wave="midyear")
        before = len(kept(store))
        outcomes = race(store, [sent] * 6)
        assert [type(outcome) for outcome in outcomes] == [Receipt] * 6, outcomes
        assert len({outcome.number for outcome in outcomes}) == 1
        assert sorted(outcome.again for outcome in outcomes) == [False] + [True] * 5
        assert len(kept(store)) == max(before, 1)


def test_six_phones_answering_differently_lose_nothing(store):
    plain = store.submission({})
    race(store, [replace(plain, answers={"hours": number}) for number in range(6)])
    with store.database.reading() as session:
        record = find_record(session, store.scope(), plain.id)
        receipts, newest, told = verify_all(session)[1:4]
    assert record.revision == 6 and record.conflict
    assert receipts.checked == told.checked == 6
    assert not (receipts.faults or newest.faults or told.faults)


def test_the_wave_of_a_record_does_not_change_with_its_state(store):
    sent = store.submission(PHONE)
    store.send(sent)
    with store.database.writing() as session:
        waves.set_state(session, store.scope(), "midyear", "closed")
    assert not store.send(sent).late, "it came in time and stays in time"
