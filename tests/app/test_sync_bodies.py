"""Bodies that cannot be taken are refused with one sentence, and nothing is written."""

import json

import pytest

from app import sealing
from tests.app.houses import House, house
from tests.app.phones import Phone, new_id, refused, rows, seal, teacher


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> House:
    """One house for all: what is refused leaves it as it was."""
    made = house(tmp_path_factory.mktemp("refused"))
    made.agree()
    made.token()
    return made


@pytest.fixture
def phone(home) -> Phone:
    return teacher(home)


DRESSES = {
    "no JSON": b"device=phone",
    "nothing": b"",
    "a list": b"[]",
    "a number": b"7",
    "cut off": b'{"token": "x", "answers": {"device": "pho',
    "two at once": b"{}{}",
    "a key twice": b'{"wave": "midyear", "wave": "end"}',
    "NaN": b'{"answers": {"hours_lost": NaN}}',
    "Infinity": b'{"answers": {"hours_lost": -Infinity}}',
    "too big a number": b'{"answers": {"hours_lost": 1e309}}',
    "a number of a mile": b'{"version": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 50 + b"1" + b"}" * 50,
    "not UTF-8": b'{"wave": "\xff"}',
    "half a sign in a key": b'{"\\ud800": 1}',
    "a NUL": b'{"wave": "\x00"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("dress", DRESSES)
def test_what_is_no_body_of_ours_is_refused(home, phone, dress):
    before = rows(home)
    refused(home, phone.send(DRESSES[dress]), 400, "body")
    assert rows(home) == before


FIELDS = {
    "no wave": {"wave": None},
    "wave is a number": {"wave": 7},
    "wave with a NUL": {"wave": "a\x00"},
    "wave with half a sign": {"wave": "\ud800"},
    "wave of a mile": {"wave": "w" * 200},
    "no instrument": {"instrument": None},
    "version is text": {"version": "1"},
    "version is true": {"version": True},
    "version is nothing": {"version": 0},
    "version is half": {"version": 1.5},
    "version is huge": {"version": 10**20},
    "a language of nobody": {"language": "fr"},
    "answers are a list": {"answers": []},
    "no start": {"started_at": None},
    "a start without a zone": {"started_at": "2026-11-20T10:00:00"},
    "a start in words": {"started_at": "yesterday"},
    "no end": {"finished_at": None},
    "parent is negative": {"parent": -1},
    "consent is a word": {"consent": "given"},
    "consent refused": {"consent": {"decision": "refused"}},
    "a lesson without an id": {"lesson": {"teacher": "T01"}},
    "a lesson with a bad id": {"lesson": {"id": "x"}},
    "a lesson in a year of nobody": {"lesson": {"id": new_id(), "held_on": "0001-01-01"}},
    "lesson and session": {"lesson": {"id": new_id()}, "group_session": {"id": new_id()}},
    "cleared is a word": {"cleared": "device"},
}


@pytest.mark.parametrize("case", FIELDS)
def test_a_field_that_cannot_be_read_is_named(home, phone, case):
    before = rows(home)
    text = json.dumps({**phone.body(), **FIELDS[case]}).encode()
    sentence = refused(home, phone.send(text), 422, "field")
    quoted = (sign for name in FIELDS[case] for sign in (f"“{name}”", f"«{name}»"))
    assert any(sign in sentence for sign in quoted), sentence
    assert rows(home) == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"wave": "never"}, "wave"),
        ({"instrument": "unheard_of"}, "instrument"),
        ({"version": 99}, "instrument"),
    ],
)
def test_what_the_study_does_not_know_is_named(home, phone, more, code):
    before = rows(home)
    refused(home, phone.send(phone.body(**more)), 422, code)
    assert rows(home) == before


@pytest.mark.parametrize(
    ("answers", "item", "words"),
    [
        ({"device": "abacus"}, "device", "abacus"),
        ({"device": ["phone", "tablet"]}, "device", "keep one"),
        ({"days_reached": "9"}, "days_reached", "0 to 7"),
        ({"hours_lost": "many"}, "hours_lost", "not a number"),
        ({"hours_lost": True}, "hours_lost", "does not fit"),
        ({"best_from": "25:00"}, "best_from", "25:00"),
        ({"wish": "a\x00b"}, "wish", "cannot be stored"),
        ({"wish": "\ud800"}, "wish", "cannot be stored"),
        ({"wish": "x" * 100_000}, "wish", "100000"),
        ({"wish": ["x", "y"]}, "wish", "keep one"),
        ({"no_such": "1"}, "no_such", "no_such"),
    ],
)
def test_an_answer_that_cannot_be_read_is_named_by_its_question(home, phone, answers, item, words):
    before = rows(home)
    text = json.dumps(phone.body(answers)).encode()
    answer = phone.send(text)
    assert words in refused(home, answer, 422, "answers")
    assert answer.json["item"] == item and rows(home) == before


def test_the_sentence_is_in_the_language_of_the_body(phone):
    sentences = {
        language: phone.send(phone.body({"device": "x"}, language=language)).json["error"]
        for language in ("kk", "ru", "en")
    }
    assert len(set(sentences.values())) == 3
    assert phone.send(b"{").json["error"].startswith("Жіберілген"), "else Kazakh"


def test_a_body_of_more_than_256_kilobytes_is_refused(home, phone):
    before = rows(home)
    refused(home, phone.send(phone.body({"wish": "x" * 256 * 1024})), 413, "size")
    assert rows(home) == before


@pytest.mark.parametrize("number", ["x", "1", "{11111111-1111-4111-8111-111111111111}", "A" * 36])
def test_a_bad_id_is_refused(home, phone, number):
    refused(home, phone.send(phone.body(), number), 404, "address")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "a/b", ""])
def test_another_kind_of_body_is_refused(home, phone, kind):
    refused(home, phone.send(phone.body(), kind=kind), 415, "type")


def test_drafts_are_never_sealed(home, phone):
    sealed = seal(sealing.public_key(home.settings.secret), json.dumps(phone.body()).encode())
    answer = phone.put(
        f"/sync/drafts/{new_id()}", sealed, kind="application/octet-stream", If_Match='"0"'
    )
    refused(home, answer, 415, "type")


def test_a_seal_that_cannot_be_opened_is_refused(home, phone):
    text = json.dumps(phone.body()).encode()
    good = seal(sealing.public_key(home.settings.secret), text)
    foreign = seal(sealing.public_key(b"another house"), text)
    bent = good[:-1] + bytes([good[-1] ^ 1])
    off_the_curve = b"\x04" + b"\x01" * 64 + good[65:]
    for sealed in (foreign, bent, off_the_curve, good[:90], b"", text):
        refused(home, phone.send(sealed, kind="application/octet-stream"), 400, "sealed")
    inside = seal(sealing.public_key(home.settings.secret), b"{")
    refused(home, phone.send(inside, kind="application/octet-stream"), 400, "body")
