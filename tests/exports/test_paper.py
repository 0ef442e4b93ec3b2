"""What is printed can be read: reports, records, blank forms, cards and figures."""

import io

import pytest
import segno
from pypdf import PdfReader

from exports.blank_form import write_blank_form
from exports.cards import Card, write_cards
from exports.figures import LikertBar, LikertRow, MeanPoint, likert_bars, scale_means
from exports.numbers import interval, number, percent, share
from exports.paper import TEXT_WIDTH
from exports.record_pdf import write_record
from exports.report import write_report
from exports.report_figures import item_figures
from exports.source import Consent
from exports.summary import summarise
from instruments.definitions import About, FilledBy, Kind
from instruments.records import Part
from instruments.versions import library
from tests.exports.builders_source import instrument, item, likert, record, source


def pages_of(write) -> list[str]:
    out = io.BytesIO()
    write(out)
    out.seek(0)
    return [page.extract_text() for page in PdfReader(out).pages]


def words_of(write) -> str:
    return " ".join(" ".join(pages_of(write)).split())


def answered(value=4):
    return {f"Q{number}": value for number in range(1, 6)}


def study(**more):
    rows = [
        record("T1", 1, answered(2)),
        record("T1", 2, answered(4)),
        record("T2", 1, answered(3)),
    ]
    return source(likert(), rows, **more)


def test_the_report_says_who_answered_and_every_scale():
    text = words_of(lambda out: write_report(study(), out))
    assert "2/2 (100%)" in text and "1/2 (50%)" in text and "0/2 (0%)" in text
    assert "Scale Q" in text and "[" in text and "Statement Q1" in text
    assert "Q2" in text and "at least 80 %" in text


def test_the_report_of_one_wave_holds_that_wave_alone():
    text = words_of(lambda out: write_report(study(wave="w2"), out))
    assert "Wave 2" in text and "Wave 1" not in text and "Wave 3" not in text


def test_a_blank_form_holds_what_participants_agree_to():
    consent = Consent(("Taking part is voluntary.", "Questions: +7 700"), ("I agree", "I do not"))
    text = words_of(lambda out: write_blank_form(likert(), "en", out, consent=consent))
    assert "Taking part is voluntary. Questions: +7 700 I agree I do not" in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_heads_of_a_blank_table_keep_their_words_whole(language):
    guide = library()["focus_group", 1]
    (turns,) = guide.repeats
    text = words_of(lambda out: write_blank_form(guide, language, out))
    words = {word for member in turns.items for word in member.label.in_(language).split()}
    assert not [word for word in words if word not in text.split()]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_report_speaks_the_language(language):
    text = words_of(lambda out: write_report(study(language=language), out))
    assert {"kk": "Кім жауап берді", "ru": "Кто ответил"}[language] in text
    assert "Who answered" not in text and "Scale Q (" + language in text


def test_invented_data_are_marked_as_such():
    text = words_of(lambda out: write_report(study(invented=True), out))
    assert "Invented people and answers." in text


def test_an_open_answer_is_text_of_any_length_and_never_markup():
    asked = instrument(item("Q1"), item("why", Kind.LONG_TEXT))
    long = "Ұзақ жауап <b>&amp; </font> " * 700
    rows = [record("T1", 1, {"Q1": 4, "why": long})]
    pages = pages_of(lambda out: write_report(source(asked, rows), out))
    text = " ".join(" ".join(pages).split())
    assert text.count("&amp;") == 700 and "T1" in text
    assert len(pages) > 2


def test_a_study_without_any_record_still_prints():
    text = words_of(lambda out: write_report(source(likert(), []), out))
    assert "0/2 (0%)" in text


def test_personal_answers_stay_out_of_the_report():
    asked = instrument(item("Q1"), item("name", Kind.LONG_TEXT, personal=True))
    rows = [record("T1", 1, {"Q1": 4, "name": "Айгүл"})]
    assert "Айгүл" not in words_of(lambda out: write_report(source(asked, rows), out))


def test_one_record_prints_every_item_with_its_answer():
    one = record("T1", 1, {"Q1": 5}, receipt="7F3A-91C2")
    made = source(likert(), [one])
    text = words_of(lambda out: write_record(made, one, likert(), out))
    assert "7F3A-91C2" in text and "Choice 5" in text and text.count("—") >= 4


@pytest.mark.parametrize("key", sorted(key for key, _version in library()))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_instrument_of_the_library_prints_as_a_blank_form(key, language):
    made = library()[key, 1]
    text = words_of(lambda out: write_blank_form(made, language, out))
    asked = [one for section in made.sections for one in section.items]
    shown = text.replace(" ", "")
    for one in asked:
        assert one.label.in_(language).replace(" ", "") in shown, one.code


CODE = "K7M4RTXA"


def cards(count):
    return [
        Card(
            f"T{place:02d}",
            "",
            "SCH1",
            f"https://t.kz/p/{place:022d}",
            "K7M4RTXA",
            "https://t.kz/c",
        )
        for place in range(count)
    ]


def test_cards_stand_eight_on_a_sheet():
    pages = pages_of(lambda out: write_cards(cards(10), "en", out))
    assert [page.count("K7M4-RTXA") for page in pages] == [8, 2]
    assert "https://t.kz/c" in pages[0] and "T00" in pages[0]


def test_every_dark_module_of_the_code_is_drawn():
    out = io.BytesIO()
    write_cards(cards(1), "en", out)
    drawn = PdfReader(out).pages[0].get_contents().get_data().count(b" re f")
    matrix = segno.make(cards(1)[0].link, error="m", micro=False).matrix
    assert drawn == sum(map(sum, matrix))


def texts(drawing) -> list[str]:
    return [shape.text for shape in drawing.contents if hasattr(shape, "text")]


def test_bars_count_those_below_and_above_the_neutral_answer():
    row = LikertRow("Statement", (LikertBar("Wave 1", (3, 4, 5, 6, 7)),))
    found = texts(likert_bars("Title", "Below", ["a", "b", "c", "d", "e"], [row]))
    assert "7" in found and "13" in found and "Statement" in found


@pytest.mark.parametrize("choices", [2, 3, 4, 5, 6, 7, 9])
def test_scales_of_any_length_are_drawn(choices):
    row = LikertRow(
        "Statement", (LikertBar("Wave 1", (1,) * choices), LikertBar("2", (0,) * choices))
    )
    names = [str(place) for place in range(choices)]
    assert likert_bars("Title", "Below", names, [row]).height > 0


def test_levels_without_a_middle_name_none_and_every_figure_has_its_own_title():
    levels = [
        item("Q1", Kind.LIKERT, *"1234", list_key="four"),
        item("Q2", Kind.LIKERT, *"123456", list_key="six"),
    ]
    agreed = [item("Q3", list_key="agreement"), item("Q4", list_key="agreement")]
    asked = instrument(*levels, *agreed)
    made = source(asked, [record("T1", 1, {"Q1": 2, "Q2": 3, "Q3": 4, "Q4": 5})])
    figures = [texts(one) for one in item_figures(summarise(made, "tried"), "en")]
    assert [found[0] for found in figures] == [
        "Section: Statement Q1",
        "Section: Statement Q2",
        "Section (3/3)",
    ]
    said = [" ".join(found) for found in figures]
    assert "neutral" not in said[0] + said[1] and "neutral" in said[2]


def test_items_with_the_same_choices_stand_in_one_figure_whatever_list_these_are_from():
    levels = [item(f"Q{place}", Kind.LIKERT, *"1234", list_key=f"l{place}") for place in (1, 2)]
    made = source(instrument(*levels), [record("T1", 1, {"Q1": 2, "Q2": 3})])
    (figure,) = item_figures(summarise(made, "tried"), "en")
    assert {"Statement Q1", "Statement Q2"} <= {*texts(figure)}


def test_a_record_of_a_version_that_is_not_there_is_read_by_the_newest():
    kept = [record("T1", 1, {"Q1": 4, "Q2": 2}, version=9)]
    (answered,) = [
        one for one in summarise(source(likert(2), kept), "tried").answered if one.records
    ]

    assert (answered.wave.key, answered.records) == ("w1", 1)


def test_a_record_names_who_filled_it_in_by_words():
    asked = instrument(item("Q1"))
    made = record("T1", 1, {"Q1": 4}, author="OBS2", part=Part.SECOND)
    text = words_of(
        lambda out: write_record(source(asked, [made], language="ru"), made, asked, out)
    )
    assert "OBS2, второй наблюдатель" in text and "tried" not in text.partition("Statement")[0]


def test_a_figure_is_as_wide_as_the_text():
    row = LikertRow("Statement", (LikertBar("Wave 1", (3, 4, 5, 6, 7)),))
    assert likert_bars("Title", "Below", list("abcde"), [row]).width <= TEXT_WIDTH


def test_a_wave_without_a_mean_leaves_a_gap():
    points = [
        MeanPoint("Wave 1", 2, 3.2, 3.0, 3.4),
        MeanPoint("Wave 2", 0, None, None, None),
        MeanPoint("Wave 3", 1, 4.0, None, None),
    ]
    people = [[3.2, None, 4.0], [None, None, None]]
    drawing = scale_means("Title", "Below", points, people, low=1, high=5, language="kk")
    assert "3,20" in texts(drawing) and "n = 0" in texts(drawing)


def test_numbers_are_written_as_the_language_writes_them():
    assert (
        number(3.456, "kk") == "3,46"
        and number(3.456, "en") == "3.46"
        and number(None, "ru") == "—"
    )
    assert interval(1, 2, "ru") == "[1,00; 2,00]" and interval(1, 2, "en") == "[1.00, 2.00]"
    assert share(22, 24, "en") == "22/24 (92%)" and percent(1, 8, "kk") == "13\u2009%"
    assert share(0, 0, "en") == "—"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (4.625, 2, "4.63"),
        (2.675, 2, "2.68"),
        (4.35, 1, "4.4"),
        (22.5, 0, "23"),
        (-4.625, 2, "-4.63"),
        (-0.001, 2, "0.00"),
        (3.6249999999999996, 2, "3.63"),
        (3.6249, 2, "3.62"),
        (1e22, 2, "10000000000000000000000.00"),
    ],
)
def test_means_are_rounded_half_up_like_shares(value, places, written):
    assert number(value, "en", places) == written


def test_numbers_are_described_and_an_empty_part_has_no_heading():
    asked = instrument(item("score", Kind.DECIMAL, minimum=0.0, maximum=100.0))
    rows = [record("T1", 1, {"score": 40}), record("T2", 1, {"score": 60.5})]
    text = words_of(lambda out: write_report(source(asked, rows), out))
    assert "50.25" in text and "40.00–60.50" in text
    empty = words_of(lambda out: write_report(source(asked, []), out))
    assert empty.count("Questionnaire") < text.count("Questionnaire")


def guide(*more):
    inner = (item("speaker", Kind.TEXT), item("at", Kind.TIME), item("words", Kind.LONG_TEXT))
    turns = item("said", Kind.REPEAT, items=(*inner, *more))
    return instrument(turns, about=About.GROUP_SESSION, filled_by=FilledBy.MODERATOR)


def reported(asked, *turns):
    made = source(asked, [record("", 1, {"said": turns}, group_session="G1", author="MOD")])
    return words_of(lambda out: write_report(made, out))


SPOKEN = (
    {"speaker": "M3", "at": "10:40", "words": "Worth quoting", "good": "1"},
    {"speaker": "M4", "words": "Not marked", "good": "0"},
)


def test_marked_turns_are_quoted_by_pseudonym_and_time():
    text = reported(guide(item("good", Kind.SINGLE, "1", "0")), *SPOKEN)
    assert "M3 · G1 · 10:40 · Wave 1" in text and "Worth quoting" in text
    assert "Not marked" not in text and "Marked as quotations: 1 of 2." in text


def test_without_such_a_mark_all_turns_are_quoted():
    text = reported(guide(), *SPOKEN)
    assert "Worth quoting" in text and "Not marked" in text and "Marked as" not in text


def test_what_may_hold_a_name_is_not_quoted():
    named = item("words", Kind.LONG_TEXT, personal=True)
    turns = item("said", Kind.REPEAT, items=(item("speaker", Kind.TEXT), named))
    asked = instrument(turns, about=About.GROUP_SESSION, filled_by=FilledBy.MODERATOR)
    assert "Worth quoting" not in reported(asked, *SPOKEN)
