"""The waves of a scale under other choices: other rules for skipped items, several scales."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Alternative, Number
from exports.findings.growth import Grown
from exports.findings.growth_others import f_numbers
from exports.findings.material import Study
from exports.findings.phrasing import apa, f_part, in_r, p_part, pct_words
from exports.statistics.adjust import Adjustment, adjust
from exports.statistics.measures import Rows
from exports.statistics.mixed_waves import waves_model
from exports.wording import say
from instruments.scoring import ROUNDING
from instruments.wording import Text

RULES = (("rule_50", 0.5), ("rule_100", 1.0))
"""Shares of a scale's items that have to be answered for a score, instead of the scale's own."""


def sensitive(one: Grown, study: Study, family: Sequence[Grown]) -> Iterator[Alternative]:
    """Test the waves with other rules for skipped items, and among the scales tested beside it."""
    yield from _other_rules(one, study)
    yield from _among(one, family)


def _other_rules(one: Grown, study: Study) -> Iterator[Alternative]:
    """Score by other rules; where no score depends on the rule there is nothing else to say."""
    for key, share in RULES:
        rows = _rescored(one, study, share)
        if rows == one.table.rows:
            continue
        model = waves_model(rows)
        test, n = model.satterthwaite, model.n
        yield Alternative(
            key,
            say("Scores of those who answered {share} of the items", share=pct_words(share, 0)),
            apa(f_part(test.f, test.df1, test.df2), p_part(test.p))
            if test.p is not None
            else Text(),
            say(
                "Another rule for skipped items: {n} scores instead of {before}.",
                n=n,
                before=one.model.n,
            ),
            (
                Number("n", say("Scores"), n, places=0),
                *f_numbers(test.f, test.df1, test.df2, test.p),
            ),
            model.why or test.why,
        )


def _rescored(one: Grown, study: Study, share: float) -> Rows:
    """Give the scores that another rule makes of those who skipped some items."""
    partial = study.items(one.key).partial.get(one.scale.code, {})
    columns = [partial.get(wave.key, {}) for wave in one.waves]
    found = []
    for who, row in zip(one.table.people, one.table.rows, strict=True):
        cells = [*row]
        for place, of in enumerate(columns):
            if who in of:
                enough = of[who].share >= share - ROUNDING
                cells[place] = of[who].mean if enough else None
        found.append(tuple(cells))
    return tuple(found)


def _among(one: Grown, family: Sequence[Grown]) -> Iterator[Alternative]:
    """Adjust p for the scales of the same questionnaire."""
    ps = [other.model.satterthwaite.p for other in family]
    tested = sum(p is not None for p in ps)
    if tested < 2:
        return
    own = next(place for place, other in enumerate(family) if other.scale is one.scale)
    p = adjust(ps, Adjustment.HOLM)[own]
    if p is None:
        return
    yield Alternative(
        "holm_scales",
        say("Among the scales of the questionnaire ({n}), by Holm", n=tested),
        apa(p_part(p, "p_Holm")),
        in_r(
            say(
                "For a study that named no scale beforehand as its main outcome. A main outcome "
                "that was named before the answers came keeps its own p."
            ),
            "p.adjust(p, 'holm')",
        ),
        (
            Number("scales", say("Scales tested"), tested, places=0),
            Number("p_holm", say("p by Holm"), p, places=3, bounded=True),
        ),
    )
