"""The demo is the founding study, invented: its counts and its numbers equal the reference."""

import json
from pathlib import Path

import pytest

from app import demo
from app.db import Database
from app.store.checking import verify_all
from app.store.frame import export_source
from app.store.people import count_people
from app.store.reading import count_records, list_open_conflicts, read_records
from app.store.studies import find_study, list_schools
from app.store.visits import list_lessons
from exports.codebook import codebook_tables
from exports.results import study_results
from exports.source import Choices
from tests.app.demo_house import demo_scope, open_demo

REFERENCE = Path(__file__).parent / "reference"
WAVES = ("baseline", "midyear", "end")
STATISTICS = {
    **{
        name: name
        for name in ("n", "missing", "mean", "sd", "se", "median", "q1", "q3", "min", "max")
    },
    **{name: name for name in ("ci_low", "ci_high")},
    "skew_g1_type3": "skew",
    "kurtosis_type3": "kurtosis",
}
"""What the reference has, and how our results call it."""


def reference(name: str) -> dict:
    return json.loads((REFERENCE / f"atyrau_{name}.json").read_text("utf-8"))["values"]


@pytest.fixture(scope="module")
def database(demo_folder) -> Database:
    return open_demo(demo_folder)


@pytest.fixture(scope="module")
def results(demo_folder) -> dict:
    database = open_demo(demo_folder)
    with database.reading() as session:
        source = export_source(session, demo_scope(database), Choices())
        return study_results(source)["instruments"]["teacher_questionnaire"]


def test_the_demo_is_the_founding_study(database):
    scope = demo_scope(database)
    with database.reading() as session:
        assert count_people(session, scope) == {"pupil": 150, "teacher": 24}
        assert len(list_schools(session, scope)) == 7
        counted = count_records(session, scope)
        assert find_study(session, "demo").invented, "the demo says that it is invented"
    asked = [counted["teacher_questionnaire", wave] for wave in WAVES]
    assert asked == [24, 23, 24], "71 questionnaires: one teacher is missing in wave 2"


def test_it_is_teacher_15_who_is_missing_at_midyear(database):
    scope = demo_scope(database)
    with database.reading() as session:
        answered = {
            record.participant
            for record in read_records(session, scope, "teacher_questionnaire", "midyear")
        }
    assert {f"T{number:02d}" for number in range(1, 25)} - answered == {"T15"}


def test_two_observers_coded_some_lessons_and_nothing_clashes(database):
    scope = demo_scope(database)
    with database.reading() as session:
        lessons = list_lessons(session, scope)
        coded = list(read_records(session, scope, "lesson_observation"))
        assert list_open_conflicts(session, scope) == ()
    authors: dict[str, set[str]] = {}
    for record in coded:
        authors.setdefault(record.lesson, set()).add(record.author)
    assert set(authors) == {lesson.code for lesson in lessons}
    assert sum(len(found) == 2 for found in authors.values()) > 5


def test_everything_verifies(database):
    with database.reading() as session:
        findings = verify_all(session)
    assert not [fault for finding in findings for fault in finding.faults]
    assert all(finding.checked for finding in findings if finding.what != "freezes")


def test_scale_scores_equal_the_reference(results):
    wanted = {key: value for key, value in reference("scale_scores").items() if value is not None}
    found = {
        f"{person}.{WAVES.index(wave) + 1}.{scale}": value
        for key, one in results["scales"].items()
        for scale, wave in [key.split(".")]
        for person, value in one["scores"].items()
    }
    assert found.keys() == wanted.keys()
    assert found == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_descriptives_equal_the_reference(results, statistic):
    for key, wanted in reference("descriptives").items():
        scale, number = key.split(".")
        found = results["scales"][f"{scale}.{WAVES[int(number) - 1]}"]
        assert found[STATISTICS[statistic]] == pytest.approx(wanted[statistic], abs=1e-8), key


def test_alpha_in_the_codebook_equals_the_reference(database):
    with database.reading() as session:
        source = export_source(session, demo_scope(database), Choices())
        scales = next(one for one in codebook_tables(source, ()) if one.name == "scales")
        names = [column.name for column in scales.columns]
        rows = {row[0]: dict(zip(names, row, strict=True)) for row in scales.rows}
    for key, wanted in reference("reliability").items():
        scale, number = key.split(".")
        assert rows[scale][f"alpha_w{number}"] == pytest.approx(wanted["alpha_listwise"], abs=1e-9)
        assert rows[scale][f"alpha_n_w{number}"] == wanted["n_complete"]


def test_shares_of_agreement_equal_the_reference(results):
    for code, wanted in reference("top2box").items():
        found = results["items"][f"{code}.end"]["top_two"]
        for name in ("x", "n", "pct", "low", "high"):
            assert found[name] == pytest.approx(wanted[name], abs=1e-8), f"{code} {name}"


def test_making_it_again_changes_nothing(database):
    with database.writing() as session:
        assert demo.make_demo(session) is False


def test_the_links_open_one_door_per_role(database):
    with database.writing() as session:
        lines = list(demo.links(session, b"secret", "http://localhost:8080"))
    assert [line.who for line in lines] == [
        "teacher",
        "coordinator",
        "observer",
        "observer",
        "moderator",
    ]
    assert "/p/" in str(lines[0]) and "/c" in str(lines[0])
