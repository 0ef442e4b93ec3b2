"""Scale scores of teachers by wave, what they look like, and what is missing of them."""

from dataclasses import asdict

from exports.statistics.descriptives import describe
from exports.statistics.participation import item_gaps, participation
from instruments.definitions import Scale
from instruments.scoring import reverse, score
from instruments.versions import newest
from tests.compare.study import Row, number, rows

WAVES = ("1", "2", "3")
SCALES = ("TC", "PC", "IS", "CO")


def scale(code: str) -> Scale:
    """Give a scale of the questionnaire."""
    return next(one for one in newest("teacher_questionnaire").scales if one.code == code)


def teachers() -> list[str]:
    """List the teachers of the study."""
    return sorted(row["teacher_id"] for row in rows("teachers"))


def answers(row: Row, asked: Scale) -> dict[str, float]:
    """Give a teacher's answers to the items of a scale as they were ticked."""
    given = {item: number(row[item]) for item in asked.items}
    return {item: one for item, one in given.items() if one is not None}


def keyed(row: Row, asked: Scale) -> list[float | None]:
    """Give answers in the order of the scale, reversed ones turned round."""
    given = answers(row, asked)
    return [
        None
        if item not in given
        else reverse(given[item], asked)
        if item in asked.reverse
        else given[item]
        for item in asked.items
    ]


def scores(code: str) -> dict[tuple[str, str], float | None]:
    """Score every questionnaire, by teacher and wave."""
    asked = scale(code)
    return {
        (row["teacher_id"], row["wave"]): score(asked, answers(row, asked)).value
        for row in rows("questionnaire_responses")
    }


def table(code: str) -> list[list[float | None]]:
    """Give the scores of a scale: one row per teacher, one column per wave."""
    found = scores(code)
    return [[found.get((teacher, wave)) for wave in WAVES] for teacher in teachers()]


def scale_scores() -> dict[str, object]:
    """Give every score, None where too few items were answered."""
    return {
        f"{teacher}.{wave}.{code}": value
        for code in SCALES
        for (teacher, wave), value in scores(code).items()
    }


def descriptives() -> dict[str, object]:
    """Describe every scale in every wave."""
    found: dict[str, object] = {}
    for code in SCALES:
        for wave, column in zip(WAVES, zip(*table(code), strict=True), strict=True):
            there = [one for one in column if one is not None]
            values = asdict(describe(there))
            values["skew_g1_type3"] = values.pop("skew")
            values["kurtosis_type3"] = values.pop("kurtosis")
            found[f"{code}.{wave}"] = {**values, "missing": column.count(None)}
    return found


def missing_answers() -> dict[str, object]:
    """Count questionnaires and answers that are not there."""
    forms = rows("questionnaire_responses")
    there = {(row["teacher_id"], row["wave"]) for row in forms}
    came = participation([[(one, wave) in there for wave in WAVES] for one in teachers()])
    scaled = [[one for code in SCALES for one in keyed(row, scale(code))] for row in forms]
    gaps = item_gaps(scaled)
    singles = [item for item in forms[0] if item.startswith("PF")]
    asked = [row[item] for row in forms for item in singles if row["wave"] == WAVES[-1]]
    return {
        "teachers": came.people,
        "waves": came.occasions,
        "expected_rows": came.expected,
        "answered_rows": came.answered,
        "missing_rows": came.absent,
        "teachers_all_waves": came.complete.x,
        "retention_w1_to_w3_pct": 100 * came.retained.share,
        "item_cells_asked_in_answered_rows": gaps.n + len(asked),
        "item_cells_skipped": gaps.x + asked.count(""),
        "skipped_pct": 100 * gaps.share,  # of the items of scales, which every wave asks
        "scale_scores_missing": {
            code: sum(row.count(None) for row in table(code)) for code in SCALES
        },
    }
