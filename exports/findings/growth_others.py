"""Other tests of the waves of a scale: they answer the same question, and may differ."""

from collections.abc import Iterator
from math import isclose

from exports.findings.finding import Alternative, Number
from exports.findings.number_sets import p_number
from exports.findings.phrasing import (
    Part,
    apa,
    chi2_part,
    f_part,
    in_r,
    p_part,
    value_part,
    within_part,
)
from exports.findings.sphericity import is_corrected
from exports.statistics.anova import Additive, additive_anova
from exports.statistics.estimates import FTest
from exports.statistics.measures import Rows
from exports.statistics.mixed_waves import WaveModel
from exports.statistics.outcome import Undefined
from exports.statistics.rank_tests import friedman
from exports.statistics.repeated import Repeated, repeated_anova
from exports.wording import Words, say
from instruments.wording import Text

ALIKE = 1e-6
Names = tuple[Words, Words, Words]
"""What F, its degrees of freedom and its p are called."""
OF_WAVES: Names = (
    say("F of the waves"),
    say("Degrees of freedom of the waves"),
    say("p of the waves"),
)
OF_GROUPS: Names = (
    say("F of the groups"),
    say("Degrees of freedom of the groups"),
    say("p of the groups"),
)
OF_PRODUCT: Names = (
    say("F of wave × group"),
    say("Degrees of freedom of wave × group"),
    say("p of wave × group"),
)


def agree(rows: Rows, model: WaveModel) -> bool:
    """Say whether nothing is missing and the three F are one."""
    answered = [row for row in rows if any(value is not None for value in row)]
    f, whole = model.satterthwaite.f, repeated_anova(answered)
    if f is None or whole.f is None or any(None in row for row in answered):
        return False
    return model.model.is_singular is False and isclose(f, whole.f, rel_tol=ALIKE)


def others(rows: Rows, model: WaveModel) -> tuple[Alternative, ...]:
    """Test the waves in the other ways; once where they are the same."""
    if len(model.waves) < 2:
        return ()
    once = agree(rows, model)
    return tuple(_all(rows, model, once))


def _all(rows: Rows, model: WaveModel, once: bool) -> Iterator[Alternative]:
    if not once:
        yield _kenward_roger(model.kenward_roger)
        yield _containment(model.containment)
        yield _additive(additive_anova(rows))
    whole = repeated_anova(rows)
    yield _repeated(whole)
    yield _friedman(rows)


def f_numbers(
    f: float | None,
    df1: float | None,
    df2: float | None,
    p: float | None,
    names: Names = OF_WAVES,
) -> Iterator[Number]:
    """Give an F test as numbers, named by what it compares."""
    of_f, of_df, of_p = names
    yield Number("f", of_f, f)
    yield Number("df1", of_df, df1, places=0)
    yield Number("df2", say("Degrees of freedom of the error"), df2, places=1)
    yield p_number("p", of_p, p)


def _line(test: FTest) -> Text:
    if test.p is None:
        return Text()
    return apa(f_part(test.f, test.df1, test.df2), p_part(test.p))


def _kenward_roger(test: FTest) -> Alternative:
    return Alternative(
        "kenward_roger",
        say("The same model with Kenward and Roger's degrees of freedom"),
        _line(test),
        in_r(say("More careful with few participants."), "anova(model, ddf = 'Kenward-Roger')"),
        tuple(f_numbers(test.f, test.df1, test.df2, test.p)),
        test.why,
    )


def _containment(test: FTest) -> Alternative:
    return Alternative(
        "containment",
        say("The same model with the degrees of freedom of R's nlme"),
        _line(test),
        in_r(
            say("Counts answers, participants and waves."),
            "nlme::lme(score ~ wave, ~ 1 | participant)",
        ),
        tuple(f_numbers(test.f, test.df1, test.df2, test.p)),
        test.why,
    )


def size_parts(eta2p: float | None, low: float | None, high: float | None) -> tuple[Part, Part]:
    """Write partial eta squared with its 90 % interval."""
    return (
        value_part("ηp²", eta2p, bounded=True),
        within_part(low, high, 90, bounded=True),
    )


def eta2p_number(eta2p: float | None, low: float | None, high: float | None) -> Number:
    """Give partial eta squared with its 90 % interval."""
    name = say("Partial eta squared, 90 % interval")
    return Number("eta2p", name, eta2p, low, high, bounded=True)


def size_numbers(
    eta2p: float | None, low: float | None, high: float | None, generalised: float | None
) -> Iterator[Number]:
    """Give partial and generalised eta squared as numbers."""
    yield eta2p_number(eta2p, low, high)
    yield Number("eta2g", say("Generalised eta squared"), generalised, bounded=True)


def _additive(found: Additive) -> Alternative:
    size = found.eta2p, found.eta2p_low, found.eta2p_high
    line = Text()
    if found.p is not None:
        line = apa(f_part(found.f, found.df1, found.df2), p_part(found.p), *size_parts(*size))
    return Alternative(
        "additive",
        say("ANOVA of participant + wave over all answers"),
        line,
        in_r(
            say(
                "Participants are fixed, not drawn from many; with gaps F and its "
                "degrees of freedom differ a little."
            ),
            "anova(lm(score ~ participant + wave))",
        ),
        (
            *f_numbers(found.f, found.df1, found.df2, found.p),
            *size_numbers(*size, found.generalised_eta2),
        ),
        found.why,
    )


def _repeated(found: Repeated) -> Alternative:
    return Alternative(
        "repeated",
        say("Classical ANOVA of repeated measures"),
        _repeated_line(found),
        _left_out(found),
        tuple(_repeated_numbers(found)),
        found.why,
    )


def _repeated_line(found: Repeated) -> Text:
    shape = found.sphericity
    if found.p is None or not found.df1 or not found.df2:
        return Text()
    corrected = shape.gg is not None and is_corrected(found.n, shape.p)
    gg = shape.gg if corrected and shape.gg else 1.0
    return apa(
        f_part(found.f, found.df1 * gg, found.df2 * gg, 2),
        p_part(shape.p_gg if corrected else found.p),
        *size_parts(found.eta2p, found.eta2p_low, found.eta2p_high),
        value_part("ε (Greenhouse–Geisser)", gg, bounded=True) if corrected else None,
    )


def _repeated_numbers(found: Repeated) -> Iterator[Number]:
    shape = found.sphericity
    size = found.eta2p, found.eta2p_low, found.eta2p_high
    yield Number("n", say("Participants with every wave"), found.n, places=0)
    yield Number("left_out", say("Participants left out for a gap"), found.left_out, places=0)
    yield from f_numbers(found.f, found.df1, found.df2, found.p)
    yield from size_numbers(*size, found.generalised_eta2)
    yield Number("mauchly_w", say("Mauchly's W"), shape.w, bounded=True)
    yield p_number("mauchly_p", say("p of Mauchly's test"), shape.p)
    yield Number("gg", say("Greenhouse and Geisser's epsilon"), shape.gg, bounded=True)
    yield from _corrected_numbers(shape.gg, found.df1, found.df2)
    yield Number("hf", say("Huynh and Feldt's epsilon"), shape.hf)
    yield p_number("p_gg", say("p by Greenhouse and Geisser"), shape.p_gg)
    yield p_number("p_hf", say("p by Huynh and Feldt"), shape.p_hf)


def _corrected_numbers(gg: float | None, df1: float | None, df2: float | None) -> Iterator[Number]:
    """Give the degrees of freedom times epsilon (Greenhouse & Geisser 1959)."""
    df1, df2 = (None if gg is None or df is None else gg * df for df in (df1, df2))
    yield Number("df1_gg", say("Degrees of freedom of the waves by Greenhouse and Geisser"), df1)
    yield Number("df2_gg", say("Degrees of freedom of the error by Greenhouse and Geisser"), df2)


def _left_out(found: Repeated) -> Words:
    return in_r(
        say(
            "Only participants with every wave count: {n}, left out: {out}.",
            n=found.n,
            out=found.left_out,
        ),
        "afex::aov_ez()",
    )


def _friedman(rows: Rows) -> Alternative:
    found = friedman(rows)
    line = Text()
    if found.p is not None:
        line = apa(
            chi2_part(found.chi2, found.df, "χ²F"),
            p_part(found.p),
            value_part("W", found.kendall_w, bounded=True),
        )
    return Alternative(
        "friedman",
        say("Friedman's test of ranks"),
        line,
        in_r(
            say(
                "Looks at the order of the waves in each participant, not at "
                "distances; only those with every wave count: {n}.",
                n=found.n,
            ),
            "friedman.test()",
        ),
        (
            Number("n", say("Participants with every wave"), found.n, places=0),
            Number("chi2", say("Friedman's chi-square"), found.chi2),
            Number("df", say("Degrees of freedom"), found.df, places=0),
            p_number("p", say("p of the waves"), found.p),
            Number("kendall_w", say("Kendall's W"), found.kendall_w, bounded=True),
        ),
        found.why or (Undefined.NO_VARIANCE if found.p is None else None),
    )
