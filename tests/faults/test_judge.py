"""The judge believes the phone's receipts, not the server."""

from contextlib import closing

import pytest

from app.db import connect
from tests.faults.cuts import keep_form
from tests.faults.judge import ANY, Receipts, Verdict, judge
from tests.faults.village import Form, settle, sqlite_in

ID = "00000000-0000-4000-8000-00000000000{}"


@pytest.fixture
def village(tmp_path):
    """A study with one teacher who has sent one day; the URL, the day and its number."""
    url = sqlite_in(tmp_path)
    form = Form(ID.format(1), settle(url, 1)[0], 1, "note")
    with closing(connect(url)) as database:
        return url, form, keep_form(database, form)


def test_what_lies_there_under_its_number_is_well(village):
    url, form, number = village
    assert judge(url, Receipts({form: number})) == Verdict(1)
    assert judge(url, Receipts({form: ANY})) == Verdict(1)


def test_a_number_that_is_not_there_is_a_loss(village):
    url, form, _ = village
    assert judge(url, Receipts({form: "0000-0000"})).lost == 1


def test_other_answers_under_the_number_are_a_loss(village):
    url, form, number = village
    other = Form(form.id, form.teacher, form.day, "another note")
    assert judge(url, Receipts({other: number})).lost == 1


def test_the_same_day_under_another_id_is_a_double(village):
    url, form, number = village
    again = Form(ID.format(2), form.teacher, form.day, form.note)
    with closing(connect(url)) as database:
        keep_form(database, again)
    assert judge(url, Receipts({form: number})).doubled == 1


def test_what_nobody_sent_is_corrupt(village):
    url, form, _ = village
    assert judge(url, Receipts()).corrupted == 1
    assert judge(url, Receipts(), [form]).corrupted == 0


def test_a_number_that_changes_is_corrupt(village):
    url, form, number = village
    receipts = Receipts()
    receipts.keep(form, number)
    receipts.keep(form, "0000-0000")
    assert judge(url, receipts).corrupted == 1
