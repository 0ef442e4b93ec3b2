"""The lessons of the study that ships with the program, as records in memory."""

from datetime import date

from exports.source import Source
from instruments.records import Lesson, Part, Record
from instruments.versions import library
from tests.compare.study import items, rows
from tests.exports.builders_source import source

KEY = "lesson_observation"


def demo_lessons(**more: object) -> Source:
    """Read the lessons of the shipped study, coded with the newest checklist."""
    asked = library()[KEY, max(version for key, version in library() if key == KEY)]
    found = rows("lesson_observations")
    codes = items(found[0])
    records = [
        Record(
            f"{row['lesson_id']}-{row['observer_role']}",
            KEY,
            asked.version,
            f"w{row['wave']}",
            {code: row[code] for code in codes if row[code]},
            lesson=row["lesson_id"],
            author=row["observer"],
            part=Part(row["observer_role"]),
            happened_on=date.fromisoformat(row["date"]),
        )
        for row in found
    ]
    records.sort(key=lambda record: (record.lesson, record.part))
    lessons = {
        row["lesson_id"]: Lesson(row["lesson_id"], row["teacher_id"], row["school_id"])
        for row in found
    }
    given = {"lessons": tuple(lessons.values()), **more}
    return source(asked, records, sorted({row["teacher_id"] for row in found}), **given)  # type: ignore[arg-type]
