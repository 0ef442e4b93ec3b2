"""Whether groups of the roster change differently, at the same start."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from exports.attribute_words import name_in_words, value_in_words
from exports.findings.finding import (
    Alternative,
    Effect,
    Finding,
    Forest,
    Line,
    Lines,
    Number,
    Topic,
)
from exports.findings.growth import CERTAIN, Grown, difference_words
from exports.findings.growth_others import OF_GROUPS, OF_PRODUCT, Names, eta2p_number, f_numbers
from exports.findings.material import Study, present
from exports.findings.number_sets import p_number
from exports.findings.phrasing import (
    apa,
    chi2_part,
    f_part,
    in_r,
    labelled,
    listed,
    p_part,
    p_words,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.ancova import Ancova, ancova
from exports.statistics.descriptives import Descriptives, describe
from exports.statistics.estimates import FTest
from exports.statistics.mixed_groups import groups_over_waves
from exports.statistics.outcome import Undefined
from exports.statistics.several_groups import kruskal_wallis, welch_anova
from exports.wording import Words, say
from instruments.wording import Text

Changes = Mapping[str, list[float]]
FEWEST = 3
"""Means of fewer people of a group would show what a person answered."""


def by_groups(one: Grown, study: Study) -> Iterator[Finding]:
    """Compare the change of a scale by every column of the roster that the instrument names."""
    for name in study.says(one.key).groups:
        yield _finding(_grouped(one, study, name))


@dataclass(frozen=True)
class Grouped:
    """The change of a scale by the groups of a column, and the ANCOVA that compares them."""

    grown: Grown
    column: str
    of: Mapping[str, str]
    changes: Changes
    adjusted: Ancova

    @cached_property
    def described(self) -> Mapping[str, Descriptives]:
        """Describe the changes of every group."""
        return {group: describe(values) for group, values in self.changes.items()}

    @property
    def why(self) -> Undefined | None:
        """Say why the groups cannot be compared."""
        if not self.of:
            return Undefined.NO_CASES
        if len(self.grown.waves) < 2:
            return Undefined.ONE_OCCASION
        why = self.adjusted.why or self.adjusted.effect.why
        if why is Undefined.COLLINEAR and max(one.n for one in self.described.values()) < 2:
            return Undefined.SMALL_GROUP
        return why


def _grouped(one: Grown, study: Study, name: str) -> Grouped:
    table, change = one.table, one.table.change
    of = {who: group for who in table.people if (group := study.attribute(who, name))}
    changes = {
        group: [change[who] for who in table.people if who in change and of.get(who) == group]
        for group in sorted({*of.values()})
    }
    known = [place for place, who in enumerate(table.people) if who in of]
    adjusted = ancova(
        [table.last[place] for place in known],
        [(table.first[place],) for place in known],
        [of[table.people[place]] for place in known],
    )
    return Grouped(one, name, of, changes, adjusted)


def _finding(found: Grouped) -> Finding:
    one, adjusted, effect = found.grown, found.adjusted, found.adjusted.effect
    test = f_numbers(effect.f, effect.df1, effect.df2, effect.p, OF_GROUPS)
    return Finding(
        key=f"{Topic.EXPERIENCE}.{one.key}.{one.scale.code}.{found.column}",
        topic=Topic.EXPERIENCE,
        instrument=one.key,
        code=one.scale.code,
        question=say(
            "Who changed more, by “{column}” of the roster?", column=name_in_words(found.column)
        ),
        subject=one.scale.name,
        answer=_answer(found),
        apa=_line(adjusted) if not found.why else Text(),
        n=adjusted.n,
        missing=say(
            "Participants with the first wave, the last and a group: {n}; without a group: {none}.",
            n=adjusted.n,
            none=len(one.table.people) - len(found.of),
        ),
        model=in_r(
            say("ANCOVA: the last wave at the same first wave, type II."),
            "car::Anova(lm(last ~ first + group), type = 2)",
        ),
        numbers=(*test, *_numbers(found)),
        alternatives=tuple(_others(found)) if not found.why else (),
        warnings=tuple(_warnings(found)),
        drawings=_drawings(one, found.column, found.of, found.described),
        why=found.why,
    )


def _shown(described: Mapping[str, Descriptives]) -> list[tuple[str, Descriptives]]:
    return [(group, found) for group, found in described.items() if found.n >= FEWEST]


def _answer(found: Grouped) -> Words:
    name, scale = found.column, found.grown.scale.name
    p, why = found.adjusted.effect.p, found.why
    if not found.described:
        return say("The roster does not say “{column}” of anybody.", column=name_in_words(name))
    if why or p is None:
        reason = because(why or found.adjusted.effect.why)
        return say("“{scale}”: groups cannot be compared: {reason}.", scale=scale, reason=reason)
    changes = listed(
        (
            say("{group} (n = {n})", group=value_in_words(name, group), n=one.n),
            difference_words(one.mean),
        )
        for group, one in _shown(found.described)
    )
    values = {"scale": scale, "changes": changes, "p": p_words(p)}
    if p < CERTAIN:
        return say(
            "“{scale}”: change by group: {changes}. At the same start the groups differ, hardly "
            "by chance ({p}).",
            **values,
        )
    return say(
        "“{scale}”: change by group: {changes}. At the same start no difference of the "
        "groups beyond chance was found ({p}).",
        **values,
    )


def _line(adjusted: Ancova) -> Text:
    test, size = adjusted.effect, adjusted.size
    return apa(
        f_part(test.f, test.df1, test.df2),
        p_part(test.p),
        value_part("ηp²", size.eta2p, bounded=True),
        within_part(size.low, size.high, 90, bounded=True),
    )


def _numbers(found: Grouped) -> Iterator[Number]:
    adjusted, size = found.adjusted, found.adjusted.size

    def named(group: str, label: Words) -> Words:
        return labelled(value_in_words(found.column, group), label)

    yield eta2p_number(size.eta2p, size.low, size.high)
    yield p_number("parallel_p", say("p of different slopes"), adjusted.parallel.p)
    for group, one in found.described.items():
        yield Number(f"n.{group}", named(group, say("n")), one.n, places=0)
    for group, one in _shown(found.described):
        mean = one.mean, one.ci_low, one.ci_high
        yield Number(f"change.{group}", named(group, say("mean change")), *mean)
        yield Number(f"sd.{group}", named(group, say("standard deviation")), one.sd)
    for it in adjusted.means:
        if it.n >= FEWEST:
            mean = it.mean.value, it.mean.low, it.mean.high
            yield Number(f"adjusted.{it.group}", named(it.group, say("adjusted mean")), *mean)


def _others(found: Grouped) -> Iterator[Alternative]:
    several = [*found.changes.values()]
    yield _f_alternative(
        "welch",
        say("Welch's ANOVA of the changes"),
        welch_anova(several),
        in_r(say("Who starts low rises by that alone (regression to the mean)."), "oneway.test()"),
    )
    yield _ranks(several)
    table = found.grown.table
    known = [place for place, who in enumerate(table.people) if who in found.of]
    model = groups_over_waves(
        [table.rows[place] for place in known], [found.of[table.people[place]] for place in known]
    )
    yield _f_alternative(
        "wave_by_group",
        say("Mixed model: wave × group"),
        model.product,
        in_r(
            say("Uses every wave and every answer."), "lmerTest::lmer(score ~ wave * group + ...)"
        ),
        OF_PRODUCT,
    )


def _ranks(several: list[list[float]]) -> Alternative:
    ranks = kruskal_wallis(several)
    line = Text()
    if ranks.p is not None:
        line = apa(chi2_part(ranks.chi2, ranks.df, "H"), p_part(ranks.p))
    return Alternative(
        "kruskal",
        say("Kruskal and Wallis' test of the changes"),
        line,
        in_r(say("Looks at ranks; regression to the mean as well."), "kruskal.test()"),
        (
            Number("chi2", say("Chi-square"), ranks.chi2),
            Number("df", say("Degrees of freedom"), ranks.df, places=0),
            p_number("p", say("p"), ranks.p),
            Number("epsilon2", say("Epsilon squared"), ranks.epsilon2, bounded=True),
        ),
        ranks.why,
    )


def _f_alternative(
    key: str, name: Words, test: FTest, differs: Words, names: Names = OF_GROUPS
) -> Alternative:
    line = apa(f_part(test.f, test.df1, test.df2), p_part(test.p)) if test.p is not None else Text()
    numbers = tuple(f_numbers(test.f, test.df1, test.df2, test.p, names))
    return Alternative(key, name, line, differs, numbers, test.why)


def _warnings(found: Grouped) -> Iterator[Words]:
    described, adjusted = found.described, found.adjusted
    small = [
        (value_in_words(found.column, group), f"({one.n})")
        for group, one in described.items()
        if one.n < FEWEST
    ]
    if small:
        yield say(
            "Groups of fewer than {fewest} are not shown: {groups}.",
            fewest=FEWEST,
            groups=listed(small),
        )
    if adjusted.parallel.p is not None and adjusted.parallel.p < CERTAIN:
        yield say("The groups' difference depends on where they start: slopes differ.")
    if described:
        yield say("The groups were there before: this is an association, not an effect.")


def _drawings(
    one: Grown, column: str, of: Mapping[str, str], described: Mapping[str, Descriptives]
) -> tuple[Forest | Lines, ...]:
    shown = [group for group, _ in _shown(described)]
    effects = tuple(
        Effect(value_in_words(column, group), found.n, found.mean, found.ci_low, found.ci_high)
        for group, found in _shown(described)
    )
    lines = tuple(_line_of(one, of, group) for group in shown)
    labels = tuple(wave.label for wave in one.waves)
    return (
        Forest(effects, say("mean change")),
        Lines(
            labels,
            lines,
            one.scale.minimum,
            one.scale.maximum,
            tuple(value_in_words(column, group) for group in shown),
        ),
    )


def _line_of(one: Grown, of: Mapping[str, str], group: str) -> Line:
    own = [
        row
        for who, row in zip(one.table.people, one.table.rows, strict=True)
        if of.get(who) == group
    ]
    columns = [present([row[place] for row in own]) for place in range(len(one.waves))]
    means = tuple(fmean(column) if len(column) >= FEWEST else None for column in columns)
    return Line(group, group, means, len(own))
