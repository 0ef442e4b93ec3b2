"""The share of lessons with any item of a set."""

from collections.abc import Iterator

from exports.findings.finding import (
    Finding,
    Number,
    ShareOf,
    Shares,
    Topic,
)
from exports.findings.lessons_others import other_ways
from exports.findings.material import Study
from exports.findings.number_sets import p_number
from exports.findings.phrasing import (
    apa,
    chi2_part,
    in_r,
    joined_words,
    labelled,
    listed,
    p_part,
    share_words,
    value_part,
    within_part,
)
from exports.lesson_share_words import sentences
from exports.lesson_shares import Change, LessonShare, ShareInWave, lesson_shares
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.wording import Text


def lessons(study: Study) -> Iterator[Finding]:
    """Say what became of the share of lessons with any item of every set."""
    for one in lesson_shares(study.source):
        yield _shares(one)


def _shares(one: LessonShare) -> Finding:
    return Finding(
        key=f"{Topic.LESSONS}.{one.instrument}.{one.key}",
        topic=Topic.LESSONS,
        instrument=one.instrument,
        code=one.key,
        question=say("In how many lessons was it seen, and did that change?"),
        subject=one.name,
        answer=_answer(one),
        apa=_line(one, one.last) if one.last and one.chi2 is not None else Text(),
        n=one.lessons,
        missing=_missing_words(one),
        model=in_r(
            say(
                "Generalised estimating equations with an exchangeable correlation "
                "inside teachers, robust errors; Wilson's interval of a share, "
                "Newcombe's of a difference."
            ),
            "geepack::geeglm(seen ~ wave, id = teacher, family = binomial, corstr "
            "= 'exchangeable')",
        ),
        numbers=tuple(_share_numbers(one)),
        alternatives=tuple(other_ways(one)),
        warnings=tuple(_share_warnings(one)),
        drawings=(Shares(tuple(_shown(wave) for wave in one.waves)),),
        why=None if one.chi2 is not None else _reason(one),
    )


def _shown(wave: ShareInWave) -> ShareOf:
    return ShareOf(wave.wave.label, wave.x, wave.n, wave.share, wave.low, wave.high)


def _missing_words(one: LessonShare) -> Words:
    return say(
        "Lessons: {lessons}, teachers: {teachers}. Lessons with gaps and no yes count as not "
        "seen: {blank}. Second observers and training lessons are left out.",
        lessons=one.lessons,
        teachers=one.teachers,
        blank=sum(wave.blank for wave in one.waves),
    )


def _reason(one: LessonShare) -> Undefined:
    return Undefined(one.why) if one.why in {*Undefined} else Undefined.ONE_OCCASION


def _answer(one: LessonShare) -> Words:
    if one.last is None:
        return say(
            "Lessons were seen in one wave only: {share}.",
            share=listed((wave.wave.label, share_words(wave.x, wave.n)) for wave in one.waves),
        )
    several = [[*sentences(one, language)] for language in ("kk", "ru", "en")]
    return Text(*(" ".join(said[:1]) for said in several))


def _line(one: LessonShare, last: Change) -> Text:
    shares = listed((wave.wave.label, share_words(wave.x, wave.n)) for wave in one.waves)
    tested = apa(
        chi2_part(one.chi2, one.df) if one.chi2 is not None else None,
        p_part(one.p) if one.chi2 is not None else None,
        value_part("OR", last.odds_ratio) if last.odds_ratio is not None else None,
        within_part(last.ratio_low, last.ratio_high) if last.ratio_low is not None else None,
        p_part(last.p) if last.p is not None else None,
    )
    return joined_words((shares, tested), "; ")


def _share_numbers(one: LessonShare) -> Iterator[Number]:
    for wave in one.waves:
        key, at = wave.wave.key, wave.wave.label
        yield Number(f"x.{key}", labelled(at, say("Lessons where it was seen")), wave.x, places=0)
        yield Number(f"n.{key}", labelled(at, say("Lessons")), wave.n, places=0)
        yield Number(
            f"share.{key}",
            labelled(at, say("Share of lessons")),
            wave.share,
            wave.low,
            wave.high,
        )
    for change in one.changes:
        yield from _change_numbers(change)
    yield Number("chi2", say("Wald's chi-square of the waves"), one.chi2)
    yield Number("df", say("Degrees of freedom"), one.df, places=0)
    yield p_number("p", say("p of the waves"), one.p)
    yield Number("alpha", say("Correlation inside teachers"), one.alpha, bounded=True)


def _change_numbers(change: Change) -> Iterator[Number]:
    key, at = change.wave.key, change.wave.label
    yield Number(
        f"difference.{key}",
        labelled(at, say("Difference to the first wave")),
        change.difference,
        change.low,
        change.high,
    )
    name = labelled(at, say("Odds ratio to the first wave"))
    ratio = change.odds_ratio, change.ratio_low, change.ratio_high
    yield Number(f"odds_ratio.{key}", name, *ratio)
    yield p_number(f"p.{key}", labelled(at, say("p of the odds ratio")), change.p)


def _share_warnings(one: LessonShare) -> Iterator[Words]:
    if one.teachers < 10:
        yield say("Few teachers ({n}): robust errors are too small with so few.", n=one.teachers)
    if one.changes:
        yield say(
            "The interval of the difference (Newcombe) takes lessons as independent; the test "
            "knows that lessons of one teacher are alike."
        )
