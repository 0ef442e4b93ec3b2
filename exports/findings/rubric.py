"""Work that several raters rated: how far they agree, and whether groups differ."""

from collections.abc import Iterator
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
from exports.statistics.ratings_icc import ICCs, icc
from exports.wording import Words, say
from instruments.wording import Text

Ratings = list[list[float | None]]
TOTAL = "total"


def raters_agree(one: Rated, study: Study) -> Finding:
    """Say how far the raters agree, item by item and in the mean of the items."""
    of: dict[str, tuple[Words, Ratings]] = {
        item.code: (item.label, one.ratings[item.code]) for item in one.items
    }
    of[TOTAL] = say("Mean of all items"), one.totals
    forms = {code: icc(ratings) for code, (_, ratings) in of.items()}
    alphas = {
        code: krippendorff_alpha(ratings, Level.ORDINAL if code != TOTAL else Level.INTERVAL)
        for code, (_, ratings) in of.items()
    }
    whole = forms[TOTAL].mean_2
    missing = sum(
        value is None for item in one.items for row in one.ratings[item.code] for value in row
    )
    return Finding(
        key=f"{Topic.RUBRIC}.{one.key}",
        topic=Topic.RUBRIC,
        instrument=one.key,
        code="",
        question=say("Do the raters agree?"),
        subject=study.source.newest(one.key).title,
        answer=_answer(one, forms),
        apa=_line(forms[TOTAL], alphas[TOTAL]),
        n=len(one.works),
        missing=say(
            "Works: {works}, raters: {raters}; missing ratings: {missing}. ICC uses works that "
            "every rater rated ({complete}), Krippendorff's alpha all that two rated.",
            works=len(one.works),
            raters=len(one.raters),
            missing=missing,
            complete=forms[TOTAL].n,
        ),
        model=in_r(
            say(
                "ICC(2,1) and ICC(2,k), absolute agreement; Krippendorff's alpha, "
                "ordinal for an item, interval for the mean."
            ),
            "psych::ICC(lmer = FALSE), irr::kripp.alpha()",
        ),
        numbers=tuple(
            number
            for code, (label, ratings) in of.items()
            for number in _numbers(code, label, ratings, forms[code], alphas[code], one.raters)
        ),
        drawings=(
            Forest(
                tuple(
                    Effect(label, form.n, form.mean_2.value, form.mean_2.low, form.mean_2.high)
                    for code, (label, _) in of.items()
                    for form in (forms[code],)
                ),
                say("ICC(2,k)"),
            ),
        ),
        why=None if whole.value is not None else whole.why or Undefined.ONE_RATER,
    )


def _answer(one: Rated, forms: dict[str, ICCs]) -> Words:
    whole = forms[TOTAL].mean_2
    if whole.value is None:
        return say("Agreement of the raters cannot be given: {reason}.", reason=because(whole.why))
    return say(
        "The mean of {raters} raters is reliable to {whole} (ICC of the mean); item by item: "
        "{items}.",
        raters=len(one.raters),
        whole=num(whole.value),
        items=listed((item.label, num(forms[item.code].mean_2.value)) for item in one.items),
    )


def _numbers(
    code: str, label: Words, ratings: Ratings, form: ICCs, alpha: Value, raters: tuple[str, ...]
) -> Iterator[Number]:
    single, mean = form.single_2, form.mean_2
    yield Number(f"n.{code}", labelled(label, say("complete works")), form.n, places=0)
    yield Number(
        f"icc21.{code}",
        labelled(label, say("ICC(2,1)")),
        single.value,
        single.low,
        single.high,
        bounded=True,
    )
    yield Number(
        f"icc2k.{code}",
        labelled(label, say("ICC(2,k)")),
        mean.value,
        mean.low,
        mean.high,
        bounded=True,
    )
    yield Number(
        f"alpha.{code}", labelled(label, say("Krippendorff's alpha")), alpha.value, bounded=True
    )
    if code == TOTAL:
        return
    for one, other in combinations(range(len(raters)), 2):
        pairs = [(row[one], row[other]) for row in ratings]
        there = [(a, b) for a, b in pairs if a is not None and b is not None]
        both = agreement([a for a, _ in there], [b for _, b in there])
        yield Number(
            f"kappa.{code}.{raters[one]}.{raters[other]}",
            say(
                "{item}: kappa of {one} and {other}",
                item=label,
                one=raters[one],
                other=raters[other],
            ),
            both.kappa.value,
            both.kappa.low,
            both.kappa.high,
            bounded=True,
        )


def rated_by_group(one: Rated, index: Indexed, study: Study) -> Finding:
    """Compare the ratings of work where the index is high and where it is low."""
    means = [mean_of(row) for row in one.totals]
    kept = [
        (work[0], mean)
        for work, mean in zip(one.works, means, strict=True)
        if mean is not None and work[0] in index.high
    ]
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
        answer=two_words(found, say("mean rating")),
        apa=clustered_line(found),
        n=len(kept),
        missing=say(
            "Works with a rating and an index: {n} of {works}. A work's number is the mean of its "
            "raters and items.",
            n=len(kept),
            works=len(one.works),
        ),
        model=in_r(
            say("Difference of the means with errors corrected for teachers (CR2)."),
            "clubSandwich::coef_test(lm(rating ~ high), cluster = teacher, vcov = 'CR2')",
        ),
        numbers=clustered_numbers(found),
        alternatives=tuple(clustered_others(found)),
        warnings=(CHOSEN, CUT),
        drawings=(clustered_drawing(found),),
        why=None if found.robust.p is not None else found.robust.why or Undefined.NO_CASES,
    )


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
