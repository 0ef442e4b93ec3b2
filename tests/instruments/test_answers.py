"""Raw values become answers, and answers are judged, in one place and in kind words."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.answers import BLANKS, JUDGES, READERS, Fault, Refused, faults, from_plain, read
from instruments.definitions import (
    UNANSWERED,
    About,
    Choice,
    FilledBy,
    Instrument,
    Item,
    Kind,
    Required,
    Section,
)
from instruments.wording import Text

AGREE = tuple(
    Choice(str(code), Text(kk, ru, en))
    for code, kk, ru, en in [
        (1, "Мүлдем келіспеймін", "Совсем не согласен", "Strongly disagree"),
        (2, "Келіспеймін", "Не согласен", "Disagree"),
        (3, "Бейтарап", "Нейтрально", "Neutral"),
    ]
)
METHODS = (
    Choice("pair", Text("Жұппен, қатармен", "В парах, рядами", "In pairs, by rows")),
    Choice("group", Text("Топпен", "В группах", "In groups")),
    Choice("solo", Text("Жеке", "Отдельно", "Alone")),
    Choice("other", Text("Басқа", "Другое", "Other")),
    Choice("else", Text("Өзге", "Другое", "Something else")),
)


def item(kind, code="q", **rest):
    return Item(code, kind, Text(kk=code), **rest)


LIKERT = item(Kind.LIKERT, choices=AGREE)
SINGLE = item(Kind.SINGLE, choices=METHODS)
MULTIPLE = item(Kind.MULTIPLE, choices=METHODS)


def refusal(one, raw, language="en"):
    with pytest.raises(Refused) as caught:
        read(one, raw)
    return caught.value.message.in_(language)


def form(*items):
    return Instrument(
        key="q", version=1, title=Text(kk="q"), about=About.PARTICIPANT, asked_of="teacher",
        filled_by=FilledBy.PARTICIPANT, minutes=5, sections=(Section("one", Text(kk="1"), items),),
    )  # fmt: skip


def said(found):
    return [(fault.item, str(fault.message)) for fault in found]


@pytest.mark.parametrize("table", [READERS, JUDGES, BLANKS])
def test_the_tables_know_every_kind_that_holds_an_answer(table):
    assert set(table) == set(Kind) - UNANSWERED


@pytest.mark.parametrize("kind", sorted(set(Kind) - UNANSWERED))
@pytest.mark.parametrize("raw", [None, "", "  ", "\t\r\n", (), [], ["", " "]])
def test_nothing_is_no_answer(kind, raw):
    if kind is Kind.REPEAT and isinstance(raw, list) and raw:
        return
    if kind is Kind.REPEAT and isinstance(raw, str) and raw:
        return
    assert read(item(kind, choices=METHODS), raw) is None


@pytest.mark.parametrize(
    ("one", "raw", "answer"),
    [
        (LIKERT, "3", 3),
        (LIKERT, 3, 3),
        (LIKERT, 3.0, 3),
        (LIKERT, "3.0", 3),
        (LIKERT, " 2 ", 2),
        (LIKERT, ["1"], 1),
        (LIKERT, "келіспеймін", 2),
        (LIKERT, "НЕ  СОГЛАСЕН", 2),
        (LIKERT, "strongly disagree", 1),
        (item(Kind.LIKERT, choices=METHODS), "pair", "pair"),
        (item(Kind.SINGLE, choices=AGREE), 3.0, "3"),
        (SINGLE, "group", "group"),
        (SINGLE, "GROUP", "group"),
        (SINGLE, "Жұппен, қатармен", "pair"),
        (MULTIPLE, "solo pair", ("pair", "solo")),
        (MULTIPLE, "solo;pair", ("pair", "solo")),
        (MULTIPLE, "solo, pair", ("pair", "solo")),
        (MULTIPLE, "solo, solo", ("solo",)),
        (MULTIPLE, ["solo", "group"], ("group", "solo")),
        (MULTIPLE, ("solo", "В группах"), ("group", "solo")),
        (MULTIPLE, "Жұппен, қатармен; Жеке", ("pair", "solo")),
        (MULTIPLE, "Жұппен, қатармен", ("pair",)),
        (MULTIPLE, "Топпен, Жеке", ("group", "solo")),
        (item(Kind.MULTIPLE, choices=AGREE), 2.0, ("2",)),
        (item(Kind.INTEGER), "12", 12),
        (item(Kind.INTEGER), "12.0", 12),
        (item(Kind.INTEGER), 12.0, 12),
        (item(Kind.INTEGER), "12 500", 12500),
        (item(Kind.INTEGER), "\u22125", -5),
        (item(Kind.DECIMAL), "1,5", 1.5),
        (item(Kind.DECIMAL), " 1.5 ", 1.5),
        (item(Kind.DECIMAL), 2, 2),
        (item(Kind.DECIMAL), 1e-07, 1e-07),
        (item(Kind.RANGE, minimum=0, maximum=1, step=0.1), "0.3", 0.3),
        (item(Kind.TEXT), "  as typed ", "  as typed "),
        (item(Kind.TEXT), 5.0, "5"),
        (item(Kind.LONG_TEXT), "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (item(Kind.DATE), "2024-04-03", "2024-04-03"),
        (item(Kind.DATE), "3.4.2024", "2024-04-03"),
        (item(Kind.DATE), "03.04.2024", "2024-04-03"),
        (item(Kind.DATE), date(2024, 4, 3), "2024-04-03"),
        (item(Kind.DATE), datetime(2024, 4, 3), "2024-04-03"),  # noqa: DTZ001 - as sheets hold it
        (item(Kind.DATE), datetime(2024, 4, 3, tzinfo=UTC), "2024-04-03"),
        (item(Kind.DATE), "2024-02-29", "2024-02-29"),
        (item(Kind.TIME), "9:05", "09:05"),
        (item(Kind.TIME), "09:05:00", "09:05"),
        (item(Kind.TIME), "00:12:35", "00:12:35"),
        (item(Kind.TIME), time(23, 59), "23:59"),
        (item(Kind.TIME), datetime(2024, 4, 3, 9, 30, tzinfo=UTC), "09:30"),
    ],
)
def test_a_value_is_read_as_people_and_sheets_write_it(one, raw, answer):
    value = read(one, raw)
    assert value == answer
    assert isinstance(value, type(answer)) or one.kind is Kind.DECIMAL


@pytest.mark.parametrize(
    ("one", "raw", "sentence"),
    [
        (LIKERT, "9", "“9” is not among the answers: choose one of them."),
        (LIKERT, "2.5", "“2.5” is not among the answers: choose one of them."),
        (LIKERT, ["1", "2"], "Several answers are given: keep one."),
        (LIKERT, True, "This value does not fit the question: True."),
        (SINGLE, "Другое", "“Другое” fits several answers: write the code instead."),
        (MULTIPLE, "solo, zoo", "“zoo” is not among the answers: choose one of them."),
        (MULTIPLE, "solo zoo", "“zoo” is not among the answers: choose one of them."),
        (MULTIPLE, "Жұппен, қатармен; Өз бетімен",
         "“Өз бетімен” is not among the answers: choose one of them."),
        (MULTIPLE, ["solo", "zoo"], "“zoo” is not among the answers: choose one of them."),
        (MULTIPLE, " ; ", "“;” is not among the answers: choose one of them."),
        (item(Kind.INTEGER), "12.5", "Write a whole number, without a fraction."),
        (item(Kind.INTEGER), 12.5, "Write a whole number, without a fraction."),
        (item(Kind.INTEGER), "twelve", "“twelve” is not a number: write it in digits."),
        (item(Kind.INTEGER), "1_000", "“1_000” is not a number: write it in digits."),
        (item(Kind.INTEGER), "9" * 30, "This number is too big: check it."),
        (item(Kind.INTEGER), 10**400, "This number is too big: check it."),
        (item(Kind.DECIMAL), "1,234.5", "“1,234.5” is not a number: write it in digits."),
        (item(Kind.DECIMAL), "nan", "“nan” is not a number: write it in digits."),
        (item(Kind.DECIMAL), float("nan"), "“NaN” is not a number: write it in digits."),
        (item(Kind.DECIMAL), float("inf"), "“Infinity” is not a number: write it in digits."),
        (item(Kind.DECIMAL), "1e999", "This number is too big: check it."),
        (item(Kind.INTEGER, minimum=0, maximum=100), "101", "Write a number from 0 to 100."),
        (item(Kind.INTEGER, minimum=1), "0", "Write 1 or more."),
        (item(Kind.DECIMAL, maximum=2.5), "2.6", "Write 2.5 or less."),
        (item(Kind.RANGE, minimum=1, maximum=9, step=2), "4",
         "Choose a number in steps of 2, starting from 1."),
        (item(Kind.TEXT), "a" * 256, "The text has 256 characters: shorten it to 255."),
        (item(Kind.LONG_TEXT), "a" * 20001, "The text has 20001 characters: shorten it to 20000."),
        (item(Kind.TEXT), "a\x00b",
         "The text holds a sign that cannot be stored: delete it and write it again."),
        (item(Kind.LONG_TEXT), "a\ud83c",
         "The text holds a sign that cannot be stored: delete it and write it again."),
        (item(Kind.DATE), "31.02.2024", "There is no such day: 31.02.2024."),
        (item(Kind.DATE), "2023-02-29", "There is no such day: 2023-02-29."),
        (item(Kind.DATE), "03.04.24", "Write the year in full, as in 2024-04-03."),
        (item(Kind.DATE), "03/04/24", "Write the year in full, as in 2024-04-03."),
        (item(Kind.DATE), "03/04/2024", "“03/04/2024” can be read in two ways: "
         "write year, month and day as in 2024-04-03."),
        (item(Kind.DATE), "spring", "“spring” is not a date: "
         "write year, month and day as in 2024-04-03."),
        (item(Kind.DATE), 45385.0, "“45385” is not a date: "
         "write year, month and day as in 2024-04-03."),
        (item(Kind.DATE), "0204-04-03", "Check the year: 0204."),
        (item(Kind.DATE), datetime(2024, 4, 3, 9, 30, tzinfo=UTC),
         "Write the day only, without the time, as in 2024-04-03."),
        (item(Kind.TIME), "25:00", "There is no such time: 25:00."),
        (item(Kind.TIME), "9.30", "“9.30” is not a time: write hours and minutes as in 09:30."),
        (item(Kind.NOTE), "x", "No answer is expected here: leave it out."),
        (item(Kind.REPEAT), "x", "Rows are expected here: give each row with its own answers."),
        (item(Kind.TEXT), {"a": 1}, "This value does not fit the question: {'a': 1}."),
    ],
)  # fmt: skip
def test_what_cannot_be_an_answer_is_refused_in_one_sentence(one, raw, sentence):
    assert refusal(one, raw) == sentence


def test_a_long_wrong_value_is_repeated_by_its_beginning():
    assert refusal(SINGLE, "x" * 500).startswith("“" + "x" * 59 + "…”")


def test_text_at_the_limit_is_kept_whole():
    assert read(item(Kind.TEXT), "ә" * 255) == "ә" * 255
    assert read(item(Kind.LONG_TEXT), "ә" * 20000) == "ә" * 20000


@pytest.mark.parametrize("kind", sorted(set(Kind) - UNANSWERED))
@given(raw=st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.lists(st.text())))
def test_any_value_is_read_or_refused(kind, raw):
    one = item(kind, choices=METHODS)
    try:
        value = read(one, raw)
    except Refused as refused:
        assert refused.message.in_("kk") and str(refused.message).encode()
        return
    assert value is None or JUDGES[kind](one, value) is None
    if value is not None and kind is not Kind.MULTIPLE:
        assert read(one, value) == value


def test_every_unanswered_required_item_is_named_at_once():
    questionnaire = form(
        item(Kind.LIKERT, "a", choices=AGREE, required=Required.ASK),
        item(Kind.TEXT, "b", required=Required.YES),
        item(Kind.TEXT, "c"),
        item(Kind.TEXT, "d", required=Required.YES, show_if="${c} = 'x'"),
    )
    found = faults(questionnaire, {})
    assert said(found) == [("a", "Choose one answer."), ("b", "Fill in this line.")]
    assert [fault.skippable for fault in found] == [True, False]
    assert [fault.message.in_("kk") for fault in found] == [
        "Бір жауапты таңдаңыз.",
        "Осы жолды толтырыңыз.",
    ]
    assert said(faults(questionnaire, {"a": 1, "b": "x", "c": "x"})) == [
        ("d", "Fill in this line.")
    ]


def test_a_blank_text_is_no_answer_to_a_required_item():
    questionnaire = form(item(Kind.TEXT, "b", required=Required.YES))
    assert said(faults(questionnaire, {"b": "  "})) == [("b", "Fill in this line.")]


def test_only_one_section_is_judged_when_asked():
    questionnaire = Instrument(
        key="q", version=1, title=Text(kk="q"), about=About.PARTICIPANT, asked_of="teacher",
        filled_by=FilledBy.PARTICIPANT, minutes=5,
        sections=(
            Section("one", Text(kk="1"), (item(Kind.TEXT, "a", required=Required.YES),)),
            Section("two", Text(kk="2"), (item(Kind.TEXT, "b", required=Required.YES),)),
        ),
    )  # fmt: skip
    second = questionnaire.sections[1]
    assert [f.item for f in faults(questionnaire, {"zz": "?"}, section=second)] == ["b"]
    assert [f.item for f in faults(questionnaire, {"zz": "?"})] == ["a", "b", "zz"]


def test_a_broken_constraint_speaks_the_authors_words():
    words = Text(kk="Сынып 1 мен 11 аралығында.", ru="Класс от 1 до 11.", en="Grade 1 to 11.")
    questionnaire = form(
        item(Kind.INTEGER, "grade", constraint=". >= 1 and . <= 11", constraint_message=words),
        item(Kind.INTEGER, "pupils", constraint=". >= ${grade}"),
    )
    found = faults(questionnaire, {"grade": 12, "pupils": 3})
    assert found[0].message.in_("kk") == "Сынып 1 мен 11 аралығында."
    assert found[0].message.in_("ru") == "Класс от 1 до 11."
    assert str(found[1].message) == "This answer does not fit: check it."
    assert faults(questionnaire, {}) == ()
    assert faults(questionnaire, {"grade": 4, "pupils": 4}) == ()


def test_words_with_braces_are_shown_as_they_are():
    questionnaire = form(
        item(Kind.TEXT, "a", constraint=". = 'x'", constraint_message=Text(kk="Бұл {x} емес."))
    )
    assert faults(questionnaire, {"a": "y"})[0].message.in_("kk") == "Бұл {x} емес."


@pytest.mark.parametrize(
    ("one", "value", "sentence"),
    [
        (LIKERT, "3", "This value does not fit the question: 3."),
        (LIKERT, 9, "“9” is not among the answers: choose one of them."),
        (LIKERT, True, "This value does not fit the question: True."),
        (SINGLE, "zoo", "“zoo” is not among the answers: choose one of them."),
        (SINGLE, 3, "This value does not fit the question: 3."),
        (MULTIPLE, ("solo", "zoo"), "“zoo” is not among the answers: choose one of them."),
        (MULTIPLE, ("solo", "solo"), "The same answer is given twice: keep one."),
        (MULTIPLE, "solo", "This value does not fit the question: solo."),
        (item(Kind.INTEGER), 1.5, "This value does not fit the question: 1.5."),
        (item(Kind.INTEGER, maximum=5), 6, "Write 5 or less."),
        (item(Kind.DECIMAL), float("nan"), "This value does not fit the question: nan."),
        (item(Kind.TEXT), 5, "This value does not fit the question: 5."),
        (item(Kind.DATE), "3.4.2024", "This value does not fit the question: 3.4.2024."),
        (item(Kind.DATE), "2024-02-31", "There is no such day: 2024-02-31."),
        (item(Kind.TIME), "9:30", "This value does not fit the question: 9:30."),
        (item(Kind.TIME), "24:30", "This value does not fit the question: 24:30."),
        (item(Kind.REPEAT), "x", "This value does not fit the question: x."),
    ],
)
def test_an_answer_is_judged_whatever_way_it_came(one, value, sentence):
    assert said(faults(form(one), {"q": value})) == [("q", sentence)]


def test_an_unknown_code_and_an_answer_to_a_note_are_named():
    questionnaire = form(item(Kind.NOTE, "n"), item(Kind.TEXT, "a"))
    sentence = "There is no question {} here: check its code."
    assert said(faults(questionnaire, {"n": "x", "zz": 1, "a": "b"})) == [
        ("n", sentence.format("n")),
        ("zz", sentence.format("zz")),
    ]
    answers, wrong = from_plain(questionnaire, {"zz\ud800": "x", "a": "b"})
    assert answers == {"a": "b"}
    assert said(wrong) == [("zz?", sentence.format("zz?"))]


def test_an_answer_that_is_not_shown_is_not_judged():
    questionnaire = form(
        item(Kind.TEXT, "a"), item(Kind.INTEGER, "b", maximum=5, show_if="${a} = 'x'")
    )
    assert faults(questionnaire, {"a": "y", "b": 9}) == ()


TURNS = item(
    Kind.REPEAT,
    "turns",
    minimum=1,
    maximum=3,
    items=(
        item(Kind.TEXT, "speaker", required=Required.YES),
        item(Kind.GROUP, "g", items=(item(Kind.INTEGER, "minutes", maximum=90),)),
        item(Kind.TEXT, "quote", required=Required.ASK, show_if="${minutes} > 5"),
    ),
)


def test_a_body_is_read_whole_with_every_fault_at_once():
    questionnaire = form(LIKERT, item(Kind.DATE, "day"), item(Kind.TEXT, "t"), TURNS)
    answers, wrong = from_plain(
        questionnaire,
        {
            "q": "2",
            "day": "31.02.2024",
            "t": " ",
            "turns": [{"speaker": "K1", "minutes": "7"}, {"speaker": ""}, {"minutes": "x"}, 5],
        },
    )
    assert answers == {"q": 2, "turns": ({"speaker": "K1", "minutes": 7},)}
    assert said(wrong) == [
        ("day", "There is no such day: 31.02.2024."),
        ("turns.3.minutes", "“x” is not a number: write it in digits."),
        ("turns", "Rows are expected here: give each row with its own answers."),
    ]


def test_rows_of_a_repeat_are_judged_one_by_one():
    rows = ({"speaker": "K1", "minutes": 7}, {"minutes": 100}, {"speaker": "K3", "zz": 1})
    found = faults(form(TURNS), {"turns": rows})
    assert said(found) == [
        ("turns.1.quote", "Fill in this line."),
        ("turns.2.speaker", "Fill in this line."),
        ("turns.2.minutes", "Write 90 or less."),
        ("turns.2.quote", "Fill in this line."),
        ("turns.3.zz", "There is no question turns.3.zz here: check its code."),
    ]
    assert [fault.skippable for fault in found] == [True, False, False, True, False]


def test_too_few_and_too_many_rows_are_named():
    row = {"speaker": "K1"}
    assert said(faults(form(TURNS), {})) == [("turns", "Add rows: at least 1.")]
    assert said(faults(form(TURNS), {"turns": (row,) * 4})) == [
        ("turns", "Remove rows: at most 3.")
    ]
    assert faults(form(TURNS), {"turns": (row,) * 3}) == ()


def test_what_was_read_is_never_at_fault():
    questionnaire = form(LIKERT, item(Kind.TIME, "t"), item(Kind.DECIMAL, "d"), TURNS)
    plain = {"q": "Келіспеймін", "t": "9:05", "d": "2,50", "turns": [{"speaker": "K1"}]}
    answers, wrong = from_plain(questionnaire, plain)
    assert wrong == ()
    assert faults(questionnaire, answers) == ()
    assert from_plain(questionnaire, answers) == (answers, ())
    assert isinstance(Fault("q", BLANKS[Kind.TEXT]).skippable, bool)
