"""Lessons coded by two observers, and the notes of focus groups."""

from exports.observation import observation_tables
from exports.sessions import session_tables
from instruments.definitions import About, FilledBy, Kind, Section
from instruments.records import Part
from tests.exports.builders_source import instrument, item, record, source, text


def tables(made) -> dict[str, list[dict]]:
    """Read all tables as rows of dicts."""
    return {
        table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows]
        for build in (observation_tables, session_tables)
        for table in build(made)
    }


CHECKLIST = instrument(
    sections=(
        Section(
            "lesson",
            text("Lesson"),
            (
                item("day", Kind.DATE),
                item("grades", Kind.MULTIPLE, "5", "6"),
                item("pupils", Kind.INTEGER),
            ),
        ),
        Section(
            "seen",
            text("Seen"),
            (
                item("pairs", Kind.SINGLE, "1", "0"),
                item("level", Kind.LIKERT),
                item("example", Kind.LONG_TEXT),
            ),
        ),
    ),
    about=About.LESSON,
    filled_by=FilledBy.OBSERVER,
    date_item="day",
)


def coded(part: Part, author: str, **answers):
    """Make the record of one observer of lesson L1."""
    return record(
        "", 1, answers, id=f"{part}", lesson="L1", part=part, author=author, participant=""
    )


def lesson(*records):
    """Read the tables of one lesson."""
    return tables(source(CHECKLIST, records))


def test_a_visit_is_a_row_per_observer():
    first = coded(Part.PRIMARY, "O1", day="2023-10-02", grades=("5", "6"), pupils=9, pairs="1")
    rows = lesson(first, coded(Part.SECOND, "O2", pairs="1"))["obs_sessions"]

    assert [row["observer_id"] for row in rows] == ["O1", "O2"]
    row = rows[0]
    assert (row["visit_id"], row["teacher_id"], row["school_id"]) == ("L1", "T1", "S1")
    assert (row["date"], row["observer_role"]) == ("2023-10-02", "primary")
    assert (row["grade"], row["grades_5"], row["grades_6"]) == ("5 6", 1, 1)
    assert row["pupils"] == 9
    assert row["actual_start_utc"] == "2023-09-21T18:58:00Z"
    assert "pairs" not in row


def test_a_rating_stands_with_the_evidence_of_its_section():
    first = coded(Part.PRIMARY, "O1", pupils=9, pairs="0", level="4", example="=seen")
    rows = lesson(first)["obs_ratings"]

    assert [(row["item"], row["score"]) for row in rows] == [("pairs", 0), ("level", 4)]
    assert {row["evidence_text"] for row in rows} == {"=seen"}


def test_two_observers_are_paired_and_what_they_agreed_later_is_not():
    rows = lesson(
        coded(Part.PRIMARY, "O1", pairs="1", level="2"),
        coded(Part.SECOND, "O2", pairs="1", level="5"),
        coded(Part.CONSENSUS, "O1", pairs="1", level="4"),
    )["irr_pairs"]

    assert [(row["item"], row["score_a"], row["score_b"], row["diff"]) for row in rows] == [
        ("pairs", 1, 1, 0),
        ("level", 2, 5, 3),
    ]
    assert {(row["rater_a"], row["rater_b"]) for row in rows} == {("O1", "O2")}


def test_a_rating_that_one_observer_left_blank_has_no_difference():
    rows = lesson(coded(Part.PRIMARY, "O1", level="2"), coded(Part.SECOND, "O2"))["irr_pairs"]

    assert [(row["score_a"], row["score_b"], row["diff"]) for row in rows][1] == (2, None, None)


def test_one_observer_alone_is_no_pair():
    assert lesson(coded(Part.PRIMARY, "O1", pairs="1"))["irr_pairs"] == []


GUIDE = instrument(
    item("day", Kind.DATE),
    item("group", Kind.TEXT),
    item(
        "turns",
        Kind.REPEAT,
        items=(
            item("segment", Kind.TEXT),
            item("speaker", Kind.TEXT),
            item("clock", Kind.TIME),
            item("words", Kind.LONG_TEXT),
            item("tongue", Kind.SINGLE, "kk", "ru"),
            item("codes_a", Kind.TEXT),
            item("codes_b", Kind.TEXT),
        ),
    ),
    about=About.GROUP_SESSION,
    filled_by=FilledBy.MODERATOR,
    asked_of="",
)
SAID = (
    {
        "segment": "S01",
        "speaker": "M3",
        "clock": "10:15",
        "words": "Уақыт жоқ.",
        "tongue": "kk",
        "codes_a": "TIME; HELP",
        "codes_b": "TIME",
    },
    {"speaker": "M4", "words": "Иә."},
)


def session():
    """Read the tables of one session."""
    held = record("", 2, {"turns": SAID}, id="r1", group_session="G1", author="M")
    return tables(source(GUIDE, [held]))


def test_a_session_says_when_and_with_which_group():
    (row,) = session()["fg_sessions"]

    assert (row["session_id"], row["wave"], row["group"]) == ("G1", "w2", "FG1")
    assert (row["moderator_id"], row["n_turns"]) == ("M", 2)


def test_a_turn_is_who_said_what_when_in_which_language():
    first, second = session()["fg_turns"]

    assert (first["segment_id"], first["speaker_pseudonym"], first["time"]) == (
        "S01",
        "M3",
        "10:15",
    )
    assert (first["text"], first["lang"]) == ("Уақыт жоқ.", "kk")
    assert second["segment_id"] == "r1/turns/2"


def test_a_code_is_a_row_per_segment_and_coder():
    rows = session()["fg_codes"]

    assert [(row["segment_id"], row["code"], row["coder"]) for row in rows] == [
        ("S01", "TIME", "a"),
        ("S01", "HELP", "a"),
        ("S01", "TIME", "b"),
    ]


def test_a_code_names_its_record_and_turn_as_the_turn_does():
    rows = session()
    places = {
        (row["response_id"], row["turn_index"], row["segment_id"]) for row in rows["fg_turns"]
    }
    coded = {(row["response_id"], row["turn_index"], row["segment_id"]) for row in rows["fg_codes"]}
    assert coded == {("r1", 1, "S01")}
    assert coded < places


def test_a_study_without_lessons_and_groups_has_none_of_these_tables():
    assert tables(source(instrument(item("A")), [])) == {}
