"""Syntax for SPSS: short lines, doubled quotes, scales as the program scores them."""

import re
from io import BytesIO

import pytest

from exports.dataset import data_tables
from exports.labelled.sav import write_sav
from exports.labelled.sps_text import LONGEST_LINE, command, comment, quoted
from exports.labelled.syntax import write_syntax
from instruments.definitions import About, Kind, Scale, Section
from instruments.wording import Text
from tests.exports.builders_source import choices, instrument, item, likert, record, source, text


def syntax(made, language="en", key="tried", path="{table}.sav") -> str:
    """Write the syntax of an instrument."""
    files = {
        one.name: write_sav(one, BytesIO(), language) for one in data_tables(made, reasons=True)
    }
    return write_syntax(made, key, files, language, path)


def commands(script: str) -> list[str]:
    """Take a script apart: one string per command, its lines joined."""
    joined = re.sub(r"\r\n +", " ", script)
    return [line.removesuffix(".") for line in joined.split("\r\n") if line]


def scale(*codes, reverse=(), share=0.8, code="Q", top=5):
    """Make a scale."""
    return Scale(code, text(f"Scale {code}"), codes, frozenset(reverse), 1, top, share)


def test_no_line_is_longer_than_spss_reads_and_every_command_ends():
    long = Text("қ" * 400, "я" * 400, "it's " * 80)
    items = [item(f"Q{n}", label=long, choices=choices(*"1234567")) for n in range(80)]
    made = source(instrument(*items, scales=(scale(*(f"Q{n}" for n in range(80))),)), [])
    for language in ("kk", "ru", "en"):
        lines = syntax(made, language).split("\r\n")
        assert max(len(line.encode()) for line in lines) <= LONGEST_LINE
        begun = [line for line in lines if line and not line.startswith(" ")]
        assert all(line.split()[0].lstrip("*") in WORDS or line[0] == "*" for line in begun)


WORDS = (
    *("GET", "VARIABLE", "VALUE", "MISSING", "MRSETS", "COMPUTE", "DESCRIPTIVES", "SORT"),
    *("SPLIT", "RELIABILITY", "MIXED", "GLM", "COUNT", "IF"),
)


def test_a_label_has_its_quotes_doubled_and_is_joined_by_plus():
    assert [*quoted("it's")] == ["'it''s'"]
    pieces = [*quoted("ә" * 200)]
    assert pieces == [f"'{'ә' * 90}' +", f"'{'ә' * 90}' +", f"'{'ә' * 20}'"]
    assert command(["A", "/B", "c"]) == "A\r\n  /B c."
    assert len(comment("ә" * 300).encode()) < LONGEST_LINE


def test_labels_missing_values_and_sets_are_written():
    asked = instrument(item("Q1"), item("many", Kind.MULTIPLE, "a", "b"))
    found = commands(syntax(source(asked, [])))

    assert "VARIABLE LABELS Q1 'Statement Q1'" in found
    assert (
        "VALUE LABELS Q1 -99 'no answer' -98 'not asked' 1 'Choice 1' 2 'Choice 2' 3 'Choice 3' "
        "4 'Choice 4' 5 'Choice 5'" in found
    )
    assert "MISSING VALUES Q1 many_a many_b (-99 THRU -96)" in found
    assert "VARIABLE LEVEL Q1 (ORDINAL)" in found
    assert (
        "MRSETS /MDGROUP NAME = $many LABEL = 'Statement many' CATEGORYLABELS = VARLABELS "
        "VARIABLES = many_a many_b VALUE = 1" in found
    )


def test_a_scale_takes_as_many_answers_as_the_program_wants():
    found = commands(syntax(source(likert(), [])))

    assert "COMPUTE new_Q = MEAN.4( Q1, 6 - Q2, Q3, Q4, Q5 )" in found
    assert "COMPUTE dif_Q = ABS(new_Q - scale_Q)" in found


@pytest.mark.parametrize(("share", "enough"), [(0.0, 1), (0.5, 3), (0.6, 3), (0.8, 4), (1.0, 5)])
def test_the_share_becomes_a_number(share, enough):
    codes = [f"Q{n}" for n in range(1, 6)]
    asked = instrument(*map(item, codes), scales=(scale(*codes, share=share),))

    assert f"MEAN.{enough}( Q1, Q2, Q3, Q4, Q5 )" in syntax(source(asked, []))


def test_items_under_a_condition_count_where_they_were_asked():
    inside = Section("two", text("Two"), (item("Q2"),), show_if="${Q1} = '5'")
    asked = instrument(
        sections=(Section("one", text("One"), (item("Q1"),)), inside),
        scales=(scale("Q1", "Q2"),),
    )
    found = commands(syntax(source(asked, [])))

    assert "COUNT #left = Q1 Q2 (-98)" in found
    assert "COMPUTE #asked = 2 - #left - #none * (status = 'complete')" in found
    assert "COMPUTE #given = NVALID( Q1, Q2 )" in found
    assert "IF (#given > 0 AND #given >= 0.8 * #asked - 1E-9) new_Q = MEAN( Q1, Q2 )" in found


def test_versions_that_score_otherwise_are_scored_apart():
    codes = ("Q1", "Q2")
    versions = [
        instrument(*map(item, codes), version=version, scales=(scale(*codes, reverse=reverse),))
        for version, reverse in ((1, ()), (2, ("Q2",)), (3, ("Q2",)))
    ]
    found = commands(syntax(source(versions, [])))

    assert "IF ANY(instrument_version, 1) new_Q = MEAN.2( Q1, Q2 )" in found
    assert "IF ANY(instrument_version, 2, 3) new_Q = MEAN.2( Q1, 6 - Q2 )" in found


def test_choices_with_text_for_codes_are_not_computed_with():
    asked = instrument(item("Q1", Kind.SINGLE, "01", "02"), item("Q2"), scales=(scale("Q1", "Q2"),))

    assert "COMPUTE" not in syntax(source(asked, []))


def test_the_usual_analyses_are_there():
    found = commands(syntax(source(likert(), []), path="../data/{table}_en.sav"))

    assert "GET FILE = '../data/tried_long_en.sav'" in found
    assert "SPLIT FILE BY wave_num" in found
    assert (
        "RELIABILITY /VARIABLES = Q1 r_Q2 Q3 Q4 Q5 /SCALE( 'Q' ) ALL /MODEL = ALPHA "
        "/SUMMARY = TOTAL" in found
    )
    assert (
        "MIXED scale_Q BY wave_num /FIXED = wave_num /METHOD = REML /PRINT = SOLUTION "
        "/RANDOM = INTERCEPT | SUBJECT(participant_id) /EMMEANS = TABLES(wave_num) "
        "COMPARE ADJ(BONFERRONI)" in found
    ), "the first model is the one whose numbers the report prints"
    assert (
        "MIXED scale_Q BY wave_num /FIXED = wave_num /METHOD = REML /PRINT = SOLUTION "
        "/RANDOM = INTERCEPT | SUBJECT(school_id) /REPEATED = wave_num | SUBJECT(participant_id) "
        "COVTYPE(AR1) /EMMEANS = TABLES(wave_num) COMPARE ADJ(BONFERRONI)" in found
    )
    assert (
        "GLM scale_Q_w1 scale_Q_w2 scale_Q_w3 /WSFACTOR = wave 3 Polynomial /METHOD = SSTYPE(3) "
        "/PRINT = DESCRIPTIVE ETASQ /EMMEANS = TABLES(wave) COMPARE ADJ(BONFERRONI) "
        "/WSDESIGN = wave" in found
    )


def test_one_wave_or_an_observed_lesson_has_no_comparison_of_waves():
    lesson = instrument(item("Q1"), item("Q2"), about=About.LESSON, scales=(scale("Q1", "Q2"),))

    assert "GLM" not in syntax(source(lesson, []))
    assert "MIXED" not in syntax(source(likert(), [], wave="w1"))


def test_new_names_never_stand_in_the_file_already():
    asked = instrument(
        item("Q1"), item("Q2"), item("new_Q", Kind.INTEGER), scales=(scale("Q1", "Q2"),)
    )
    found = commands(syntax(source(asked, [record("T1", 1, {"Q1": "1"})])))

    assert "COMPUTE new_Q_2 = MEAN.2( Q1, Q2 )" in found
