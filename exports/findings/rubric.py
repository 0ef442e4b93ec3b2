"""Work that several raters rated: how far they agree, and whether groups differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from exports.findings.cases import Indexed, Rated, mean_of
from exports.findings.engagement import (
    CHOSEN,
    CUT,
    clustered_drawing,
    clustered_line,
    clustered_numbers,
    clustered_others,
    two_words,
)
from exports.findings.finding import Effect, Finding, Forest, Number, Topic
from exports.findings.material import Study
from exports.findings.phrasing import apa, in_r, labelled, listed, num, value_part, within_part
from exports.findings.reasons import because
from exports.statistics.agreement import agreement
from exports.statistics.clustered_groups import clustered_groups
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.outcome import Undefined, Value
from exports.statistics.ratings_icc import ICC, ICCs, icc
from exports.wording import Words, say
from instruments.wording import Text

Ratings = list[list[float | None]]
TOTAL = "total"
MODEL = in_r(
    say(
        "ICC(2,1) and ICC(2,k), absolute agreement; Krippendorff's alpha, "
        "ordinal for an item, interval for the mean."
    ),
    "psych::ICC(lmer = FALSE), irr::kripp.alpha()",
)
BY_GROUP = in_r(
    say("Difference of the means with errors corrected for teachers (CR2)."),
    "clubSandwich::coef_test(lm(rating ~ high), cluster = teacher, vcov = 'CR2')",
)


@dataclass(frozen=True)
class Agreed:
    """How far the raters agree on an item, or on the mean of all items."""

    code: str
    label: Words
    ratings: Ratings
    form: ICCs
    alpha: Value


def raters_agree(one: Rated, study: Study) -> Finding:
    """Say how far the raters agree, item by item and in the mean of the items."""
    of = {item.code: (item.label, one.ratings[item.code]) for item in one.items}
    parts = [_agreed(code, label, ratings) for code, (label, ratings) in of.items()]
    total = _agreed(TOTAL, say("Mean of all items"), one.totals)
    whole = total.form.mean_2
    return Finding(
        key=f"{Topic.RUBRIC}.{one.key}",
        topic=Topic.RUBRIC,
        instrument=one.key,
        code="",
        question=say("Do the raters agree?"),
        subject=study.source.newest(one.key).title,
        answer=_answer(one, parts, whole),
        apa=_line(total.form, total.alpha),
        n=len(one.works),
        missing=_missing(one, total.form.n),
        model=MODEL,
        numbers=tuple(number for part in (*parts, total) for number in _numbers(part, one.raters)),
        drawings=(Forest(tuple(map(_effect, (*parts, total))), say("ICC(2,k)"), is_effect=False),),
        why=None if whole.value is not None else whole.why or Undefined.ONE_RATER,
    )


def _agreed(code: str, label: Words, ratings: Ratings) -> Agreed:
    level = Level.ORDINAL if code != TOTAL else Level.INTERVAL
    return Agreed(code, label, ratings, icc(ratings), krippendorff_alpha(ratings, level))


def _effect(one: Agreed) -> Effect:
    mean = one.form.mean_2
    return Effect(one.label, one.form.n, mean.value, mean.low, mean.high)


def _missing(one: Rated, complete: int) -> Words:
    gaps = (value is None for item in one.items for row in one.ratings[item.code] for value in row)
    return say(
        "Works: {works}, raters: {raters}; missing ratings: {missing}. ICC uses works that "
        "every rater rated ({complete}), Krippendorff's alpha all that two rated.",
        works=len(one.works),
        raters=len(one.raters),
        missing=sum(gaps),
        complete=complete,
    )


def _answer(one: Rated, parts: Sequence[Agreed], whole: ICC) -> Words:
    if whole.value is None:
        return say("Agreement of the raters cannot be given: {reason}.", reason=because(whole.why))
    return say(
        "The mean of {raters} raters is reliable to {whole} (ICC of the mean); item by item: "
        "{items}.",
        raters=len(one.raters),
        whole=num(whole.value),
        items=listed((part.label, num(part.form.mean_2.value)) for part in parts),
    )


def _numbers(one: Agreed, raters: tuple[str, ...]) -> Iterator[Number]:
    code, label = one.code, one.label
    yield Number(f"n.{code}", labelled(label, say("complete works")), one.form.n, places=0)
    for key, named, form in (
        ("icc21", say("ICC(2,1)"), one.form.single_2),
        ("icc2k", say("ICC(2,k)"), one.form.mean_2),
    ):
        words = labelled(label, named)
        yield Number(f"{key}.{code}", words, form.value, form.low, form.high, bounded=True)
    words = labelled(label, say("Krippendorff's alpha"))
    yield Number(f"alpha.{code}", words, one.alpha.value, bounded=True)
    if code != TOTAL:
        yield from _pairs(one, raters)


def _pairs(one: Agreed, raters: tuple[str, ...]) -> Iterator[Number]:
    """Compare every two raters: kappa, and how often their levels are equal."""
    found = {
        (raters[a], raters[b]): agreement(
            [row[a] for row in one.ratings], [row[b] for row in one.ratings]
        )
        for a, b in combinations(range(len(raters)), 2)
    }
    for (first, second), both in found.items():
        names = {"item": one.label, "one": first, "other": second}
        words = say("{item}: kappa of {one} and {other}", **names)
        kappa, place = both.kappa, f"{one.code}.{first}.{second}"
        yield Number(f"kappa.{place}", words, kappa.value, kappa.low, kappa.high, bounded=True)
    for (first, second), both in found.items():
        names = {"item": one.label, "one": first, "other": second}
        words = say("{item}: equal levels of {one} and {other}, per cent", **names)
        percent = both.percent.value
        yield Number(f"pct.{one.code}.{first}.{second}", words, percent, places=1)
    n, equal = sum(both.n for both in found.values()), sum(both.equal for both in found.values())
    whole = labelled(one.label, say("equal levels of all pairs of raters, per cent"))
    yield Number(f"pct.{one.code}", whole, 100 * equal / n if n else None, places=1)


def rated_by_group(one: Rated, index: Indexed, study: Study) -> Finding:
    """Compare the ratings of work where the index is high and where it is low."""
    kept = [*_with_index(one, index)]
    found = clustered_groups(
        [mean for _, mean in kept], [index.high[who] for who, _ in kept], [who for who, _ in kept]
    )
    return Finding(
        key=f"{Topic.RUBRIC}.{one.key}.{index.index.key}",
        topic=Topic.RUBRIC,
        instrument=one.key,
        code=TOTAL,
        question=say("Is the work rated higher where “{index}” is high?", index=index.index.name),
        subject=study.source.newest(one.key).title,
        answer=two_words(found, index.index.name, say("mean rating")),
        apa=clustered_line(found),
        n=len(kept),
        missing=say(
            "Works with a rating and an index: {n} of {works}. A work's number is the mean of its "
            "raters and items.",
            n=len(kept),
            works=len(one.works),
        ),
        model=BY_GROUP,
        numbers=clustered_numbers(found),
        alternatives=tuple(clustered_others(found)),
        warnings=(CHOSEN, CUT),
        drawings=(clustered_drawing(found),),
        why=None if found.robust.p is not None else found.robust.why or Undefined.NO_CASES,
    )


def _with_index(one: Rated, index: Indexed) -> Iterator[tuple[str, float]]:
    """Give the teacher and the mean rating of every work that has both a rating and an index."""
    for work, ratings in zip(one.works, one.totals, strict=True):
        mean = mean_of(ratings)
        if mean is not None and work[0] in index.high:
            yield work[0], mean


def _line(form: ICCs, alpha: Value) -> Text:
    whole = form.mean_2
    if whole.value is None:
        return Text()
    return apa(
        value_part("ICC(2,k)", whole.value, bounded=True),
        within_part(whole.low, whole.high, bounded=True),
        value_part("ICC(2,1)", form.single_2.value, bounded=True),
        value_part("Krippendorff α", alpha.value, bounded=True),
    )
