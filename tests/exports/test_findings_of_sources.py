"""Talk, raters and the index: what their findings count, and what they say with little."""

import pytest

from exports.analysis_tables import analysis_tables
from exports.findings.everything import all_findings
from exports.findings.finding import Finding
from exports.source import Source
from exports.statistics.outcome import Undefined
from tests.exports.builders_source import record
from tests.exports.small_studies import LOG, marked
from tests.exports.sourced import (
    ALONE,
    HELP,
    RISING,
    TEACHERS,
    asked,
    logged,
    said,
    seen,
    sources,
    spoken,
    talk,
    visit,
)

INDEX = "engagement.log.part"


def found(source: Source, key: str) -> Finding:
    one = all_findings(source).find(key)
    assert one is not None
    return one


def test_speakers_are_counted_beside_segments_in_every_wave():
    one = found(sources(talk(ALONE, HELP), records=spoken()), "talk.guide")
    assert [one.value(f"{name}.HELP.w2") for name in ("segments", "people")] == [3, 3]
    assert one.value("people.HELP.w1") == 0
    assert [one.value(f"segments_all.{wave}") for wave in ("w1", "w2")] == [3, 3]
    label = next(number.label for number in one.numbers if number.key == "people.HELP.w2")
    assert label.in_("en") == "Help: speakers, Wave 2"


def test_counts_say_whose_codes_they_are_and_carry_no_test():
    one = found(sources(talk(HELP), records=spoken()), "talk.guide")
    assert "“Statement codes_1”" in one.model.in_("en")
    assert one.model.in_("en").endswith("No test.")
    assert not one.apa
    assert "Said by one speaker alone: OTHER." in [word.in_("en") for word in one.warnings]


def test_a_code_without_words_keeps_its_own_name():
    one = found(sources(talk(HELP), records=spoken()), "talk.guide")
    assert [row.in_("en") for row in one.drawings[0].rows] == ["ALONE", "Help", "OTHER"]


def test_raters_are_compared_level_by_level():
    levels = {"T1": (2, 2), "T2": (3, 3), "T3": (4, 4), "T4": (1, 2)}
    works = {
        (who, "A", rater): level
        for who, row in levels.items()
        for rater, level in zip(("R1", "R2"), row, strict=True)
    }
    one = found(marked(works), "rubric.marks")
    assert one.value("pct.craft") == one.value("pct.craft.R1.R2") == 75
    assert {key for key in ("icc21", "icc2k", "alpha") if one.value(f"{key}.craft")} == {
        "icc21",
        "icc2k",
        "alpha",
    }


def test_one_rater_has_no_equal_levels():
    one = found(marked({("T1", "A", "R1"): 2, ("T2", "B", "R1"): 4}), "rubric.marks")
    assert one.value("pct.craft") is None
    assert one.why is not None


def test_an_index_says_what_it_is_made_of_and_who_is_high():
    one = found(sources(LOG, records=logged()), INDEX)
    assert one.n == len(TEACHERS)
    assert [one.value(f"n.{group}") for group in ("high", "low")] == [4, 4]
    assert one.value("mean.sent") == pytest.approx(3.5)
    assert [one.value(f"mean.sent.{group}") for group in ("high", "low")] == [5.5, 1.5]
    assert "“Statement sent”" in one.answer.in_("en")
    assert one.value("occasions") == 1
    assert one.warnings == ()


def test_who_has_fewer_records_and_who_has_none_is_said():
    more = record("T1", 1, {"week": 2, "sent": 9}, id="more", instrument="log")
    one = found(sources(LOG, records=[*logged()[:-1], more]), INDEX)
    assert "no index: 1." in one.missing.in_("en")
    assert "1 to 2, median 1" in one.missing.in_("en")
    assert "as many records" in one.warnings[0].in_("en")


def test_a_log_that_does_not_vary_has_no_index():
    same = [
        record(who, 1, {"week": 1, "sent": 4}, id=f"log{who}", instrument="log") for who in TEACHERS
    ]
    one = found(sources(LOG, records=same), INDEX)
    assert one.why is Undefined.NO_VARIANCE
    assert one.answer.in_("en").startswith("The index cannot be given")
    assert not one.apa


def test_an_empty_log_has_no_index():
    one = found(sources(LOG, records=[]), INDEX)
    assert one.why is Undefined.NO_CASES
    assert one.value("median") is None


def test_claims_and_codes_are_tables_of_the_workbook():
    records = [*said(RISING), *seen(1, 9), *spoken()]
    source = sources(asked(), visit(goes_with=("Q",)), talk(ALONE, HELP), records=records)
    tables = {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for table in analysis_tables(source)
    }
    own = tables["analysis_claims"][0]
    assert (own["source"], own["tie"], own["verdict"]) == ("teachers", "own", "agrees")
    seen_by = [row for row in tables["analysis_claims"] if row["source"] == "observers"]
    assert seen_by[0]["counts"] == "1/10 → 9/10"
    quoted = {row["code"]: row["quotation"] for row in tables["analysis_joint"]}
    assert quoted == {"ALONE": "One", "HELP": "Бес", "OTHER": None}


def test_a_study_of_teachers_alone_has_no_such_tables():
    names = {table.name for table in analysis_tables(sources(asked(), records=said(RISING)))}
    assert names.isdisjoint({"analysis_claims", "analysis_joint"})
