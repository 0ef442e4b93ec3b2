"""Codes of focus groups, and how much teachers took part in the community."""

from exports.statistics.coding import CodeAgreement, co_occurrence, coder_agreement, count_codes
from exports.statistics.composite import composite
from tests.compare.scales import WAVES, teachers
from tests.compare.study import Row, rows


def focus_codes() -> dict[str, object]:
    """Count the first coder's codes by wave, and compare both coders."""
    segments = rows("focus_group_notes")
    first, second = (
        [_codes(row[name]) for row in segments] for name in ("codes_coder1", "codes_coder2")
    )
    counts = count_codes(first, [row["wave"] for row in segments])
    alike = coder_agreement(first, second)
    return {
        "codes": [one.code for one in counts],
        "segments": len(segments),
        "by_wave": {
            one.code: {f"wave{wave}": one.by_group[wave] for wave in WAVES} for one in counts
        },
        "cooccurrence": {"+".join(pair): n for pair, n in co_occurrence(first).items()},
        "agreement": {code: _agreement(one) for code, one in alike.codes.items()},
        "pooled": {"n": alike.pooled.both.n, **_agreement(alike.pooled)},
        "mean_jaccard": alike.mean_jaccard.value,
        "identical_sets_pct": 100 * alike.identical.share,
    }


def _codes(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _agreement(one: CodeAgreement) -> dict[str, object]:
    return {
        "agree_pct": one.both.percent.value,
        "kappa": one.both.kappa.value,
        "kripp_nominal": one.alpha.value,
    }


def engagement_index() -> dict[str, object]:
    """Add up every teacher's weeks, and average messages and minutes."""
    weeks = rows("engagement_logs")
    names = ("messages", "voice_minutes")
    sums = [[_sum(weeks, teacher, name) for name in names] for teacher in teachers()]
    found = composite(sums)
    columns = zip(teachers(), sums, found.index, found.above(0.5), found.above(0.75), strict=True)
    return {
        "teachers": {
            teacher: {
                **dict(zip(names, both, strict=True)),
                "index": index,
                "high": high,
                "top_quartile": top,
            }
            for teacher, both, index, high, top in columns
        },
        "median": found.cut(0.5),
        "q75": found.cut(0.75),
        "r_messages_voice": found.correlations[0].value,
    }


def _sum(weeks: list[Row], teacher: str, name: str) -> float:
    return sum(float(row[name]) for row in weeks if row["teacher_id"] == teacher)
