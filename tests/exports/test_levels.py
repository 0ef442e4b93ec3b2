"""Tables for multilevel models: unique keys, cluster means, scores around them."""

from dataclasses import replace

import pytest

from exports.bundle import write_csv_zip
from exports.dataset import data_tables
from instruments.definitions import About
from instruments.records import Lesson, Part, Participant, School
from tests.exports.builders_source import frame, likert, record, source

PEOPLE = (
    Participant("T1", "teacher", "S1", attributes={"years": "7"}),
    Participant("T2", "teacher", "S1", attributes={"years": "12"}),
    Participant("T3", "teacher", "S2"),
    Participant("T4", "teacher", ""),
    Participant("P1", "pupil", "S1", teacher="T1"),
)
SCHOOLS = (School("S1", "", {"type": "small"}), School("S2"), School("S3"))


def alike(who: str, wave: int, level: int, **more: object):
    """Make a record whose every item scores alike; the second of them is turned round."""
    codes = {f"Q{n}": str(6 - level if n == 2 else level) for n in range(1, 6)}
    return record(who, wave, codes, **more)


def tables(records, asked=None, *, late=False, **more) -> dict[str, list[dict]]:
    """Read the tables as rows by name; late is after the last one was built."""
    made = source(asked or likert(), records, participants=PEOPLE, schools=SCHOOLS, **more)
    found = data_tables(made)
    return {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for table in ([*found] if late else found)
    }


RECORDS = [alike("T1", 1, 2), alike("T1", 2, 4), alike("T2", 1, 5), alike("T4", 1, 1)]


@pytest.mark.parametrize("late", [False, True])
def test_a_score_stands_around_its_teachers_mean(late):
    rows = tables(RECORDS, late=late)["tried_level1"]

    assert [(one["response_id"], one["Q_clm"], one["Q_gmc"]) for one in rows] == [
        ("T1-1", 3, -1),
        ("T1-2", 3, 1),
        ("T2-1", 5, 0),
        ("T4-1", 1, 0),
    ]


@pytest.mark.parametrize("late", [False, True])
def test_a_teacher_has_one_row_and_stands_around_the_school(late):
    rows = {one["teacher_id"]: one for one in tables(RECORDS, late=late)["level2_teacher"]}

    assert [*rows] == ["T1", "T2", "T3", "T4"]
    assert [one["Q_clm"] for one in rows.values()] == [3, 5, None, 1]
    assert [one["Q_gmc"] for one in rows.values()] == [-1, 1, None, None]
    assert [one["Q_n"] for one in rows.values()] == [2, 1, 0, 1]
    assert [one["years"] for one in rows.values()] == [7, 12, None, None]


def test_a_school_has_one_row_and_its_teachers_count_alike():
    rows = {one["school_id"]: one for one in tables(RECORDS)["level3_school"]}

    assert [*rows] == ["S1", "S2", "S3"]
    assert [one["Q_clm"] for one in rows.values()] == [4, None, None]
    assert [one["Q_n"] for one in rows.values()] == [2, 0, 0]
    assert [one["n_teachers"] for one in rows.values()] == [2, 1, 0]
    assert rows["S1"]["school_type"] == "small"


def test_pupils_count_for_their_teacher_and_strangers_have_a_row_of_their_own():
    asked = likert()
    pupils = [alike("P1", 1, 3)]
    rows = tables([*RECORDS, *pupils], asked)["level2_teacher"]
    assert (rows[0]["Q_n"], rows[0]["Q_clm"]) == (3, 3)

    lessons = (Lesson("L9", "T9", "S2"),)
    of_lessons = likert(key="seen")
    seen = [
        alike("", 1, level, id=f"{part}", instrument="seen", lesson="L9", part=part)
        for part, level in ((Part.PRIMARY, 2), (Part.SECOND, 5), (Part.CONSENSUS, 4))
    ]
    looked = _about_lessons(of_lessons)
    rows = tables(seen, looked, lessons=lessons)["level2_teacher"]
    assert (rows[-1]["teacher_id"], rows[-1]["school_id"], rows[-1]["Q_clm"]) == ("T9", "S2", 2)


def test_a_training_lesson_counts_for_nobody():
    lessons = (Lesson("L1", "T1", "S1"),)
    seen = [
        alike("", 1, 4, id=f"{part}", instrument="seen", lesson="L1", part=part)
        for part in (Part.MASTER, Part.PRIMARY)
    ]
    found = tables(seen, _about_lessons(likert(key="seen")), lessons=lessons)

    assert found["seen_level1"] == []
    assert found["level2_teacher"][0]["Q_n"] == 0


def _about_lessons(made):
    return replace(made, about=About.LESSON)


def test_scales_of_one_name_in_two_instruments_are_kept_apart():
    made = source([likert(), likert(key="other")], [])
    names = {table.name: table.header for table in data_tables(made)}

    assert {"Q_clm", "Q_2_clm"} <= {*names["level2_teacher"]}
    assert "Q_2_gmc" in names["other_level1"]
    assert max(map(len, names["level2_teacher"])) <= 32


def test_the_levels_stand_in_the_csv_and_not_without_people(tmp_path):
    with (tmp_path / "x").open("w+b") as out:
        done = write_csv_zip(source(likert(), RECORDS), out)
    names = {one.table for one in done.sheets}
    assert {"tried_level1", "level2_teacher", "level3_school"} <= names

    empty = source(likert(), [], participants=(), schools=())
    assert empty.frame == frame((), ("tried",), participants=(), schools=())
    assert not {table.name for table in data_tables(empty)} & {"level2_teacher", "level3_school"}
